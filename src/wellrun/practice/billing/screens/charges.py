"""Entering and correcting the charges of an encounter."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotAllowed, NotFound, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.billing.models import Encounter, EncounterState
from wellrun.practice.billing.operations.enter_charges import enter_charges
from wellrun.practice.billing.operations.open_encounter import open_encounter
from wellrun.practice.billing.operations.reverse_charge import correct_charges
from wellrun.practice.billing.queries.encounters import charge_lines
from wellrun.practice.billing.queries.encounters import encounter as find_encounter
from wellrun.practice.billing.queries.favorites import favorite_diagnoses, favorite_procedures
from wellrun.practice.billing.queries.gaps import ReadDraft, read_draft
from wellrun.practice.billing.rules.drafts import Gap
from wellrun.practice.billing.screens.charge_sheet import ChargeSheet, read_sheet, sheet_of
from wellrun.practice.billing.screens.forms import ChargesForm


def encounter_at(request: HttpRequest, encounter_id: uuid.UUID, capability: str) -> Encounter:
    """The encounter, for somebody with a capability at its department; else as if there were none."""
    found = find_encounter(encounter_id)
    if found is None:
        raise NotFound()
    if not request.actor.may(capability, found.unit_id):
        raise NotAllowed()
    return found


@screen("charges.enter")
@require_POST
def visit_encounter(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Open the encounter of a visit and go to its charges."""
    opened = open_encounter(appointment_id=appointment_id, by=request.actor, at=now())
    return HttpResponseRedirect(reverse("billing:charges", args=[opened.id]))


@screen("charges.enter")
def charges(request: HttpRequest, encounter_id: uuid.UUID) -> HttpResponse:
    """The sheet: diagnoses, charges, what is missing, what is used most."""
    encounter = encounter_at(request, encounter_id, "charges.enter")
    correcting = encounter.state == EncounterState.CHARGED
    form = ChargesForm(request.POST or None, initial={"version": encounter.version}, correcting=correcting)
    if request.method == "POST":
        sheet = read_sheet(request.POST)
        read = read_draft(sheet.draft, encounter=encounter)
        if "more" not in request.POST and form.is_valid() and _save(request, form, encounter, sheet, read):
            return HttpResponseRedirect(reverse("billing:encounter", args=[encounter.id]))
    else:
        sheet = sheet_of(encounter, charge_lines(encounter.id))
        read = read_draft(sheet.draft, encounter=encounter)
    sheet.name(read)
    context = {
        "page_title": "Correct charges" if correcting else "Enter charges",
        "encounter": encounter,
        "form": form,
        "sheet": sheet,
        "check": _check(read, sheet),
        "procedures": favorite_procedures(**_place(encounter)),
        "diagnoses": favorite_diagnoses(**_place(encounter)),
        "correcting": correcting,
    }
    status = 422 if request.method == "POST" and "more" not in request.POST else 200
    return show(request, "billing/charges.html", context, patients=[encounter.patient_id], status=status)


@screen("charges.enter")
@require_POST
def gaps(request: HttpRequest, encounter_id: uuid.UUID) -> HttpResponse:
    """What the sheet lacks as it is typed; changes nothing."""
    encounter = encounter_at(request, encounter_id, "charges.enter")
    sheet = read_sheet(request.POST)
    check = _check(read_draft(sheet.draft, encounter=encounter), sheet)
    context = {"encounter": encounter, "check": check}
    return show(request, "billing/_check.html", context, patients=[encounter.patient_id])


def _save(
    request: HttpRequest, form: ChargesForm, encounter: Encounter, sheet: ChargeSheet, read: ReadDraft
) -> bool:
    missing = [gap for gap in _gaps(read, sheet) if gap.blocks]
    if missing:
        sheet.show(missing)
        return False
    told: dict[str, Any] = {
        "encounter_id": encounter.id,
        "draft": sheet.draft,
        "expected_version": form.cleaned_data["version"],
        "by": request.actor,
        "at": now(),
    }
    if form.correcting:
        done = attempt(form, correct_charges, because=form.cleaned_data["because"], **told)
    else:
        done = attempt(form, enter_charges, **told)
    if done:
        add_toast(request, "Charges corrected." if form.correcting else "Charges entered.")
    return done is not None


def _gaps(read: ReadDraft, sheet: ChargeSheet) -> list[Gap]:
    own = {gap.field for gap in sheet.own_gaps}
    return sheet.own_gaps + [gap for gap in read.gaps if gap.field not in own]


def _order(gap: Gap) -> tuple[int, int]:
    """The order of the sheet: diagnoses, charges row by row, the rest."""
    kind, _, rest = gap.field.partition(".")
    place = rest.partition(".")[0]
    return {"diagnoses": 0, "lines": 1}.get(kind, 2), int(place or 0)


def _check(read: ReadDraft, sheet: ChargeSheet) -> dict[str, Any]:
    """What the side of the page says: the sum, who pays, and everything missing."""
    draft = read.draft
    empty = not (draft.diagnoses or draft.lines)
    found = [] if empty else sorted(_gaps(read, sheet), key=_order)
    return {
        "lines": [
            (line.code, read.procedures[line.code].nickname, read.cents_of(line))
            for line in draft.lines
            if line.code in read.procedures
        ],
        "total_cents": sum(read.cents_of(line) for line in draft.lines),
        "payer": read.coverage.payer.name if read.coverage else "",
        "missing": [(sheet.name_of(gap), gap.sentence) for gap in found if gap.blocks],
        "notes": [gap for gap in found if not gap.blocks],
        "empty": empty,
    }


def _place(encounter: Encounter) -> dict[str, Any]:
    return {"unit_id": encounter.unit_id, "provider_id": encounter.provider_id, "on": encounter.service_on}
