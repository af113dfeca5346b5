"""What one patient entered for one visit, and its items."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record

_PLAIN = frozenset({"id", "organization_id", "unit", "compartment", "state", "appointment_id"})


class Origin(models.TextChoices):
    """Where it was entered."""

    LINK = "link", "By link"
    KIOSK = "kiosk", "At the kiosk"


class SubmissionState(models.TextChoices):
    """Where a submission stands."""

    DRAFT = "draft", "Being filled in"
    WAITING = "waiting", "To review"
    REVIEWED = "reviewed", "Reviewed"
    DISCARDED = "discarded", "Discarded"


class ItemKind(models.TextChoices):
    """What an item would change when it is taken over."""

    DETAIL = "detail", "Contact details"
    INSURANCE = "insurance", "Insurance"
    CARD = "card", "Picture of the insurance card"
    FORM = "form", "Form"
    CONSENT = "consent", "Consent"
    ENTRY = "entry", "History"


class ItemState(models.TextChoices):
    """What became of an item."""

    WAITING = "waiting", "To review"
    ACCEPTED = "accepted", "Taken over"
    DECLINED = "declined", "Declined"


class Submission(Record):
    """What a patient entered for one visit. While it is a draft, `draft` holds the answers by step; when it is sent
    they become items and the draft is emptied. `checked_in` says that the contact details were among them; `here_at` is
    when the patient said to be in the office."""

    guard = Guard(rows=Rows.UNIT, fields=Sensitivity.PHI, compartment="compartment", plain=_PLAIN)

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    compartment = models.CharField(max_length=12)
    patient = models.ForeignKey("patients.Patient", on_delete=models.PROTECT, related_name="+")
    appointment_id = models.UUIDField()
    origin = models.CharField(max_length=5, choices=Origin.choices)
    language = models.CharField(max_length=2, default="en")
    state = models.CharField(max_length=9, choices=SubmissionState.choices, default=SubmissionState.DRAFT)
    draft = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    checked_in = models.BooleanField(default=False)
    here_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "intake_submission"
        constraints = [
            models.UniqueConstraint(
                fields=["appointment_id", "origin"],
                condition=models.Q(state="draft"),
                name="intake_one_draft_a_visit",
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(draft={}), name="intake_draft_emptied"
            ),
        ]
        indexes = [
            models.Index(fields=["appointment_id"], name="intake_by_appointment"),
            models.Index(
                fields=["unit", "sent_at"], condition=models.Q(state="waiting"), name="intake_to_review"
            ),
        ]


class SubmissionItem(Record):
    """One thing that a reviewer takes over or declines. `old` is what was on file when it was sent, `new` what the
    patient entered; `outcome` names what was written when it was taken over, so that it can be taken back."""

    guard = Guard(
        rows=Rows.UNIT, fields=Sensitivity.PHI, compartment="compartment", plain=_PLAIN - {"appointment_id"}
    )

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    compartment = models.CharField(max_length=12)
    patient = models.ForeignKey("patients.Patient", on_delete=models.PROTECT, related_name="+")
    submission = models.ForeignKey(
        "intake.Submission", on_delete=models.PROTECT, related_name="items", db_index=False
    )
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=9, choices=ItemKind.choices)
    key = models.CharField(max_length=60)
    old = models.JSONField(default=dict)
    new = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=ItemState.choices, default=ItemState.WAITING)
    because = models.CharField(max_length=200, default="", blank=True)
    outcome = models.JSONField(default=dict)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=120, default="", blank=True)

    class Meta:
        db_table = "intake_submission_item"
        constraints = [
            models.UniqueConstraint(fields=["submission", "position"], name="intake_item_position_once"),
            models.CheckConstraint(
                condition=models.Q(state="waiting", decided_by_id__isnull=True)
                | (
                    ~models.Q(state="waiting")
                    & models.Q(decided_by_id__isnull=False, decided_at__isnull=False)
                ),
                name="intake_item_decided_by_a_person",
            ),
        ]
