"""Credentials."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class CredentialKind(models.TextChoices):
    """What a credential is."""

    LICENSE = "license", "State license"
    DEA = "DEA", "DEA registration"
    BOARD = "board", "Board certificate"
    MALPRACTICE = "malpractice", "Malpractice policy"
    BLS = "BLS", "Basic life support"
    ENROLLMENT = "payer enrollment", "Payer enrollment"


class Credential(Record):
    """A credential of a provider, in force from `starts_on` through `expires_on`.

    `expires_on` is the last day, as certificates print it; None never ends. `verified_on` is the day on which
    somebody looked at the primary source.
    """

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    provider = models.ForeignKey("workforce.Provider", on_delete=models.PROTECT, related_name="credentials")
    kind = models.CharField(max_length=16, choices=CredentialKind.choices)
    payer = models.ForeignKey("coverage.Payer", on_delete=models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=40, default="", blank=True)
    state = models.CharField(max_length=2, default="", blank=True)
    starts_on = models.DateField()
    expires_on = models.DateField(null=True)
    verified_on = models.DateField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "workforce_credential"
        indexes = [
            models.Index(fields=["provider", "kind"], name="credential_by_provider"),
            models.Index(fields=["expires_on"], name="credential_by_expiry"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_on__isnull=True) | models.Q(expires_on__gte=models.F("starts_on")),
                name="credential_ends_after_start",
            ),
            models.CheckConstraint(
                condition=(models.Q(kind="payer enrollment") & models.Q(payer__isnull=False))
                | (~models.Q(kind="payer enrollment") & models.Q(payer__isnull=True)),
                name="credential_payer_for_enrollment",
            ),
        ]
