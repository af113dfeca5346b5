"""A freed time is offered only for visits that could be booked into it; released blocks are freed times too."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.facilities.testing import make_device
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling import jobs
from wellrun.practice.scheduling.models import FreedBy, VisitType
from wellrun.practice.scheduling.operations.release_blocks import offer_released
from wellrun.practice.scheduling.rules import HoursOn
from wellrun.practice.scheduling.testing import make_hours, make_visit_type
from wellrun.practice.scheduling.tests.test_supply import make_assistant
from wellrun.practice.scheduling.tests.test_wait_list import FAR, HOUR, Waiting
from wellrun.practice.workforce.testing import make_provider

#: The weekday of `FAR`: a Wednesday.
ON = 2


@pytest.fixture
def clinic(office):
    return Waiting(office)


def matches(clinic, opening):
    clinic.office.program()
    return [match.patient_id for match, _ in scheduling.find_matches(opening=opening, at=NOW)]


def test_the_one_device_that_it_must_be(clinic):
    good, other = clinic.device, make_device(clinic.office, name="Echo B")
    kind = make_visit_type(clinic.office, name="Echo", device_kind="echo", device_id=other.id)
    opening = clinic.free()
    entry = clinic.join(visit_type_id=kind.id)
    assert matches(clinic, opening) == [entry.patient_id]
    clinic.office.program()
    VisitType.objects.filter(id=kind.id).update(device_id=good.id, device_kind="echo")
    blocker = make_visit_type(
        clinic.office, name="Blocker", device_kind="echo", device_id=good.id, minutes=60
    )
    second = second_provider(clinic)
    clinic.book(
        FAR, visit_type_id=blocker.id, provider_id=second.id, patient_id=make_patient(clinic.office).id
    )
    assert matches(clinic, opening) == []


def second_provider(clinic):
    provider = make_provider(clinic.office, family_name="Reyes")
    make_hours(clinic.office, provider_id=provider.id)
    return provider


def test_an_assistant_with_the_skill(clinic):
    opening = clinic.free()
    kind = make_visit_type(clinic.office, name="Stress", staff_skill="stress test")
    entry = clinic.join(visit_type_id=kind.id)
    assert matches(clinic, opening) == []
    make_assistant(clinic.office)
    assert matches(clinic, opening) == [entry.patient_id]


def test_the_length_with_that_provider(clinic):
    opening = clinic.free()
    entry = clinic.join()
    clinic.office.program()
    scheduling.Opening.objects.filter(id=opening.id).update(ends_at=FAR + HOUR / 2)
    opening.refresh_from_db()
    assert matches(clinic, opening) == [entry.patient_id]
    scheduling.set_lengths(
        visit_type_id=clinic.kind.id,
        by_level={},
        by_provider={clinic.provider.id: 45},
        by=clinic.office.program(),
        at=NOW,
    )
    assert matches(clinic, opening) == []


def test_a_stretch_that_is_kept_for_other_types(clinic):
    opening = clinic.free()
    entry = clinic.join()
    assert matches(clinic, opening) == [entry.patient_id]
    other = make_visit_type(clinic.office, name="Other")
    keep(clinic, other, release_hours=None)
    assert matches(clinic, opening) == []


def test_a_session_that_is_full(clinic):
    opening = clinic.free()
    entry = clinic.join()
    limit = {
        "provider_id": clinic.provider.id,
        "unit": clinic.office.cardiology,
        "hours": HoursOn(ON, time(8), time(12)),
        "effective_from": date(2026, 1, 1),
        "at": NOW,
    }
    scheduling.limit_session(most=1, by=clinic.office.program(), **limit)
    assert matches(clinic, opening) == [entry.patient_id]
    clinic.book(FAR + 2 * HOUR, patient_id=make_patient(clinic.office).id)
    assert matches(clinic, opening) == []


def keep(clinic, kind, release_hours):
    return scheduling.keep_for_types(
        provider_id=clinic.provider.id,
        unit=clinic.office.cardiology,
        hours=HoursOn(ON, time(9), time(11)),
        visit_type_ids=[kind.id],
        release_hours=release_hours,
        effective_from=date(2026, 1, 1),
        by=clinic.office.program(),
        at=NOW,
    )


class TestReleasedBlocks:
    @pytest.fixture
    def block(self, clinic):
        return keep(clinic, make_visit_type(clinic.office, name="Other"), release_hours=24 * 7)

    def release(self, clinic, at):
        return offer_released(by=clinic.office.program(at), at=at)

    def test_what_is_still_free_is_offered_once(self, clinic, block):
        clinic.join()
        clinic.book(
            FAR + HOUR, visit_type_id=block.visit_type_ids[0], patient_id=make_patient(clinic.office).id
        )
        released = FAR - timedelta(days=7)
        assert self.release(clinic, released - timedelta(minutes=1)) == []
        made = self.release(clinic, released)
        assert [(each.starts_at, each.freed_by) for each in made] == [
            (FAR, FreedBy.RELEASED),
            (FAR + 1.5 * HOUR, FreedBy.RELEASED),
        ]
        assert self.release(clinic, released + timedelta(minutes=15)) == []

    def test_nobody_waits_and_nothing_is_opened(self, clinic, block):
        assert self.release(clinic, FAR - timedelta(days=7)) == []

    def test_the_job_offers_it_to_who_waits(self, clinic, block):
        entry = clinic.join()
        at = FAR - timedelta(days=7) + timedelta(minutes=7)
        with running(VirtualClock(at)):
            assert jobs.offer_released_blocks() == 1
        clinic.work(at)
        opening = scheduling.Opening.objects.get()
        assert [offer.patient_id for offer in clinic.offers(opening)] == [entry.patient_id]
