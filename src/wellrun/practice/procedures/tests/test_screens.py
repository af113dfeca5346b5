"""The pages of cases over HTTP: requesting, settling, confirming, blocks, cards, messages, and who sees what."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wellrun.platform.audit.models import AuditEvent
from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.api import move_to_compartment
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.procedures.api import receive_message
from wellrun.practice.procedures.models import BlockDecision, Case, CaseMessage, Facility, PreferenceCard
from wellrun.practice.procedures.operations.configure import keep_block, keep_card
from wellrun.practice.procedures.testing import CASE_AT, Theater
from wellrun.practice.scheduling.testing import make_hours, make_visit_type
from wellrun.practice.worklist.api import Task

THE_DOORS = ("django_session", "organization_user", "organization_membership", "set_config", "SAVEPOINT")


@pytest.fixture(autouse=True)
def clock():
    with running(VirtualClock(NOW)) as virtual:
        yield virtual


@pytest.fixture
def theater(office):
    return Theater(office)


@pytest.fixture
def sonia(office, client):
    client.force_login(office.users["coordinator"])
    return client


def sheet(theater, **more):
    return {
        "patient": str(theater.patient.id), "provider": str(theater.provider.id),
        "facility": str(theater.facility.id), "diagnoses": "M17.12", "on": "2026-06-30", "at": "07:30",
        "setup_minutes": "20", "procedure_minutes": "80", "cleanup_minutes": "20", "urgency": "elective",
        "patient_class": "outpatient", "anesthesia": "general", "code_1": "27447", "words_1": "Knee replacement",
        "side_1": "left", "units_1": "1", "global_1": "90",
    } | more  # fmt: skip


def count(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len([query for query in asked if not any(word in query["sql"] for word in THE_DOORS)])


def test_a_case_is_requested_from_the_sheet_and_shown(theater, sonia):
    answer = sonia.post(reverse("procedures:case_new"), sheet(theater))
    assert answer.status_code == 302, re.findall(r"field-error[^<]*<?[^<]*", answer.text)
    page = sonia.get(answer.url)
    assert "Knee replacement" in page.text and "History and physical" in page.text
    assert "7:30 AM" in page.text
    theater.office.program()
    assert Case.objects.get().starts_at == CASE_AT


def test_a_card_fills_the_sheet_and_a_missing_one_says_so(theater, sonia, office):
    empty = sonia.post(reverse("procedures:case_new"), sheet(theater, fill="card"))
    assert "no preference card" in empty.text
    told = {
        "words": "Knee with robot",
        "procedure_minutes": 95,
        "implants": ["Knee set | Orthovend | Kim | "],
    }
    keep_card(provider_id=theater.provider.id, code="27447", details=told, by=office.program(), at=NOW)
    filled = sonia.post(reverse("procedures:case_new"), sheet(theater, fill="card"))
    assert filled.status_code == 200
    assert 'value="95"' in filled.text and "Orthovend" in filled.text and "Knee with robot" in filled.text


def test_the_clinic_in_the_way_is_shown_with_its_way_out(theater, sonia, office):
    other = theater.request()
    answer = sonia.post(
        reverse("procedures:case_new"), sheet(theater, patient=str(make_patient(office).id), at="08:00")
    )
    assert answer.status_code == 422
    assert (
        reverse("procedures:case", args=[other.id]) in answer.text
        and "The surgeon has this then" in answer.text
    )


def test_refusals_stand_beside_their_field(theater, sonia):
    answer = sonia.post(reverse("procedures:case_new"), sheet(theater, code_1="274"))
    assert answer.status_code == 422 and "is no procedure code" in answer.text
    answer = sonia.post(reverse("procedures:case_new"), sheet(theater, on="2026-06-01"))
    assert answer.status_code == 422 and "has passed" in answer.text


def test_the_way_of_a_case_over_its_page(theater, sonia, clock):
    case = theater.request()
    page = reverse("procedures:case", args=[case.id])
    sonia.post(reverse("procedures:sending", args=[case.id]))
    sonia.post(reverse("procedures:confirmation", args=[case.id]), {"hospital_number": "H-77"})
    said = sonia.post(reverse("procedures:ready", args=[case.id]), follow=True)
    assert "The case is not ready. Missing:" in said.text and "Consents signed" in said.text
    for key, given in (("history", {"evidence_on": "2026-06-10"}), ("consent", {"evidence_on": "2026-06-10"}),
                       ("labs", {"evidence_on": "2026-06-10"}), ("clearance", {"evidence_on": "2026-06-01"}),
                       ("packet", {}), ("call", {})):  # fmt: skip
        answer = sonia.post(reverse("procedures:item", args=[case.id, key]), {"note": "In the chart"} | given)
        assert answer.status_code == 302, (key, answer.text)
    sonia.post(reverse("procedures:ready", args=[case.id]))
    theater.office.program()
    assert Case.objects.get(id=case.id).state == "ready"
    assert "H-77" in sonia.get(page).text and "100 % ready" in sonia.get(page).text


def test_moving_and_ending_ask_and_refuse_on_the_page(theater, sonia, office):
    case = theater.request()
    moved = sonia.post(reverse("procedures:move", args=[case.id]), {"on": "2026-07-02", "at": "09:00"})
    assert moved.status_code == 302
    refused = sonia.post(reverse("procedures:cancellation", args=[case.id]), {"reason": ""})
    assert refused.status_code == 422
    sonia.post(reverse("procedures:postponement", args=[case.id]), {"reason": "Fever"})
    assert "Postponed" in sonia.get(reverse("procedures:case", args=[case.id])).text
    sonia.post(reverse("procedures:move", args=[case.id]), {"on": "2026-07-09", "at": "09:00"})
    sonia.post(reverse("procedures:cancellation", args=[case.id]), {"reason": "Patient decided"})
    office.program()
    assert Case.objects.get(id=case.id).state == "cancelled"


def test_the_list_shows_gates_and_asks_a_bounded_number_of_queries(theater, sonia, office):
    theater.request(starts_at=NOW + timedelta(days=2))
    url = reverse("procedures:cases")
    assert "3 days: below" in sonia.get(url).text
    first = count(sonia, url)
    for day in range(3, 9):
        theater.request(starts_at=NOW + timedelta(days=day), patient=make_patient(office))
    assert count(sonia, url) == first <= 10
    case = theater.request(patient=make_patient(office))
    assert count(sonia, reverse("procedures:case", args=[case.id])) <= 20
    assert "below a gate" in sonia.get(url, {"gate": "1"}).text


def test_visits_before_and_after_are_booked_in_one_act(theater, sonia, office):
    make_hours(office, provider_id=theater.provider.id)
    kind = make_visit_type(office)
    case = theater.request()
    url = reverse("procedures:visits", args=[case.id])
    page = sonia.get(url, {"before": kind.id, "after": kind.id})
    values = re.findall(r'name="(time_\w+)" value="([^"]+)" checked', page.text)
    assert [name for name, _ in values] == ["time_before", "time_after"]
    assert sonia.post(url, dict(values)).status_code == 302
    page = sonia.get(reverse("procedures:case", args=[case.id]))
    shown = page.text[page.text.index("Visits around it") : page.text.index("Messages with the hospital")]
    assert shown.count("Follow-up") == 2
    assert sonia.post(url, dict(values)).status_code == 422


def test_papers_leave_as_files(theater, sonia):
    case = theater.request()
    packet = sonia.get(reverse("procedures:packet", args=[case.id]))
    assert packet.content.startswith(b"%PDF")
    calendar = sonia.get(reverse("procedures:calendar", args=[case.id]))
    assert b"DTSTART:20260630T123000Z" in calendar.content
    assert theater.patient.family_name.encode() not in calendar.content


def test_the_month_of_a_block_shows_its_use_and_a_day_is_given_back(theater, sonia, office):
    told = {
        "provider_id": theater.provider.id,
        "recurrence": "weekly",
        "weekday": 1,
        "starts": time(7, 30),
        "ends": time(15, 30),
        "effective_from": date(2026, 1, 6),
    }
    block = keep_block(facility_id=theater.facility.id, details=told, by=office.program(), at=NOW)
    theater.request()
    page = sonia.get(reverse("procedures:blocks"), {"on": "2026-06-30"})
    assert "25 % used" in page.text and "given back" in page.text
    url = reverse("procedures:block_decision", args=[block.id, "2026-06-23"])
    sonia.post(url, {"released": "yes"})
    office.program()
    assert BlockDecision.objects.get().released
    assert count(sonia, reverse("procedures:blocks") + "?on=2026-06-30") <= 12


def test_hospitals_blocks_cards_and_the_checklist_are_kept_by_forms(theater, sonia, office):
    told = {"name": "Oak Surgery Center", "kind": "surgery center", "desk_unit": str(office.north.id),
            "zone": "America/Chicago", "confirms_by": "packet", "travel_minutes": "15", "gate_7": "50",
            "gate_3": "80", "place_of_service": "24", "active": "on", "our_application": "WELLRUN"}  # fmt: skip
    assert sonia.post(reverse("procedures:facility_new"), told).status_code == 302
    assert sonia.post(reverse("procedures:facility_new"), told | {"zone": "Mars"}).status_code == 422
    no_host = told | {"name": "X", "confirms_by": "hl7"}
    assert "need a host" in sonia.post(reverse("procedures:facility_new"), no_host).text
    office.program()
    place = Facility.objects.get(name="Oak Surgery Center")
    block = {"group_name": "Group", "recurrence": "nth", "weekday": "2", "starts": "08:00", "ends": "12:00",
             "effective_from": "2026-06-01", "release_days": "10"}  # fmt: skip
    url = reverse("procedures:block_new", args=[place.id])
    assert "which week" in sonia.post(url, block).text
    assert sonia.post(url, block | {"nth": "2"}).status_code == 302
    card = {"provider": str(theater.provider.id), "code": "27447", "words": "Knee", "setup_minutes": "20",
            "procedure_minutes": "90", "cleanup_minutes": "20", "anesthesia": "spinal",
            "patient_class": "inpatient", "global_days": "90", "implants": "Knee set | Orthovend"}  # fmt: skip
    for minutes in ("90", "100"):
        answer = sonia.post(reverse("procedures:card_new"), card | {"procedure_minutes": minutes})
        assert answer.status_code == 302
    office.program()
    assert sorted(PreferenceCard.objects.values_list("version", flat=True)) == [1, 2]
    in_force = PreferenceCard.objects.get(superseded_at=None)
    assert "Version 1" in sonia.get(reverse("procedures:card", args=[in_force.id])).text
    page = sonia.get(reverse("procedures:template"))
    fields = dict(re.findall(r'name="((?:days|weight|valid)_\w+)" value="(\d+)"', page.text))
    keys = [name.removeprefix("days_") for name in fields if name.startswith("days_") and "new" not in name]
    told = fields | {f"role_{key}": "surgical coordinator" for key in keys}
    told |= {f"blocks_{key}": "on" for key in keys} | {f"active_{key}": "on" for key in keys if key != "labs"}
    url, own = reverse("procedures:template"), {"name_new1": "Ride home arranged", "role_new1": "medical secretary",
        "evidence_new1": "note", "applies_new1": "always", "days_new1": "3", "weight_new1": ""}  # fmt: skip
    assert "Enter a number for the new line" in sonia.post(url, told | own).text
    assert sonia.post(url, told | own | {"days_history": "9", "weight_new1": "2"}).status_code == 302
    assert "Ride home arranged" in sonia.get(url).text
    case = theater.request()
    assert {item.days_before for item in case.items.filter(key="history")} == {9}
    assert not case.items.filter(key="labs").exists()
    assert case.items.get(name="Ride home arranged").weight == 2


def test_others_find_no_case(theater, client, office):
    case = theater.request()
    for name in ("north_desk", "south_desk", "hr"):
        client.force_login(office.users[name])
        assert client.get(reverse("procedures:case", args=[case.id])).status_code == 404
    client.force_login(office.users["coordinator"])
    assert client.get("/").url == reverse("procedures:cases")
    page = client.get(reverse("patients:patient", args=[theater.patient.id]))
    assert "Hospital cases" in page.text and "Knee replacement" in page.text


def test_the_sheet_of_a_case_is_changed_and_a_stale_one_is_refused(theater, sonia, office):
    case = theater.request()
    url = reverse("procedures:case_sheet", args=[case.id])
    page = sonia.get(url)
    assert 'value="2026-06-30"' in page.text and 'value="07:30"' in page.text and "M17.12" in page.text
    told = sheet(theater, version=str(case.version), at="08:30", implant_1="Knee set", vendor_1="Orthovend")
    assert sonia.post(url, told).status_code == 302
    office.program()
    changed = Case.objects.get(id=case.id)
    assert (changed.starts_at, changed.implants.get().vendor) == (CASE_AT + timedelta(hours=1), "Orthovend")
    stale = sonia.post(url, told)
    assert stale.status_code == 422
    told_url = reverse("procedures:told", args=[case.id, changed.implants.get().id])
    assert "Taken back" not in sonia.post(told_url, follow=True).text


def test_a_message_that_waits_is_settled_by_a_person(office, client):
    theater = Theater(office, confirms_by="hl7", hl7_host="127.0.0.1", hl7_port=1, their_facility="MERCY")
    case = theater.request()
    contents = [
        f"MSH|^~\\&|OR|MERCY|||20260602100000||SIU^S12|{one}|P|2.5.1\rSCH||OR{one}\r".encode()
        for one in (1, 2)
    ]
    for content in contents:
        answer = receive_message(content=content, organization_id=office.organization.id, at=NOW)
        assert b"|AE|" in answer
    client.force_login(office.users["coordinator"])
    page = client.get(reverse("procedures:messages"))
    assert "2 wait for a person" in page.text
    office.program()
    first, second = CaseMessage.objects.order_by("control_id")
    shown = client.get(reverse("procedures:message", args=[first.id]))
    assert theater.patient.family_name in shown.text and "not known here" in shown.text
    client.post(reverse("procedures:settlement", args=[first.id]), {"case": str(case.id)})
    client.post(reverse("procedures:settlement", args=[second.id]), {"because": "A test of theirs"})
    office.program()
    assert Case.objects.get(id=case.id).hospital_number == "OR1"
    assert list(CaseMessage.objects.order_by("control_id").values_list("state", flat=True)) == [
        "applied",
        "settled",
    ]
    assert not Task.objects.filter(kind="file not understood", state="open").exists()


def message_of(case, chart, control="N1"):
    told = f"MSH|^~\\&|OR|MERCY|||20260602100000||SIU^S12|{control}|P|2.5.1\rSCH|{case.placer_number}|OR1\r"
    return f"{told}PID|1||||{chart.family_name}^{chart.given_name}\r".encode()


def test_a_message_about_a_chart_out_of_reach_is_not_read_on_the_wires_either(office, client):
    theater = Theater(office, confirms_by="hl7", hl7_host="127.0.0.1", hl7_port=1, their_facility="MERCY")
    case = theater.request()
    receive_message(content=message_of(case, theater.patient), organization_id=office.organization.id, at=NOW)
    office.program()
    kept = CaseMessage.objects.get(outgoing=False)
    file = reverse("exchange:file", args=[kept.transmission_id])
    client.force_login(office.users["biller"])
    assert theater.patient.family_name.encode() in client.get(file).content
    office.actor("auditor")
    assert AuditEvent.objects.filter(kind="read", patients=[theater.patient.id], act="exchange.read").exists()
    move_to_compartment(patient_id=theater.patient.id, compartment="restricted", reason="asked for it",
                        by=office.program(), at=NOW)  # fmt: skip
    assert client.get(file).status_code == 404


def test_a_message_with_nulls_is_kept_and_answered(office):
    theater = Theater(office, confirms_by="hl7", hl7_host="127.0.0.1", hl7_port=1, their_facility="MERCY")
    case = theater.request()
    content = message_of(case, theater.patient, control="N\x001").replace(b"|P|2.5.1", "|P|2.5.1|²".encode())
    answer = receive_message(content=content, organization_id=office.organization.id, at=NOW)
    assert b"MSA|AA|N1" in answer
