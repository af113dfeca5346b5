"""What a patient would like of a time, as fields of a form and of a page's address."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any

from django import forms

from wellrun.practice.patients.api import LANGUAGES, Patient
from wellrun.practice.scheduling.models import DayTime, VisitType, WaitingEntry
from wellrun.practice.scheduling.queries.wishes import WHOLE_DAY, Wishes
from wellrun.practice.workforce.api import Provider

WEEKDAYS = [
    (str(number), name) for number, name in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
]
#: The parts of a day by wall time, half-open.
PARTS = {
    DayTime.MORNING: (WHOLE_DAY[0], time(12)),
    DayTime.AFTERNOON: (time(12), time(17)),
    DayTime.EVENING: (time(17), WHOLE_DAY[1]),
}
#: The names of all of it in an address.
WISHES = ("weekdays", "part", "since", "until", "sex", "language", "near", "within", "order")
SEXES = [("", "Any"), ("F", "Woman"), ("M", "Man")]
WITHIN = [("", "Any distance"), *((str(each), f"{each} minutes") for each in (15, 30, 45, 60, 90))]
ORDERS = [("time", "Earliest first"), ("distance", "Nearest first")]


def _clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time", "step": 300}, format="%H:%M")


class WishFields(forms.Form):
    """The wishes of one patient; mixed into a form that looks for times."""

    weekdays = forms.MultipleChoiceField(
        label="Days", required=False, choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple
    )
    part = forms.ChoiceField(label="Hours", required=False, choices=[("", "Any hour"), *DayTime.choices])
    since = forms.TimeField(label="Begins from", required=False, widget=_clock())
    until = forms.TimeField(label="Begins before", required=False, widget=_clock())
    sex = forms.ChoiceField(label="Provider is", required=False, choices=SEXES)
    language = forms.ChoiceField(label="Provider speaks", required=False)
    near = forms.ChoiceField(label="Near", required=False)
    within = forms.ChoiceField(label="By car within", required=False, choices=WITHIN)
    order = forms.ChoiceField(label="Order", required=False, choices=ORDERS)

    def offer_choices(self, kinds: Iterable[VisitType], providers: Iterable[Provider]) -> None:
        """Let choose among the sites of these visit types and the languages of these providers."""
        spoken = {language for each in providers for language in each.languages} - {"en"}
        asked = str(self.data.get("language", "")) if self.is_bound else ""
        if asked in LANGUAGES:
            # A wish that nobody fulfills is asked all the same: the answer says so.
            spoken.add(asked)
        named = sorted((LANGUAGES.get(each, each), each) for each in spoken - {"en"})
        self.fields["language"].choices = [("", "Any language"), *((code, name) for name, code in named)]
        sites: dict[str, str] = {}
        for kind in kinds:
            if kind.unit.parent:
                sites.setdefault(str(kind.unit.parent_id), kind.unit.parent.name)
        self.fields["near"].choices = [("", "No site"), *sites.items()]

    def clean(self) -> dict[str, Any]:
        """Refuse hours in which nothing can begin."""
        told = super().clean() or self.cleaned_data
        since, until = self._between(told)
        if not self.errors and since >= until:
            self.add_error(
                "until", "Nothing begins in these hours. Choose a later end, or another part of the day."
            )
        return told

    @staticmethod
    def _between(told: Mapping[str, Any]) -> tuple[time, time]:
        first, last = PARTS[DayTime(told["part"])] if told.get("part") else WHOLE_DAY
        return max(first, told.get("since") or first), min(last, told.get("until") or last)

    def wishes(self) -> Wishes:
        """What was wished."""
        told = self.cleaned_data
        near = told["near"]
        return Wishes(
            weekdays=frozenset(map(int, told["weekdays"])),
            between=self._between(told),
            sex=told["sex"],
            language="" if told["language"] == "en" else told["language"],
            near_site_id=uuid.UUID(near) if near else None,
            within_minutes=int(told["within"]) if near and told["within"] else None,
        )

    @property
    def wished(self) -> bool:
        """Whether anything is wished, so that the page shows it open."""
        names = ("weekdays", "part", "since", "until", "sex", "language", "near")
        return any(self[name].value() for name in names)

    @property
    def wish_fields(self) -> list[forms.BoundField]:
        """The fields in the order in which the page shows them."""
        names = ("part", "since", "until", "sex", "language", "near", "within", "order", "weekdays")
        return [self[name] for name in names if name in self.fields]


def usual_wishes(patient: Patient | None, entry: WaitingEntry | None) -> dict[str, list[str]]:
    """What is known of a patient's wishes, as the address says it: what the wait list knows, and the language where an
    interpreter would be needed otherwise."""
    known: dict[str, list[str]] = {}
    if entry is not None:
        if entry.weekdays:
            known["weekdays"] = [str(each) for each in entry.weekdays]
        times = [each for each in DayTime.values if each in entry.day_times]
        if len(times) == 1:
            known["part"] = times
        elif times and times != [DayTime.MORNING, DayTime.EVENING] and len(times) < len(PARTS):
            since, until = PARTS[DayTime(times[0])][0], PARTS[DayTime(times[-1])][1]
            known["since"] = [] if since == WHOLE_DAY[0] else [f"{since:%H:%M}"]
            known["until"] = [] if until == WHOLE_DAY[1] else [f"{until:%H:%M}"]
    if patient is not None and patient.interpreter and patient.language != "en":
        known["language"] = [patient.language]
    return {name: values for name, values in known.items() if values}
