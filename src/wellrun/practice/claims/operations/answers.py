"""What comes back before money does: the 999 of a batch, the 277CA of its claims."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from wellrun.engines import x12
from wellrun.platform.access.api import Actor
from wellrun.practice.claims.models import Claim, ClaimAnswer, ClaimState, Submission, SubmissionClaim
from wellrun.practice.claims.operations.advance import Move, advance_all
from wellrun.practice.claims.operations.strays import raise_stray
from wellrun.practice.claims.rules.deciding import WITH_PAYER
from wellrun.practice.claims.rules.outgoing import SET_NUMBER
from wellrun.practice.claims.rules.statuses import status_sentence

#: Verdicts of a 999 by which a transaction set was not taken in (IK501).
REFUSED_SETS = frozenset("RMWX")


def take_999(content: bytes, *, transmission_id: uuid.UUID, by: Actor, at: datetime) -> None:
    """Note what the receiver's syntax check said of each batch; claims of a refused set are rejected."""
    for found in x12.read_acknowledgements(content):
        number = int(found.group_control) if found.group_control.isdecimal() else -1
        submission = Submission.objects.select_for_update().filter(
            organization_id=by.organization_id, number=number
        ).first()  # fmt: skip
        if submission is None:
            sentence = f"A 999 answers to batch {found.group_control}, which we did not send."
            raise_stray(transmission_id, sentence, by=by, at=at)
            continue
        submission.verdict, submission.answered_at = found.verdict[:1], at
        submission.save(update_fields=["verdict", "answered_at"])
        refused = {answer.control for answer in found.transactions if answer.verdict in REFUSED_SETS}
        if found.verdict == "R" and not found.transactions:
            refused = {SET_NUMBER}
        _answer_batch(submission, refused, _said(found), transmission_id, by=by, at=at)


def _said(found: x12.Acknowledgement) -> str:
    notes = [note for answer in found.transactions for note in answer.segments]
    places = ", ".join(f"{note.segment_id} at segment {note.position}" for note in notes[:3])
    return f"The file was refused: see {places}." if places else "The file was refused as unreadable."


def _answer_batch(
    submission: Submission,
    refused: set[str],
    sentence: str,
    transmission_id: uuid.UUID,
    *,
    by: Actor,
    at: datetime,
) -> None:
    members = SubmissionClaim.objects.filter(submission=submission, live=True).order_by("claim_id")
    controls = dict(members.values_list("claim_id", "set_number"))
    claims = Claim.objects.select_for_update().filter(id__in=controls).defer("snapshot").order_by("id")
    answers, moves = [], []
    for claim in claims:
        taken = controls[claim.id] not in refused
        text = "The file was readable." if taken else sentence
        answers.append(_answer(claim, transmission_id, "999", "", "", taken, "clearinghouse", text, at))
        if not taken and claim.state == ClaimState.SUBMITTED:
            moves.append(Move(claim, ClaimState.REJECTED, text))
    ClaimAnswer.objects.bulk_create(answers)
    _release(move.claim for move in moves)
    advance_all(moves, by=by, at=at)


def take_277ca(content: bytes, *, transmission_id: uuid.UUID, by: Actor, at: datetime) -> None:
    """Note what was said of each claim: taken in, with the payer's number, or turned back."""
    for found in x12.read_claim_acknowledgements(content):
        if not found.claims:
            _take_batch_status(found, transmission_id, by=by, at=at)
            continue
        source = found.source.display_name[:60]
        numbers = {status.control_number for status in found.claims}
        claims = {
            claim.number: claim
            for claim in Claim.objects.select_for_update().filter(
                organization_id=by.organization_id, number__in=numbers
            ).defer("snapshot").order_by("id")
        }  # fmt: skip
        answers, moves = [], []
        for status in found.claims:
            claim = claims.get(status.control_number)
            if claim is None:
                sentence = f"A 277CA speaks of claim {status.control_number}, which we did not send."
                raise_stray(transmission_id, sentence, by=by, at=at)
                continue
            answers += _answers(claim, status, transmission_id, source, at)
            move = _move(claim, status)
            moves += [move] if move else []
        ClaimAnswer.objects.bulk_create(answers)
        _release(move.claim for move in moves if move.to == ClaimState.REJECTED)
        advance_all(moves, by=by, at=at)


def _take_batch_status(
    found: x12.ClaimAcknowledgement, transmission_id: uuid.UUID, *, by: Actor, at: datetime
) -> None:
    """A 277CA that speaks of the batch alone: when it turns the batch back, every claim of it comes back."""
    statuses = [*found.statuses, *(one for provider in found.providers for one in provider.statuses)]
    refused = [one for one in statuses if one.is_rejection]
    submission = Submission.objects.filter(
        organization_id=by.organization_id, reference=found.batch_reference
    ).first()  # fmt: skip
    if submission is None:
        sentence = f"A 277CA answers to batch {found.batch_reference}, which we did not send."
        raise_stray(transmission_id, sentence, by=by, at=at)
    elif refused:
        codes = refused[0].codes
        text = refused[0].text or (_sentence(codes[0]) if codes else "")
        _answer_batch(
            submission, {SET_NUMBER}, text or "The batch was turned back.", transmission_id, by=by, at=at
        )


def _answers(
    claim: Claim, status: x12.ClaimStatus, transmission_id: uuid.UUID, source: str, at: datetime
) -> list[ClaimAnswer]:
    every = [*status.statuses, *(one for line in status.lines for one in line.statuses)]
    rows = []
    for one in every:
        category = one.codes[0].category if one.codes else ""
        codes = ", ".join(f"{c.category}:{c.status}{':' + c.entity if c.entity else ''}" for c in one.codes)
        text = one.text or (_sentence(one.codes[0]) if one.codes else "")
        taken = not one.is_rejection
        rows.append(_answer(claim, transmission_id, "277CA", category, codes, taken, source, text, at))
    return rows


def _sentence(code: x12.StatusCode) -> str:
    return status_sentence(code.category, code.status, code.entity)


def _move(claim: Claim, status: x12.ClaimStatus) -> Move | None:
    if claim.state not in WITH_PAYER:
        return None
    if status.is_rejected:
        texts = [one.text for one in status.statuses if one.is_rejection and one.text]
        codes = [code for one in status.statuses if one.is_rejection for code in one.codes]
        said = texts[0] if texts else " ".join(_sentence(code) for code in codes[:1])
        return Move(claim, ClaimState.REJECTED, said or "Turned back.")
    if status.payer_claim_number:
        claim.payer_claim_number = status.payer_claim_number[:50]
    known = claim.payer_claim_number
    reason = f"Taken in under the payer's number {known}." if known else "Taken in."
    if claim.state == ClaimState.ACCEPTED and not status.payer_claim_number:
        return None
    return Move(claim, ClaimState.ACCEPTED, reason)


def _release(claims: Iterable[Claim]) -> None:
    """Let rejected claims go into another batch."""
    ids = [claim.id for claim in claims]
    if not ids:
        return
    SubmissionClaim.objects.filter(claim_id__in=ids, live=True).update(live=False)


def _answer(
    claim: Claim, transmission_id: uuid.UUID, kind: str, category: str, codes: str, accepted: bool, source: str,
    sentence: str, at: datetime,
) -> ClaimAnswer:  # fmt: skip
    return ClaimAnswer(
        organization_id=claim.organization_id,
        unit_id=claim.unit_id,
        compartment=claim.compartment,
        claim=claim,
        transmission_id=transmission_id,
        kind=kind,
        category=category[:4],
        codes=codes[:120],
        accepted=accepted,
        source=source,
        sentence=sentence[:500],
        at=at,
    )
