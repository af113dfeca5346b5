"""The checklist: dated back in business days, evidence that holds or not, tasks on the worklist, gates."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from wellrun.practice.coverage.testing import make_coverage
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.procedures import api as procedures
from wellrun.practice.procedures.models import Case
from wellrun.practice.procedures.operations.settle_item import EvidenceMissing, NotYet
from wellrun.practice.procedures.operations.watch_cases import cases_to_watch, watch_case
from wellrun.practice.procedures.queries.cases import items_of, score
from wellrun.practice.procedures.queries.global_period import global_period_for
from wellrun.practice.procedures.rules.blocks import Pattern, days_of, is_released, span_of, used_minutes
from wellrun.practice.procedures.rules.readiness import due_day, failed_gate, score_of
from wellrun.practice.procedures.rules.siu import WrongStamp, instant_from
from wellrun.practice.procedures.testing import CASE_AT, Theater
from wellrun.practice.worklist.api import Task, finish_task

Given = procedures.Given


def settle(theater, case, key, at=NOW, **given):
    procedures.complete_item(
        case_id=case.id, key=key, given=Given(**given), by=theater.coordinator(at), at=at
    )


def open_task(office, case, key):
    office.program()
    return Task.objects.filter(key=f"case:{case.id}:{key}", state="open").first()


def test_due_days_are_business_days_across_weekends_and_holidays():
    # June 30, 2026 is a Tuesday; the 19th is a federal holiday.
    assert due_day(date(2026, 6, 30), 2) == date(2026, 6, 26)
    assert due_day(date(2026, 6, 30), 7) == date(2026, 6, 18)
    assert due_day(date(2027, 1, 4), 1) == date(2026, 12, 31)
    assert due_day(date(2028, 3, 1), 1) == date(2028, 2, 29)


def test_every_line_is_a_task_once_it_can_be_begun(office):
    theater = Theater(office)
    case = theater.request()
    task = open_task(office, case, "history")
    assert task.due_at == datetime(2026, 6, 18, 22, tzinfo=UTC) and task.role == "clinical assistant"
    assert open_task(office, case, "packet") is None
    with pytest.raises(NotYet, match="History and physical, Consents signed"):
        settle(theater, case, "packet", note="faxed")
    settle(theater, case, "history", note="chart", evidence_on=date(2026, 6, 2))
    settle(theater, case, "consent", note="chart", evidence_on=date(2026, 6, 2))
    assert open_task(office, case, "history") is None and open_task(office, case, "packet") is not None


def test_evidence_must_be_there_and_hold(office):
    theater = Theater(office)
    make_coverage(office, patient=theater.patient)
    case = theater.request()
    with pytest.raises(EvidenceMissing, match="day that the document is of"):
        settle(theater, case, "history", note="chart")
    with pytest.raises(EvidenceMissing, match="31 days old"):
        settle(theater, case, "history", note="chart", evidence_on=date(2026, 5, 30))
    days = {"valid_from": date(2026, 6, 1), "valid_to": date(2026, 6, 29)}
    with pytest.raises(EvidenceMissing, match="before the case"):
        settle(theater, case, "authorization", authorization_number="A1", units=1, **days)
    with pytest.raises(EvidenceMissing, match="0 of 1 units"):
        settle(
            theater,
            case,
            "authorization",
            authorization_number="A1",
            units=0,
            **days | {"valid_to": date(2026, 7, 9)},
        )


def test_moving_dates_anew_and_opens_what_no_longer_holds(office):
    theater = Theater(office)
    make_coverage(office, patient=theater.patient)
    case = theater.request()
    settle(theater, case, "history", note="chart", evidence_on=date(2026, 6, 2))
    settle(theater, case, "consent", note="chart", evidence_on=date(2026, 6, 2))
    settle(theater, case, "authorization", authorization_number="A1", units=1,
           valid_from=date(2026, 6, 1), valid_to=date(2026, 7, 2))  # fmt: skip
    settle(theater, case, "packet", note="faxed")
    by = theater.coordinator()
    procedures.move_case(case_id=case.id, starts_at=CASE_AT + timedelta(days=14), by=by, at=NOW)
    items = {item.key: item for item in items_of(case.id)}
    assert {key for key, item in items.items() if item.state == "done"} == {"consent"}
    assert "42 days old" in items["history"].reopened_because
    assert "ends on Jul 2, 2026" in items["authorization"].reopened_because
    assert items["packet"].reopened_because == "The time has changed since."
    assert items["call"].due_on == due_day(date(2026, 7, 14), 2)
    assert open_task(office, case, "history").due_at.date() == due_day(date(2026, 7, 14), 7)


def test_a_case_is_ready_only_when_nothing_blocks_and_no_longer_when_something_does(office):
    theater = Theater(office)
    case = theater.request(anesthesia="local")
    by = theater.coordinator()
    procedures.confirm_case(case_id=case.id, hospital_number="H", by=by, at=NOW)
    for key in ("history", "consent"):
        settle(theater, case, key, note="chart", evidence_on=date(2026, 6, 2))
    settle(theater, case, "packet", note="faxed")
    with pytest.raises(procedures.NotReady, match="Missing: Patient called"):
        procedures.mark_ready(case_id=case.id, by=theater.coordinator(), at=NOW)
    procedures.waive_item(case_id=case.id, key="call", because="Son told in person", by=by, at=NOW)
    assert procedures.mark_ready(case_id=case.id, by=by, at=NOW).state == "ready"
    procedures.reopen_item(case_id=case.id, key="consent", by=by, at=NOW)
    assert Case.objects.get(id=case.id).state == "confirmed"


def test_a_task_finished_on_the_worklist_settles_its_line(office):
    theater = Theater(office)
    case = theater.request(anesthesia="local")
    for key in ("history", "consent"):
        settle(theater, case, key, note="chart", evidence_on=date(2026, 6, 2))
    by = theater.coordinator()
    finish_task(task_id=open_task(office, case, "packet").id, resolution="Faxed 10:14", by=by, at=NOW)
    packet = next(item for item in items_of(case.id) if item.key == "packet")
    assert (packet.state, packet.note) == ("done", "Faxed 10:14")
    procedures.reopen_item(case_id=case.id, key="history", by=theater.coordinator(), at=NOW)
    finish_task(
        task_id=open_task(office, case, "history").id, resolution="done", by=theater.coordinator(), at=NOW
    )
    assert open_task(office, case, "history") is not None


def test_the_gates_raise_an_urgent_task_and_let_it_go(office):
    theater = Theater(office)
    case = theater.request(anesthesia="local")
    assert open_task(office, case, "gate 7") is None
    week = CASE_AT - timedelta(days=7)
    by = office.program(week)
    assert case.id in cases_to_watch(by=by, at=week)
    watch_case(case_id=case.id, by=by, at=week)
    assert open_task(office, case, "gate 7").priority == 1
    for key in ("history", "consent"):
        settle(theater, case, key, at=week, note="chart", evidence_on=date(2026, 6, 20))
    assert score(items_of(case.id)) == 62
    assert open_task(office, case, "gate 7") is None
    assert open_task(office, case, "call") is None
    near = CASE_AT - timedelta(days=3)
    watch_case(case_id=case.id, by=office.program(near), at=near)
    assert open_task(office, case, "gate 3") is not None
    late = CASE_AT - timedelta(days=1)
    watch_case(case_id=case.id, by=office.program(late), at=late)
    assert open_task(office, case, "call") is not None


def test_scores_and_gates_at_their_edges():
    assert score_of([]) == 100 and score_of([("open", 3), ("done", 1), ("waived", 9)]) == 25
    on = date(2026, 6, 30)
    wanted = ((7, 60), (3, 90))
    assert failed_gate(case_on=on, today=on - timedelta(days=8), score=0, wanted=wanted) is None
    assert failed_gate(case_on=on, today=on - timedelta(days=7), score=59, wanted=wanted) == 7
    assert failed_gate(case_on=on, today=on - timedelta(days=3), score=60, wanted=wanted) == 3
    assert failed_gate(case_on=on, today=on + timedelta(days=1), score=0, wanted=wanted) is None


def pattern(**change):
    told = {"recurrence": "weekly", "weekday": 1, "nth": None, "starts": time(7), "ends": time(15),
            "effective_from": date(2026, 1, 1), "effective_to": None}  # fmt: skip
    return Pattern(**(told | change))


def test_blocks_fall_on_their_weeks():
    june = (date(2026, 6, 1), date(2026, 7, 1))
    assert [on.day for on in days_of(pattern(), *june)] == [2, 9, 16, 23, 30]
    assert [on.day for on in days_of(pattern(recurrence="nth", nth=5), *june)] == [30]
    assert [on.day for on in days_of(pattern(recurrence="nth", nth=2), *june)] == [9]
    other = pattern(recurrence="every other", effective_from=date(2026, 6, 1))
    assert [on.day for on in days_of(other, *june)] == [2, 16, 30]
    assert [on.day for on in days_of(pattern(effective_to=date(2026, 6, 16)), *june)] == [2, 9]
    across = pattern(recurrence="every other", effective_from=date(2026, 12, 21))
    assert list(days_of(across, date(2026, 12, 28), date(2027, 1, 12))) == [date(2027, 1, 5)]


def test_a_block_is_as_long_as_its_clocks_say_and_minutes_count_once():
    zone = "America/Chicago"
    spring, fall = date(2026, 3, 8), date(2026, 11, 1)
    lengths = [span_of(on, time(0), time(8), zone) for on in (spring, fall)]
    assert [(end - start) / timedelta(hours=1) for start, end in lengths] == [7, 9]
    start, end = span_of(date(2026, 6, 30), time(7), time(15), zone)
    hour = timedelta(hours=1)
    assert (
        used_minutes(
            (start, end), [(start - hour, start + hour), (start, start + 2 * hour), (end, end + hour)]
        )
        == 120
    )
    assert is_released(fall, 7, fall - timedelta(days=7), None) and not is_released(fall, 7, fall, False)


def test_times_of_messages_are_read_in_the_hospitals_zone():
    zone = "America/Chicago"
    assert instant_from("202606300730", zone) == CASE_AT == instant_from("20260630083000-0400", zone)
    assert instant_from("20261101013000", zone) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    for text in ("20270314023000", "20261301", "soon"):
        with pytest.raises(WrongStamp):
            instant_from(text, zone)


def test_the_global_period_binds_the_surgeon_and_the_specialty(office):
    theater = Theater(office)
    case = theater.request()
    after = CASE_AT + timedelta(hours=5)
    procedures.confirm_case(case_id=case.id, hospital_number="H", by=theater.coordinator(), at=NOW)
    procedures.finish_case(case_id=case.id, by=theater.coordinator(after), at=after)
    asked = {"patient_id": theater.patient.id, "provider_id": theater.provider.id}
    edges = {
        date(2026, 6, 28): False,
        date(2026, 6, 29): True,
        date(2026, 9, 28): True,
        date(2026, 9, 29): False,
    }
    assert {on: global_period_for(on=on, **asked) is not None for on in edges} == edges
    other = asked | {"provider_id": make_patient(office).id}
    assert global_period_for(on=date(2026, 7, 9), **other) is None
    assert global_period_for(on=date(2026, 7, 9), taxonomy="207RC0000X", **other) is not None
