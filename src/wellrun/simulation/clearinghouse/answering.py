"""The two answers that come before money: the 999 of a file and the 277CA of its claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from wellrun.engines.x12 import (
    Acknowledgement,
    Claim,
    ClaimAcknowledgement,
    ClaimStatus,
    DatedFact,
    Envelope,
    Finding,
    Party,
    Reference,
    SegmentNote,
    Status,
    StatusCode,
    Totals,
    TransactionAnswer,
    write_277ca,
    write_999,
)

NAME, IDENTIFIER = "CLEARINGHOUSE", "CLEARINGHOUSE"


def acknowledge_syntax(
    envelope: Envelope, faults: Mapping[str, Sequence[Finding]], control: int, at: datetime
) -> bytes:
    """The 999 of a group: a set (ST02) with faults is refused, with up to five places named."""
    answers = [
        TransactionAnswer(
            "837",
            number,
            "R" if found else "A",
            version=envelope.version,
            codes=["5"] if found else [],
            segments=[
                SegmentNote(one.segment_id or "ST", max(one.position_in_transaction, 1), "8")
                for one in found[:5]
            ],
        )
        for number, found in sorted(faults.items())
    ]
    accepted = sum(answer.verdict == "A" for answer in answers)
    verdict = "A" if accepted == len(answers) else "P" if accepted else "R"
    return write_999(
        Acknowledgement(
            envelope=_answering(envelope, control, at),
            functional_group="HC",
            group_control=envelope.group_control,
            version=envelope.version,
            transactions=answers,
            verdict=verdict,
            included=len(answers),
            received=len(answers),
            accepted=accepted,
        )
    )


def acknowledge_claims(
    claims: Sequence[Claim],
    numbers: Mapping[str, str],
    refusals: Mapping[str, StatusCode],
    control: int,
    at: datetime,
) -> bytes:
    """The 277CA of one batch: each claim taken in under the payer's number, or turned back with a status
    code.
    """
    first = claims[0]
    envelope = first.header.envelope
    statuses = [_status(claim, numbers, refusals, at) for claim in claims]
    refused = [claim for claim in claims if claim.control_number in refusals]
    taken_cents = sum(claim.charge_cents for claim in claims if claim not in refused)
    refused_cents = sum(claim.charge_cents for claim in refused)
    receiver = Party("41", first.header.submitter.name, id_qualifier="46", id=first.header.submitter.id)
    found = ClaimAcknowledgement(
        envelope=_answering(envelope, control, at),
        reference=f"CA{control:09d}",
        created_at=at,
        source=Party("AY", NAME, id_qualifier="46", id=IDENTIFIER),
        source_trace=f"CA{control:09d}",
        received_on=at.date(),
        processed_on=at.date(),
        receiver=receiver,
        batch_reference=first.header.reference,
        statuses=[
            Status([StatusCode("A1", "19", "PR")], at.date(), "WQ", sum(c.charge_cents for c in claims))
        ],
        totals=Totals(
            len(claims) - len(refused),
            len(refused),
            taken_cents if len(refused) < len(claims) else None,
            refused_cents if refused else None,
        ),
        claims=statuses,
    )
    return write_277ca(found)


def _status(
    claim: Claim, numbers: Mapping[str, str], refusals: Mapping[str, StatusCode], at: datetime
) -> ClaimStatus:
    refusal = refusals.get(claim.control_number)
    code = refusal or StatusCode("A2", "20", "PR")
    status = Status([code], at.date(), "U" if refusal else "WQ", claim.charge_cents)
    references = [] if refusal else [Reference("1K", numbers[claim.control_number])]
    patient = claim.patient_party
    days = [line.from_on for line in claim.lines if line.from_on]
    return ClaimStatus(
        control_number=claim.control_number,
        patient=Party(
            "QC",
            patient.name,
            patient.first_name,
            person=True,
            id_qualifier="MI",
            id=claim.subscriber.member_id,
        ),
        provider=claim.billing,
        statuses=[status],
        references=references,
        dates=[DatedFact("472", min(days), max(days))] if days else [],
    )


def _answering(envelope: Envelope, control: int, at: datetime) -> Envelope:
    return Envelope(
        sender=IDENTIFIER,
        receiver=envelope.sender,
        interchange_control=str(control),
        group_control=str(control),
        transaction_control="0001",
        written_at=at.replace(tzinfo=None),
        usage=envelope.usage,
    )
