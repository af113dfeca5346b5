"""What must always be true of filed documents."""

from __future__ import annotations

from collections.abc import Iterator

from wellrun.platform.files import store
from wellrun.practice.documents.models import Document


def files_match_their_hashes() -> Iterator[str]:
    """Every document's file is in the store and still has the content it was filed with."""
    for digest in Document.objects.values_list("digest", flat=True).distinct().iterator():
        try:
            store.get(digest)
        except (FileNotFoundError, ValueError) as fault:
            yield f"Document {digest[:12]}…: {fault}"
