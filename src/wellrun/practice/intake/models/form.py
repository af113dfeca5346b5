"""Forms that patients fill in, and the rules that say which form for which visit."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class IntakeForm(Record):
    """One version of a form; versions are never changed, the highest published one is asked.

    `title` has a text by language (`en`, `es`), `questions` is a list of what `rules.questions.Question` describes.
    """

    guard = Guard(rows=Rows.ORGANIZATION, frozen=True)

    organization_id = models.UUIDField()
    key = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    title = models.JSONField()
    questions = models.JSONField()
    published_at = models.DateTimeField()
    published_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "intake_form"
        constraints = [
            models.UniqueConstraint(
                fields=["organization_id", "key", "number"], name="intake_form_version_once"
            )
        ]


class FormRule(Record):
    """Which form is asked: of every visit, or of those of one visit type, at these ages (years, half-open), and again
    after `every_months`. What a visit type itself requires (`required_forms`) is asked besides."""

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    form_key = models.CharField(max_length=40)
    visit_type = models.ForeignKey(
        "scheduling.VisitType", on_delete=models.PROTECT, null=True, related_name="+"
    )
    age_from = models.PositiveSmallIntegerField(null=True)
    age_below = models.PositiveSmallIntegerField(null=True)
    every_months = models.PositiveSmallIntegerField(default=12)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "intake_form_rule"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(age_from__isnull=True)
                | models.Q(age_below__isnull=True)
                | models.Q(age_below__gt=models.F("age_from")),
                name="intake_rule_ages",
            ),
            models.CheckConstraint(
                condition=models.Q(every_months__gte=1, every_months__lte=120), name="intake_rule_months"
            ),
        ]
