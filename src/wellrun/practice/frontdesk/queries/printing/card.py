"""Appointment cards: when to come next, and nothing about why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from wellrun.platform.printing import typeset
from wellrun.platform.ui.formatting import format_clock, format_long_day, in_zone
from wellrun.practice.frontdesk.queries.printing.head import head_of
from wellrun.practice.patients.api import Patient
from wellrun.practice.scheduling.api import Appointment


def card_pdf(*, patient: Patient, visits: Sequence[Appointment], at: datetime) -> bytes:
    """A card for the wallet with a patient's next visits, of which there is at least one. A card leaves the office:
    it says neither the kind of a visit nor its reason."""
    data = head_of(visits[0].unit_id) | {
        "patient": patient.spoken_name,
        "visits": [
            {
                "on": f"{(wall := in_zone(each.starts_at, each.unit.zone)):%A}, {format_long_day(wall)}",
                "clock": format_clock(wall),
                "with": each.provider.display_name,
                "place": f"{each.unit.parent.name}" if each.unit.parent else each.unit.name,
            }
            for each in visits
        ],
    }
    return typeset(Path(__file__).with_name("card.typ"), data, at)
