"""What remains open of a claim, and who owes it, by its transactions.

How the source keeps money, as its data show it: every charge begins a chain of steps, numbered in their order. The
charge opens its amount with a party (1 the primary payer, 2 the secondary, p the patient). A payment or adjustment
takes from whoever holds the chain at that moment. A transfer is a pair: one step takes the amount from the holder,
the next gives it to another party, who holds the chain from then on. Each step states what remains open after it,
but never less than nothing: where a copay is larger than the charge, the source states 0 and the surplus is lost
from its own sum. Here it stays: an open amount below zero is money paid beyond the charge.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from wellrun.practice.interop.rules.synthea.money import TransactionRow


@dataclass
class Chain:
    """One charge with its steps: what each party still owes of it, in cents, and where the source says otherwise.

    `disagreeing` are the steps whose stated remainder is not ours, with ours; a surplus stated as 0 is not among
    them.
    """

    charge: TransactionRow
    steps: list[TransactionRow] = field(default_factory=list)
    open_cents: dict[str, int] = field(default_factory=dict)
    paid_cents: int = 0
    disagreeing: list[tuple[TransactionRow, int]] = field(default_factory=list)

    @property
    def total_open_cents(self) -> int:
        """What remains open of the charge, whoever owes it."""
        return sum(self.open_cents.values())


class Unsettled(ValueError):
    """The steps do not make chains, so that nobody can say what is open; the message says where."""


def moved_cents(row: TransactionRow) -> int:
    """The amount of a step, which each type states in a column of its own."""
    by_kind = {
        "CHARGE": row.amount,
        "TRANSFERIN": row.amount,
        "PAYMENT": row.payment,
        "ADJUSTMENT": row.adjustment,
        "TRANSFEROUT": row.transfer,
    }
    amount = by_kind[row.kind]
    if amount is None:
        raise Unsettled(f"line {row.line} states no amount for its {row.kind}")
    return amount


def chains_of(rows: Iterable[TransactionRow]) -> list[Chain]:
    """The chains of one claim's transactions; raises `Unsettled` for steps that belong to no charge."""
    chains: list[Chain] = []
    holder, away = "", 0
    for row in sorted(rows, key=lambda each: each.position):
        cents = moved_cents(row)
        if row.kind == "CHARGE":
            chains.append(Chain(row, [row], {_party(row): cents}))
            holder, away = row.party, 0
            continue
        if not chains:
            raise Unsettled(f"line {row.line} comes before any charge")
        chain = chains[-1]
        chain.steps.append(row)
        if row.kind == "TRANSFERIN":
            if cents != away:
                raise Unsettled(f"line {row.line} takes in what no transfer let go")
            holder, away = _party(row), 0
            chain.open_cents[holder] = chain.open_cents.get(holder, 0) + cents
        else:
            chain.open_cents[holder] -= cents
            if row.kind == "TRANSFEROUT":
                away = cents
            else:
                chain.paid_cents += cents
        _compare(chain, row, away)
    for chain in chains:
        kinds = [step.kind for step in chain.steps]
        if kinds.count("TRANSFEROUT") != kinds.count("TRANSFERIN"):
            raise Unsettled(f"the charge of line {chain.charge.line} was moved to nobody")
    return chains


def _party(row: TransactionRow) -> str:
    if not row.party:
        raise Unsettled(f"line {row.line} does not say who owes it")
    return row.party


def _compare(chain: Chain, row: TransactionRow, away: int) -> None:
    # A transfer away states what it moves, which its second half has not yet given to anybody.
    ours = chain.total_open_cents + away
    if row.stated_open is not None and row.stated_open != max(ours, 0):
        chain.disagreeing.append((row, ours))
