"""What the desk needs on paper when the program cannot be reached: today's visits and those of the next days."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from wellrun.practice.billing.api import balances
from wellrun.practice.coverage.api import coverages_on_days
from wellrun.practice.organization.api import Unit, departments_among, units_under
from wellrun.practice.patients.api import allergies_of
from wellrun.practice.scheduling.api import DayRow, day_rows

#: Today and the days after it that a pack holds.
DAYS = 4
NOT_EXPECTED = ("cancelled", "no_show")


@dataclass(frozen=True)
class PackRow:
    """One visit with what is asked at the desk: insurers with member numbers, allergies, what the patient owes."""

    visit: DayRow
    coverage: list[str]
    allergies: list[str]
    due_cents: int


@dataclass(frozen=True)
class PackDay:
    """A day of a site: the visits by provider, in the order of their first visit."""

    on: date
    by_provider: list[tuple[str, list[PackRow]]]


@dataclass(frozen=True)
class Pack:
    """Everything that is printed for one site. `patients` are those who are in it."""

    site: Unit
    made_at: datetime
    days: list[PackDay]
    patients: list[uuid.UUID]


def pack_of(*, site: Unit, at: datetime, days: int = DAYS) -> Pack:
    """The pack of a site at an instant, of what the identity in place may see; a bounded number of queries a day."""
    units = [unit.id for unit in departments_among(units_under(site.id))]
    today = at.astimezone(ZoneInfo(site.zone)).date()
    drawn, patients = [], set()
    for on in (today + timedelta(days=number) for number in range(days)):
        rows = [row for row in day_rows(unit_ids=units, on=on, at=at) if row.state not in NOT_EXPECTED]
        patients |= {row.patient_id for row in rows}
        drawn.append(PackDay(on, _by_provider(rows, on)))
    return Pack(site, at, drawn, sorted(patients))


def _by_provider(rows: list[DayRow], on: date) -> list[tuple[str, list[PackRow]]]:
    people = {row.patient_id for row in rows}
    coverages = coverages_on_days((patient_id, on) for patient_id in people)
    allergies, owed = allergies_of(people), balances(people)
    found: dict[str, list[PackRow]] = {}
    for row in rows:
        told = PackRow(
            visit=row,
            coverage=[f"{each.payer.name} {each.member_id}" for each in coverages[row.patient_id, on]],
            allergies=allergies.get(row.patient_id, []),
            due_cents=max(owed[row.patient_id].patient_due_cents, 0),
        )
        found.setdefault(row.provider_name, []).append(told)
    return list(found.items())
