"""Whom a freed time would suit: all waiting patients of a department at once, in a handful of statements, ranked.

The order is declared: urgency; then how many whole weeks somebody has waited; among those who have waited as long, whom
a time was offered to longest ago (never before all); then who has waited longest. Language, age and the way in which a
patient is reached never count.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from wellrun.platform.access.api import Refused
from wellrun.practice.organization.api import Unit, place_of
from wellrun.practice.scheduling.models import (
    Appointment,
    DayTime,
    OfferState,
    Opening,
    OpeningState,
    TimeOffer,
    Urgency,
    VisitState,
    VisitType,
    WaitingEntry,
    WaitingState,
)
from wellrun.practice.scheduling.models.appointment import RELEASED
from wellrun.practice.scheduling.operations.checks import refuse_not_offered, refuse_unavailable
from wellrun.practice.scheduling.operations.sessions import full_session
from wellrun.practice.scheduling.queries.seen import years_before
from wellrun.practice.scheduling.queries.slots import Slot, slot_at
from wellrun.practice.scheduling.rules import MOVABLE
from wellrun.practice.timebook.api import LONGEST, ResourceKind

_RANK = {Urgency.URGENT: 0, Urgency.SOON: 1, Urgency.ROUTINE: 2}
_NEVER = datetime.min.replace(tzinfo=UTC)
_WEEK = timedelta(days=7)
_COLUMNS = (
    "id", "patient_id", "visit_type__name", "urgency", "since", "offered_at", "visit_id", "visit__starts_at",
    "patient__birth_on", "patient__sex", "seen",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Match:
    """A waiting patient whom a time would suit. `visit_type_id` is the wanted visit as the opening's department books
    it; `visit_id` and `visit_at` are of the visit that the patient has already."""

    entry_id: uuid.UUID
    patient_id: uuid.UUID
    type_name: str
    urgency: str
    since: datetime
    offered_at: datetime | None
    visit_id: uuid.UUID | None
    visit_at: datetime | None
    birth_on: date
    sex: str
    seen: bool

    def rank(self, at: datetime) -> tuple[int, int, datetime, datetime, uuid.UUID]:
        """What the matches are sorted by; the smallest comes first."""
        weeks = (at - self.since) // _WEEK
        return _RANK[Urgency(self.urgency)], -weeks, self.offered_at or _NEVER, self.since, self.entry_id


def find_matches(*, opening: Opening, at: datetime) -> list[tuple[Match, VisitType]]:
    """The waiting patients to whom the opening can be offered now, the first in front, with the visit type each.

    Left out is who has an offer open, was offered this time before, freed it, is elsewhere then, died, or wants another
    day, hour, provider, notice or place. Four statements, and one for each type of visit that is waited for. Meant for
    the program, which sees every compartment.
    """
    place = place_of(opening.unit_id)
    kinds = {
        kind.name: kind for kind in VisitType.objects.filter(unit_id=opening.unit_id, active=True, capacity=1)
    }
    rows = _waiting(opening, place.unit, kinds, at).values_list(*_COLUMNS)
    found = [
        match for row in rows if _admits(kinds[(match := Match(*row)).type_name], match, opening, place.zone)
    ]
    ends = {
        name: end
        for name in {match.type_name for match in found}
        if (end := _ends(kinds[name], opening, found[0].patient_id, at)) is not None
    }
    busy = _elsewhere(opening, {match.patient_id for match in found if match.type_name in ends})
    fitting = [
        match
        for match in found
        if match.type_name in ends and not _is_busy(match, opening.starts_at, ends[match.type_name], busy)
    ]
    fitting.sort(key=lambda match: match.rank(at))
    return [(match, kinds[match.type_name]) for match in fitting]


def _waiting(
    opening: Opening, unit: Unit, kinds: Mapping[str, VisitType], at: datetime
) -> QuerySet[WaitingEntry]:
    wall = opening.starts_at.astimezone(ZoneInfo(unit.zone))
    seen = Appointment.objects.filter(
        patient_id=OuterRef("patient_id"),
        state=VisitState.CHECKED_OUT,
        unit__name=unit.name,
        starts_at__lt=opening.starts_at,
        starts_at__gte=years_before(opening.starts_at),
    )
    offers = TimeOffer.objects.filter(patient_id=OuterRef("patient_id"))
    pending = Q(state=OfferState.OFFERED, opening__state=OpeningState.OPEN)
    rows = (
        WaitingEntry.objects.filter(
            state=WaitingState.WAITING,
            organization_id=opening.organization_id,
            unit_ids__contains=[opening.unit_id],
            visit_type__name__in=list(kinds),
            notice_hours__lte=max(int((opening.starts_at - at).total_seconds()) // 3600, 0),
            patient__deceased_on__isnull=True,
            patient__merged_into__isnull=True,
        )
        .filter(Q(provider_ids=[]) | Q(provider_ids__contains=[opening.provider_id]))
        .filter(Q(weekdays=[]) | Q(weekdays__contains=[wall.weekday()]))
        .filter(Q(day_times=[]) | Q(day_times__contains=[_day_time(wall)]))
        .filter(Q(earliest_on__isnull=True) | Q(earliest_on__lte=wall.date()))
        .filter(Q(latest_on__isnull=True) | Q(latest_on__gte=wall.date()))
        .filter(Q(visit__isnull=True) | Q(visit__starts_at__gt=opening.starts_at, visit__state__in=MOVABLE))
        .exclude(Exists(offers.filter(Q(opening_id=opening.id) | pending)))
    )
    if opening.source_id is not None:
        # Whoever gave the time up does not want it back.
        rows = rows.exclude(
            Exists(Appointment.objects.filter(id=opening.source_id, patient_id=OuterRef("patient_id")))
        )
    return rows.annotate(seen=Exists(seen))


def _day_time(wall: datetime) -> str:
    if wall.hour < 12:
        return DayTime.MORNING.value
    return (DayTime.AFTERNOON if wall.hour < 17 else DayTime.EVENING).value


def _admits(kind: VisitType, match: Match, opening: Opening, zone: ZoneInfo) -> bool:
    """Whether the visit type is for such a patient: new or established, of that age and sex."""
    if kind.new_patient is not None and kind.new_patient is match.seen:
        return False
    on, born = opening.starts_at.astimezone(zone).date(), match.birth_on
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    if kind.age_from is not None and age < kind.age_from:
        return False
    if kind.age_below is not None and age >= kind.age_below:
        return False
    return kind.sex in ("", match.sex)


def _ends(kind: VisitType, opening: Opening, patient_id: uuid.UUID, at: datetime) -> datetime | None:
    """When a visit of this type would end in the opening; None when it does not fit or something is missing."""
    slot = slot_at(
        visit_type_id=kind.id,
        provider_id=opening.provider_id,
        patient_id=patient_id,
        starts_at=opening.starts_at,
        at=at,
        booking_id=opening.id,
    )
    if slot is None or slot.provider is None or slot.ends_at > opening.ends_at:
        return None
    try:
        refuse_not_offered(slot)
        refuse_unavailable(slot)
    except Refused:
        return None
    fits = (
        slot.provider.free_lane() is not None and _has_places(slot) and not full_session(slot, keeping=False)
    )
    return slot.ends_at if fits else None


def _has_places(slot: Slot) -> bool:
    """Whether a room and a device (the one that it must be, where the type names it) and an assistant with the skill
    are free, as far as the type needs them."""
    if slot.visit_type.staff_skill and all(who.free_lane() is None for who in slot.staff):
        return False
    wanted = [
        (ResourceKind.ROOM, slot.visit_type.room_kind),
        (ResourceKind.DEVICE, slot.visit_type.device_kind),
    ]
    return all(
        any(place.kind == kind and place.free_lane() is not None for place in slot.places)
        for kind, tag in wanted
        if tag
    )


def _elsewhere(
    opening: Opening, patients: Iterable[uuid.UUID]
) -> dict[uuid.UUID, list[tuple[uuid.UUID, datetime, datetime]]]:
    """The visits of these patients that touch the opening, by patient."""
    busy: dict[uuid.UUID, list[tuple[uuid.UUID, datetime, datetime]]] = defaultdict(list)
    rows = Appointment.objects.filter(
        patient_id__in=list(patients),
        starts_at__lt=opening.ends_at,
        starts_at__gt=opening.starts_at - LONGEST,
        ends_at__gt=opening.starts_at,
    ).exclude(state__in=RELEASED)
    for patient_id, *visit in rows.values_list("patient_id", "id", "starts_at", "ends_at"):
        busy[patient_id].append(tuple(visit))
    return busy


def _is_busy(
    match: Match,
    starts_at: datetime,
    ends_at: datetime,
    busy: Mapping[uuid.UUID, Sequence[tuple[uuid.UUID, datetime, datetime]]],
) -> bool:
    return any(
        visit_id != match.visit_id and begins < ends_at and ends > starts_at
        for visit_id, begins, ends in busy.get(match.patient_id, ())
    )
