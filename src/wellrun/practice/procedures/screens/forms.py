"""What people fill in about cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms

from wellrun.platform.ui.formatting import in_zone
from wellrun.platform.ui.forms import KitForm, PhoneField, PlainTextField
from wellrun.practice.procedures.models import (
    Anesthesia,
    Case,
    CaseUrgency,
    Facility,
    Laterality,
    PatientClass,
    PreferenceCard,
)
from wellrun.practice.procedures.rules.details import CaseDetails, ImplantLine, ProcedureLine
from wellrun.practice.scheduling.api import instant_of
from wellrun.practice.workforce.api import Provider

#: Rows of procedures and of implants that the sheet has at least, and at most.
ROWS, MOST_ROWS = 3, 30
GLOBAL_DAYS = [("", "Not known"), ("0", "0 days"), ("10", "10 days"), ("90", "90 days")]


def day_field(**options: Any) -> forms.DateField:
    """A day, chosen in the browser's own calendar."""
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def clock_field(**options: Any) -> forms.TimeField:
    """A wall time of the facility."""
    return forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **options)


def minutes_field(label: str, most: int, initial: int, least: int = 0) -> forms.IntegerField:
    """Whole minutes."""
    return forms.IntegerField(label=label, min_value=least, max_value=most, initial=initial)


def rows_needed(told: Mapping[str, Any], name: str, *, more: int = 0) -> int:
    """Every row that is told or was on the page, one blank after the last that is filled, and `more`."""
    rows = range(1, MOST_ROWS + 1)
    there = max((row for row in rows if f"{name}_{row}" in told), default=0)
    filled = max((row for row in rows if told.get(f"{name}_{row}")), default=0)
    return min(max(ROWS, there, filled + 1) + more, MOST_ROWS)


