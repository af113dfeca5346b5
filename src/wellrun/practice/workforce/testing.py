"""Providers for the tests of every room."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from wellrun.practice.organization.api import Unit, add_person
from wellrun.practice.organization.testing import NOW
from wellrun.practice.workforce.models import Credential, Provider
from wellrun.practice.workforce.operations.credentials import add_credential
from wellrun.practice.workforce.operations.staff import add_provider


def npi_from(number: int) -> str:
    """A valid NPI for a running number: nine digits starting with 1, and their check digit."""
    body = f"1{number:08d}"
    total = 24
    for position, digit in enumerate(reversed(body)):
        value = int(digit) * (1 if position % 2 else 2)
        total += value - 9 if value > 9 else value
    return f"{body}{-total % 10}"


def make_provider(
    office: Any,
    *,
    unit: Unit | None = None,
    family_name: str = "Hale",
    npi: str = "",
    taxonomy: str = "207RC0000X",
    license_until: date | None = date(2028, 7, 31),
) -> Provider:
    """A physician with an Illinois license; in cardiology unless a unit is given."""
    program = office.program()
    person = add_person(
        organization=office.organization,
        given_name="Jordan",
        family_name=family_name,
        credential_suffix="MD",
        by=program,
    )
    provider = add_provider(
        person=person,
        unit=unit or office.cardiology,
        npi=npi or npi_from(Provider.objects.count() + 1),
        taxonomy=taxonomy,
        by=program,
        at=NOW,
    )
    add_credential(
        provider_id=provider.id,
        kind="license",
        state="IL",
        number="036000000",
        starts_on=date(2020, 1, 1),
        expires_on=license_until,
        by=program,
        at=NOW,
    )
    return provider


def lapse_license(provider_id: UUID, *, on: date) -> None:
    """Let the last valid day of a provider's credentials be `on`."""
    Credential.objects.filter(provider_id=provider_id).update(expires_on=on)
