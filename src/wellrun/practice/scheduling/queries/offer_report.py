"""What the wait list achieves, and for whom: openings, offers, acceptances and days gained, by department, age and
language. Acceptance differs by age in the published reports of such lists (JMIR 2024, e52071), so it is watched."""

from __future__ import annotations

import statistics
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from wellrun.platform.access.api import Actor
from wellrun.practice.scheduling.models import OfferState, Opening, OpeningState, TimeOffer

#: Lower ends of the age bands in years.
BANDS = ((0, "Under 18"), (18, "18 to 39"), (40, "40 to 64"), (65, "65 and over"))


@dataclass(frozen=True)
class OfferRow:
    """One offer with what the report groups it by. `gained_days` is how much sooner the accepted time is."""

    id: uuid.UUID
    opening_id: uuid.UUID
    patient_id: uuid.UUID
    unit_id: uuid.UUID
    state: str
    made_at: datetime
    band: str
    language: str
    gained_days: float | None


@dataclass
class Tally:
    """One line of the report."""

    key: str
    label: str
    openings: int = 0
    filled: int = 0
    offers: int = 0
    accepted: int = 0
    gains: list[float] = field(default_factory=list)

    @property
    def filled_percent(self) -> int | None:
        """Of the openings that are over, how many the list filled; None while there are none."""
        return round(100 * self.filled / self.openings) if self.openings else None

    @property
    def accepted_percent(self) -> float | None:
        """Of the offers, how many were accepted."""
        return round(100 * self.accepted / self.offers, 1) if self.offers else None

    @property
    def median_gain(self) -> float | None:
        """The median of days gained by those who had a later visit."""
        return round(statistics.median(self.gains), 1) if self.gains else None

    def count(self, row: OfferRow) -> None:
        """Count one offer."""
        self.offers += 1
        self.accepted += row.state == OfferState.ACCEPTED
        if row.gained_days is not None:
            self.gains.append(row.gained_days)


def age_band(born: date, on: date) -> str:
    """The band of an age on a day."""
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return next(label for lowest, label in reversed(BANDS) if age >= lowest or lowest == 0)


def offer_rows(
    *, by: Actor, since: datetime, until: datetime, unit_id: uuid.UUID | None = None
) -> list[OfferRow]:
    """Every offer made in [since, until) in departments whose list `by` works; one query."""
    rows = TimeOffer.objects.filter(
        unit_id__in=by.reach["waitlist.work"], made_at__gte=since, made_at__lt=until
    )
    if unit_id:
        rows = rows.filter(unit_id=unit_id)
    columns = (
        "id", "opening_id", "patient_id", "unit_id", "state", "made_at", "patient__birth_on", "patient__language",
        "earlier_visit_at", "opening__starts_at",
    )  # fmt: skip
    return [
        OfferRow(*row[:6], age_band(row[6], row[5].date()), row[7], _gain(row[4], row[8], row[9]))
        for row in rows.order_by("-made_at").values_list(*columns)
    ]


def _gain(state: str, earlier_at: datetime | None, starts_at: datetime) -> float | None:
    if state != OfferState.ACCEPTED or earlier_at is None:
        return None
    return (earlier_at - starts_at).total_seconds() / 86_400


def by_department(
    rows: Iterable[OfferRow], *, by: Actor, since: datetime, until: datetime, names: dict[uuid.UUID, str]
) -> list[Tally]:
    """A line for each department that had openings or offers; openings still open do not count. One query."""
    tallies = {unit_id: Tally(str(unit_id), name) for unit_id, name in names.items()}
    ended = Opening.objects.filter(
        unit_id__in=by.reach["waitlist.work"], made_at__gte=since, made_at__lt=until
    ).exclude(state=OpeningState.OPEN)
    for unit_id, state in ended.values_list("unit_id", "state"):
        if unit_id in tallies:
            tallies[unit_id].openings += 1
            tallies[unit_id].filled += state == OpeningState.FILLED
    for row in rows:
        if row.unit_id in tallies:
            tallies[row.unit_id].count(row)
    return [tally for tally in tallies.values() if tally.openings or tally.offers]


def grouped(rows: Iterable[OfferRow], by_what: str) -> list[Tally]:
    """A line for each age band or language that offers went to, by its name."""
    tallies: dict[str, Tally] = defaultdict(lambda: Tally("", ""))
    for row in rows:
        key = getattr(row, by_what)
        tally = tallies[key]
        tally.key = tally.label = key
        tally.count(row)
    order = [label for _, label in BANDS]
    return sorted(
        tallies.values(), key=lambda each: (order.index(each.key) if each.key in order else 0, each.key)
    )
