"""A merge that was made: who pointed to whom, what moved, and taking it back."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wellrun.platform.access.api import NotFound, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.forms import KitForm, PlainTextField
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.organization.api import person_names
from wellrun.practice.patients.operations.unmerge_patients import unmerge_patients
from wellrun.practice.patients.queries.merges import merge as find_merge
from wellrun.practice.patients.queries.merges import moved_counts
from wellrun.practice.patients.queries.obstacles import unmerge_obstacles
from wellrun.practice.patients.screens.comparing import shown_detail
from wellrun.practice.patients.screens.forms import ChangeForm


class PartForm(KitForm):
    """Why two charts that were merged are two people."""

    reason = PlainTextField(label="Why these are two people", max_length=200)


@screen("patients.merge")
def merge_done(request: HttpRequest, merge_id: uuid.UUID) -> HttpResponse:
    """What a merge did. POST takes it back."""
    merge = find_merge(merge_id)
    if merge is None:
        raise NotFound()
    form = PartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = attempt(form, unmerge_patients, merge_id=merge.id, reason=reason, by=request.actor, at=now())
        if done:
            add_toast(request, f"Charts {merge.survivor.number} and {merge.merged.number} stand apart again.")
            return HttpResponseRedirect(reverse("patients:patient", args=[merge.merged_id]))
    names = person_names([merge.merged_by_id, merge.undone_by_id])
    labels = {name: field.label for name, field in ChangeForm().fields.items()}
    context = {
        "page_title": "Merged charts",
        "merge": merge,
        "patient": merge.survivor,
        "form": form,
        "by_name": names.get(merge.merged_by_id, ""),
        "undone_by_name": names.get(merge.undone_by_id, ""),
        "moved": moved_counts(merge.id),
        "changed": [
            (labels[name], shown_detail(name, before), shown_detail(name, after))
            for name, (before, after) in merge.changed.items()
            if name in labels and name != "guarantor_id"
        ],
        "obstacles": [] if merge.undone_at else unmerge_obstacles(merge),
    }
    status = 409 if form.errors else 200
    whose = [merge.survivor_id, merge.merged_id]
    return show(request, "patients/merge_done.html", context, patients=whose, subject=merge.id, status=status)
