"""Ending a case and taking that back; its visits go along only as somebody says; rows are never lost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.procedures import api as procedures
from wellrun.practice.procedures.models import Case
from wellrun.practice.procedures.operations.follow_chart import overlapping_cases
from wellrun.practice.procedures.operations.take_up import take_up_messages, unmatched_messages
from wellrun.practice.procedures.rules.details import ImplantLine, ProcedureLine
from wellrun.practice.procedures.testing import CASE_AT, Theater
from wellrun.practice.scheduling.api import Appointment
from wellrun.practice.scheduling.testing import make_hours, make_visit_type

MINUTE = timedelta(minutes=1)


@pytest.fixture
def theater(office):
    return Theater(office)


@pytest.fixture
def sonia(office, client):
    client.force_login(office.users["coordinator"])
    with running(VirtualClock(NOW)):
        yield client


@pytest.fixture
def around(theater, office, sonia):
    """A case with a visit before it and one after."""
    make_hours(office, provider_id=theater.provider.id)
    kind, case = make_visit_type(office), theater.request()
    url = reverse("procedures:visits", args=[case.id])
    page = sonia.get(url, {"before": kind.id, "after": kind.id})
    assert (
        sonia.post(url, dict(re.findall(r'name="(time_\w+)" value="([^"]+)" checked', page.text))).status_code
        == 302
    )
    office.program()
    return case


def state_of(office, case):
    office.program()
    return Case.objects.get(id=case.id).state


def test_a_confirmed_case_comes_back_confirmed_with_its_number(theater, office):
    case, by = theater.request(), theater.coordinator()
    procedures.send_case(case_id=case.id, by=by, at=NOW)
    procedures.confirm_case(case_id=case.id, hospital_number="H-1", by=by, at=NOW)
    procedures.cancel_case(case_id=case.id, reason="Flu", by=by, at=NOW + MINUTE)
    restored = procedures.restore_case(case_id=case.id, by=by, at=NOW + 2 * MINUTE).case
    assert (restored.state, restored.hospital_number, restored.confirmed_at) == ("confirmed", "H-1", NOW)
    with pytest.raises(procedures.SurgeonBusy):
        theater.request(patient=make_patient(office))


def test_what_a_hospital_knows_to_be_canceled_is_requested_anew(office):
    theater = Theater(office, confirms_by="hl7", hl7_host="127.0.0.1", hl7_port=2575, their_facility="MERCY")
    case, by = theater.request(), theater.coordinator()
    procedures.send_case(case_id=case.id, by=by, at=NOW)
    procedures.confirm_case(case_id=case.id, hospital_number="H-1", by=by, at=NOW)
    procedures.cancel_case(case_id=case.id, reason="Flu", by=by, at=NOW + MINUTE)
    restored = procedures.restore_case(case_id=case.id, by=by, at=NOW + 2 * MINUTE).case
    assert (restored.state, restored.hospital_number) == ("requested", "")
    procedures.send_case(case_id=case.id, by=by, at=NOW + 3 * MINUTE)
    assert list(case.messages.order_by("sequence").values_list("event", flat=True)) == ["S12", "S15", "S12"]


def test_a_time_that_is_gone_keeps_a_case_canceled(theater, office):
    case, by = theater.request(), theater.coordinator()
    procedures.cancel_case(case_id=case.id, reason="Flu", by=by, at=NOW)
    theater.request(patient=make_patient(office))
    with pytest.raises(procedures.SurgeonBusy):
        procedures.restore_case(case_id=case.id, by=by, at=NOW)


def test_only_ticked_visits_are_canceled_with_a_case_and_they_come_back(around, office, sonia):
    first, second = Appointment.objects.filter(order_id=around.id).order_by("starts_at")
    page = sonia.get(reverse("procedures:case", args=[around.id]))
    assert f'name="visit" value="{first.id}" checked' in page.text
    told = {"reason": "Flu", "version": Case.objects.get(id=around.id).version, "visit": [str(first.id)]}
    assert sonia.post(reverse("procedures:cancellation", args=[around.id]), told).status_code == 302
    office.program()
    assert [Appointment.objects.get(id=one.id).state for one in (first, second)] == ["cancelled", "booked"]
    said = sonia.post(reverse("procedures:cancellation_undo", args=[around.id]), follow=True)
    assert "1 visit with it" in said.text and state_of(office, around) == "requested"
    assert {one.state for one in Appointment.objects.filter(order_id=around.id)} == {"booked"}


def test_a_case_that_moves_asks_what_becomes_of_its_visits(around, office, sonia):
    told = {"on": "2026-08-04", "at": "07:30", "version": Case.objects.get(id=around.id).version}
    answer = sonia.post(reverse("procedures:move", args=[around.id]), told)
    visits = reverse("procedures:visits", args=[around.id])
    assert answer.url == visits
    page = sonia.get(visits)
    assert "not after the case any more" in page.text
    office.program()
    first, second = Appointment.objects.filter(order_id=around.id).order_by("starts_at")
    to = re.search(rf'name="act_{first.id}" value="(2026[^"]+)"', page.text)[1]
    act = {f"act_{first.id}": to, f"act_{second.id}": "cancel", "bring": "yes"}
    assert sonia.post(visits, act | {f"act_{first.id}": "2026-08-01"}).status_code == 422
    assert sonia.post(visits, act).status_code == 302
    office.program()
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.starts_at.isoformat() == to and second.state == "cancelled"
    assert sonia.post(visits, {"bring": "yes"}).status_code == 422


def test_a_sheet_keeps_every_procedure_and_implant(theater, office, sonia):
    lines = tuple(ProcedureLine(f"2744{place}", f"Part {place}") for place in range(6))
    implants = tuple(ImplantLine(f"Screw {place}") for place in range(5))
    case = theater.request(procedures=lines, implants=implants)
    url = reverse("procedures:case_sheet", args=[case.id])
    form = sonia.get(url).context["form"]
    told = {each.html_name: each.value() for each in form if each.value() is not None}
    told |= {"on": "2026-06-30", "at": "07:30"}
    more = sonia.post(url, told | {"fill": "rows", "note": "typed"})
    assert 'name="code_10"' in more.text and 'value="typed"' in more.text
    assert sonia.post(url, told).status_code == 302
    office.program()
    assert (case.procedures.count(), case.implants.count()) == (6, 5)


def test_charts_with_cases_at_one_time_are_not_merged_before_that_is_put_right(theater, office):
    case, other = theater.request(), make_patient(office)
    again = theater.request(patient=other, starts_at=CASE_AT + timedelta(hours=4))
    assert overlapping_cases(theater.patient, other) == []
    Case.objects.filter(id=again.id).update(starts_at=case.starts_at)
    (sentence,) = overlapping_cases(theater.patient, other)
    assert "Both charts have a case at that time" in sentence


def test_a_message_of_an_unknown_sender_is_shown_and_taken_up_once_it_is_known(office, sonia):
    theater = Theater(office, confirms_by="hl7", hl7_host="127.0.0.1", hl7_port=2575, their_facility="MERCY")
    case = theater.request()
    content = procedures.written(
        [("MSH", "^~\\&", "OR", "MERCY WEST", "", "", "20260602090000", "", "SIU^S12", "C1", "P", "2.5.1"),
         ("SCH", case.placer_number, "H-9", "", "", "", "", "", "", "120", "MIN", "^^^202606301230+0000")]
    )  # fmt: skip
    organization_id = office.organization.id
    procedures.receive_message(content=content, organization_id=organization_id, at=NOW)
    assert "OR MERCY WEST" in sonia.get(reverse("procedures:messages")).text
    assert take_up_messages(organization_id=organization_id, at=NOW) == 0
    by = office.program()
    procedures.keep_facility(
        facility_id=theater.facility.id, desk_unit_id=office.north.id, details={"their_facility": "MERCY WEST"},
        by=by, at=NOW,
    )  # fmt: skip
    assert take_up_messages(organization_id=organization_id, at=NOW) == 1
    assert state_of(office, case) == "confirmed" and unmatched_messages(organization_id) == []


def test_a_visit_type_for_others_is_kept_with_a_reason_on_the_same_page(theater, office, sonia):
    make_hours(office, provider_id=theater.provider.id)
    kind = make_visit_type(office, new_patient=False)
    case = theater.request()
    url = reverse("procedures:visits", args=[case.id])
    values = dict(
        re.findall(r'name="(time_\w+)" value="([^"]+)" checked', sonia.get(url, {"before": kind.id}).text)
    )
    refused = sonia.post(f"{url}?before={kind.id}", values)
    assert refused.status_code == 422 and 'name="despite"' in refused.text
    assert sonia.post(url, values | {"despite": "Seen at the hospital"}).status_code == 302
    office.program()
    assert "Seen at the hospital" in Appointment.objects.get(order_id=case.id).note
