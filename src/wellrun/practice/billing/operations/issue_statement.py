"""Sending a statement: a page that asks a patient for their own share, filed as it was sent."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.platform.database.ids import new_id
from wellrun.platform.ui.formatting import format_long_day
from wellrun.practice.billing.models import PatientAccount, Statement
from wellrun.practice.billing.operations.accounts import lock_account_of, next_number
from wellrun.practice.billing.operations.apply_unapplied import apply_locked
from wellrun.practice.billing.queries.letterhead import letterhead_for
from wellrun.practice.billing.queries.money import money_of
from wellrun.practice.billing.queries.printing.statement import statement_pdf
from wellrun.practice.billing.queries.statements import Owed, last_statement_on, owed_by_patient
from wellrun.practice.billing.rules.charges import DAYS_BETWEEN_STATEMENTS
from wellrun.practice.documents.api import Category, file_document
from wellrun.practice.patients.api import Patient


class NothingOwed(Refused):
    """The patient owes nothing."""

    status = 409
    sentence = "This patient owes nothing now, so there is no statement to send."


class ClaimOpen(Refused):
    """Everything that is owed waits for an insurer."""

    status = 409


class SentLately(Refused):
    """A statement went out a short while ago."""

    status = 409

    def __init__(self, last_on: date) -> None:
        super().__init__(
            f"A statement was sent on {format_long_day(last_on)}. The next is due after {DAYS_BETWEEN_STATEMENTS} days,"
            " unless you ask for another."
        )


@dataclass(frozen=True)
class RunOutcome:
    """What became of each account of a run: the statements sent, and the refusals with their sentences."""

    sent: list[Statement]
    refused: list[tuple[uuid.UUID, str]]


def issue_statement(*, patient_id: uuid.UUID, again: bool = False, by: Actor, at: datetime) -> Statement:
    """Issue and file a statement of what the patient owes now, line by line, never what an insurer owes.

    Charges whose claim is open are left out; when nothing else is owed, it is refused. `again` sends another
    within the usual time.
    """
    require(by, "statements.send")
    patient = Patient.objects.filter(id=patient_id).first()
    if patient is None:
        raise NotFound()
    account = lock_account_of(patient_id, by.organization_id)
    apply_locked(account, by=by, at=at)
    owed = owed_by_patient(account, money_of(account))
    if owed.total_cents <= 0:
        raise ClaimOpen(" ".join(owed.waiting)) if owed.waiting else NothingOwed()
    letterhead = letterhead_for(by.organization_id, [line.row.unit_id for line in owed.lines])
    on = at.astimezone(letterhead.zone).date()
    last_on = last_statement_on(account)
    if last_on and on < last_on + timedelta(days=DAYS_BETWEEN_STATEMENTS) and not again:
        raise SentLately(last_on)
    return _issue(patient, account, owed, letterhead, on, by=by, at=at)


def _issue(patient: Patient, account: PatientAccount, owed: Owed, letterhead, on: date, *, by: Actor,
           at: datetime) -> Statement:  # fmt: skip
    number, statement_id = next_number("statement", by.organization_id), new_id()
    document = file_document(
        content=statement_pdf(number=number, on=on, patient=patient, owed=owed, letterhead=letterhead, at=at),
        file_name=f"statement-{number}.pdf",
        title=f"Statement {number}",
        category=Category.STATEMENT,
        patient_id=patient.id,
        subject_type="statement",
        subject_id=statement_id,
        compartment=account.compartment,
        by=by,
        at=at,
    )
    statement = Statement.objects.create(
        id=statement_id,
        organization_id=by.organization_id,
        compartment=account.compartment,
        account=account,
        number=number,
        issued_on=on,
        issued_at=at,
        issued_by_id=by.person_id,
        balance_cents=owed.total_cents,
        document=document,
    )
    record_act("statement.issued", subject_type="statement", subject_id=statement.id, patients=[patient.id])
    return statement


def run_statements(
    *,
    patient_ids: Iterable[uuid.UUID],
    progress: Callable[[int], None] | None = None,
    by: Actor,
    at: datetime,
) -> RunOutcome:
    """Issue a statement for each patient in the caller's transaction; one that is refused does not stop the others.

    For a few at once; `begin_statement_run` is for any number.
    """
    require(by, "statements.send")
    run = RunOutcome([], [])
    # Two runs at once lock accounts in the same order.
    for done, patient_id in enumerate(sorted(set(patient_ids)), start=1):
        try:
            with transaction.atomic():
                run.sent.append(issue_statement(patient_id=patient_id, by=by, at=at))
        except Refused as refused:
            run.refused.append((patient_id, refused.sentence))
        if progress:
            progress(done)
    return run
