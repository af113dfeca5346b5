"""Payments."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record
from wellrun.practice.billing.models.account import PatientAccount


class Method(models.TextChoices):
    """How money came. `PAYER` is an insurer's payment to the patient's account outside of a remittance."""

    CASH = "cash", "Cash"
    CHECK = "check", "Check"
    CARD = "card", "Card"
    PAYER = "payer", "Insurer"


class Payment(Record):
    """Money taken for one patient account. `effective_on` is the office's day that it counts to.

    `reference` is a check number or the terminal's approval code, never a card number. A voided payment keeps
    its receipt number.
    """

    guard = Guard(rows=Rows.ORGANIZATION, fields=Sensitivity.PHI, compartment="compartment")

    organization_id = models.UUIDField()
    unit_id = models.UUIDField()
    compartment = models.CharField(max_length=12, default="normal")
    account = models.ForeignKey(PatientAccount, on_delete=models.PROTECT, related_name="payments")
    appointment = models.ForeignKey(
        "scheduling.Appointment", on_delete=models.PROTECT, null=True, related_name="+"
    )
    amount_cents = models.BigIntegerField()
    method = models.CharField(max_length=5, choices=Method.choices)
    reference = models.CharField(max_length=40, default="", blank=True)
    receipt_number = models.BigIntegerField()
    taken_at = models.DateTimeField()
    taken_by_id = models.UUIDField(null=True)
    taken_by_name = models.CharField(max_length=120, default="")
    effective_on = models.DateField()
    drawer_id = models.UUIDField(null=True)
    entry_id = models.UUIDField()
    voided_at = models.DateTimeField(null=True)
    voided_by_id = models.UUIDField(null=True)
    void_because = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        db_table = "billing_payment"
        constraints = [
            models.UniqueConstraint(fields=["organization_id", "receipt_number"], name="receipt_number_once"),
            models.CheckConstraint(condition=models.Q(amount_cents__gt=0), name="payment_is_money"),
        ]
        indexes = [
            models.Index(fields=["account", "-taken_at"], name="payment_by_account"),
            models.Index(fields=["unit_id", "effective_on"], name="payment_by_day"),
            models.Index(fields=["drawer_id"], name="payment_by_drawer"),
        ]
