"""How the practice arranges its calendar: what providers and assistants are, closed days, kept and limited time, the
rules about missing, overbooking, offering and recalling, and the classes that it gives."""

from __future__ import annotations

from datetime import date, time

from wellrun.platform.access.api import Actor
from wellrun.platform.access.matrix import Role
from wellrun.practice.frontdesk.api import add_line
from wellrun.practice.outreach.api import set_quiet_hours
from wellrun.practice.scheduling.api import (
    HoursOn,
    add_recall_rule,
    add_visit_type,
    cancel_reasons,
    close_day,
    keep_for_types,
    limit_session,
    set_attendance_policy,
    set_cancel_reasons,
    set_lengths,
    set_offer_rule,
    set_overbook_rule,
    set_staff_hours,
)
from wellrun.practice.workforce.api import add_skill, describe_provider
from wellrun.simulation.world import World

#: The class for people with diabetes, which six at most attend.
CLASS_NAME, CLASS_DEPARTMENT, CLASS_SEATS = "Diabetes class", "family", 6
_CLINIC = (time(8), time(12)), (time(13), time(17))


def arrange(world: World, *, since: date, by: Actor) -> None:
    """Say everything that the calendar needs besides hours and visit types; part of the founding."""
    _describe_providers(world, by)
    _give_skills(world, since, by)
    for department in world.plan.departments:
        _set_rules(world, department.key, by)
    _keep_time(world, since, by)
    at, organization = world.now(), world.organization
    set_cancel_reasons(organization_id=organization.id, reasons=cancel_reasons(organization.id), by=by, at=at)
    for site in world.plan.sites:
        world.lines[site.key] = add_line(
            unit=world.units[site.key], name=f"{site.name}, main number", number=site.phone, by=by, at=at
        )
    set_quiet_hours(unit_id=organization.id, wakes=time(7, 30), sleeps=time(20), by=by, at=at)


def close_holidays(world: World, days: dict[date, str], by: Actor) -> None:
    """Close the whole practice on these days."""
    for day, name in sorted(days.items()):
        close_day(unit=world.organization, on=day, name=name, by=by, at=world.now())


def _describe_providers(world: World, by: Actor) -> None:
    for each in world.plan.providers:
        describe_provider(
            provider_id=world.providers[each.username].id, level=each.level, sex=each.sex,
            languages=each.languages, by=by, at=world.now(),
        )  # fmt: skip


def _give_skills(world: World, since: date, by: Actor) -> None:
    skills = {visit.staff_skill for each in world.plan.departments for visit in each.visits} - {""}
    for each in world.plan.staff:
        if each.role is Role.CLINICAL_ASSISTANT and each.skill in skills:
            employee = world.employees[each.username]
            add_skill(employee_id=employee.id, skill=each.skill, since=since, by=by, at=world.now())
            hours = [HoursOn(day, *part) for day in range(5) for part in _CLINIC]
            set_staff_hours(employee_id=employee.id, unit=world.units[each.unit], hours=hours,
                            effective_from=since, by=by, at=world.now())  # fmt: skip


def _set_rules(world: World, department: str, by: Actor) -> None:
    unit, at = world.units[department], world.now()
    fees = {"missed_fee_cents": 2500} if department == "cardiology" else {}
    set_attendance_policy(
        unit=unit, values={"notice_hours": 24, "missed_visits": 3, "missed_months": 12} | fees, by=by, at=at
    )
    offers = {"batch_size": 2, "batch_minutes": 45, "near_minutes": 15}
    set_offer_rule(unit_id=unit.id, changes=offers, expected_version=0, by=by, at=at)
    for each in world.providers_in(department):
        set_overbook_rule(
            provider_id=world.providers[each.username].id, unit=unit, most_at_once=1, most_a_day=2, by=by, at=at
        )  # fmt: skip
    if department == "family":
        _add_family_rules(world, by)
    if department == "orthopedics":
        injury = world.visit_types["orthopedics", "Injury visit"].id
        set_lengths(visit_type_id=injury, by_level={"physician": 20}, by_provider={}, by=by, at=at)


def _add_family_rules(world: World, by: Actor) -> None:
    unit, at = world.units["family"], world.now()
    world.visit_types[CLASS_DEPARTMENT, CLASS_NAME] = add_visit_type(
        unit=unit, name=CLASS_NAME, short_name="Class", minutes=60, color="#1d7a78", capacity=CLASS_SEATS,
        room_kind="procedure", instructions="Bring your meter and your log.", by=by, at=at,
    )  # fmt: skip
    visit = world.visit_types["family", "Office visit"].id
    for name, diagnosis, months, lead_days in (("Blood pressure after a month", "I10", 1, 22),
                                               ("Diabetes every three months", "E11", 3, 30)):  # fmt: skip
        changes = {"name": name, "diagnosis": diagnosis, "interval_months": months, "lead_days": lead_days,
                   "channels": ["text", "email"], "attempts": 2, "days_between": 3}  # fmt: skip
        add_recall_rule(visit_type_id=visit, changes=changes, by=by, at=at)


def _keep_time(world: World, since: date, by: Actor) -> None:
    """Mondays from eight to nine are for the sick until the day before; one Tuesday morning takes six at most."""
    at = world.now()
    for each in world.providers_in("family"):
        if 0 not in each.off and each.starts <= time(8):
            sick = world.visit_types["family", "Same-day sick visit"].id
            keep_for_types(
                provider_id=world.providers[each.username].id, unit=world.units["family"],
                hours=HoursOn(0, time(8), time(9)), visit_type_ids=[sick], release_hours=24, effective_from=since,
                by=by, at=at,
            )  # fmt: skip
    first = world.plan.providers[0]
    limit_session(provider_id=world.providers[first.username].id, unit=world.units[first.department],
                  hours=HoursOn(1, time(8), time(12)), most=6, effective_from=since, by=by, at=at)  # fmt: skip
