"""Whom or what a document is about, told by the rooms that know. This room knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wellrun.platform.access.refusals import NotFound
from wellrun.practice.documents.models import Document


@dataclass(frozen=True)
class Heading:
    """Whom a document is about: the name, and the page to go back to."""

    title: str
    url: str


HeadingSource = Callable[[Document], Heading | None]
_sources: list[HeadingSource] = []


def register_heading(source: HeadingSource) -> None:
    """Let `source` tell whom a document is about; None when it does not know, or the asker may not see them."""
    if source not in _sources:
        _sources.append(source)


def heading_of(document: Document) -> Heading | None:
    """Whom a document is about; None for one about nobody.

    Raises `NotFound` for a patient's document whose patient the person asking may not see: a document has the
    same door as the chart it lies in.
    """
    found = next((heading for source in _sources if (heading := source(document))), None)
    if found is None and document.patient_id is not None:
        raise NotFound()
    return found
