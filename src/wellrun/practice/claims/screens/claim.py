"""One claim: its charges, what stands against it, all that happened, and its part of the file as sent."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from wellrun.platform.access.api import Actor, NotFound, screen, show
from wellrun.platform.ui.formatting import format_day
from wellrun.platform.ui.tables import Column, EmptyState, Table, TimelineEntry
from wellrun.practice.billing.api import dotted
from wellrun.practice.claims.models import Claim, ClaimState
from wellrun.practice.claims.operations.work_denial import REFUSED_STATES
from wellrun.practice.claims.queries.claims import claim as find_claim
from wellrun.practice.claims.queries.remittances import remitted_rows
from wellrun.practice.claims.queries.story import (
    answers_of,
    sent_segments,
    standing_findings,
    steps_of,
    submissions_of,
)
from wellrun.practice.claims.rules.deciding import OPEN_TO_CHANGE
from wellrun.practice.claims.rules.reasons import told_reasons
from wellrun.practice.claims.screens.forms import AnswerForm, OverrideForm
from wellrun.practice.ledger.api import ACCOUNTS
from wellrun.practice.ledger.api import lines as ledger_lines


@screen("claims.read")
def detail(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """Show a claim with its whole story."""
    return show_claim(request, found_or_refuse(request, claim_id))


def found_or_refuse(request: HttpRequest, claim_id: uuid.UUID) -> Claim:
    """The claim, for somebody who may read claims in its section."""
    found = find_claim(claim_id)
    if found is None or not request.actor.may("claims.read", found.unit_id):  # type: ignore[attr-defined]
        raise NotFound()
    return found


def show_claim(request: HttpRequest, found: Claim, **forms: Any) -> HttpResponse:
    """The page, with forms as they were refused."""
    actor = request.actor  # type: ignore[attr-defined]
    # What was found, answered and posted is asked for only where there can be any.
    open_to_change, was_sent = found.state in OPEN_TO_CHANGE, found.submitted_at is not None
    findings = standing_findings(found.id) if open_to_change else []
    steps = steps_of(found.id)
    remitted = remitted_rows(claim_id=found.id) if was_sent else []
    context = {
        "page_title": f"Claim {found.number}",
        "claim": found,
        "facts": _facts(found, actor),
        "rejection": _rejection(steps) if found.state == ClaimState.REJECTED else "",
        "money": _money(found),
        "failed": [finding for finding in findings if finding.outcome == "failed"],
        "unchecked": [finding for finding in findings if finding.outcome == "unchecked"],
        "charges": _charges(found),
        "answers": _answers(found) if was_sent else None,
        "remitted": remitted,
        "reasons": told_reasons([row.content for row in remitted]),
        "ledger": _ledger(found) if was_sent else None,
        "history": [_entry(step) for step in steps],
        "was_sent": was_sent,
        "may_work": actor.may("claims.work", found.unit_id),
        "may_judge": open_to_change,
        "refused": found.state in REFUSED_STATES,
        "override_form": forms.get("override") or OverrideForm(),
        "override_id": forms.get("override_id"),
        "answer_form": forms.get("answer") or AnswerForm(),
    }
    status = 422 if forms else 200
    return show(
        request, "claims/claim.html", context, patients=[found.patient_id], subject=found.id, status=status
    )


@screen("claims.read")
def sent(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """Show the claim's own segments of the 837P it was last sent in."""
    found = found_or_refuse(request, claim_id)
    batches = [batch for batch in submissions_of(found.id) if batch.transmission_id]
    segments = sent_segments(found.number, batches[0].transmission_id) if batches else []
    context = {
        "page_title": f"Claim {found.number} as sent",
        "claim": found,
        "batch": batches[0] if batches else None,
        "segments": [segment.partition("*")[::2] for segment in segments],
    }
    return show(request, "claims/sent.html", context, patients=[found.patient_id], subject=found.id)


