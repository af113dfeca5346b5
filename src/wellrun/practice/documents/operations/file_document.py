"""Filing and withdrawing documents."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.checking import require
from wellrun.platform.access.refusals import NotFound, Refused
from wellrun.platform.audit.api import record_act
from wellrun.platform.files import store
from wellrun.platform.files.sniff import FileRefused, sniff
from wellrun.practice.documents.models import Category, Document


class UploadRefused(Refused):
    """The file is not one the office takes."""

    field = "file"


def file_document(
    *,
    content: bytes,
    file_name: str,
    title: str,
    category: Category,
    patient_id: uuid.UUID | None = None,
    subject_type: str = "",
    subject_id: uuid.UUID | None = None,
    compartment: str = "normal",
    by: Actor,
    at: datetime,
) -> Document:
    """Store a file and file it; the same content filed again in the same place is the same document."""
    require(by, "documents.file")
    try:
        kind = sniff(content, file_name)
    except FileRefused as refused:
        raise UploadRefused(str(refused)) from None
    digest = store.put(content)
    place = {
        "organization_id": by.organization_id,
        "patient_id": patient_id,
        "subject_id": subject_id,
        "category": category,
        "digest": digest,
        "withdrawn_at": None,
    }
    document, filed_now = Document.objects.get_or_create(
        **place,
        defaults={
            "compartment": compartment,
            "subject_type": subject_type,
            "title": title.strip()[:150] or category.label,
            "media_type": kind.media_type,
            "size_bytes": len(content),
            "filed_at": at,
            "filed_by_id": by.person_id,
        },
    )
    if filed_now:
        record_act("document.filed", subject_type="document", subject_id=document.id,
                   patients=[patient_id] if patient_id else [])  # fmt: skip
    return document


def withdraw_document(*, document_id: uuid.UUID, because: str, by: Actor, at: datetime) -> Document:
    """Take a document out of sight; it and its file stay."""
    require(by, "documents.file")
    document = Document.objects.select_for_update().filter(id=document_id).first()
    if document is None:
        raise NotFound()
    if not because.strip():
        raise Refused("Say why the document is withdrawn.", field="because")
    document.withdrawn_at, document.withdrawn_because = at, because.strip()[:200]
    document.save(update_fields=["withdrawn_at", "withdrawn_because"])
    record_act("document.withdrawn", subject_type="document", subject_id=document.id,
               patients=[document.patient_id] if document.patient_id else [])  # fmt: skip
    return document


def move_documents(*, patient_id: uuid.UUID, compartment: str) -> int:
    """Let a patient's documents follow the chart to another compartment; part of the act that moves the chart."""
    return Document.objects.filter(patient_id=patient_id).update(compartment=compartment)


def give_documents(
    *, of: uuid.UUID, to: uuid.UUID, only: Collection[uuid.UUID] | None = None
) -> list[uuid.UUID]:
    """Let documents follow a patient whose chart was merged into another, or parted from it; says which moved.

    One that the other chart has already, in the same place, stays where it is. Part of the act that merges.
    """
    rows = Document.objects.filter(patient_id=of)
    if only is not None:
        rows = rows.filter(id__in=list(only))
    place = ("subject_id", "category", "digest")
    there = set(Document.objects.filter(patient_id=to, withdrawn_at__isnull=True).values_list(*place))
    moving = [
        document.id
        for document in rows
        if document.withdrawn_at or (document.subject_id, document.category, document.digest) not in there
    ]
    Document.objects.filter(id__in=moving).update(patient_id=to)
    return moving
