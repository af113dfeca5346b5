"""The day board over HTTP: what it shows, its steps and their way back, its refresh, its scope."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from wellrun.platform.audit.models import AuditEvent
from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.billing.testing import make_seen_visit
from wellrun.practice.facilities.testing import make_room
from wellrun.practice.frontdesk.testing import make_expected_visit
from wellrun.practice.intake.testing import say_here
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling.api import Appointment, appointment
from wellrun.practice.workforce.testing import make_provider

BOARD, ROWS = "/board/", "/board/rows/"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def clock():
    with running(VirtualClock(NOW)) as running_clock:
        yield running_clock


@pytest.fixture
def desk(office, client):
    client.force_login(office.users["north_desk"])
    return client


def visit_of(office, state="booked", minutes=0, unit=None, **details):
    who = make_patient(office, **details)
    return make_seen_visit(
        office, patient_id=who.id, starts_at=NOW + timedelta(minutes=minutes), state=state, unit=unit
    )


def shown(page):
    return [row.id for group in page.context["board"].groups for row in group.rows]


def state_of(office, visit):
    office.program()
    return appointment(visit.id).state


def test_visits_of_the_site_by_department_with_late_and_slow_ones_marked(office, desk, clock):
    late = visit_of(office, minutes=-20, family_name="Late")
    slow = visit_of(office, "arrived", minutes=-40, unit=office.family_north, family_name="Slow")
    elsewhere = visit_of(office, unit=office.family_south)
    page = desk.get(BOARD)
    assert shown(page) == [late.id, slow.id]
    assert [group.title for group in page.context["board"].groups] == ["Cardiology", "Family medicine"]
    assert "20 min late" in page.text
    assert (page.context["board"].late, page.context["board"].slow) == (1, 1)
    assert str(elsewhere.id) not in page.text


def test_a_patient_let_in_unasked_is_marked_with_a_way_to_ask(office, desk):
    let_in = visit_of(office, "roomed")
    asked = make_expected_visit(office, make_patient(office), starts_at=NOW)
    check_in_url = reverse("frontdesk:check-in", args=[let_in.id])
    assert f'href="{check_in_url}">Check-in missing' in desk.get(BOARD).text
    arrived = {"to": "arrived", "version": asked.version}
    page = desk.post(reverse("scheduling:advance", args=[asked.id]), arrived, follow=True)
    assert "the day board shows that the check-in is missing" in page.text
    assert desk.get(BOARD).text.count("Check-in missing") == 2
    assert "Let in without check-in" in desk.get(check_in_url).text
    form = {"identifiers": ["name", "birth date"], "version": let_in.patient.version}
    told = {
        name: getattr(let_in.patient, name) for name in ("street", "city", "state", "zip", "phone_mobile")
    }
    assert desk.post(check_in_url, told | form).status_code == 302
    assert desk.get(BOARD).text.count("Check-in missing") == 1


def test_the_room_that_is_reserved_is_shown_before_the_patient_comes(office, desk):
    visit = visit_of(office)
    room = make_room(office)
    office.program()
    Appointment.objects.filter(id=visit.id).update(room_id=room.id)
    page = desk.get(BOARD)
    assert f'title="Reserved, not yet in use">{room.name}</span>' in page.text


def test_the_visits_page_leads_to_check_in(office, desk, client):
    visit = visit_of(office)
    page = desk.get(reverse("scheduling:appointment", args=[visit.id]))
    assert reverse("frontdesk:check-in", args=[visit.id]) in page.text
    assert 'value="arrived"' not in page.text
    client.force_login(office.users["assistant"])
    page = client.get(reverse("scheduling:appointment", args=[visit.id]))
    assert 'value="arrived"' in page.text
    assert "asks nothing of the patient" in page.text


def test_filters_are_in_the_address(office, desk):
    hale, okafor = make_provider(office), make_provider(office, family_name="Okafor")
    mine = make_seen_visit(
        office, patient_id=make_patient(office).id, provider=hale, starts_at=NOW, state="booked"
    )
    done = make_seen_visit(office, patient_id=make_patient(office).id, provider=okafor, starts_at=NOW)
    assert shown(desk.get(BOARD)) == [mine.id]
    assert shown(desk.get(BOARD, {"state": "done"})) == [done.id]
    assert shown(desk.get(BOARD, {"state": "all", "provider": str(okafor.id)})) == [done.id]
    assert shown(desk.get(BOARD, {"department": str(office.family_north.id)})) == []
    assert desk.get(BOARD, {"on": "not a day", "state": "nonsense", "site": "x"}).status_code == 200


def test_another_site_is_shown_even_while_a_department_of_the_first_is_chosen(office, client):
    south = visit_of(office, unit=office.family_south)
    client.force_login(office.users["manager"])
    asked = {"site": str(office.south.id), "department": str(office.cardiology.id)}
    assert shown(client.get(BOARD, asked)) == [south.id]


def test_a_step_and_its_undo(office, desk):
    visit = visit_of(office, "arrived")
    url = f"{reverse('workspaces:step', args=[visit.id])}?v={visit.version}"
    answer = desk.post(url, {"to": "roomed"}, headers=HTMX)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "undo" in answer.headers["HX-Trigger"]
    assert state_of(office, visit) == "roomed"
    desk.post(reverse("workspaces:step-undo", args=[visit.id]), headers=HTMX)
    assert state_of(office, visit) == "arrived"


def test_a_second_click_on_an_old_board_changes_nothing_and_says_so(office, desk):
    visit = visit_of(office, "arrived")
    url = f"{reverse('workspaces:step', args=[visit.id])}?v={visit.version}"
    desk.post(url, {"to": "roomed"}, headers=HTMX)
    desk.post(url, {"to": "roomed"}, headers=HTMX)
    assert state_of(office, visit) == "roomed"
    stale = desk.post(url, {"to": "with_provider"}, headers=HTMX)
    assert "error" in stale.headers["HX-Trigger"]
    assert state_of(office, visit) == "roomed"


def test_without_scripts_a_step_leads_back_to_the_same_board(office, desk):
    visit = visit_of(office, "roomed")
    url = f"{reverse('workspaces:step', args=[visit.id])}?state=here"
    answer = desk.post(url, {"to": "with_provider"})
    assert answer.headers["Location"] == "/board/?state=here"


@pytest.mark.parametrize("to", ["", "cancelled", "nonsense"])
def test_only_the_boards_own_steps_are_taken(office, desk, to):
    visit = visit_of(office, "arrived")
    assert desk.post(reverse("workspaces:step", args=[visit.id]), {"to": to}).status_code == 404


def test_another_sites_visit_is_not_moved(office, desk):
    visit = visit_of(office, "arrived", unit=office.family_south)
    assert desk.post(reverse("workspaces:step", args=[visit.id]), {"to": "roomed"}).status_code == 404
    assert desk.post(reverse("workspaces:step-undo", args=[visit.id])).status_code == 404
    assert state_of(office, visit) == "arrived"


def test_the_refresh_answers_only_when_something_changed(office, desk, clock):
    visit_of(office, "arrived")
    mark = desk.get(BOARD).context["board"].mark
    assert desk.get(ROWS, {"seen": mark}).status_code == 204
    clock.advance(timedelta(minutes=1))
    assert desk.get(ROWS, {"seen": mark}).status_code == 200


def test_the_refresh_does_not_keep_a_forgotten_session_open(office, desk, clock):
    desk.get(BOARD)
    for _ in range(16):
        clock.advance(timedelta(minutes=1))
        answer = desk.get(ROWS)
    assert answer.status_code == 302


def test_a_board_whose_session_ended_leaves_as_a_whole_page(office, desk, clock):
    desk.get(BOARD)
    clock.advance(timedelta(hours=1))
    told = HTMX | {"HX-Current-URL": "http://testserver/board/?state=here"}
    answer = desk.get(ROWS, headers=told)
    assert answer.headers["HX-Redirect"] == "/account/login/?next=%2Fboard%2F%3Fstate%3Dhere"


def test_what_is_shown_is_in_the_audit(office, desk):
    visit = visit_of(office)
    desk.get(BOARD)
    office.actor("auditor")
    read = AuditEvent.objects.filter(kind="read", act="appointments.read").latest("id")
    assert read.patients == [visit.patient_id]


def test_texts_of_patients_are_escaped(office, desk):
    visit = visit_of(office, note_for_desk="<script>alert(1)</script>", preferred_name='O"Neil & co')
    page = desk.get(BOARD).text
    assert str(visit.id) in page
    assert "<script>alert" not in page
    assert "&amp; co" in page


def test_who_tracks_sees_steps_and_who_enters_charges_sees_charges(office, client):
    arrived, done = visit_of(office, "arrived"), visit_of(office, "checked_out")
    client.force_login(office.users["provider"])
    page = client.get(BOARD, {"state": "all"}).text
    assert f"n-{arrived.id}" in page
    assert reverse("billing:visit-encounter", args=[done.id]) in page
    client.force_login(office.users["biller"])
    assert f"n-{arrived.id}" not in client.get(BOARD, {"state": "all", "site": str(office.north.id)}).text


@pytest.mark.parametrize("name", ["hr", "buyer", "facilities", "auditor"])
def test_others_have_no_board(office, client, name):
    client.force_login(office.users[name])
    assert client.get(BOARD).status_code == 404


def test_the_board_asks_the_database_a_bounded_number_of_times(office, desk, django_assert_max_num_queries):
    for number in range(15):
        visit_of(office, ("booked", "arrived", "roomed")[number % 3], minutes=10 * number)
    desk.get(BOARD)
    with django_assert_max_num_queries(13):
        desk.get(BOARD)
    with django_assert_max_num_queries(13):
        desk.get(ROWS)


def test_rows_say_what_is_to_be_known_of_a_visit(office, desk):
    plain, marked = visit_of(office), visit_of(office, minutes=30)
    office.program()
    marked.urgency, marked.overbook_reason = "urgent", "Came from <the> hospital"
    marked.save(update_fields=["urgency", "overbook_reason"])
    page = desk.get(BOARD)
    rows = {row.id: row for group in page.context["board"].groups for row in group.rows}
    assert [mark.text for mark in rows[marked.id].marks] == ["Urgent", "Overbooked"]
    assert rows[plain.id].marks == ()
    assert "Came from &lt;the&gt; hospital" in page.text


def test_who_says_to_be_here_is_seen_on_the_board_and_on_the_visit(office, desk):
    visit = visit_of(office)
    office.program()
    say_here(visit, NOW)
    assert "Says: I am here" in desk.get(BOARD).text
    assert "says: I am here, since 9:00 AM" in desk.get(f"/appointments/{visit.id}/").text
