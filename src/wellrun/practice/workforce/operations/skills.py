"""What employees can do, and making them bookable beside a provider."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db.models import Q

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.timebook.api import (
    ResourceKind,
    add_resource,
    resources_for,
    retag_resource,
    retire_resource,
)
from wellrun.practice.workforce.models import Employee, EmployeeSkill


class SkillRefused(Refused):
    """A skill that cannot be entered or ended."""

    field = "skill"


def add_skill(
    *,
    employee_id: uuid.UUID,
    skill: str,
    since: date,
    until: date | None = None,
    by: Actor,
    at: datetime,
) -> EmployeeSkill:
    """Enter what an employee can do on the days [since, until), and make the employee bookable for it as an assistant.

    A skill is a few words in lower case, the same for everybody who has it.
    """
    employee = _employee(employee_id, by)
    skill = " ".join(skill.lower().split())
    if not skill or len(skill) > 30:
        raise SkillRefused("Name the skill in at most 30 characters.")
    if until is not None and until <= since:
        raise SkillRefused("The skill ends after it begins.", field="until")
    same = EmployeeSkill.objects.filter(
        Q(until__isnull=True) | Q(until__gt=since), employee=employee, skill=skill
    )
    if until is not None:
        same = same.filter(since__lt=until)
    if same.exists():
        raise SkillRefused(f"{_name(employee)} has this skill on some of these days already.")
    added = EmployeeSkill.objects.create(
        organization_id=employee.organization_id, employee=employee, skill=skill, since=since, until=until
    )
    _follow(employee, at)
    record_act("employee.skill_added", subject_type="employee", subject_id=employee.id)
    return added


def end_skill(*, skill_id: uuid.UUID, until: date, by: Actor, at: datetime) -> EmployeeSkill:
    """Let a skill hold until before a day; visits that are booked keep their assistant."""
    held = EmployeeSkill.objects.select_related("employee").filter(id=skill_id).first()
    if held is None:
        raise NotFound()
    employee = _employee(held.employee_id, by)
    if until <= held.since:
        raise SkillRefused("The skill ends after it begins.", field="until")
    held.until = until
    held.save(update_fields=["until"])
    _follow(employee, at)
    record_act("employee.skill_ended", subject_type="employee", subject_id=held.employee_id)
    return held


def make_employee_bookable(*, employee_id: uuid.UUID, by: Actor, at: datetime) -> None:
    """Let an employee be taken for visits as an assistant, for the skills on file; doing it twice changes nothing."""
    employee = _employee(employee_id, by)
    _follow(employee, at)
    record_act("employee.made_bookable", subject_type="employee", subject_id=employee.id)


def stop_booking_employee(*, employee_id: uuid.UUID, by: Actor, at: datetime) -> None:
    """Take an employee for no more visits; what is booked stays."""
    employee = _employee(employee_id, by)
    resource = resources_for([employee.id]).get(employee.id)
    if resource is None:
        raise NotFound()
    retire_resource(resource=resource, at=at)
    record_act("employee.no_longer_bookable", subject_type="employee", subject_id=employee.id)


def _employee(employee_id: uuid.UUID, by: Actor) -> Employee:
    employee = (
        Employee.objects.select_for_update(of=("self",))
        .select_related("person", "unit")
        .filter(id=employee_id)
        .first()
    )
    if employee is None:
        raise NotFound()
    require(by, "workforce.manage", employee.unit_id)
    return employee


def _follow(employee: Employee, at: datetime) -> None:
    """Let the time book's resource carry every skill on file; on which days each holds is asked when booking."""
    tags = EmployeeSkill.objects.filter(employee=employee).values_list("skill", flat=True)
    resource = resources_for([employee.id]).get(employee.id)
    if resource is not None:
        retag_resource(resource=resource, tags=list(tags))
        return
    add_resource(
        organization_id=employee.organization_id,
        unit_id=employee.unit_id,
        kind=ResourceKind.STAFF,
        subject_id=employee.id,
        name=_name(employee),
        zone=employee.unit.zone,
        tags=list(set(tags)),
    )


def _name(employee: Employee) -> str:
    return f"{employee.person.given_name} {employee.person.family_name}"
