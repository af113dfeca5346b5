"""Rows about people and parties: patients, payers, who was insured when, facilities and providers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from wellrun.practice.interop.rules.synthea.columns import (
    column,
    day,
    identifier,
    instant,
    one_of,
    optional,
    some_text,
    words,
)


@dataclass(frozen=True)
class PatientRow:
    """A line of patients.csv. `state` is the state's name in full."""

    line: int
    id: str = column("Id", identifier)
    birth_on: date = column("BIRTHDATE", day)
    deceased_on: date | None = column("DEATHDATE", optional(day))
    ssn: str = column("SSN", some_text(11))
    given_name: str = column("FIRST", words(35))
    family_name: str = column("LAST", words(60))
    suffix: str = column("SUFFIX", some_text(10))
    sex: str = column("GENDER", one_of("F", "M"))
    street: str = column("ADDRESS", some_text(55))
    city: str = column("CITY", some_text(30))
    state: str = column("STATE", some_text(30))
    zip: str = column("ZIP", some_text(10))


@dataclass(frozen=True)
class PayerRow:
    """A line of payers.csv."""

    line: int
    id: str = column("Id", identifier)
    name: str = column("NAME", words(60))
    street: str = column("ADDRESS", some_text(55))
    city: str = column("CITY", some_text(30))
    state: str = column("STATE_HEADQUARTERED", some_text(2))
    zip: str = column("ZIP", some_text(10))
    phone: str = column("PHONE", some_text(30))


@dataclass(frozen=True)
class TransitionRow:
    """A line of payer_transitions.csv: insurance from `starts_at` until `ends_at`. Both are instants, whatever
    the names of their columns say."""

    line: int
    patient: str = column("PATIENT", identifier)
    member_id: str = column("MEMBERID", some_text(40))
    starts_at: datetime = column("START_YEAR", instant)
    ends_at: datetime = column("END_YEAR", instant)
    payer: str = column("PAYER", identifier)
    secondary_payer: str | None = column("SECONDARY_PAYER", optional(identifier))
    ownership: str = column("OWNERSHIP", one_of("Self", "Spouse", "Guardian", ""))
    owner_name: str = column("OWNERNAME", some_text(120))


@dataclass(frozen=True)
class OrganizationRow:
    """A line of organizations.csv."""

    line: int
    id: str = column("Id", identifier)
    name: str = column("NAME", words(120))
    street: str = column("ADDRESS", some_text(80))
    city: str = column("CITY", some_text(50))
    state: str = column("STATE", some_text(2))
    zip: str = column("ZIP", some_text(10))
    phone: str = column("PHONE", some_text(30))


@dataclass(frozen=True)
class ProviderRow:
    """A line of providers.csv. The column of the specialty is spelled as the source spells it."""

    line: int
    id: str = column("Id", identifier)
    organization: str = column("ORGANIZATION", identifier)
    name: str = column("NAME", words(120))
    specialty: str = column("SPECIALITY", some_text(80))
