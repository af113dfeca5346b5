"""Filing a document into a chart."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wellrun.platform.access.api import NotFound, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.documents.api import Category, Document, Heading, file_document
from wellrun.practice.patients.queries.patients import patient as find_patient
from wellrun.practice.patients.screens.forms import UploadForm

#: What comes in by hand; the others are made here.
UPLOADED = (
    Category.IDENTIFICATION,
    Category.INSURANCE_CARD,
    Category.CONSENT,
    Category.CLINICAL,
    Category.CORRESPONDENCE,
    Category.OTHER,
)


@screen("documents.file")
def upload(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """The form for a file; its type is told by its content."""
    found = find_patient(patient_id)
    if found is None:
        raise NotFound()
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        categories=[(each.value, each.label) for each in UPLOADED],
        initial={"category": request.GET.get("category", "")},
    )
    if request.method == "POST" and form.is_valid():
        uploaded = form.cleaned_data["file"]
        filed = attempt(
            form,
            file_document,
            content=uploaded.read(),
            file_name=uploaded.name,
            title=form.cleaned_data["title"],
            category=Category(form.cleaned_data["category"]),
            patient_id=found.id,
            compartment=found.compartment,
            by=request.actor,
            at=now(),
        )
        if filed:
            add_toast(request, f"Filed: {filed.title}.")
            return HttpResponseRedirect(reverse("documents:document", args=[filed.id]))
    context = {"page_title": "File a document", "patient": found, "form": form}
    status = 422 if form.errors else 200
    return show(request, "patients/upload.html", context, patients=[found.id], status=status)


def heading_of_chart(document: Document) -> Heading | None:
    """Whose chart a document lies in, for the documents' own pages."""
    found = find_patient(document.patient_id) if document.patient_id else None
    return Heading(found.name, reverse("patients:patient", args=[found.id])) if found else None
