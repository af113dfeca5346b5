"""What a payer lets an entity of the practice exchange with it."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class Exchanged(models.TextChoices):
    """A transaction that payers want to be asked for."""

    CLAIMS = "837P", "Claims"
    REMITTANCES = "835", "Remittances"


class PayerEnrollment(Record):
    """A legal entity's enrollment for a transaction with a payer; `granted_on` None: asked for, not granted yet.

    Where there is no row nothing is known, and claims go out unchecked.
    """

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    legal_entity = models.ForeignKey("organization.LegalEntity", on_delete=models.PROTECT, related_name="+")
    payer = models.ForeignKey("coverage.Payer", on_delete=models.PROTECT, related_name="+")
    transaction = models.CharField(max_length=4, choices=Exchanged.choices)
    granted_on = models.DateField(null=True)

    class Meta:
        db_table = "claims_payer_enrollment"
        constraints = [
            models.UniqueConstraint(
                fields=["legal_entity", "payer", "transaction"], name="payer_enrollment_once"
            ),
        ]
