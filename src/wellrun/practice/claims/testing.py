"""Claims, answers and payments for the tests of every room: real charges, real files, a simulated
clearinghouse.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from wellrun.engines import x12
from wellrun.practice.billing.testing import EVENING, charge, draft_of, make_encounter
from wellrun.practice.claims.models import Claim, Submission
from wellrun.practice.claims.operations.submit_claims import submit_claims
from wellrun.practice.coverage.api import Payer, verify_coverage
from wellrun.practice.coverage.testing import make_coverage, make_payer
from wellrun.practice.exchange.api import Transmission, content_of, fetch_new, line_of, transmission
from wellrun.practice.patients.testing import make_patient

#: When batches are sent, and a day on which every payer has paid.
SENT_AT = EVENING + timedelta(hours=1)
PAID_AT = EVENING + timedelta(days=40)
_turn = count(1)


def make_claims(
    office: Any,
    many: int = 1,
    *,
    payer: Payer | None = None,
    codes: Sequence[str] = ("99213",),
    at: datetime = EVENING,
    **visit: Any,
) -> list[Claim]:
    """Clean claims of as many patients, made by entering charges; one payer for all. Leaves the program
    acting.
    """
    payer = payer or make_payer(office, name=f"Plan {next(_turn)}", electronic_id=f"PL{next(_turn):03d}")
    made = []
    for _ in range(many):
        patient = make_patient(office)
        coverage = make_coverage(office, patient, payer)
        verify_coverage(coverage_id=coverage.id, result="active", by=office.program(), at=at)
        encounter = charge(
            office, make_encounter(office, patient_id=patient.id, **visit), draft_of(*codes), at=at
        )
        made.append(Claim.objects.get(encounter=encounter))
    return made


def submit(office: Any, claims: Sequence[Claim], at: datetime = SENT_AT) -> Submission:
    """Send claims as the program."""
    return submit_claims(claim_ids=[claim.id for claim in claims], by=office.program(), at=at)


def sent_claims(submission: Submission) -> list[x12.Claim]:
    """The claims of a submission as the payer reads them."""
    return list(x12.read_claims(content_of(submission.transmission)))


def remit(
    claims: Sequence[x12.Claim],
    *,
    trace: str = "",
    payer_name: str = "",
    paid_percent: int = 60,
    control: int = 0,
) -> x12.Remittance:
    """A payment of these claims, balanced: so many percent paid, ten percent coinsurance, the rest by
    contract.
    """
    turn = control or next(_turn)
    payer = claims[0].payer
    decided = [_decided(claim, paid_percent) for claim in claims]
    return x12.Remittance(
        envelope=x12.Envelope(
            sender="PAYER", receiver="OFFICE", interchange_control=str(turn), group_control=str(turn),
            transaction_control="0001", written_at=datetime(2026, 6, 20, 9, 0),  # noqa: DTZ001 (X12 names no zone)
        ),
        amount_cents=sum(one.paid_cents for one in decided),
        method="CHK",
        payment_format="",
        originator_id="1999999999",
        paid_on=date(2026, 6, 20),
        trace_number=trace or f"CHECK{turn:05d}",
        payer_trace_id="1999999999",
        produced_on=date(2026, 6, 20),
        payer=x12.Party(
            "PR", payer_name or payer.name, address=x12.Address("1 PLAN PLAZA", "", "SPRINGFIELD", "IL", "627010001"),
            references=[x12.Reference("2U", payer.id)],
            contacts=[x12.Contact("PROVIDER LINE", [("TE", "3125550199")], "BL")],
        ),
        payee=x12.Party("PE", "LAKESIDE MEDICAL GROUP LLC", id_qualifier="XX", id="1234567893"),
        claims=decided,
    )  # fmt: skip


def _decided(claim: x12.Claim, paid_percent: int) -> x12.RemittedClaim:
    lines = []
    for line in claim.lines:
        paid = line.charge_cents * paid_percent // 100
        share = line.charge_cents // 10 if paid_percent < 90 else 0
        rest = line.charge_cents - paid - share
        pairs = (("CO", "45", rest), ("PR", "2", share))
        lines.append(
            x12.RemittedLine(
                "HC", line.procedure, line.modifiers, line.charge_cents, paid, units=line.units,
                control_number=line.control_number, from_on=line.from_on, through_on=line.through_on,
                adjustments=[x12.Adjustment(group, reason, cents) for group, reason, cents in pairs if cents],
            )
        )  # fmt: skip
    patient = claim.patient_party
    return x12.RemittedClaim(
        claim.control_number, "1", claim.charge_cents, sum(line.paid_cents for line in lines),
        sum(one.amount_cents for line in lines for one in line.adjustments if one.group == "PR"), "12",
        f"PCN{claim.control_number}", "11", "1",
        patient=x12.Party("QC", patient.name, patient.first_name, person=True), lines=lines, set_number="1",
    )  # fmt: skip


def deliver(office: Any, content: bytes, name: str = "", at: datetime = PAID_AT) -> Transmission:
    """Let the clearinghouse leave a file and the exchange fetch it; returns the transmission as it then
    stands.
    """
    folder = line_of(office.organization.id).incoming
    (folder / (name or f"file-{next(_turn):05d}.x12")).write_bytes(content)
    found = fetch_new(at=at, organization_id=office.organization.id)
    assert found, "The same content was received before."
    kept = transmission(found[-1].id)
    assert kept is not None
    return kept
