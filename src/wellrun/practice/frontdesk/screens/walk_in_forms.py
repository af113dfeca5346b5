"""What the desk says of somebody who walks in."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from wellrun.platform.access.api import Actor
from wellrun.platform.ui.forms import KitForm, PlainTextField
from wellrun.practice.frontdesk.operations.walk_ins import WalkInDetails
from wellrun.practice.frontdesk.screens.forms import department_choices
from wellrun.practice.scheduling.api import visit_types_of

LEAVE_REASONS = (
    "Left without being seen",
    "Sent to urgent care or emergency",
    "Booked for another day",
    "Other",
)


class WalkInForm(KitForm):
    """Who came, for which department, why."""

    patient = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = PlainTextField(label="Name, if not a patient yet", max_length=120, required=False)
    unit_id = forms.ChoiceField(label="For")
    visit_type = forms.ChoiceField(label="Visit", required=False)
    reason = PlainTextField(label="Why they come", max_length=200, required=False)
    urgent = forms.BooleanField(label="Urgent: goes first", required=False)

    def __init__(self, *arguments: Any, by: Actor, unit_id: uuid.UUID | None = None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        units = department_choices(by, "queue.work")
        if unit_id is None:
            self.fields["unit_id"].choices = units
        else:
            # Somebody who waits stays in the queue of one department.
            units = [(str(unit_id), "")]
            del self.fields["unit_id"]
        kinds = visit_types_of([uuid.UUID(value) for value, _ in units])
        grouped: dict[str, list[tuple[str, str]]] = {}
        for kind in kinds:
            grouped.setdefault(kind.unit.name, []).append((str(kind.id), kind.name))
        self.fields["visit_type"].choices = [("", "Decide later"), *grouped.items()]

    def details(self) -> WalkInDetails:
        """What was typed."""
        typed = self.cleaned_data
        return WalkInDetails(
            patient_id=typed["patient"],
            name=typed["name"],
            reason=typed["reason"],
            visit_type_id=uuid.UUID(typed["visit_type"]) if typed["visit_type"] else None,
            urgent=typed["urgent"],
        )


class LeaveForm(KitForm):
    """Why somebody leaves the queue."""

    reason = forms.ChoiceField(label="Why", choices=[(each, each) for each in LEAVE_REASONS])
