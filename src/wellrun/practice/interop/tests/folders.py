"""Small invented exports for tests: one patient with a visit, insurance and a claim, changed as a test needs."""

from __future__ import annotations

import csv
from pathlib import Path

from wellrun.practice.interop.rules.synthea.tables import TABLES

PATIENT = "11111111-0000-4000-8000-000000000001"
OTHER = "11111111-0000-4000-8000-000000000002"
INSURER = "22222222-0000-4000-8000-000000000001"
SECOND = "22222222-0000-4000-8000-000000000002"
NOBODY = "22222222-0000-4000-8000-000000000009"
FACILITY = "33333333-0000-4000-8000-000000000001"
DOCTOR = "44444444-0000-4000-8000-000000000001"
VISIT = "55555555-0000-4000-8000-000000000001"
CLAIM = "66666666-0000-4000-8000-000000000001"

Rows = dict[str, list[dict[str, str]]]


def step(position: int, kind: str, **values: str) -> dict[str, str]:
    """One transaction of the claim."""
    return {
        "ID": f"77777777-0000-4000-8000-{position:012d}", "CLAIMID": CLAIM, "CHARGEID": str(position),
        "PATIENTID": PATIENT, "TYPE": kind, "FROMDATE": "2020-03-02T15:00:00Z", "TODATE": "1970-01-01T00:00:00Z",
        "PROCEDURECODE": "185345009", "UNITS": "1", "NOTES": "Encounter for symptom", "PLACEOFSERVICE": FACILITY,
        "PROVIDERID": DOCTOR,
    } | values  # fmt: skip


def transition(start: str, end: str, **values: str) -> dict[str, str]:
    """One year of insurance of the patient."""
    return {
        "PATIENT": PATIENT, "MEMBERID": "AB-1", "START_YEAR": f"{start}T12:00:00Z", "END_YEAR": f"{end}T12:00:00Z",
        "PAYER": INSURER, "OWNERSHIP": "Self", "OWNERNAME": "Nora1 Quist2",
    } | values  # fmt: skip


def small_export() -> Rows:
    """Rows of every table, each column that matters. $100.00 charged: $30.00 paid, $20.00 moved to the patient."""
    clinical = {"PATIENT": PATIENT, "ENCOUNTER": VISIT}
    return {
        "payers": [
            {"Id": INSURER, "NAME": "Invented Mutual", "ZIP": "6156", "STATE_HEADQUARTERED": "CT",
             "PHONE": "1-312-555-0142"},
            {"Id": SECOND, "NAME": "Medicare"},
            {"Id": NOBODY, "NAME": "NO_INSURANCE"},
        ],
        "organizations": [{"Id": FACILITY, "NAME": "HARBOR CLINIC", "CITY": "BOSTON", "STATE": "MA"}],
        "providers": [{"Id": DOCTOR, "ORGANIZATION": FACILITY, "NAME": "Ada1 Lund2", "SPECIALITY": "GENERAL PRACTICE"}],
        "patients": [
            {"Id": PATIENT, "BIRTHDATE": "1980-05-06", "SSN": "123-45-6789", "FIRST": "Nora1", "LAST": "Quist2",
             "GENDER": "F", "ADDRESS": "1 Elm St", "CITY": "Boston", "STATE": "Massachusetts", "RACE": "white"},
        ],
        "payer_transitions": [transition("2019-01-01", "2020-01-01"), transition("2020-01-01", "2021-01-01")],
        "conditions": [{**clinical, "START": "2020-03-02", "STOP": "2020-03-20", "CODE": "195662009",
                        "DESCRIPTION": "Acute viral pharyngitis (disorder)"}],
        "allergies": [{**clinical, "START": "2010-01-01", "CODE": "84489001", "SYSTEM": "SNOMED-CT",
                       "DESCRIPTION": "Mold (organism)", "DESCRIPTION1": "Sneezing", "SEVERITY1": "MILD"}],
        "medications": [{**clinical, "START": "2020-03-02T15:00:00Z", "CODE": "314076",
                         "DESCRIPTION": "lisinopril 10 MG Oral Tablet", "REASONDESCRIPTION": "Hypertension"}],
        "immunizations": [{**clinical, "DATE": "2020-03-02T15:00:00Z", "CODE": "140", "DESCRIPTION": "Influenza"}],
        "procedures": [{**clinical, "START": "2020-03-02T02:00:00Z", "STOP": "", "CODE": "430193006",
                        "DESCRIPTION": "Medication Reconciliation (procedure)"}],
        "encounters": [{"Id": VISIT, "START": "2020-03-02T15:00:00Z", "STOP": "2020-03-02T15:15:00Z",
                        "PATIENT": PATIENT, "ORGANIZATION": FACILITY, "PROVIDER": DOCTOR, "PAYER": INSURER,
                        "ENCOUNTERCLASS": "ambulatory", "CODE": "185345009", "DESCRIPTION": "Encounter for symptom",
                        "BASE_ENCOUNTER_COST": "77.49", "TOTAL_CLAIM_COST": "100.00", "PAYER_COVERAGE": "30.00"}],
        "claims": [{"Id": CLAIM, "PATIENTID": PATIENT, "PROVIDERID": DOCTOR, "PRIMARYPATIENTINSURANCEID": INSURER,
                    "SECONDARYPATIENTINSURANCEID": "0", "DIAGNOSIS1": "195662009", "APPOINTMENTID": VISIT,
                    "SERVICEDATE": "2020-03-02T15:00:00Z", "STATUS1": "BILLED", "STATUSP": "BILLED",
                    "OUTSTANDING1": "50.00", "OUTSTANDINGP": "20.00", "HEALTHCARECLAIMTYPEID1": "1"}],
        "claims_transactions": [
            step(1, "CHARGE", AMOUNT="100.00", TRANSFERTYPE="1"),
            step(2, "PAYMENT", PAYMENTS="30.00", METHOD="ECHECK", OUTSTANDING="70.00"),
            step(3, "TRANSFEROUT", TRANSFERS="20.00", OUTSTANDING="70.00"),
            step(4, "TRANSFERIN", AMOUNT="20.00", TRANSFERTYPE="p", TRANSFEROUTID="3", OUTSTANDING="70.00"),
        ],
    }  # fmt: skip


def write_export(folder: Path, rows: Rows) -> Path:
    """Write the tables as CSV files with every column that is read and those that the rows add."""
    folder.mkdir(exist_ok=True)
    for table in TABLES:
        extra = {name for row in rows[table.name] for name in row} - set(table.columns)
        with (folder / table.file).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [*table.columns, *sorted(extra)], restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows[table.name])
    return folder
