"""The shared population of 27 people comes in whole, and a second time nothing happens."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wellrun.platform.clock import now
from wellrun.platform.database.identity import acting
from wellrun.platform.verification import checks
from wellrun.practice.interop.api import (
    ImportedClaim,
    ImportedTransaction,
    choose_organization,
    import_synthea,
    read_folder,
)
from wellrun.practice.interop.testing import table_digests
from wellrun.practice.ledger.api import Account, balance_of
from wellrun.practice.organization.api import program_actor

pytestmark = pytest.mark.samples
#: Rows read and rows reported, by file. The others were imported, or merged into the insurance they go on with.
ROWS = {
    "payers": (10, 1),
    "organizations": (63, 0),
    "providers": (166, 0),
    "patients": (27, 0),
    "payer_transitions": (1051, 259),
    "conditions": (438, 0),
    "allergies": (40, 0),
    "medications": (663, 0),
    "immunizations": (29, 0),
    "procedures": (249, 0),
    "encounters": (604, 0),
    "claims": (1267, 0),
    "claims_transactions": (5228, 0),
}


@pytest.fixture
def samples() -> Path:
    named = os.environ.get("WELLRUN_SAMPLES")
    folder = Path(named) if named else Path(__file__).resolve().parents[6] / "shared" / "data"
    if not (folder / "synthea").is_dir():
        pytest.skip("the shared sample files are not here: set WELLRUN_SAMPLES")
    return folder / "synthea"


@pytest.fixture
def program(committed_db):
    unit = choose_organization(zone="America/New_York")
    return program_actor(organization_id=unit.id, name="tests", at=now())


def test_every_row_is_accounted_for_and_a_second_run_changes_nothing(samples, program):
    accounts = import_synthea(folder=read_folder(samples), by=program, at=now())
    assert {table: (count.read, count.reported) for table, count in accounts.counts.items()} == ROWS
    assert accounts.total().read == accounts.total().settled == 9835
    reported = {(note.table, note.line) for note in accounts.notes if note.kind == "reported"}
    assert len(reported) == accounts.total().reported == 260
    with acting(program.identity()):
        assert not [breach for check in checks() for breach in check.run()]
        _money_agrees()
        before = table_digests()
    again = import_synthea(folder=read_folder(samples), by=program, at=now())
    assert again.total().imported == again.total().merged == 0
    assert (again.total().already, again.total().reported) == (9575, 260)
    with acting(program.identity()):
        assert table_digests() == before


def _money_agrees() -> None:
    """The ledger holds what the transactions leave, which is copays paid beyond charges and nothing else."""
    stated = open_cents = 0
    for claim in ImportedClaim.objects.all():
        stated += sum(
            cents or 0
            for cents in (
                claim.stated_primary_cents,
                claim.stated_secondary_cents,
                claim.stated_patient_cents,
            )
        )
        open_cents += claim.primary_open_cents + claim.secondary_open_cents + claim.patient_open_cents
    by_kind = dict.fromkeys(("CHARGE", "PAYMENT", "TRANSFEROUT", "TRANSFERIN"), 0)
    for kind, cents in ImportedTransaction.objects.values_list("kind", "amount_cents"):
        by_kind[kind] += cents
    assert stated == 0
    assert by_kind["TRANSFERIN"] == by_kind["TRANSFEROUT"]
    assert by_kind["CHARGE"] - by_kind["PAYMENT"] == open_cents == -1110122
    assert balance_of(account=Account.UNAPPLIED_PAYMENTS) == -1110122
    assert balance_of(account=Account.PATIENT_RECEIVABLE) == 0
    assert balance_of(account=Account.INSURANCE_RECEIVABLE) == 0
