"""Values as people in a US office read them: dates, times, ages, phones, names; money is in `platform.money`. Plain
text out.
"""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import phonenumbers


def format_day(day: date) -> str:
    """A date as "Nov 23, 2026"."""
    return f"{day:%b} {day.day}, {day.year}"


def format_long_day(day: date) -> str:
    """A date as sentences say it: "May 31, 2026"."""
    return f"{day:%B} {day.day}, {day.year}"


def format_clock(at: datetime | time) -> str:
    """The time of day as "8:05 AM"."""
    return f"{at.hour % 12 or 12}:{at.minute:02d} {'AM' if at.hour < 12 else 'PM'}"


def in_zone(at: datetime, zone: ZoneInfo | str) -> datetime:
    """The instant as wall time of `zone`; a datetime without a zone is no instant and raises ValueError."""
    if at.tzinfo is None:
        raise ValueError("An instant needs its zone")
    return at.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone)


def format_age(born_on: date, on: date) -> str:
    """Age on a day as a clinic writes it: days under 4 weeks, weeks under 3 months, months under 2 years.

    "12 d", "9 wk", "17 mo", "64 y"; a birth after `on` gives "not born".
    """
    days = (on - born_on).days
    if days < 0:
        return "not born"
    months = (on.year - born_on.year) * 12 + on.month - born_on.month - (on.day < born_on.day)
    if days < 28:
        return f"{days} d"
    if months < 3:
        return f"{days // 7} wk"
    if months < 24:
        return f"{months} mo"
    return f"{months // 12} y"


def format_phone(number: str) -> str:
    """An E.164 number as dialed in the US, "(555) 010-0123"; foreign ones in international form.

    What is no phone number is returned as it came.
    """
    try:
        parsed = phonenumbers.parse(number, "US")
    except phonenumbers.NumberParseException:
        return number
    national = parsed.country_code == 1
    form = (
        phonenumbers.PhoneNumberFormat.NATIONAL if national else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(parsed, form)


def format_person(family: str, given: str, *, middle: str = "", suffix: str = "", preferred: str = "") -> str:
    """A name as lists sort it: "Rivera Jr., Ana M. “Annie”". Empty parts leave no trace."""
    surname = " ".join(part for part in (family.strip(), suffix.strip()) if part)
    initial = f"{middle.strip()[0]}." if middle.strip() else ""
    called = f"“{preferred.strip()}”" if preferred.strip() and preferred.strip() != given.strip() else ""
    first = " ".join(part for part in (given.strip(), initial, called) if part)
    return ", ".join(part for part in (surname, first) if part)
