"""Staging: a remittance read, weighed and matched, before a cent of it is posted."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse

from wellrun.engines import x12
from wellrun.platform.access.api import Actor, Refused
from wellrun.platform.access.matrix import Role
from wellrun.platform.audit.api import record_act
from wellrun.platform.money import format_cents
from wellrun.practice.claims.models import Remittance, RemittanceAdjustment, RemittanceClaim, RemittanceState
from wellrun.practice.claims.operations.matching import Match, match_all, payer_of
from wellrun.practice.claims.operations.strays import KIND as UNMATCHED
from wellrun.practice.claims.rules.deciding import account_of_movement
from wellrun.practice.claims.rules.incoming import kept_claim
from wellrun.practice.coverage.api import Payer
from wellrun.practice.exchange.api import looks_cut
from wellrun.practice.worklist import api as worklist

UNBALANCED = "remittance does not balance"


class NoPayment(Refused):
    """The file holds no payment."""

    sentence = "There is no payment in this file."


def stage_remittance(
    *, content: bytes, transmission_id: uuid.UUID, by: Actor, at: datetime
) -> list[Remittance]:
    """Keep every payment of a file with its claims; one that does not balance, or came before, is not to be
    posted.

    The caller has checked its capability and acts everywhere. Staging a file again returns what was staged.
    """
    known = list(Remittance.objects.filter(transmission_id=transmission_id).order_by("position"))
    if known:
        return known
    read = list(x12.read_remittances(content))
    if not read:
        raise NoPayment()
    cut = looks_cut(content)
    staged = []
    for position, found in enumerate(read, start=1):
        sentences = [f.sentence for f in x12.balance(found) if f.severity == "error"]
        if cut and position == len(read):
            sentences.insert(0, "The file breaks off before its end. Ask for it again.")
        staged.append(_stage(found, position, sentences, transmission_id, by, at))
    return staged


def _stage(
    found: x12.Remittance,
    position: int,
    sentences: list[str],
    transmission_id: uuid.UUID,
    by: Actor,
    at: datetime,
) -> Remittance:
    payer = payer_of(found, by.organization_id)
    remittance = _head(found, position, payer, sentences, transmission_id, by, at)
    if sentences:
        remittance.state = RemittanceState.UNBALANCED
        remittance.save(force_insert=True)
    else:
        _insert_once(remittance)
    _keep_members(remittance, found, match_all(found.claims, by.organization_id, payer))
    _keep_movements(remittance, found.provider_adjustments)
    record_act("remittance.staged", subject_type="remittance", subject_id=remittance.id)
    _raise_task(remittance, at)
    return remittance


def _insert_once(remittance: Remittance) -> None:
    """Insert as the one to post, unless this payment is here already; a unique index decides between two at
    once.
    """
    try:
        with transaction.atomic():
            remittance.save(force_insert=True)
    except IntegrityError:
        remittance.first = Remittance.objects.get(
            organization_id=remittance.organization_id,
            payer_key=remittance.payer_key,
            payer_trace_id=remittance.payer_trace_id,
            trace_number=remittance.trace_number,
            state__in=[RemittanceState.STAGED, RemittanceState.POSTED],
        )
        remittance.state = RemittanceState.DUPLICATE
        remittance.findings = [_seen_before(remittance)]
        remittance.save(force_insert=True)


def _seen_before(remittance: Remittance) -> str:
    first = remittance.first
    assert first is not None
    if first.amount_cents != remittance.amount_cents:
        return (
            f"Payment {remittance.trace_number} came before with {format_cents(first.amount_cents)}; this file says"
            f" {format_cents(remittance.amount_cents)}. Nothing of this file was posted: ask the payer."
        )
    return f"Payment {remittance.trace_number} came before in another file. Nothing was posted again."


def _head(
    found: x12.Remittance, position: int, payer: Payer | None, sentences: Sequence[str],
    transmission_id: uuid.UUID, by: Actor, at: datetime,
) -> Remittance:  # fmt: skip
    key = found.payer.id or found.payer.reference("2U") or found.payer.name.upper()
    debit = -1 if found.credit_debit == "D" else 1
    return Remittance(
        organization_id=by.organization_id,
        transmission_id=transmission_id,
        position=position,
        payer=payer,
        payer_name=found.payer.name[:80],
        payer_key=key[:80],
        trace_number=found.trace_number[:50],
        payer_trace_id=found.payer_trace_id[:30],
        method=found.method[:3],
        amount_cents=debit * found.amount_cents,
        claims_cents=sum(one.paid_cents for one in found.claims),
        moved_cents=sum(one.amount_cents for one in found.provider_adjustments),
        claim_count=len(found.claims),
        paid_on=found.paid_on,
        staged_at=at,
        state=RemittanceState.STAGED,
        findings=list(sentences)[:50],
    )


def _keep_members(remittance: Remittance, found: x12.Remittance, matches: Sequence[Match | None]) -> None:
    RemittanceClaim.objects.bulk_create(
        (
            _member(remittance, position, one, match)
            for position, (one, match) in enumerate(zip(found.claims, matches, strict=True), start=1)
        ),
        batch_size=500,
    )


def _member(
    remittance: Remittance, position: int, one: x12.RemittedClaim, match: Match | None
) -> RemittanceClaim:
    claim = match.claim if match else None
    return RemittanceClaim(
        organization_id=remittance.organization_id,
        unit_id=claim.unit_id if claim else remittance.organization_id,
        compartment=claim.compartment if claim else "normal",
        remittance=remittance,
        position=position,
        claim=claim,
        matched_by=match.by if match else "",
        control_number=one.patient_control_number[:38],
        payer_claim_number=one.payer_claim_number[:50],
        patient_name=(one.patient.display_name if one.patient else "")[:120],
        status=one.status[:2],
        charge_cents=one.charge_cents,
        paid_cents=one.paid_cents,
        patient_cents=one.patient_responsibility_cents,
        content=kept_claim(one),
    )


def _keep_movements(remittance: Remittance, moved: Sequence[x12.ProviderAdjustment]) -> None:
    RemittanceAdjustment.objects.bulk_create(
        RemittanceAdjustment(
            organization_id=remittance.organization_id,
            remittance=remittance,
            position=position,
            reason=one.reason[:3],
            reference=one.reference[:50],
            amount_cents=one.amount_cents,
            account=account_of_movement(one.reason).value,
        )
        for position, one in enumerate(moved, start=1)
    )


def _raise_task(remittance: Remittance, at: datetime) -> None:
    if remittance.state == RemittanceState.STAGED:
        return
    unbalanced = remittance.state == RemittanceState.UNBALANCED
    amount = format_cents(remittance.amount_cents)
    what = "does not balance" if unbalanced else "came again"
    worklist.raise_task(
        kind=UNBALANCED if unbalanced else UNMATCHED,
        key=task_key(remittance),
        title=f"Payment {remittance.trace_number} of {remittance.payer_name}, {amount}, {what}",
        detail=remittance.findings[0],
        path=reverse("claims:remittance", args=[remittance.id]),
        role=Role.BILLER,
        unit_id=remittance.organization_id,
        organization_id=remittance.organization_id,
        due_at=at + timedelta(days=1),
        priority=worklist.Priority.HIGH if unbalanced else worklist.Priority.NORMAL,
        at=at,
    )


def task_key(remittance: Remittance) -> str:
    """The key of the task that a remittance raises."""
    return f"remittance:{remittance.id}"
