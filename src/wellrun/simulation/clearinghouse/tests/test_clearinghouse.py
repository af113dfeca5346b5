"""The simulated clearinghouse: answers that its own engine finds clean, balanced, the same for the same
seed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from wellrun.engines import x12
from wellrun.engines.x12.testing import make_batch
from wellrun.practice.coverage.api import FilingIndicator
from wellrun.simulation.clearinghouse import Clearinghouse, Faults, PayerHabits, run_folder
from wellrun.simulation.payers import HABITS, PAYERS

AT = datetime(2026, 11, 2, 15, 30, tzinfo=UTC)
MONTH = AT + timedelta(days=60)
KIND = PayerHabits("UP001", "Upland Health Plan", deductible_cents=2_000, reject_share=0.0, denial_share=0.0)


def batch(claims=20, **options):
    return x12.write_837p(make_batch(claims, **options))


def answers(habits=KIND, faults=None, content=None, seed=7, until=MONTH):
    house = Clearinghouse(seed, [habits], faults)
    house.receive("b.837", content or batch(), AT)
    return house.due(until)


def of_kind(delivered, suffix):
    return [content for name, content in delivered if name.endswith(suffix)]


def test_each_answer_comes_in_its_own_time():
    house = Clearinghouse(7, [KIND])
    house.receive("b.837", batch(), AT)
    assert house.due(AT) == []
    assert [name[-4:] for name, _ in house.due(AT + timedelta(minutes=5))] == [".999"]
    assert [name[-4:] for name, _ in house.due(AT + timedelta(hours=1))] == [".277"]
    assert [name[-4:] for name, _ in house.due(AT + timedelta(days=15))] == [".835"]
    assert house.due(MONTH) == []


def test_every_answer_is_clean_by_the_engine():
    delivered = answers(replace(KIND, denial_share=0.3, reject_share=0.2, takeback_share=0.5))
    assert {name[-4:] for name, _ in delivered} == {".999", ".277", ".835"}
    faults = [f for _, content in delivered for f in x12.check(content) if f.severity == "error"]
    assert faults == []


@pytest.mark.parametrize("indicator", [*FilingIndicator.values, "11", "FI"])
def test_a_payer_of_any_kind_pays_with_a_clean_remittance(indicator):
    (content,) = of_kind(answers(replace(KIND, filing_indicator=indicator)), ".835")
    assert [finding for finding in x12.check(content) if finding.severity == "error"] == []


def test_the_payers_of_the_demonstration_pay_as_what_they_are_on_claims():
    assert {each.electronic_id: each.filing_indicator for each in HABITS} == {
        each.electronic_id: each.filing_indicator for each in PAYERS
    }


def test_one_check_pays_all_claims_and_balances():
    payments = list(x12.read_remittances(of_kind(answers(), ".835")[0]))
    assert len(payments) == 1
    assert len(payments[0].claims) == 20
    assert x12.balance(payments[0]) == []
    assert payments[0].amount_cents == sum(claim.paid_cents for claim in payments[0].claims) > 0


def test_the_same_seed_gives_the_same_bytes():
    habits = replace(KIND, denial_share=0.3, reject_share=0.2, takeback_share=0.3)
    assert answers(habits) == answers(habits)
    assert answers(habits) != answers(habits, seed=8)


def test_a_takeback_is_a_reversal_with_its_correction_and_never_a_negative_check():
    files = of_kind(answers(replace(KIND, takeback_share=1.0)), ".835")
    first, later = (next(x12.read_remittances(content)) for content in files)
    assert {claim.status for claim in later.claims} == {"22", "1"}
    assert later.amount_cents == 0
    assert x12.is_balanced(later)
    assert [moved.reason for moved in later.provider_adjustments] == ["FB"]
    assert sum(c.paid_cents for c in later.claims) < 0 < first.amount_cents


def test_a_payer_nobody_knows_is_turned_back():
    house = Clearinghouse(1, [])
    house.receive("b.837", batch(2), AT)
    found = next(x12.read_claim_acknowledgements(of_kind(house.due(MONTH), ".277")[0]))
    assert all(claim.is_rejected for claim in found.claims)
    assert found.batch_reference == make_batch(2).header.reference


def test_a_broken_file_is_refused_by_the_999_and_not_paid():
    delivered = answers(content=batch(3).replace(b"*11:B:1*", b"*::1*"))
    found = next(x12.read_acknowledgements(of_kind(delivered, ".999")[0]))
    assert found.verdict == "R"
    assert of_kind(delivered, ".835") == []


def test_the_same_file_twice_is_answered_once():
    house = Clearinghouse(7, [KIND])
    for name in ("b.837", "again.837"):
        house.receive(name, batch(), AT)
    assert len(house.due(MONTH)) == 3


@pytest.mark.parametrize(
    "faults, says",
    [
        (Faults(truncated=1.0), lambda files: not x12.is_balanced(next(x12.read_remittances(files[0])))),
        (Faults(unbalanced=1.0), lambda files: not x12.is_balanced(next(x12.read_remittances(files[0])))),
        (Faults(duplicate=1.0), lambda files: files[0] == files[1]),
        (Faults(byte_order_mark=1.0), lambda files: files[0].startswith(b"\xef\xbb\xbfISA")),
        (Faults(odd_separators=1.0), lambda files: b"|" in files[0] and b"*" not in files[0]),
        (Faults(unknown_claim=1.0), lambda files: b"X99999999" in files[0]),
    ],
)
def test_each_fault_can_be_ordered_and_the_last_file_is_whole(faults, says):
    files = of_kind(answers(faults=faults), ".835")
    assert says(files)
    assert x12.is_balanced(next(x12.read_remittances(files[-1])))


def test_the_folder_gives_each_file_once_also_after_a_restart(tmp_path):
    from wellrun.simulation.clearinghouse import folder

    (tmp_path / "clearinghouse/to").mkdir(parents=True)
    (tmp_path / "clearinghouse/to/b.837").write_bytes(batch())
    assert run_folder(tmp_path, AT, payers=(KIND,)) == []
    folder._house.cache_clear()
    names = run_folder(tmp_path, AT + timedelta(hours=1), payers=(KIND,))
    assert len(names) == 2
    folder._house.cache_clear()
    assert [name[-4:] for name in run_folder(tmp_path, MONTH, payers=(KIND,))] == [".835"]
    assert len(list((tmp_path / "clearinghouse/from").iterdir())) == 3
