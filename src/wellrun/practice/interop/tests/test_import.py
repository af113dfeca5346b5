"""An import brings in each row or says why not, and a second one changes nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from wellrun.platform.access.api import NotAllowed
from wellrun.platform.verification import checks
from wellrun.practice.billing.api import balances
from wellrun.practice.coverage.api import PayerDetails, add_payer, coverage_on
from wellrun.practice.interop.api import (
    ImportedClaim,
    ImportedCoverage,
    ImportedEncounter,
    ImportedRow,
    ImportedTransaction,
    import_synthea,
    read_folder,
    rehearsal,
)
from wellrun.practice.interop.testing import table_digests
from wellrun.practice.interop.tests.folders import (
    CLAIM,
    NOBODY,
    OTHER,
    SECOND,
    small_export,
    step,
    transition,
    write_export,
)
from wellrun.practice.ledger.api import Account, totals_by_account
from wellrun.practice.patients.api import Patient, history_of, move_to_compartment, read_ssn

AT = datetime(2026, 6, 2, 15, tzinfo=UTC)


@pytest.fixture
def bring(office, tmp_path):
    """Import rows as the program; leaves the program as identity."""

    def run(rows):
        accounts = import_synthea(
            folder=read_folder(write_export(tmp_path / "export", rows)), by=office.program(), at=AT
        )
        office.program()
        return accounts

    return run


def of(accounts, table):
    count = accounts.counts[table]
    return count.imported, count.already, count.merged, count.reported


def sentences(accounts, table, kind="reported"):
    return [note.sentence for note in accounts.notes if note.table == table and note.kind == kind]


def test_everything_arrives_where_it_belongs(bring, office):
    accounts = bring(small_export())
    assert accounts.total().read == accounts.total().settled == 19
    assert of(accounts, "payer_transitions") == (1, 0, 1, 0)
    patient = Patient.objects.get()
    assert (patient.given_name, patient.state, patient.zip, patient.birth_on) == (
        "Nora1",
        "MA",
        "",
        date(1980, 5, 6),
    )
    assert read_ssn(patient_id=patient.id, by=office.program()) == "123456789"
    [coverage] = coverage_on(patient_id=patient.id, on=date(2020, 6, 1))
    assert (coverage.starts_on, coverage.ends_on) == (date(2019, 1, 1), date(2021, 1, 1))
    assert (coverage.member_id, coverage.payer.electronic_id[:3]) == ("AB1", "SYN")
    assert (coverage.payer.zip, coverage.payer.phone) == ("06156", "+13125550142")
    history = history_of(patient.id)
    [problem], [allergy], [drug] = history["problem"], history["allergy"], history["medication"]
    assert (problem.code_system, problem.code, problem.onset_on, problem.ended_on, problem.source) == (
        "snomed", "195662009", date(2020, 3, 2), date(2020, 3, 20), "outside",
    )  # fmt: skip
    assert (allergy.detail, drug.detail, drug.code_system) == ("Sneezing, mild", "for Hypertension", "rxnorm")
    assert [entry.code_system for entry in history["immunization"]] == ["cvx"]
    # Two in the morning by the universal clock is the evening before in Boston.
    assert [entry.onset_on for entry in history["surgery"]] == [date(2020, 3, 1)]
    visit = ImportedEncounter.objects.get()
    assert (visit.facility.name, visit.provider.name, visit.payer.name) == (
        "HARBOR CLINIC", "Ada1 Lund2", "Invented Mutual",
    )  # fmt: skip
    assert ImportedRow.objects.get(table="patients").leftover == {"RACE": "white"}


def test_what_is_open_enters_the_ledger_once(bring, office):
    bring(small_export())
    claim = ImportedClaim.objects.get()
    assert (claim.charged_cents, claim.paid_cents) == (10000, 3000)
    assert (claim.primary_open_cents, claim.patient_open_cents) == (5000, 2000)
    totals = totals_by_account(
        organization_id=office.organization.id, starts_on=date(2026, 6, 2), ends_on=date(2026, 6, 3)
    )
    assert totals == {
        Account.INSURANCE_RECEIVABLE: 5000,
        Account.PATIENT_RECEIVABLE: 2000,
        Account.OPENING_BALANCE: -7000,
    }
    balance = balances([claim.patient_id])[claim.patient_id]
    assert (balance.patient_due_cents, balance.insurance_pending_cents) == (2000, 5000)
    positions = ImportedTransaction.objects.order_by("position").values_list("position", "charge_position")
    assert list(positions) == [(1, 1), (2, 1), (3, 1), (4, 1)]
    assert not [breach for check in checks() for breach in check.run()]


def test_a_second_run_changes_nothing(bring):
    bring(small_export())
    before = table_digests()
    accounts = bring(small_export())
    assert table_digests() == before
    assert accounts.total().imported == accounts.total().merged == 0
    assert accounts.total().already == 18
    assert of(accounts, "payers") == (0, 2, 0, 1)


def test_a_rehearsal_counts_the_same_and_leaves_nothing(bring):
    before = table_digests()
    with rehearsal():
        rehearsed = bring(small_export())
    assert table_digests() == before
    assert bring(small_export()).counts == rehearsed.counts


def test_a_payer_of_the_same_name_is_used(bring, office):
    known = add_payer(
        details=PayerDetails(name="INVENTED MUTUAL", electronic_id="60054"), by=office.program(), at=AT
    )
    accounts = bring(small_export())
    assert of(accounts, "payers") == (1, 0, 1, 1)
    assert ImportedClaim.objects.get().primary_payer_id == known.id


def test_money_beyond_the_charge_waits_as_unapplied(bring):
    rows = small_export()
    rows["claims"][0] |= {"OUTSTANDING1": "0", "OUTSTANDINGP": "0"}
    rows["claims_transactions"] = [
        step(1, "CHARGE", AMOUNT="77.49", TRANSFERTYPE="1"),
        step(2, "PAYMENT", PAYMENTS="80.00", METHOD="COPAY", OUTSTANDING="0.00"),
    ]
    accounts = bring(rows)
    [said] = sentences(accounts, "claims", "remark")
    assert said.startswith("$2.51 was paid beyond its charges")
    patient_id = ImportedClaim.objects.get().patient_id
    assert balances([patient_id])[patient_id].unapplied_cents == 251


def test_what_claims_and_transactions_say_differently_is_told(bring):
    rows = small_export()
    rows["claims"][0] |= {"OUTSTANDING1": "0"}
    assert sentences(bring(rows), "claims", "remark") == [
        "By its transactions $70.00 is open, by claims.csv $20.00; it came in as the transactions have it."
    ]


def test_a_transaction_that_cannot_be_read_holds_the_balance_until_it_is_mended(bring):
    rows = small_export()
    rows["claims_transactions"][1]["PAYMENTS"] = "thirty"
    accounts = bring(rows)
    assert of(accounts, "claims_transactions") == (3, 0, 0, 1)
    assert sentences(accounts, "claims_transactions") == [
        "PAYMENTS is “thirty”: an amount is written like 12.34."
    ]
    assert sentences(accounts, "claims", "remark") == [
        "Some of its transactions did not come in, so its open balance did not either."
    ]
    assert ImportedClaim.objects.get().opening_entry_id is None
    accounts = bring(small_export())
    assert of(accounts, "claims_transactions") == (1, 3, 0, 0)
    claim = ImportedClaim.objects.get()
    assert claim.opening_entry_id is not None
    assert claim.patient_open_cents == 2000
    assert not [breach for check in checks() for breach in check.run()]


def test_rows_of_nobody_and_of_a_refused_patient_are_reported(bring):
    rows = small_export()
    rows["patients"].append({**rows["patients"][0], "Id": OTHER, "FIRST": "Old1", "BIRTHDATE": "1820-01-01"})
    rows["conditions"].append({**rows["conditions"][0], "PATIENT": OTHER})
    rows["allergies"].append({**rows["allergies"][0], "PATIENT": NOBODY})
    accounts = bring(rows)
    assert "125 years" in sentences(accounts, "patients")[0]
    assert sentences(accounts, "conditions") == ["Its patient, line 3 of patients.csv, was not brought in."]
    assert sentences(accounts, "allergies") == ["patients.csv has no patient of this id."]


def test_a_row_that_changed_since_is_reported_and_left_alone(bring):
    bring(small_export())
    rows = small_export()
    rows["patients"][0]["CITY"] = "Lowell"
    rows["conditions"].append(
        {**rows["conditions"][0], "CODE": "444814009", "DESCRIPTION": "Viral sinusitis"}
    )
    accounts = bring(rows)
    assert sentences(accounts, "patients") == [
        "It came in before with other values; what is here was left as it is."
    ]
    assert Patient.objects.get().city == "Boston"
    # What is new about the patient comes in all the same.
    assert of(accounts, "conditions") == (1, 1, 0, 0)


def test_identical_rows_are_one_and_the_same_id_with_other_values_is_told(bring):
    rows = small_export()
    rows["conditions"].append(dict(rows["conditions"][0]))
    rows["encounters"].append({**rows["encounters"][0], "CODE": "185349003"})
    accounts = bring(rows)
    assert of(accounts, "conditions") == (1, 0, 1, 0)
    assert sentences(accounts, "conditions", "merged") == ["Identical to line 2."]
    assert sentences(accounts, "encounters") == ["Line 2 has the same id and other values."]
    assert of(bring(rows), "conditions") == (0, 2, 0, 0)


def test_insurance_of_another_needs_a_birth_date_to_be_billed(bring):
    rows = small_export()
    rows["patients"].append(
        {**rows["patients"][0], "Id": OTHER, "FIRST": "Olaf1", "SSN": "", "BIRTHDATE": "1975-02-03"}
    )
    rows["payer_transitions"] = [
        transition("2019-01-01", "2020-01-01", OWNERSHIP="Spouse", OWNERNAME="Olaf1 Quist2"),
        transition("2020-01-01", "2021-01-01", OWNERSHIP="Guardian", OWNERNAME="Some Body"),
        transition("2021-01-01", "2022-01-01", PAYER=NOBODY, MEMBERID="", OWNERSHIP="", OWNERNAME=""),
        transition("2022-01-01", "2022-01-01"),
        transition("2023-01-01", "2024-01-01", SECONDARY_PAYER=SECOND),
    ]
    accounts = bring(rows)
    assert of(accounts, "payer_transitions") == (3, 0, 0, 2)
    patient = Patient.objects.get(given_name="Nora1")
    [spouse] = coverage_on(patient_id=patient.id, on=date(2019, 6, 1))
    assert (spouse.relationship, spouse.subscriber_birth_on) == ("01", date(1975, 2, 3))
    assert coverage_on(patient_id=patient.id, on=date(2020, 6, 1)) == []
    past = ImportedCoverage.objects.get()
    assert (past.subscriber, past.starts_on, past.ends_on) == (
        "Some Body",
        date(2020, 1, 1),
        date(2021, 1, 1),
    )
    both = coverage_on(patient_id=patient.id, on=date(2023, 6, 1))
    assert [(each.rank, each.payer.name) for each in both] == [(1, "Invented Mutual"), (2, "Medicare")]
    assert of(bring(rows), "payer_transitions") == (0, 3, 0, 2)


def test_a_state_in_force_is_listed_once_and_an_event_that_is_repeated_ends_the_one_before(bring):
    rows = small_export()
    drug, shot = rows["medications"][0], rows["immunizations"][0]
    rows["medications"] += [
        {**drug, "START": "2018-01-01T12:00:00Z", "STOP": "2019-01-01T12:00:00Z"},
        {**drug, "START": "2021-01-01T12:00:00Z"},
    ]
    rows["immunizations"].append({**shot, "DATE": "2021-10-01T15:00:00Z"})
    accounts = bring(rows)
    assert of(accounts, "medications") == (2, 0, 1, 0)
    assert "in force since 2020-03-02" in sentences(accounts, "medications", "merged")[0]
    history = history_of(Patient.objects.get().id)
    assert [(entry.onset_on.year, entry.in_force) for entry in history["immunization"]] == [
        (2021, True),
        (2020, False),
    ]


def test_an_event_repeated_in_a_later_run_ends_the_one_brought_in_before(bring):
    rows = small_export()
    bring(rows)
    rows["immunizations"] += [
        {**rows["immunizations"][0], "DATE": "2021-10-01T15:00:00Z"},
        {**rows["immunizations"][0], "DATE": "2031-10-01T15:00:00Z"},
    ]
    accounts = bring(rows)
    assert of(accounts, "immunizations") == (1, 1, 0, 1)
    entries = history_of(Patient.objects.get().id)["immunization"]
    assert [(entry.onset_on.year, entry.ended_on) for entry in entries] == [
        (2021, None),
        (2020, date(2021, 10, 1)),
    ]


@pytest.mark.parametrize(
    ("table", "column", "value", "says"),
    [
        ("patients", "GENDER", "X", "GENDER is “X”"),
        ("patients", "Id", "one", "Id is “one”"),
        ("conditions", "START", "2020-13-01", "there is no such day"),
        ("conditions", "STOP", "2019-01-01", "between the beginning and today"),
        ("medications", "CODE", "", "CODE is “”"),
        ("immunizations", "DATE", "2031-01-01T00:00:00Z", "still to come"),
        ("encounters", "TOTAL_CLAIM_COST", "1.234", "TOTAL_CLAIM_COST is “1.234”"),
        ("claims", "SERVICEDATE", "", "SERVICEDATE is “”"),
        ("claims_transactions", "TYPE", "REFUND", "TYPE is “REFUND”"),
        ("claims_transactions", "AMOUNT", "", "no amount"),
        ("payer_transitions", "PAYER", CLAIM, "payers.csv"),
        ("procedures", "DESCRIPTION", "x" * 201, "201 characters"),
    ],
)
def test_a_value_that_cannot_be_is_reported_and_the_counts_add_up(bring, table, column, value, says):
    rows = small_export()
    rows[table][0][column] = value
    accounts = bring(rows)
    assert says in sentences(accounts, table)[0]
    total = accounts.total()
    assert total.read == total.imported + total.merged + total.reported
    assert total.reported == len(
        {(note.table, note.line) for note in accounts.notes if note.kind == "reported"}
    )


def test_a_file_that_nobody_knows_is_reported_by_its_rows(bring, office, tmp_path):
    folder = write_export(tmp_path / "more", small_export())
    (folder / "observations.csv").write_text("A\n1\n2\n")
    accounts = import_synthea(folder=read_folder(folder), by=office.program(), at=AT)
    assert of(accounts, "observations") == (0, 0, 0, 2)
    assert "does not know this file" in sentences(accounts, "observations")[0]


def test_it_follows_the_chart_out_of_sight(bring, office):
    bring(small_export())
    patient = Patient.objects.get()
    move_to_compartment(
        patient_id=patient.id, compartment="restricted", reason="for a test", by=office.program(), at=AT
    )
    office.actor("north_desk")
    for model in (ImportedEncounter, ImportedClaim, ImportedTransaction):
        assert not model.objects.exists()
    assert not ImportedRow.objects.filter(patient=patient).exists()


def test_who_may_not_register_patients_may_not_import(office, tmp_path):
    folder = read_folder(write_export(tmp_path / "export", small_export()))
    with pytest.raises(NotAllowed):
        import_synthea(folder=folder, by=office.actor("buyer"), at=AT)
