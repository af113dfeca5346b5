"""A small practice of the same shape as the demonstration's, for tests."""

from __future__ import annotations

from dataclasses import replace

from wellrun.simulation.cast import PRAIRIE_OAK
from wellrun.simulation.medicine import complaints
from wellrun.simulation.practice import Practice

#: Two departments at two sites, three providers, and everybody who serves them.
SMALL: Practice = replace(
    PRAIRIE_OAK,
    departments=tuple(each for each in PRAIRIE_OAK.departments if each.key in ("family", "orthopedics")),
    providers=tuple(
        each
        for each in PRAIRIE_OAK.providers
        if each.username in ("dr.halloran", "np.castro", "pa.whitfield")
    ),
    staff=tuple(each for each in PRAIRIE_OAK.staff if each.unit not in ("cardiology", "pediatrics")),
    households=24,
    visits_a_day=4.0,
    calls_a_day=4.0,
    statements_a_week=3,
    weeks_booked_ahead=1,
)


def diagnosis_codes() -> list[tuple[str, str, bool]]:
    """The few diagnoses that the simulation writes, in the form in which the codes are loaded."""
    return [(each.code, each.text, True) for each in complaints()]
