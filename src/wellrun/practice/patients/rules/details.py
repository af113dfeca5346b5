"""What is said of a patient at registration, and whether it can be true."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, fields
from datetime import date

import phonenumbers

from wellrun.platform.access.refusals import Refused
from wellrun.platform.ui.formatting import format_day
from wellrun.platform.ui.refused_text import holds_card_number, holds_social_security_number

OLDEST_AGE_YEARS = 125
STATES = frozenset(
    {
        "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS",
        "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC",
        "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY",
        "AS", "GU", "MP", "PR", "VI", "AA", "AE", "AP",
    }
)  # fmt: skip
LENGTHS = {
    "given_name": 35, "middle_name": 25, "family_name": 60, "suffix": 10, "preferred_name": 35, "email": 120,
    "street": 55, "street2": 55, "city": 30, "note_for_desk": 500,
}  # fmt: skip
_LABELS = {
    "given_name": "first name", "middle_name": "middle name", "family_name": "last name", "suffix": "suffix",
    "preferred_name": "preferred name", "email": "e-mail address", "street": "street", "street2": "second line",
    "city": "city", "note_for_desk": "note",
}  # fmt: skip


class DetailRefused(Refused):
    """A detail that cannot be so; the sentence says how it should be."""


@dataclass(frozen=True, kw_only=True)
class PatientDetails:
    """Identity and contacts as registration takes them. Phones are E.164; `ssn` is nine digits or empty."""

    given_name: str
    family_name: str
    birth_on: date
    sex: str = "U"
    middle_name: str = ""
    suffix: str = ""
    preferred_name: str = ""
    phone_mobile: str = ""
    phone_home: str = ""
    email: str = ""
    street: str = ""
    street2: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    language: str = "en"
    interpreter: bool = False
    guarantor_id: uuid.UUID | None = None
    deceased_on: date | None = None
    note_for_desk: str = ""
    ssn: str = ""


#: The columns of a patient that these details fill: all but the sealed number.
COLUMNS = tuple(field.name for field in fields(PatientDetails) if field.name != "ssn")


def check_details(details: PatientDetails, *, today: date) -> None:
    """Raise `DetailRefused`, naming the field, for the first detail that cannot be so."""
    _check_texts(details)
    _check_dates(details, today)
    _check_contacts(details)
    if details.sex not in ("F", "M", "U"):
        raise DetailRefused("Choose female, male or unknown.", field="sex")
    if not re.fullmatch(r"[a-z]{2}", details.language):
        raise DetailRefused("Choose a language of the list.", field="language")
    if details.ssn and not ssn_could_be(details.ssn):
        raise DetailRefused("No Social Security number looks like this. Enter its nine digits.", field="ssn")


def ssn_could_be(digits: str) -> bool:
    """Whether nine digits are in a range that the Social Security Administration assigns (20 CFR 422.103;
    randomized since 2011: never area 000, 666 or 9xx, group 00, serial 0000)."""
    found = re.fullmatch(r"(\d{3})(\d{2})(\d{4})", digits)
    if not found:
        return False
    area, group, serial = found.groups()
    return area not in ("000", "666") and area[0] != "9" and group != "00" and serial != "0000"


def _check_texts(details: PatientDetails) -> None:
    for name, limit in LENGTHS.items():
        text = getattr(details, name)
        if len(text) > limit:
            raise DetailRefused(
                f"A {_LABELS[name]} has at most {limit} characters; this has {len(text):,}.", field=name
            )
        if any(ord(sign) < 32 and sign not in "\r\n\t" for sign in text):
            raise DetailRefused("This holds signs that cannot be shown. Type it again.", field=name)
        if holds_card_number(text) or holds_social_security_number(text):
            raise DetailRefused(
                "This looks like a payment card or Social Security number. Take it out.", field=name
            )
    for name in ("given_name", "family_name"):
        if not any(sign.isalpha() for sign in getattr(details, name)):
            raise DetailRefused(f"A {_LABELS[name]} has at least one letter.", field=name)


def _check_dates(details: PatientDetails, today: date) -> None:
    if details.birth_on > today:
        raise DetailRefused(
            f"{format_day(details.birth_on)} is in the future. Check the year.", field="birth_on"
        )
    if details.birth_on.year < today.year - OLDEST_AGE_YEARS:
        raise DetailRefused(
            f"{format_day(details.birth_on)} is more than 125 years ago. Check the year.", field="birth_on"
        )
    if details.deceased_on and not details.birth_on <= details.deceased_on <= today:
        raise DetailRefused("The day of death lies between birth and today.", field="deceased_on")


def _check_contacts(details: PatientDetails) -> None:
    for name in ("phone_mobile", "phone_home"):
        if getattr(details, name) and not _dialable(getattr(details, name)):
            raise DetailRefused("Enter ten digits, such as (312) 555-0142.", field=name)
    if details.email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", details.email):
        raise DetailRefused("Enter an address such as ana@example.com.", field="email")
    if details.state and details.state not in STATES:
        raise DetailRefused("Enter the state's two letters, such as IL.", field="state")
    if details.zip and not re.fullmatch(r"\d{5}|\d{9}", details.zip):
        raise DetailRefused("A ZIP code has five digits, or nine.", field="zip")


def _dialable(number: str) -> bool:
    if not re.fullmatch(r"\+\d{7,15}", number):
        return False
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return False
