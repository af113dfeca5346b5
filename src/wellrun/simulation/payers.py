"""Who pays at Prairie Oak: payers and plans that do not exist, each with habits of its own."""

from __future__ import annotations

from dataclasses import dataclass

from wellrun.simulation.clearinghouse import PayerHabits


@dataclass(frozen=True)
class PayerPlan:
    """A payer. `member_form` writes member ids (A a letter, 9 a digit); `plans` are names with copays in cents;
    `share` is how many working-age households have it."""

    key: str
    name: str
    electronic_id: str
    filing_indicator: str
    kind: str
    member_form: str
    member_pattern: str
    plans: tuple[tuple[str, int], ...]
    timely_filing_days: int
    share: float
    crossover: bool = False


MEDICARE = PayerPlan(
    "medicare", "Great Rivers Medicare Part B", "GRMB1", "MB", "medicare", "", "", (("Part B", 0),), 365, 0,
    crossover=True,
)  # fmt: skip
MEDICAID = PayerPlan(
    "medicaid", "Prairie State Medicaid", "PSMC1", "MC", "medicaid", "999999999", r"\d{9}", (("Standard", 0),), 180,
    0.18,
)  # fmt: skip
SWITCHGRASS = PayerPlan(
    "switchgrass", "Switchgrass Blue Plan", "SWGB1", "BL", "blue", "SWG999999999", r"SWG\d{9}",
    (("Blue Choice PPO", 3000), ("Blue Value PPO", 3000)), 180, 0.34,
)  # fmt: skip
TALLGRASS = PayerPlan(
    "tallgrass", "Tallgrass Mutual", "TGMU1", "CI", "commercial", "T99999999", r"T\d{8}",
    (("Mutual Select", 3500), ("Mutual Basic", 3500)), 90, 0.26,
)  # fmt: skip
LIMESTONE = PayerPlan(
    "limestone", "Limestone HMO", "LIME1", "HM", "commercial", "LM9999999AA", r"LM\d{7}[A-Z]{2}",
    (("Limestone Core", 2000), ("Limestone Plus", 2000)), 120, 0.17,
)  # fmt: skip
PAYERS = (MEDICARE, MEDICAID, SWITCHGRASS, TALLGRASS, LIMESTONE)
#: How many working-age households have no insurance.
UNINSURED_SHARE = 0.05

#: How each pays: contract price, deductible still open in the fall, coinsurance, days, rejections and denials.
HABITS = (
    PayerHabits("GRMB1", MEDICARE.name, 46, 0, 4_000, 20, 7, 0.01, 0.04, filing_indicator="MB"),
    PayerHabits("PSMC1", MEDICAID.name, 36, 0, 0, 0, 10, 0.04, 0.10, filing_indicator="MC"),
    PayerHabits("SWGB1", SWITCHGRASS.name, 64, 3_000, 10_000, 10, 4, 0.01, 0.05, 0.02, filing_indicator="BL"),
    PayerHabits("TGMU1", TALLGRASS.name, 70, 3_500, 25_000, 20, 12, 0.03, 0.13),
    PayerHabits("LIME1", LIMESTONE.name, 57, 2_000, 0, 0, 6, 0.02, 0.09, 0.02, filing_indicator="HM"),
)
