"""How a payer of the simulation behaves, and how its line misbehaves."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PayerHabits:
    """One payer. `electronic_id` is the number claims are routed by; shares are between 0 and 1.

    `allowed_percent` of the charge is the contract price; `copay_cents` falls due on the first line of a
    claim, `deductible_cents` once a member and year, `coinsurance_percent` on what remains. `delay_days` runs
    from receipt to payment, and all claims that are due on a day are paid by one check. `reject_share` of the
    claims are turned back in the 277CA, `denial_share` denied in the 835 for the reasons of `denials` by
    their weights, `takeback_share` paid and later taken back and paid again at 80 percent.
    """

    electronic_id: str
    name: str
    allowed_percent: int = 62
    copay_cents: int = 2_500
    deductible_cents: int = 50_000
    coinsurance_percent: int = 20
    delay_days: int = 14
    reject_share: float = 0.02
    denial_share: float = 0.08
    takeback_share: float = 0.0
    denials: tuple[tuple[str, int], ...] = (
        ("CO 16", 4),
        ("CO 50", 2),
        ("CO 97", 2),
        ("CO 197", 3),
        ("PR 27", 1),
    )
    filing_indicator: str = "CI"
    method: str = "ACH"


@dataclass(frozen=True)
class Faults:
    """How often (0 to 1) a remittance file is delivered with a fault. A faulty file is followed by a whole
    one.

    `duplicate` delivers it again under another name; `byte_order_mark` and `odd_separators` are whole files
    that are laid out unusually; `unknown_claim` pays a claim that nobody sent beside the others.
    """

    duplicate: float = 0.0
    truncated: float = 0.0
    unbalanced: float = 0.0
    unknown_claim: float = 0.0
    byte_order_mark: float = 0.0
    odd_separators: float = 0.0


#: Payers for a demonstration: a plan that pays well, a strict one, a federal-like one, one with high
#: deductibles.
DEMO_PAYERS = (
    PayerHabits("PRAI1", "Prairie Mutual", 68, 3_000, 30_000, 15, 9, 0.01, 0.05),
    PayerHabits("LAKE2", "Lakeshore Health Plan", 58, 4_000, 75_000, 20, 18, 0.03, 0.12, 0.03),
    PayerHabits("FEDB3", "Federal Senior Program", 44, 0, 24_000, 20, 14, 0.02, 0.06, filing_indicator="MB"),
    PayerHabits("SUMM4", "Summit Choice", 64, 0, 300_000, 30, 12, 0.02, 0.07),
    PayerHabits("STAT5", "State Medical Assistance", 35, 0, 0, 0, 21, 0.04, 0.10, filing_indicator="MC"),
)