class CaseForm(KitForm):
    """The booking sheet."""

    provider = forms.ChoiceField(label="Surgeon")
    facility = forms.ChoiceField(label="Hospital or center")
    diagnoses = PlainTextField(
        label="Diagnoses", max_length=120, help_text="Codes, parted by commas: M17.12, E66.9"
    )
    on = day_field(label="Day", required=False)
    at = clock_field(label="Room from", required=False)
    wanted_from_on = day_field(label="Or wanted from", required=False)
    wanted_to_on = day_field(label="Up to", required=False)
    setup_minutes = minutes_field("Set-up", 240, 20)
    procedure_minutes = minutes_field("Procedure", 720, 60, 5)
    cleanup_minutes = minutes_field("Clean-up", 240, 20)
    urgency = forms.ChoiceField(label="Urgency", choices=CaseUrgency.choices)
    patient_class = forms.ChoiceField(label="Taken in as", choices=PatientClass.choices)
    anesthesia = forms.ChoiceField(label="Anesthesia", choices=Anesthesia.choices)
    position = PlainTextField(label="Position", max_length=60, required=False)
    assistant = PlainTextField(label="Assistant", max_length=100, required=False)
    equipment = PlainTextField(label="Equipment", max_length=500, required=False)
    blood_note = PlainTextField(label="Blood", required=False)
    allergies_note = PlainTextField(label="Allergies", required=False)
    note = PlainTextField(label="Note", max_length=500, required=False)
    card = forms.UUIDField(required=False, widget=forms.HiddenInput())
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(
        self,
        *arguments: Any,
        providers: Sequence[Provider],
        facilities: Sequence[Facility],
        more: int = 0,
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.zones = {str(one.id): one.zone for one in facilities}
        self.fields["provider"].choices = [("", "Choose…"), *((str(p.id), p.display_name) for p in providers)]
        self.fields["facility"].choices = [("", "Choose…"), *((str(f.id), f.name) for f in facilities)]
        told = self.data if self.is_bound else self.initial
        self.rows_of = {name: rows_needed(told, name, more=more) for name in ("code", "implant")}
        for row in range(1, self.rows_of["code"] + 1):
            self._add_procedure(row)
        for row in range(1, self.rows_of["implant"] + 1):
            self._add_implant(row)
        self.fields["code_1"].help_text = "Such as 27447"
        self.speak()

    def _add_procedure(self, row: int) -> None:
        self.fields[f"code_{row}"] = PlainTextField(label="Code", max_length=5, required=False)
        self.fields[f"words_{row}"] = PlainTextField(label="In our words", max_length=120, required=False)
        self.fields[f"side_{row}"] = forms.ChoiceField(
            label="Side", choices=Laterality.choices, required=False
        )
        self.fields[f"units_{row}"] = forms.IntegerField(
            label="Units", min_value=1, max_value=99, initial=1, required=False
        )
        self.fields[f"global_{row}"] = forms.ChoiceField(
            label="Global period", choices=GLOBAL_DAYS, required=False
        )

    def _add_implant(self, row: int) -> None:
        self.fields[f"implant_{row}"] = PlainTextField(label="Implant", max_length=120, required=False)
        self.fields[f"vendor_{row}"] = PlainTextField(label="Vendor", max_length=60, required=False)
        self.fields[f"representative_{row}"] = PlainTextField(
            label="Representative", max_length=60, required=False
        )
        self.fields[f"phone_{row}"] = PhoneField(label="Phone", required=False)

    def procedure_rows(self) -> list[list[forms.BoundField]]:
        """The rows of procedures, for the page."""
        return self._rows("code", "words", "side", "units", "global")

    def implant_rows(self) -> list[list[forms.BoundField]]:
        """The rows of implants, for the page."""
        return self._rows("implant", "vendor", "representative", "phone")

    def _rows(self, *names: str) -> list[list[forms.BoundField]]:
        return [[self[f"{name}_{row}"] for name in names] for row in range(1, self.rows_of[names[0]] + 1)]

    def details(self) -> CaseDetails:
        """The sheet as the operations take it; raises `NoSuchTime` for a time that the clocks skip."""
        told = self.cleaned_data
        starts_at = None
        if told["on"] and told["at"]:
            starts_at = instant_of(datetime.combine(told["on"], told["at"]), self.zones[told["facility"]])
        return CaseDetails(
            provider_id=told["provider"],
            facility_id=told["facility"],
            procedures=tuple(self._procedures()),
            diagnoses=tuple(part.strip().upper() for part in told["diagnoses"].split(",") if part.strip()),
            starts_at=starts_at,
            wanted_from_on=told["wanted_from_on"] or (told["on"] if starts_at is None else None),
            implants=tuple(self._implants()),
            card_id=told["card"],
            **{name: told[name] for name in _PLAIN},
        )

    def _procedures(self) -> list[ProcedureLine]:
        told = self.cleaned_data
        return [
            ProcedureLine(
                told[f"code_{row}"].strip().upper(),
                told[f"words_{row}"],
                told[f"side_{row}"],
                told[f"units_{row}"] or 1,
                int(told[f"global_{row}"]) if told[f"global_{row}"] else None,
            )
            for row in range(1, self.rows_of["code"] + 1)
            if told[f"code_{row}"].strip() or told[f"words_{row}"].strip()
        ]

    def _implants(self) -> list[ImplantLine]:
        told = self.cleaned_data
        return [
            ImplantLine(
                told[f"implant_{row}"],
                told[f"vendor_{row}"],
                told[f"representative_{row}"],
                told[f"phone_{row}"],
            )
            for row in range(1, self.rows_of["implant"] + 1)
            if told[f"implant_{row}"].strip()
        ]


_PLAIN = (
    "wanted_to_on", "setup_minutes", "procedure_minutes", "cleanup_minutes", "urgency", "patient_class",
    "anesthesia", "position", "assistant", "equipment", "blood_note", "allergies_note", "note",
)  # fmt: skip


def initial_of(case: Case) -> dict[str, Any]:
    """A case as the sheet shows it."""
    told: dict[str, Any] = {name: getattr(case, name) for name in _PLAIN}
    told |= {
        "provider": str(case.provider_id),
        "facility": str(case.facility_id),
        "diagnoses": ", ".join(case.diagnoses),
        "wanted_from_on": case.wanted_from_on,
        "card": case.card_id,
        "version": case.version,
    }
    if case.starts_at:
        wall = in_zone(case.starts_at, case.facility.zone)
        told |= {"on": wall.date(), "at": wall.time()}
    for row, line in enumerate(case.procedures.order_by("position"), 1):
        days = "" if line.global_days is None else str(line.global_days)
        told |= {f"code_{row}": line.code, f"words_{row}": line.words, f"side_{row}": line.laterality,
                 f"units_{row}": line.units, f"global_{row}": days}  # fmt: skip
    for row, one in enumerate(case.implants.order_by("position"), 1):
        told |= {f"implant_{row}": one.description, f"vendor_{row}": one.vendor,
                 f"representative_{row}": one.representative, f"phone_{row}": one.phone}  # fmt: skip
    return told


def filled_by(card: PreferenceCard) -> dict[str, Any]:
    """What a card fills into the sheet."""
    told: dict[str, Any] = {
        name: getattr(card, name)
        for name in ("setup_minutes", "procedure_minutes", "cleanup_minutes", "anesthesia", "position",
                     "equipment", "patient_class", "note")
    }  # fmt: skip
    days = "" if card.global_days is None else str(card.global_days)
    told |= {"words_1": card.words, "global_1": days, "card": str(card.id)}
    for row, line in enumerate(card.implants, 1):
        parts = [part.strip() for part in line.split("|")] + [""] * 4
        names = (f"implant_{row}", f"vendor_{row}", f"representative_{row}", f"phone_{row}")
        told |= dict(zip(names, parts, strict=False))
    return told


class MoveCaseForm(KitForm):
    """Another time, in wall time of the facility."""

    on = day_field(label="Day")
    at = clock_field(label="Room from")
    reason = PlainTextField(label="Reason", required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())


class ConfirmForm(KitForm):
    """What the hospital said."""

    hospital_number = PlainTextField(label="The hospital's number", max_length=40)
    on = day_field(label="Day, if another", required=False)
    at = clock_field(label="Room from, if another", required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())


class ReasonForm(KitForm):
    """Why a case ends."""

    reason = PlainTextField(label="Reason")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())


class ItemForm(KitForm):
    """The evidence of one line of the checklist."""

    authorization_number = PlainTextField(label="Authorization number", max_length=40, required=False)
    valid_from = day_field(label="First day", required=False)
    valid_to = day_field(label="Last day", required=False)
    units = forms.IntegerField(label="Units", min_value=1, max_value=999, required=False)
    evidence_on = day_field(label="Day of the document", required=False)
    document_id = forms.ChoiceField(label="Document", required=False)
    note = PlainTextField(label="Note", max_length=300, required=False)

    def __init__(
        self, *arguments: Any, documents: Sequence[tuple[str, str]], kind: str, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields["document_id"].choices = [("", "Not filed here"), *documents]
        shown = {
            "authorization": ("authorization_number", "valid_from", "valid_to", "units", "note"),
            "document": ("evidence_on", "document_id", "note"),
            "note": ("note",),
        }[kind]
        for name in [name for name in self.fields if name not in shown]:
            del self.fields[name]
