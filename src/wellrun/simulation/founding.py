"""Founding the practice: units, people, rooms, devices, hours, payers and fees, each by the operation that the
installer and the managers use."""

from __future__ import annotations

from datetime import date, time, timedelta

import holidays
from django.contrib.auth.hashers import make_password
from django.db import transaction

from wellrun.platform.access.api import Actor
from wellrun.platform.access.matrix import Role
from wellrun.platform.database.identity import assume
from wellrun.practice.billing.api import add_fee_schedule, import_fees
from wellrun.practice.claims.api import Exchanged, keep_enrollment
from wellrun.practice.coverage.api import MEDICARE_MEMBER_ID, PayerDetails, add_payer, add_plan
from wellrun.practice.facilities.api import add_device, add_room
from wellrun.practice.organization.api import (
    Address,
    LegalEntity,
    Person,
    Unit,
    UnitKind,
    User,
    add_legal_entity,
    add_person,
    add_site,
    add_unit,
    add_user,
    found_organization,
    grant_role,
    program_actor,
)
from wellrun.practice.scheduling.api import HoursOn, add_visit_type, set_availability
from wellrun.practice.workforce.api import Provider, add_credential, add_employee, add_provider
from wellrun.simulation import practice as plans
from wellrun.simulation.arrangements import arrange, close_holidays
from wellrun.simulation.medicine import PROCEDURES
from wellrun.simulation.names import TOWNS, phone_numbers, provider_npi, street, zip_four
from wellrun.simulation.payers import PAYERS
from wellrun.simulation.world import World

OPENED_ON = date(2019, 4, 1)
_NOON, _AFTER_LUNCH = time(12), time(13)
#: The holidays on which the office is closed; it works on the others.
CLOSED = (
    "New Year's Day",
    "Memorial Day",
    "Independence Day",
    "Labor Day",
    "Thanksgiving Day",
    "Christmas Day",
)


def found_root(plan: plans.Practice) -> Unit:
    """The organization itself; the rest needs its id. Runs in the caller's transaction."""
    return found_organization(name=plans.NAME, short_name=plans.SHORT_NAME, zone=plans.ZONE)


def found(world: World, *, until_on: date) -> None:
    """Found everything below the organization; holidays are closed up to `until_on`."""
    with transaction.atomic():
        _become_program(world)
        entity = _add_units(world)
        by = _become_program(world)
        _add_payers(world, entity, by)
        _add_people(world, by)
        _add_equipment(world, by)
        _add_visit_types(world, by)
        _add_fees(world, by)
        arrange(world, since=OPENED_ON, by=by)
        close_holidays(world, closed_days(world.today(), until_on), by)


def _become_program(world: World) -> Actor:
    by = program_actor(organization_id=world.organization.id, name="simulation", at=world.now())
    assume(by.identity())
    return by


def _add_units(world: World) -> LegalEntity:
    chance = world.chance.of("founding")
    plan, root = world.plan, world.organization
    addresses = {}
    for site in plan.sites:
        town, zip_code = TOWNS[site.town]
        addresses[site.key] = Address(site.street, town, "IL", zip_four(chance, zip_code), site.phone)
    entity = add_legal_entity(
        organization=root, name=plans.LEGAL_NAME, npi=provider_npi(90000001), tax_id=plans.TAX_ID,
        taxonomy=plans.GROUP_TAXONOMY, address=addresses[plan.sites[0].key],
    )  # fmt: skip
    world.units[""] = root
    for site in plan.sites:
        world.units[site.key] = add_site(
            organization=root, legal_entity=entity, name=site.name, short_name=site.name, zone=plans.ZONE,
            address=addresses[site.key],
        )  # fmt: skip
    for position, department in enumerate(plan.departments):
        world.units[department.key] = add_unit(
            parent=world.units[department.site], kind=UnitKind.DEPARTMENT, name=department.name,
            short_name=department.short_name, position=position,
        )  # fmt: skip
    return entity


def _add_people(world: World, by: Actor) -> None:
    at, phones = world.now(), phone_numbers(world.chance.of("staff phones"))
    # One hash for everybody: hashing is slow on purpose, and the password is printed anyway.
    hashed = make_password(plans.DEMO_PASSWORD)
    for each in world.plan.staff:
        person = _person(world, each.given_name, each.family_name, "", next(phones), by)
        _hire(world, person, each.username, each.role, each.unit, each.post, by)
    for number, each in enumerate(world.plan.providers, start=1):
        person = _person(world, each.given_name, each.family_name, each.suffix, next(phones), by)
        _hire(world, person, each.username, Role.PROVIDER, each.department, "Provider", by)
        unit = world.units[each.department]
        provider = add_provider(
            person=person,
            unit=unit,
            npi=provider_npi(10000000 + 733 * number),
            taxonomy=each.taxonomy,
            by=by,
            at=at,
        )
        world.providers[each.username] = provider
        _add_credentials(world, provider, number, by)
        hours = [
            HoursOn(weekday, starts, ends)
            for weekday in _weekdays(world.plan.department(each.department), each)
            for starts, ends in _stretches(weekday, each)
        ]
        set_availability(
            provider_id=provider.id, unit=unit, hours=hours, effective_from=OPENED_ON, by=by, at=at
        )
    User.objects.filter(id__in=[user.id for user in world.users.values()]).update(password=hashed)
    for user in world.users.values():
        user.password = hashed


def _person(world: World, given: str, family: str, suffix: str, phone: str, by: Actor) -> Person:
    return add_person(
        organization=world.organization, given_name=given, family_name=family, credential_suffix=suffix,
        email=f"{given}.{family}@prairie-oak.example".lower(), phone=phone, by=by,
    )  # fmt: skip


