"""Finding and opening documents."""

from __future__ import annotations

import uuid

from wellrun.platform.files import store
from wellrun.practice.documents.models import Document


def documents_of(*, patient_id: uuid.UUID, limit: int = 200) -> list[Document]:
    """A patient's documents that were not withdrawn, newest first."""
    rows = Document.objects.filter(patient_id=patient_id, withdrawn_at__isnull=True)
    return list(rows.order_by("-filed_at", "-id")[:limit])


def document(document_id: uuid.UUID) -> Document | None:
    """One document, if the person asking may see it."""
    return Document.objects.filter(id=document_id).first()


def content_of(found: Document) -> bytes:
    """The file itself, checked against its hash."""
    return store.get(found.digest)
