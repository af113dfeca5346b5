"""What billing asks of claims: which charges still wait for an insurer, and why the patient owes the
others.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from wellrun.practice.billing.api import ChargeLine
from wellrun.practice.claims.models import Claim, ClaimState, Outcome, RemittanceClaim
from wellrun.practice.claims.queries.snapshot import line_number
from wellrun.practice.claims.rules.deciding import UNDECIDED

#: Our own words for what a plan leaves to its member.
_WORDS = {"1": "Deductible", "2": "Coinsurance", "3": "Copay", "204": "Not covered by the plan",
          "96": "Not covered", "27": "Coverage had ended", "26": "Coverage had not begun"}  # fmt: skip


def open_claims(charge_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The charges of these whose claim nobody has decided for good, each with the sentence why."""
    encounters = _encounters(charge_ids)
    rows = Claim.objects.filter(encounter_id__in=encounters.values(), state__in=UNDECIDED)
    claims = {claim.encounter_id: claim for claim in rows}
    return {
        charge: f"Claim {found.number} is {ClaimState(found.state).label.lower()}."
        for charge, encounter in encounters.items()
        if (found := claims.get(encounter))
    }


def owed_reasons(charge_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Why the patient owes what remains of charges, as the insurer told it: "Deductible", "Copay,
    Coinsurance".
    """
    wanted = set(charge_ids)
    rows = ChargeLine.objects.filter(encounter_id__in=set(_encounters(charge_ids).values()))
    positions = {(row.encounter_id, row.position): row.id for row in rows if row.id in wanted}
    decided = RemittanceClaim.objects.filter(
        claim__encounter_id__in={encounter for encounter, _ in positions}, outcome=Outcome.POSTED
    ).select_related("claim")  # fmt: skip
    found: dict[uuid.UUID, dict[str, None]] = {}
    for member in decided.order_by("remittance__posted_at", "position"):
        claim = member.claim
        numbers = {
            line_number(claim.number, position): charge
            for (encounter, position), charge in positions.items()
            if encounter == claim.encounter_id
        }
        for line in member.content["lines"]:
            charge = numbers.get(line["control_number"])
            for adjustment in line["adjustments"] if charge else ():
                if adjustment["group"] == "PR" and charge:
                    word = _WORDS.get(adjustment["reason"], f"Insurer's reason {adjustment['reason']}")
                    found.setdefault(charge, {})[word] = None
    return {charge: ", ".join(words) for charge, words in found.items()}


def _encounters(charge_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    return dict(ChargeLine.objects.filter(id__in=list(charge_ids)).values_list("id", "encounter_id"))
