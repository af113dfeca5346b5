"""Series: visits that repeat by a rule."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record


class Repeats(models.TextChoices):
    """What a series counts in."""

    DAYS = "days", "days"
    WEEKS = "weeks", "weeks"
    MONTHS = "months", "months"


class VisitSeries(Record):
    """The rule of a series, in wall time of its department; the visits carry its id as `series_id`.

    Every `every` days, weeks (on `weekdays`, 0 is Monday) or months (on the `nth` weekday of the first visit's kind;
    5 is the last), from `first_on` at `wall`, `count` times or up to and including `until_on`.
    """

    guard = Guard(
        rows=Rows.UNIT,
        fields=Sensitivity.PHI,
        compartment="compartment",
        plain=frozenset({"id", "organization_id", "unit", "compartment", "made_at", "made_by_id"}),
    )

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+")
    compartment = models.CharField(max_length=12, default="normal")
    patient = models.ForeignKey("patients.Patient", on_delete=models.PROTECT, related_name="+")
    visit_type = models.ForeignKey("scheduling.VisitType", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("workforce.Provider", on_delete=models.PROTECT, related_name="+")
    first_on = models.DateField()
    wall = models.TimeField()
    repeats = models.CharField(max_length=6, choices=Repeats.choices)
    every = models.PositiveSmallIntegerField(default=1)
    weekdays = ArrayField(models.SmallIntegerField(), default=list)
    nth = models.PositiveSmallIntegerField(null=True)
    count = models.PositiveSmallIntegerField(null=True)
    until_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "scheduling_series"