def _hire(world: World, person: Person, username: str, role: Role, unit: str, post: str, by: Actor) -> None:
    where = world.units[unit]
    world.users[username] = add_user(person=person, username=username, password=None, by=by)
    grant_role(person=person, unit=where, role=role, starts_on=OPENED_ON, by=by)
    world.employees[username] = add_employee(
        person=person, unit=where, post=post, starts_on=OPENED_ON, by=by, at=world.now()
    )


def _weekdays(department: plans.DepartmentPlan, provider: plans.ProviderPlan) -> list[int]:
    days = [day for day in range(5) if day not in provider.off]
    # Weekend hours are shared: each provider of an open department has one of the two mornings.
    return [*days, 5 + provider.number % 2] if department.weekend else days


def _stretches(weekday: int, provider: plans.ProviderPlan) -> list[tuple[time, time]]:
    if weekday >= 5:
        return [(time(9), time(13))]
    return [(provider.starts, _NOON), (_AFTER_LUNCH, provider.ends)]


def _add_credentials(world: World, provider: Provider, number: int, by: Actor) -> None:
    today = world.today()
    for kind, code, years in (("license", f"036.{100200 + number}", 3), ("DEA", f"XX{4400100 + number}", 3),
                              ("malpractice", f"POL-{7000 + number}", 1), ("BLS", "", 2)):  # fmt: skip
        # Each ends on another day; the second provider's life-support card needs somebody's attention soon.
        left = timedelta(days=75 + 41 * number) if (kind, number) != ("BLS", 2) else timedelta(days=50)
        expires_on = today + left
        add_credential(
            provider_id=provider.id, kind=kind, number=code, state="IL" if kind == "license" else "",
            starts_on=min(expires_on - timedelta(days=365 * years), today - timedelta(days=30)), expires_on=expires_on,
            verified_on=today, by=by, at=world.now(),
        )  # fmt: skip
    for payer in world.payers.values():
        add_credential(
            provider_id=provider.id, kind="payer enrollment", payer_id=payer.id, starts_on=OPENED_ON, verified_on=today,
            by=by, at=world.now(),
        )  # fmt: skip


def _add_equipment(world: World, by: Actor) -> None:
    at = world.now()
    for department in world.plan.departments:
        unit = world.units[department.key]
        for name, kinds in department.rooms:
            add_room(unit=unit, name=name, kinds=kinds, by=by, at=at)
        for name, kind in department.devices:
            add_device(unit=unit, name=name, kind=kind, serial=f"PO-{name[:2].upper()}-0{len(name)}",
                       calibrated_until=world.today() + timedelta(days=240), by=by, at=at)  # fmt: skip


def _add_visit_types(world: World, by: Actor) -> None:
    for department in world.plan.departments:
        for visit in department.visits:
            world.visit_types[department.key, visit.name] = add_visit_type(
                unit=world.units[department.key], name=visit.name, short_name=visit.short_name,
                minutes=visit.minutes, buffer_after_minutes=visit.buffer_minutes, room_kind=visit.room_kind,
                device_kind=visit.device_kind, new_patient=visit.new_patient, color=visit.color,
                instructions=visit.instructions, staff_skill=visit.staff_skill, online=visit.online, by=by,
                at=world.now(),
            )  # fmt: skip


def _add_payers(world: World, entity: LegalEntity, by: Actor) -> None:
    chance, at = world.chance.of("payers"), world.now()
    for each in PAYERS:
        town, zip_code = TOWNS[3]
        details = PayerDetails(
            name=each.name, electronic_id=each.electronic_id, filing_indicator=each.filing_indicator, kind=each.kind,
            street=street(chance), city=town, state="IL", zip=zip_four(chance, zip_code), phone="+13095550105",
            timely_filing_days=each.timely_filing_days, sends_secondary_crossover=each.crossover,
            member_id_pattern=each.member_pattern or MEDICARE_MEMBER_ID,
        )  # fmt: skip
        world.payers[each.key] = payer = add_payer(details=details, by=by, at=at)
        for name, copay_cents in each.plans:
            add_plan(payer_id=payer.id, name=name, copay_cents=copay_cents, by=by, at=at)
        for exchanged in Exchanged:
            keep_enrollment(legal_entity_id=entity.id, payer_id=payer.id, transaction=exchanged,
                            granted_on=OPENED_ON, by=by, at=at)  # fmt: skip


def _add_fees(world: World, by: Actor) -> None:
    name = "Usual fees"
    add_fee_schedule(name=name, starts_on=OPENED_ON, by=by, at=world.now())
    rows = [
        {"schedule": name, "code": code, "nickname": nickname, "kind": kind, "amount": f"{cents / 100:.2f}",
         "starts_on": OPENED_ON.isoformat()}
        for code, (nickname, kind, cents) in PROCEDURES.items()
    ]  # fmt: skip
    done = import_fees(rows, dry_run=False, by=by, at=world.now())
    if not done.written:
        raise ValueError("; ".join(row.sentence for row in done.rows if row.outcome == "refused"))


def closed_days(first_on: date, until_on: date) -> dict[date, str]:
    """The holidays on which the office is closed, of [first_on, until_on)."""
    years = range(first_on.year, until_on.year + 1)
    return {
        day: name
        for day, name in holidays.country_holidays("US", years=years, observed=True).items()
        if first_on <= day < until_on and name.removesuffix(" (observed)") in CLOSED
    }
