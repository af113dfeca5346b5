"""Looking at a document, taking it along, withdrawing it."""

from __future__ import annotations

import re
import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from wellrun.platform.access.api import NotFound, attempt, screen, show
from wellrun.platform.audit.api import record_read
from wellrun.platform.clock import now
from wellrun.platform.files.sniff import ACCEPTED
from wellrun.platform.ui.forms import KitForm, PlainTextField
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.documents.models import Category, Document
from wellrun.practice.documents.operations.file_document import withdraw_document
from wellrun.practice.documents.queries.documents import content_of
from wellrun.practice.documents.queries.documents import document as find_document
from wellrun.practice.documents.queries.headings import Heading, heading_of
from wellrun.practice.documents.rules.preview import SMALL_PX, NoPreview, Preview, draw_page, preview_of


class WithdrawalForm(KitForm):
    """Why a document is taken out of sight."""

    because = PlainTextField(label="Why", help_text="Such as: scanned into the wrong chart.")


@screen("documents.read")
def document(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """A document as pictures drawn by us, or as its text."""
    found, heading = _found(document_id)
    preview, trouble = Preview(), ""
    if not found.withdrawn_at:
        try:
            preview = preview_of(content_of(found), found.media_type)
        except NoPreview as refused:
            trouble = str(refused)
    context = {
        "page_title": found.title,
        "document": found,
        "heading": heading,
        "category": Category(found.category).label,
        "pages": range(1, preview.pages + 1),
        "text": preview.text,
        "trouble": trouble,
        "may_file": request.actor.may("documents.file"),
    }
    return show(request, "documents/document.html", context, patients=_whose(found), subject=found.id)


@screen("documents.read")
def page(request: HttpRequest, document_id: uuid.UUID, number: int) -> HttpResponse:
    """One page as a PNG."""
    found, _ = _found(document_id, withdrawn=False)
    try:
        drawn = draw_page(content_of(found), found.media_type, number)
    except NoPreview as refused:
        raise NotFound(str(refused)) from None
    _record(found, "documents.page")
    return _bytes(drawn, "image/png")


@screen("documents.read")
def small(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """The first page as a small PNG, for lists."""
    found, _ = _found(document_id, withdrawn=False)
    try:
        drawn = draw_page(content_of(found), found.media_type, 1, width_px=SMALL_PX)
    except NoPreview as refused:
        raise NotFound(str(refused)) from None
    _record(found, "documents.small")
    return _bytes(drawn, "image/png")


@screen("documents.read")
def file(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """The file itself, to be kept and never to be opened by the browser."""
    found, _ = _found(document_id, withdrawn=False)
    _record(found, "documents.downloaded")
    name = re.sub(r"[^A-Za-z0-9]+", "-", found.title).strip("-").lower()[:60] or "document"
    response = _bytes(content_of(found), found.media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{ACCEPTED[found.media_type][0]}"'
    return response


@screen("documents.file")
def withdrawal(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Ask why, then take the document out of sight."""
    found, heading = _found(document_id, withdrawn=False)
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            withdraw_document,
            document_id=document_id,
            because=form.cleaned_data["because"],
            by=request.actor,
            at=now(),
        )
        if done:
            add_toast(request, f"“{found.title}” is withdrawn.")
            return HttpResponseRedirect(heading.url if heading else "/")
    context = {"page_title": "Withdraw a document", "document": found, "heading": heading, "form": form}
    status = 422 if form.errors else 200
    return show(request, "documents/withdrawal.html", context, patients=_whose(found), status=status)


def _found(document_id: uuid.UUID, *, withdrawn: bool = True) -> tuple[Document, Heading | None]:
    found = find_document(document_id)
    if found is None or (found.withdrawn_at and not withdrawn):
        raise NotFound()
    return found, heading_of(found)


def _whose(found: Document) -> list[uuid.UUID]:
    return [found.patient_id] if found.patient_id else []


def _record(found: Document, act: str) -> None:
    if found.patient_id:
        record_read(act, subject_type="document", subject_id=found.id, patients=[found.patient_id])


def _bytes(content: bytes, media_type: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=media_type,
        headers={
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )
