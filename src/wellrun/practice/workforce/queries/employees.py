"""Reading employees and what they can do."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from wellrun.practice.workforce.models import Employee, EmployeeSkill

#: The days [since, until) on which a skill holds; None is until further notice.
Days = tuple[date, date | None]


def employee(employee_id: uuid.UUID) -> Employee | None:
    """One employee, with the person and the unit."""
    return Employee.objects.select_related("person", "unit").filter(id=employee_id).first()


def employees_of(unit_ids: Iterable[uuid.UUID], on: date) -> list[Employee]:
    """Who is in a post at these units on a day or later, with person, unit and skills, by unit and name."""
    rows = Employee.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on), unit_id__in=list(unit_ids))
    ordered = rows.order_by("unit__position", "unit__name", "person__family_name", "person__given_name")
    return list(ordered.select_related("person", "unit__parent").prefetch_related("skills"))


def skill_names(organization_id: uuid.UUID) -> list[str]:
    """Every skill that somebody has or had, by name."""
    rows = EmployeeSkill.objects.filter(organization_id=organization_id)
    return list(rows.order_by("skill").values_list("skill", flat=True).distinct())


def skilled(skills: Iterable[str], first_on: date, until_on: date) -> dict[uuid.UUID, list[Days]]:
    """On which days employees have one of these skills, as far as days of first_on..until_on (half-open) are among
    them. One query."""
    rows = EmployeeSkill.objects.filter(
        Q(until__isnull=True) | Q(until__gt=first_on), skill__in=list(skills), since__lt=until_on
    )
    found: dict[uuid.UUID, list[Days]] = defaultdict(list)
    for who, since, until in rows.values_list("employee_id", "since", "until"):
        found[who].append((since, until))
    return found
