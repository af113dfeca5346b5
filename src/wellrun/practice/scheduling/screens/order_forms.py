"""What is asked for an order: for each visit who comes, for what, with whom, and how it follows the one before."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from wellrun.platform.ui.forms import KitForm
from wellrun.practice.scheduling.models import VisitType
from wellrun.practice.scheduling.queries.find_orders import MOST_STEPS, OrderStep
from wellrun.practice.scheduling.screens.wish_forms import WishFields
from wellrun.practice.workforce.api import Provider

#: How a visit follows the one before: what it is called, and what of `OrderStep` it sets.
FOLLOWS: dict[str, tuple[str, dict[str, Any]]] = {
    "next": ("Right after it, within half an hour", {"gap_to_minutes": 30}),
    "day": ("Later the same day", {}),
    "beside": ("At the same time, within 15 minutes", {"beside": True, "gap_to_minutes": 15}),
    "week": ("3 to 7 days later", {"days_from": 3, "days_to": 7}),
    "fortnight": ("10 to 16 days later", {"days_from": 10, "days_to": 16}),
    "month": ("4 to 5 weeks later", {"days_from": 28, "days_to": 35}),
}


class OrderForm(WishFields, KitForm):
    """An order of `rows` visits, as it stands in the page's address."""

    starts_on = forms.DateField(label="From", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(
        self,
        *arguments: Any,
        kinds: Sequence[VisitType],
        providers: Sequence[Provider],
        rows: int,
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.numbers = range(1, min(max(rows, 2), MOST_STEPS) + 1)
        grouped: dict[str, list[tuple[str, str]]] = {}
        for kind in kinds:
            label = f"{kind.unit.name}, {kind.unit.parent.name}" if kind.unit.parent else kind.unit.name
            grouped.setdefault(label, []).append((str(kind.id), kind.name))
        people = [("", "Anybody"), *((str(each.id), each.display_name) for each in providers)]
        for number in self.numbers:
            self.fields[f"patient_{number}"] = forms.UUIDField(required=number == 1, widget=forms.HiddenInput)
            self.fields[f"type_{number}"] = forms.ChoiceField(
                label="Visit",
                required=number <= 2,
                choices=[("", "Choose…" if number <= 2 else "No more"), *grouped.items()],
            )
            self.fields[f"provider_{number}"] = forms.ChoiceField(
                label="With", required=False, choices=people
            )
            if number > 1:
                choices = [(key, label) for key, (label, _) in FOLLOWS.items()]
                self.fields[f"follows_{number}"] = forms.ChoiceField(
                    label="When", choices=choices, required=False
                )
        del self.fields["order"]
        self.offer_choices(kinds, providers)
        self.speak()

    def rows(self) -> list[dict[str, Any]]:
        """The fields of each visit, for the page."""
        return [
            {
                "number": number,
                "patient": self[f"patient_{number}"],
                "type": self[f"type_{number}"],
                "provider": self[f"provider_{number}"],
                "follows": self[f"follows_{number}"] if number > 1 else None,
            }
            for number in self.numbers
        ]

    def steps(self) -> list[OrderStep]:
        """The visits that were asked for; whoever is not named is the patient of the first."""
        typed, steps = self.cleaned_data, []
        for number in self.numbers:
            if not typed[f"type_{number}"]:
                continue
            how = FOLLOWS[typed[f"follows_{number}"] or "next"][1] if steps else {}
            steps.append(
                OrderStep(
                    patient_id=typed[f"patient_{number}"] or typed["patient_1"],
                    visit_type_id=uuid.UUID(typed[f"type_{number}"]),
                    provider_id=uuid.UUID(typed[f"provider_{number}"])
                    if typed[f"provider_{number}"]
                    else None,
                    **how,
                )
            )
        return steps
