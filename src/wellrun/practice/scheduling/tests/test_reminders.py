"""What patients are told about visits: once, as it stands, and what their answers do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from wellrun.platform.clock import VirtualClock, running
from wellrun.platform.testing.gateways import StandInText
from wellrun.practice.organization.testing import NOW
from wellrun.practice.outreach.api import CallOutcome, Gateway, Link, Notice, hear_text, record_call, send_due
from wellrun.practice.outreach.testing import connect_text, make_texter
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.jobs import remind_patients, tell_patients
from wellrun.practice.scheduling.models import ReminderRule
from wellrun.practice.scheduling.operations.visit_words import KINDS, when_said
from wellrun.practice.scheduling.testing import Clinic
from wellrun.practice.worklist.api import Task

MINUTE = timedelta(minutes=1)
#: Friday of the week after, ten days ahead.
FAR = datetime(2026, 6, 12, 15, 0, tzinfo=UTC)


class World(Clinic):
    """A clinic that texts, with the usual rules, and a patient who agreed to texts."""

    def __init__(self, office, text):
        super().__init__(office, device_kind="")
        self.text = text
        connect_text(office, text)
        self.patient = make_texter(office)

    def tick(self, at):
        """What a minute brings: look, remind, send."""
        with running(VirtualClock(at)):
            tell_patients()
            remind_patients()
        send_due(organization_id=self.office.organization.id, at=at)
        self.office.program(at)

    def hear(self, body, at):
        """The patient answers by text."""
        self.office.program(at)
        hear_text(gateway=Gateway.objects.get(), gateway_id=f"IN{at.timestamp()}{body}",
                  number=self.patient.phone_mobile, body=body, at=at)  # fmt: skip

    def notices(self):
        """Kinds and states, in the order in which they were made."""
        self.office.program()
        return list(Notice.objects.order_by("made_at", "id").values_list("kind", "state"))

    def state(self, visit):
        """Where the visit stands."""
        self.office.program()
        return scheduling.appointment(visit.id).state


@pytest.fixture
def world(office):
    with StandInText() as text:
        yield World(office, text)


def test_a_first_gateway_brings_the_usual_rules_once(world):
    assert ReminderRule.objects.count() == 6
    connect_text(world.office, world.text)
    assert ReminderRule.objects.count() == 6


def test_booking_is_said_three_minutes_later_with_a_link_that_dies_with_the_visit(world):
    visit = world.book(FAR, at=NOW + MINUTE)
    world.tick(NOW + MINUTE)
    world.tick(NOW + 3 * MINUTE)
    assert world.text.texts == []
    world.tick(NOW + 4 * MINUTE)
    (text,) = world.text.texts
    assert "your visit is booked for Friday, June 12 at 10:00 AM" in text.body
    assert "Cardio" not in text.body and "Follow-up" not in text.body
    assert Link.objects.get().expires_at == visit.starts_at
    for minute in range(5, 12):
        world.tick(NOW + minute * MINUTE)
    assert len(world.text.texts) == 1 and Link.objects.count() == 1


def move(world, visit, to, at):
    by = world.desk(at)
    return scheduling.move_appointment(appointment_id=visit.id, starts_at=to, by=by, at=at)


def test_booked_and_moved_within_three_minutes_is_one_message(world):
    visit = world.book(FAR, at=NOW + MINUTE)
    world.tick(NOW + MINUTE)
    move(world, visit, FAR + timedelta(hours=1), NOW + 2 * MINUTE)
    for minute in range(2, 15):
        world.tick(NOW + minute * MINUTE)
    (text,) = world.text.texts
    assert "booked for Friday, June 12 at 11:00 AM" in text.body
    assert world.notices() == [("visit.booked", "withdrawn"), ("visit.booked", "sent")]


def test_moved_and_moved_back_says_nothing_moved_says_so_and_canceled_too(world):
    visit = world.book(FAR, at=NOW + MINUTE)
    for minute in (1, 4):
        world.tick(NOW + minute * MINUTE)
    move(world, visit, FAR + timedelta(hours=1), NOW + 20 * MINUTE)
    world.tick(NOW + 20 * MINUTE)
    move(world, visit, FAR, NOW + 21 * MINUTE)
    for minute in range(21, 40):
        world.tick(NOW + minute * MINUTE)
    assert len(world.text.texts) == 1
    move(world, visit, FAR + timedelta(hours=2), NOW + 40 * MINUTE)
    for minute in range(40, 45):
        world.tick(NOW + minute * MINUTE)
    assert "new time, Friday, June 12 at 12:00 PM" in world.text.texts[-1].body
    by = world.desk(NOW + 60 * MINUTE)
    scheduling.cancel_appointment(
        appointment_id=visit.id, reason="Patient asked", by=by, at=NOW + 60 * MINUTE
    )
    for minute in range(60, 65):
        world.tick(NOW + minute * MINUTE)
    assert len(world.text.texts) == 3 and "canceled" in world.text.texts[-1].body
    assert Link.objects.filter(ended_at__isnull=True).count() == 0


def test_booked_and_undone_says_nothing(world):
    visit = world.book(FAR, at=NOW + MINUTE)
    world.tick(NOW + MINUTE)
    scheduling.undo_step(appointment_id=visit.id, by=world.desk(NOW + 2 * MINUTE), at=NOW + 2 * MINUTE)
    for minute in range(2, 15):
        world.tick(NOW + minute * MINUTE)
    assert world.text.texts == []


def test_what_changed_in_the_last_minute_does_not_leave(world):
    visit = world.book(FAR, at=NOW + MINUTE)
    world.tick(NOW + MINUTE)
    move(world, visit, FAR + timedelta(hours=1), NOW + 4 * MINUTE)
    # The sender is sooner than the job that looks at what changed.
    assert send_due(organization_id=world.office.organization.id, at=NOW + 4 * MINUTE) == 0
    assert world.notices() == [("visit.booked", "withdrawn")]


def reminded(world, *, until, **options):
    """A visit booked ten days ahead, and every quarter of an hour lived until an instant."""
    visit = world.book(FAR, **options)
    at = FAR - timedelta(days=3) - timedelta(hours=1)
    while at <= until:
        world.tick(at)
        at += timedelta(minutes=15)
    return visit


def test_a_confirmation_is_asked_for_once_three_days_before_and_yes_confirms(world):
    visit = reminded(world, until=FAR - timedelta(days=2, hours=23))
    asked = [text for text in world.text.texts if "please confirm" in text.body]
    assert len(asked) == 1
    world.hear("Sí", FAR - timedelta(days=2, hours=20))
    assert world.state(visit) == "confirmed"
    step = scheduling.history_of(visit.id)[-1]
    assert (step.to_state, step.by_name) == ("confirmed", "reminders")
    world.tick(FAR - timedelta(hours=23))
    world.tick(FAR - timedelta(hours=22))
    # Reminded a day before, and not called.
    assert [kind for kind, _ in world.notices()].count("visit.reminder") == 1
    assert not Notice.objects.filter(channel="call").exists()


def test_no_asks_the_desk_and_never_cancels(world):
    visit = reminded(world, until=FAR - timedelta(days=2, hours=23))
    world.hear("NO", FAR - timedelta(days=2))
    assert world.state(visit) == "booked"
    task = Task.objects.get(kind="visit wants change")
    assert "wants to move or cancel" in task.title and task.state == "open"
    later = FAR - timedelta(days=2) + timedelta(hours=1)
    move(world, visit, FAR + timedelta(days=3), later)
    world.tick(later)
    assert Task.objects.get(id=task.id).state == "closed"


def test_a_yes_to_a_time_that_is_no_more_confirms_nothing(world):
    visit = reminded(world, until=FAR - timedelta(days=2, hours=23))
    move(world, visit, FAR + timedelta(hours=1), FAR - timedelta(days=2, hours=22))
    world.hear("yes", FAR - timedelta(days=2, hours=22))
    assert world.state(visit) == "booked"
    assert "said yes to a time that has changed" in Task.objects.get(kind="visit wants change").title


def test_who_has_not_confirmed_is_called_a_day_before_and_confirms_on_the_telephone(world):
    visit = reminded(world, until=FAR - timedelta(days=2, hours=23))
    at = FAR - timedelta(hours=23)
    world.tick(at)
    call = Notice.objects.get(channel="call")
    assert (call.kind, call.state, call.lapses_at) == ("visit.confirm", "waiting", visit.starts_at)
    record_call(notice_id=call.id, outcome=CallOutcome.CONFIRMED, by=world.desk(at), at=at)
    assert world.state(visit) == "confirmed"


def test_who_can_only_be_called_is_called_to_confirm_and_not_to_be_reminded(world):
    silent = make_patient(world.office, phone_mobile="", phone_home="+13125550177")
    world.book(FAR, patient_id=silent.id)
    world.tick(FAR - timedelta(days=2, hours=23))
    world.tick(FAR - timedelta(hours=23))
    assert {kind for kind, _ in world.notices()} == {"visit.confirm"}


def test_moving_a_visit_withdraws_its_reminder_and_makes_the_new_one(world):
    visit = reminded(world, until=FAR - timedelta(days=3))
    move(world, visit, FAR + timedelta(days=4), FAR - timedelta(days=3) + MINUTE)
    world.tick(FAR - timedelta(days=3) + MINUTE)
    assert ("visit.confirm", "withdrawn") in world.notices()
    world.tick(FAR + timedelta(days=1) + MINUTE)
    world.tick(FAR + timedelta(days=1) + 5 * MINUTE)
    assert "please confirm your visit Tuesday, June 16" in world.text.texts[-1].body


def test_a_visit_booked_the_day_before_is_not_asked_to_confirm(world):
    world.book(NOW + timedelta(hours=24), at=NOW + MINUTE)
    for minute in (1, 4, 30, 60):
        world.tick(NOW + minute * MINUTE)
    assert [kind for kind, _ in world.notices()] == ["visit.booked"]


@pytest.mark.parametrize(
    ("at", "english", "spanish"),
    [(datetime(2026, 6, 3, 14, tzinfo=UTC), "Wednesday, June 3 at 9:00 AM", "miércoles 3 de junio a las 9:00 a. m."),
     (datetime(2026, 12, 1, 19, 30, tzinfo=UTC), "Tuesday, December 1 at 1:30 PM",
      "martes 1 de diciembre a la 1:30 p. m.")],
)  # fmt: skip
def test_times_are_said_in_the_patients_language(at, english, spanish):
    assert when_said(at, "America/Chicago", "en") == english
    assert when_said(at, "America/Chicago", "es") == spanish


def signed_in(office, name):
    client = Client()
    client.force_login(office.users[name], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_pages_show_rules_wordings_and_a_visits_messages(world):
    visit = world.book(FAR, at=NOW + MINUTE)
    world.tick(NOW + MINUTE)
    with running(VirtualClock(NOW + 2 * MINUTE)):
        desk, manager = signed_in(world.office, "north_desk"), signed_in(world.office, "manager")
        assert "Take back" in desk.get(f"/appointments/{visit.id}/").content.decode()
        page = manager.get("/appointments/reminders/").content.decode()
        assert "3 days before a visit, asks for a confirmation" in page
        words = manager.get("/outreach/wordings/").content.decode()
        assert all(f"Visit: {kind[6:]}" in words for kind in KINDS) and "Responda ALTO" in words
        added = manager.post(
            "/appointments/reminders/",
            {"unit_id": world.office.cardiology.id, "moment": "before", "hours_before": 2},
        )
        assert added.status_code == 302 and ReminderRule.objects.filter(minutes_before=120).count() == 1
        wrong = manager.post(
            "/appointments/reminders/", {"unit_id": world.office.cardiology.id, "moment": "before"}
        )
        assert wrong.status_code == 422 and "Say how long before the visit" in wrong.content.decode()


def test_who_is_on_the_call_list_for_a_visit_is_not_put_there_again_by_the_next_rule(world):
    world.patient = make_patient(world.office)
    world.book(FAR, at=NOW + MINUTE)
    # The program was away: the rule of three days before and that of the day before come due together.
    world.tick(FAR - timedelta(hours=20))
    calls = [kind for kind, state in world.notices() if kind == "visit.confirm" and state == "waiting"]
    assert calls == ["visit.confirm"]
