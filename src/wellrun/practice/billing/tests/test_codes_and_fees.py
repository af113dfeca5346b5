"""Codes are found as they are typed; fees have a history and come from the right schedule."""

from __future__ import annotations

from datetime import date

import pytest

from wellrun.platform.access.api import NotFound
from wellrun.practice.billing import api as billing
from wellrun.practice.billing.testing import charge, make_codes, make_encounter
from wellrun.practice.coverage.testing import make_payer
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient

JULY = date(2026, 7, 1)
TODAY = date(2026, 6, 3)


@pytest.fixture
def schedule(office):
    return make_codes(office)


def set_fee(office, schedule, cents, on=JULY, code="99213", modifier=""):
    return billing.set_fee(schedule_id=schedule.id, code=code, modifier=modifier, amount_cents=cents, starts_on=on,
                           by=office.program(), at=NOW)  # fmt: skip


def import_rows(office, *rows, dry_run=False):
    columns = ("schedule", "code", "modifier", "nickname", "kind", "amount", "starts_on")
    told = [dict(zip(columns, row, strict=True)) for row in rows]
    return billing.import_fees(told, dry_run=dry_run, by=office.program(), at=NOW)


def test_a_whole_edition_loads_once_and_is_found_as_typed(office):
    told = []
    count = billing.load_diagnosis_codes(lambda done, total: told.append((done, total)))
    assert count == 98_186
    assert told[-1] == (count, count)
    assert billing.DiagnosisCode.objects.filter(billable=True).count() == 74_719
    assert billing.diagnosis_search("essential hyper", TODAY)[0].shown == "I10"
    assert [row.code for row in billing.diagnosis_search("e11.9", TODAY)] == ["E119"]
    assert billing.diagnosis_search("E11", TODAY)[0].shown.startswith("E11.")
    assert billing.diagnosis_search("fracture radius left", TODAY)[0].text.lower().count("radius")
    assert billing.diagnosis_search("'; drop table & | !", TODAY) == []
    assert billing.diagnosis_search("  ", TODAY) == []
    assert billing.diagnosis_search("hypertension", TODAY)[0].shown != "I10"
    charge(office, make_encounter(office, patient_id=make_patient(office).id))
    assert billing.diagnosis_search("hypertension", TODAY)[0].shown == "I10"
    again = billing.load_diagnosis_codes()
    assert (again, billing.DiagnosisCode.objects.count()) == (count, count)


def test_procedures_are_found_by_code_or_nickname(office, schedule):
    assert [row.code for row in billing.procedure_search("992")] == ["99213", "99214"]
    assert [row.code for row in billing.procedure_search("visit long")] == ["99214"]
    billing.keep_procedure_code(code="99214", nickname="Office visit, long", kind="visit", active=False,
                                by=office.program(), at=NOW)  # fmt: skip
    assert billing.procedure_search("visit long") == []


def test_a_changed_fee_keeps_its_history(office, schedule):
    set_fee(office, schedule, 13_000)
    fees = [(fee.starts_on, fee.ends_on, fee.amount_cents) for fee in schedule.fees.filter(code="99213")]
    assert sorted(fees) == [(date(2026, 1, 1), JULY, 12_500), (JULY, None, 13_000)]
    assert billing.fee_for("99213", (), None, TODAY) == 12_500
    assert billing.fee_for("99213", (), None, JULY) == 13_000
    assert billing.fee_for("99213", (), None, date(2025, 12, 31)) is None
    with pytest.raises(Exception, match="from July 1, 2026 is set already"):
        set_fee(office, schedule, 14_000, on=TODAY)


def test_a_payers_schedule_and_a_modifier_come_first(office, schedule):
    payer = make_payer(office)
    theirs = billing.add_fee_schedule(
        name="Prairie", payer_id=payer.id, starts_on=TODAY, by=office.program(), at=NOW
    )
    set_fee(office, theirs, 9_900, on=TODAY)
    set_fee(office, schedule, 3_000, on=TODAY, code="93000", modifier="26")
    assert billing.fee_for("99213", (), payer.id, TODAY) == 9_900
    assert billing.fee_for("99213", (), None, TODAY) == 12_500
    assert billing.fee_for("99214", (), payer.id, TODAY) == 18_000
    assert billing.fee_for("93000", ("59", "26"), payer.id, TODAY) == 3_000
    assert billing.fee_for("93000", ("59",), payer.id, TODAY) == 4_500


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"cents": -1}, "amount_cents"), ({"cents": 10**9}, "amount_cents"), ({"code": "9"}, "code"),
     ({"code": "77777"}, "code"), ({"modifier": "2"}, "modifier")],
)  # fmt: skip
def test_refuses_what_is_no_fee(office, schedule, changes, field):
    with pytest.raises(Exception, match=r"\w") as refused:
        set_fee(office, schedule, changes.pop("cents", 100), **changes)
    assert refused.value.field == field


def test_only_the_manager_sets_fees(office, schedule):
    with pytest.raises(NotFound):
        billing.set_fee(schedule_id=schedule.id, code="99213", amount_cents=1, starts_on=JULY,
                        by=office.actor("biller"), at=NOW)  # fmt: skip


def test_an_import_says_what_each_row_would_do_and_writes_nothing_on_a_dry_run(office, schedule):
    rows = [
        ("Office fees", "99213", "", "", "", "$130.00", "2026-07-01"),
        ("office fees", "99214", "", "", "", "180.00", "2026-07-01"),
        ("Office fees", "71046", "TC", "Chest x-ray", "imaging", "61.5", "2026-07-01"),
    ]
    report = import_rows(office, *rows, dry_run=True)
    assert [(row.number, row.outcome) for row in report.rows] == [(1, "changed"), (2, "same"), (3, "new")]
    assert not report.written
    assert billing.fee_for("99213", (), None, JULY) == 12_500
    assert import_rows(office, *rows).written
    assert billing.fee_for("99213", (), None, JULY) == 13_000
    assert billing.fee_for("71046", ("TC",), None, JULY) == 6_150
    assert [row.outcome for row in import_rows(office, *rows).rows] == ["same", "same", "same"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("Nothing", "99213", "", "", "", "1.00", "2026-07-01"), "no schedule called “Nothing”"),
        (("Office fees", "9921", "", "", "", "1.00", "2026-07-01"), "five characters"),
        (("Office fees", "99213", "", "", "", "ten", "2026-07-01"), "amount like 25.00"),
        (("Office fees", "99213", "", "", "", "-1.00", "2026-07-01"), "not negative"),
        (("Office fees", "99213", "", "", "", "1.00", "7/1/2026"), "year-month-day"),
        (("Office fees", "77777", "", "", "", "1.00", "2026-07-01"), "give it a nickname"),
        (("Office fees", "77777", "", "X", "magic", "1.00", "2026-07-01"), "The kind is one of"),
        (("Office fees", "36415", "", "", "", "12.00", "2026-07-01"), "further up in the file"),
    ],
)
def test_one_bad_row_keeps_the_whole_file_out(office, schedule, row, words):
    good = ("Office fees", "36415", "", "", "", "11.00", "2026-07-01")
    report = import_rows(office, good, row)
    assert words in report.rows[1].sentence
    assert not report.written
    assert billing.fee_for("36415", (), None, JULY) == 1_000
