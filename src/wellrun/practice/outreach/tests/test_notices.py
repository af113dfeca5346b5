from datetime import UTC, datetime, timedelta

import pytest

from wellrun.practice.organization.testing import NOW
from wellrun.practice.outreach.api import (
    AlreadyGone,
    Channel,
    NoticeState,
    Wording,
    leaves_at,
    make_notice,
    register_wording,
    withdraw_notice,
)
from wellrun.practice.patients.testing import make_patient

register_wording(
    "test.greeting", "en", Wording("Hello", "Hello {name}, {when}. {link}", "Hi {when} {link}", "Say {when}")
)


def made(office, patient, key="one"):
    by = office.actor("north_desk")
    return make_notice(kind="test.greeting", key=key, patient=patient, unit_id=office.north.id, subject_id=patient.id,
                       words={"when": "June 2"}, by=by, at=NOW)  # fmt: skip


def test_the_same_notice_is_made_once(office):
    office.actor("north_desk")
    patient = make_patient(office)
    first = made(office, patient)
    assert first is not None and first.leaves_at >= NOW + timedelta(minutes=3)
    assert made(office, patient) is None


def test_a_notice_is_taken_back_until_it_has_left(office):
    by = office.actor("north_desk")
    notice = made(office, make_patient(office))
    assert withdraw_notice(notice_id=notice.id, by=by, at=NOW).state == NoticeState.WITHDRAWN
    notice.state = NoticeState.SENT
    notice.save(update_fields=["state"])
    with pytest.raises(AlreadyGone):
        withdraw_notice(notice_id=notice.id, by=by, at=NOW)


def test_who_has_neither_email_nor_consented_mobile_is_called(office):
    office.actor("north_desk")
    patient = make_patient(office)
    patient.email, patient.phone_mobile = "", "+15635550123"
    notice = made(office, patient)
    assert notice.channel == Channel.CALL and notice.address == "+15635550123"
    assert notice.body == "Say June 2"


@pytest.mark.parametrize(
    ("at", "leaves"),
    [
        (datetime(2026, 6, 2, 15, tzinfo=UTC), datetime(2026, 6, 2, 15, tzinfo=UTC)),
        (datetime(2026, 6, 2, 10, tzinfo=UTC), datetime(2026, 6, 2, 13, tzinfo=UTC)),
        (datetime(2026, 6, 3, 2, tzinfo=UTC), datetime(2026, 6, 3, 13, tzinfo=UTC)),
        # The night in which the clocks go forward is an hour shorter: eight o'clock is eight o'clock.
        (datetime(2026, 3, 8, 3, tzinfo=UTC), datetime(2026, 3, 8, 13, tzinfo=UTC)),
    ],
)
def test_nothing_leaves_at_night(at, leaves):
    assert leaves_at(at, "America/Chicago") == leaves
