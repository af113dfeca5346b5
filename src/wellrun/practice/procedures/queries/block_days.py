"""The days of block time, computed: what is allotted, given back, and used."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from wellrun.practice.procedures.models import HOLDS_TIME, BlockDecision, BlockTime, Case, Facility
from wellrun.practice.procedures.rules.blocks import Pattern, days_of, is_released, span_of, used_minutes


@dataclass(frozen=True)
class BlockDay:
    """One day of a block: wall hours at the facility, the minutes allotted and used, and whether it is given back.
    `decided` is what a person decided, None where the release day decides."""

    block_id: uuid.UUID
    owner: str
    provider_id: uuid.UUID | None
    on: date
    starts: time
    ends: time
    minutes: int
    used: int
    released: bool
    decided: bool | None
    releases_on: date

    @property
    def percent(self) -> int:
        """Utilization: used of allotted minutes, clean-up and set-up counted as use."""
        return self.used * 100 // self.minutes if self.minutes else 0


def blocks_of(facility_id: uuid.UUID) -> list[BlockTime]:
    """The blocks of a facility with their owners, by weekday and hour."""
    rows = BlockTime.objects.filter(facility_id=facility_id).select_related("provider", "facility")
    return list(rows.order_by("weekday", "starts", "id"))


def pattern_of(block: BlockTime) -> Pattern:
    """When a block recurs, as the rules take it."""
    return Pattern(
        block.recurrence,
        block.weekday,
        block.nth,
        block.starts,
        block.ends,
        block.effective_from,
        block.effective_to,
    )


def block_days(*, facility: Facility, first_on: date, until_on: date, today: date) -> list[BlockDay]:
    """Every day of every block of a facility in [first_on, until_on), in order; three queries.

    A surgeon's cases use their own blocks; in a group's block the cases of surgeons without a block of their own then.
    """
    blocks = blocks_of(facility.id)
    decisions = {
        (row.block_id, row.on): row.released
        for row in BlockDecision.objects.filter(block__in=blocks, on__gte=first_on, on__lt=until_on)
    }
    busy = _busy(facility, first_on, until_on)
    owners = {block.provider_id for block in blocks if block.provider_id}
    found = []
    for block in blocks:
        who = {block.provider_id} if block.provider_id else {one for one in busy if one not in owners}
        times = [span for one in who for span in busy.get(one, ())]
        for on in days_of(pattern_of(block), first_on, until_on):
            span = span_of(on, block.starts, block.ends, facility.zone)
            decided = decisions.get((block.id, on))
            found.append(
                BlockDay(
                    block_id=block.id,
                    owner=block.provider.display_name if block.provider else block.group_name,
                    provider_id=block.provider_id,
                    on=on,
                    starts=block.starts,
                    ends=block.ends,
                    minutes=int((span[1] - span[0]).total_seconds()) // 60,
                    used=used_minutes(span, times),
                    released=is_released(on, block.release_days, today, decided),
                    decided=decided,
                    releases_on=on - timedelta(days=block.release_days),
                )
            )
    return sorted(found, key=lambda day: (day.on, day.starts, day.owner))


def _busy(
    facility: Facility, first_on: date, until_on: date
) -> dict[uuid.UUID, list[tuple[datetime, datetime]]]:
    clock = ZoneInfo(facility.zone)
    rows = Case.objects.filter(
        facility=facility,
        state__in=HOLDS_TIME,
        starts_at__gte=datetime.combine(first_on, time(), tzinfo=clock) - timedelta(days=1),
        starts_at__lt=datetime.combine(until_on, time(), tzinfo=clock),
    )
    found: dict[uuid.UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
    for case in rows:
        assert case.starts_at is not None and case.ends_at is not None
        found[case.provider_id].append((case.starts_at, case.ends_at))
    return found


def utilization(days: list[BlockDay]) -> int | None:
    """Used of allotted minutes in percent, without days that were given back unused; None for nothing allotted."""
    counted = [day for day in days if not day.released or day.used]
    minutes = sum(day.minutes for day in counted)
    return sum(day.used for day in counted) * 100 // minutes if minutes else None
