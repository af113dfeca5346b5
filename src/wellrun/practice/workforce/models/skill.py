"""What employees can do beside a provider."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class EmployeeSkill(Record):
    """A skill of an employee on the days [since, until), such as "stress test"; None is until further notice.

    Skills are lower-case words; visit types ask for an assistant by them.
    """

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    employee = models.ForeignKey(
        "workforce.Employee", on_delete=models.PROTECT, related_name="skills", db_index=False
    )
    skill = models.CharField(max_length=30)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        db_table = "workforce_employee_skill"
        indexes = [models.Index(fields=["skill", "employee"], name="employee_skill_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("since")),
                name="employee_skill_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["employee", "skill"],
                condition=models.Q(until__isnull=True),
                name="employee_skill_open_once",
            ),
        ]
