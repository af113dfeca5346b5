"""Whatever stands in a cell, each row is accounted for and the invariants hold."""

from __future__ import annotations

import os
import random
from datetime import UTC, datetime

import pytest
from django.db import transaction

from wellrun.platform.verification import checks
from wellrun.practice.interop.api import import_synthea, read_folder
from wellrun.practice.interop.tests.folders import OTHER, PATIENT, small_export, write_export

AT = datetime(2026, 6, 2, 15, tzinfo=UTC)
ROUNDS = 8
#: What people, spreadsheets and other programs put into cells.
MANGLED = (
    "", " ", "0", "-1", "-0.01", "1.005", "1e9", "NaN", "99999999999999999999", "2023-02-30", "0001-01-01",
    "9999-12-31", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "NULL", "O'Brien; drop table",
    "<script>", "ñandú 漢字 \U0001f600", "x" * 3000, "4111 1111 1111 1111", "123-45-6789", PATIENT, OTHER,
    PATIENT.upper(), "line\nbreak", '"', "1", "2", "p", "CHARGE", "TRANSFERIN", "Self", "Guardian", "M",
)  # fmt: skip


def mangled_export(dice: random.Random):
    rows = small_export()
    for _ in range(dice.randint(1, 6)):
        table = dice.choice(sorted(rows))
        if not rows[table]:
            continue
        row = dice.choice(rows[table])
        act = dice.random()
        if act < 0.7:
            row[dice.choice(sorted(row))] = dice.choice(MANGLED)
        elif act < 0.85:
            rows[table].append(dict(row))
        else:
            rows[table].remove(row)
    return rows


@pytest.mark.parametrize("seed", range(4))
def test_every_row_is_accounted_for(office, tmp_path, seed):
    dice = random.Random(f"{seed} {os.environ.get('WELLRUN_SEED', '')}")
    for number in range(ROUNDS):
        rows = mangled_export(dice)
        folder = read_folder(write_export(tmp_path / "export", rows))
        with transaction.atomic():
            first = import_synthea(folder=folder, by=office.program(), at=AT).total()
            assert first.read == first.settled == sum(len(each) for each in rows.values()), number
            again = import_synthea(folder=folder, by=office.program(), at=AT).total()
            assert (again.imported, again.merged) == (0, 0), (number, rows)
            assert again.reported == first.reported, number
            office.program()
            assert not [breach for check in checks() for breach in check.run()], number
            transaction.set_rollback(True)
