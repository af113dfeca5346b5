"""Taking people into posts and making providers of them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from wellrun.engines.edits import luhn_npi
from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.organization.api import Person, Unit
from wellrun.practice.timebook.api import ResourceKind, add_resource, resource_for, retire_resource
from wellrun.practice.workforce.models import Employee, Level, Provider


class WrongNpi(Refused):
    """The check digit does not fit."""

    sentence = "This NPI has a wrong digit: its check digit does not fit. Compare it with the registry."
    field = "npi"


class NpiTaken(Refused):
    """Another provider has it."""

    status = 409
    sentence = "Another provider already has this NPI."
    field = "npi"


class AlreadyProvider(Refused):
    """One person is one provider."""

    status = 409
    sentence = "This person is a provider already."
    field = "person"


class ProviderRefused(Refused):
    """What cannot be said of a provider."""


def add_employee(
    *,
    person: Person,
    unit: Unit,
    post: str,
    starts_on: date,
    ends_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Employee:
    """Put a person into a post at a unit from a day on."""
    require(by, "workforce.manage", unit.id)
    employee = Employee.objects.create(
        organization_id=unit.organization_id,
        unit=unit,
        person=person,
        post=post,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    record_act("employee.added", subject_type="employee", subject_id=employee.id)
    return employee


def add_provider(
    *, person: Person, unit: Unit, npi: str, taxonomy: str, display_name: str = "", by: Actor, at: datetime
) -> Provider:
    """Make a person bookable. Without `display_name` the provider is called by credential suffix and family name,
    "Dr. Hale" for physicians."""
    require(by, "workforce.manage", unit.id)
    if not luhn_npi(npi):
        raise WrongNpi()
    if Provider.objects.filter(organization_id=unit.organization_id, npi=npi).exists():
        raise NpiTaken()
    if Provider.objects.filter(person=person).exists():
        raise AlreadyProvider()
    provider = Provider.objects.create(
        organization_id=unit.organization_id,
        unit=unit,
        person=person,
        npi=npi,
        taxonomy=taxonomy,
        display_name=display_name or _called(person),
    )
    add_resource(
        organization_id=unit.organization_id,
        unit_id=unit.id,
        kind=ResourceKind.PROVIDER,
        subject_id=provider.id,
        name=provider.display_name,
        zone=unit.zone,
    )
    record_act("provider.added", subject_type="provider", subject_id=provider.id)
    return provider


def describe_provider(
    *,
    provider_id: uuid.UUID,
    level: str,
    sex: str = "",
    languages: Sequence[str] = (),
    by: Actor,
    at: datetime,
) -> Provider:
    """Say what a provider is (`Level`), which visit types may take longer or shorter by, and what patients may prefer:
    sex ("F", "M" or "") and languages as two letters (ISO 639-1)."""
    provider = Provider.objects.select_for_update().filter(id=provider_id).first()
    if provider is None:
        raise NotFound()
    require(by, "workforce.manage", provider.unit_id)
    if level not in Level.values:
        raise ProviderRefused("Choose what the provider is.", field="level")
    if sex not in ("", "F", "M"):
        raise ProviderRefused("Choose one of the list.", field="sex")
    spoken = list(dict.fromkeys(each.strip().lower() for each in languages if each.strip()))
    if not all(len(each) == 2 and each.isascii() and each.isalpha() for each in spoken):
        raise ProviderRefused("Write languages as two letters each, such as en, es.", field="languages")
    provider.level, provider.sex, provider.languages = level, sex, spoken
    provider.save(update_fields=["level", "sex", "languages"])
    record_act("provider.described", subject_type="provider", subject_id=provider.id)
    return provider


def retire_provider(*, provider_id: uuid.UUID, by: Actor, at: datetime) -> Provider:
    """Stop offering a provider; the visits that are booked stay until somebody moves them."""
    provider = Provider.objects.select_for_update().filter(id=provider_id).first()
    if provider is None:
        raise NotFound()
    require(by, "workforce.manage", provider.unit_id)
    provider.retired_at = at
    provider.save(update_fields=["retired_at"])
    retire_resource(resource=resource_for(provider.id), at=at)
    record_act("provider.retired", subject_type="provider", subject_id=provider.id)
    return provider


def _called(person: Person) -> str:
    suffix = person.credential_suffix
    if {"MD", "DO", "DPM", "OD"} & set(suffix.replace(".", "").replace(",", " ").split()):
        return f"Dr. {person.family_name}"
    return f"{person.given_name} {person.family_name}" + (f", {suffix}" if suffix else "")