def _facts(found: Claim, actor: Actor) -> list[tuple[str, object]]:
    """What the claim is made of; each part leads to where it is mended, for those who may go there."""
    links = [("Patient", found.patient.name, "patients:patient", found.patient_id, "patients.read")]
    if found.encounter_id:
        visit = f"Visit of {format_day(found.service_on)}"
        links.append(("Charges", visit, "billing:encounter", found.encounter_id, "charges.read"))
    links.append(
        ("Provider", found.provider.display_name, "workforce:provider", found.provider_id, "workforce.read")
    )
    linked = [
        (
            label,
            format_html('<a href="{}">{}</a>', reverse(name, args=[one]), text) if actor.may(needs) else text,
        )
        for label, text, name, one, needs in links
    ]
    return [
        *linked,
        ("Payer", found.payer.name),
        ("Member id", found.coverage.member_id),
        ("Service", format_day(found.service_on)),
        ("File by", format_day(found.file_by_on) if found.file_by_on else ""),
        ("Payer's number", found.payer_claim_number),
        ("Kind", "Replacement of an earlier claim" if found.frequency == "7" else "Original"),
    ]


def _rejection(steps: Sequence[Any]) -> str:
    """What came back with the latest rejection."""
    return next((step.reason for step in steps if step.to_state == ClaimState.REJECTED), "")


def _money(found: Claim) -> list[tuple[str, int]]:
    open_cents = found.charge_cents - found.paid_cents - found.adjusted_cents - found.patient_cents
    return [
        ("Charged", found.charge_cents),
        ("Paid", found.paid_cents),
        ("Written off", found.adjusted_cents),
        ("Patient's share", found.patient_cents),
        ("Open", open_cents),
    ]


def _charges(found: Claim) -> Table:
    """The lines as they were last judged or, of a claim that went out, as they were sent."""
    stored = found.snapshot
    codes = [diagnosis.get("code", "") for diagnosis in stored.get("diagnoses", ())]
    columns = [
        Column(label="Code", value="procedure", heading=True),
        Column(label="Modifiers", value=lambda line: " ".join(line.get("modifiers", ()))),
        Column(label="Diagnoses", value=lambda line: ", ".join(_pointed(line, codes))),
        Column(label="Units", value=lambda line: line.get("units"), kind="number"),
        Column(label="Charge", value=lambda line: line.get("charge_cents", 0), kind="money"),
    ]
    return Table(
        caption="Charges",
        caption_hidden=True,
        columns=columns,
        rows=stored.get("lines", ()),
        empty=EmptyState(title="No charges", text="They were reversed.", icon="receipt"),
    )


def _pointed(line: Mapping[str, Any], codes: Sequence[str]) -> list[str]:
    return [dotted(codes[place - 1]) for place in line.get("pointers", ()) if place <= len(codes)]


def _answers(found: Claim) -> Table:
    columns = [
        Column(label="Answer", value=lambda row: f"{row.kind} {row.category}".strip(), heading=True),
        Column(label="Result", value=lambda row: "accepted" if row.accepted else "rejected", kind="status",
               status_kind="claim"),
        Column(label="From", value="source"),
        Column(label="What it says", value="sentence"),
        Column(label="Codes", value="codes"),
        Column(label="When", value="at", kind="instant"),
    ]  # fmt: skip
    return Table(
        caption="Acknowledgements",
        caption_hidden=True,
        columns=columns,
        rows=answers_of(found.id),
        empty=EmptyState(title="Nobody has answered yet", icon="hourglass"),
        row_url=lambda row: (
            reverse("exchange:transmission", args=[row.transmission_id]) if row.transmission_id else ""
        ),
    )


def _ledger(found: Claim) -> Table:
    columns = [
        Column(label="Account", value=lambda row: ACCOUNTS[row.account][0], heading=True),
        Column(label="Amount", value="amount_cents", kind="money"),
        Column(label="Day", value="effective_on", kind="day"),
        Column(label="Memo", value="memo"),
    ]
    return Table(
        caption="Ledger lines",
        caption_hidden=True,
        columns=columns,
        rows=ledger_lines(organization_id=found.organization_id, claim_id=found.id),
        empty=EmptyState(
            title="Nothing is posted yet", text="The payer's decision is posted here.", icon="book"
        ),
    )


def _entry(step: Any) -> TimelineEntry:
    tones = {"rejected": "bad", "denied": "bad", "held": "warn", "paid": "good", "accepted": "info"}
    return TimelineEntry(
        what=ClaimState(step.to_state).label,
        at=step.at,
        by=step.by_name,
        detail=step.reason,
        tone=tones.get(step.to_state, "neutral"),
    )
