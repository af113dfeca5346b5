"""Statement runs: who is to be sent a statement, and what became of each."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record
from wellrun.practice.billing.models.account import PatientAccount
from wellrun.practice.billing.models.statement import Statement


class StatementRun(Record):
    """Statements for `total` accounts, begun by one person and issued by a job; done at `finished_at`."""

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    begun_at = models.DateTimeField()
    begun_by_id = models.UUIDField(null=True)
    begun_by_user_id = models.UUIDField(null=True)
    begun_by_name = models.CharField(max_length=120, default="")
    total = models.IntegerField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "billing_statement_run"
        indexes = [
            models.Index(fields=["organization_id", "-begun_at"], name="statement_run_newest"),
            models.Index(
                fields=["organization_id"],
                condition=models.Q(finished_at__isnull=True),
                name="statement_run_unfinished",
            ),
        ]


class RunState(models.TextChoices):
    """What became of one account of a run."""

    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent"
    LEFT_OUT = "left out", "Left out"


class StatementRunItem(Record):
    """One account of a run: its statement once it is sent, or the sentence that says why it is left out."""

    guard = Guard(rows=Rows.ORGANIZATION, fields=Sensitivity.PHI, compartment="compartment")

    organization_id = models.UUIDField()
    compartment = models.CharField(max_length=12, default="normal")
    run = models.ForeignKey(StatementRun, on_delete=models.PROTECT, related_name="items")
    position = models.IntegerField()
    account = models.ForeignKey(PatientAccount, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.WAITING)
    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, null=True, related_name="+")
    sentence = models.CharField(max_length=400, default="")
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "billing_statement_run_item"
        constraints = [
            models.UniqueConstraint(fields=["run", "account"], name="statement_run_account_once"),
            models.UniqueConstraint(fields=["run", "position"], name="statement_run_position_once"),
            models.CheckConstraint(
                condition=models.Q(state="sent", statement__isnull=False)
                | (~models.Q(state="sent") & models.Q(statement__isnull=True)),
                name="statement_run_sent_has_statement",
            ),
        ]
