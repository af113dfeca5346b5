"""The contact details that patients check and correct themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from wellrun.platform.ui.refused_text import holds_card_number, holds_social_security_number
from wellrun.practice.intake.rules.words import LANGUAGES
from wellrun.practice.patients.api import STATES, Patient

#: What is taken over together: an address is one thing.
GROUPS: dict[str, tuple[str, ...]] = {
    "preferred_name": ("preferred_name",),
    "phone_mobile": ("phone_mobile",),
    "phone_home": ("phone_home",),
    "email": ("email",),
    "address": ("street", "street2", "city", "state", "zip"),
    "language": ("language",),
}
FIELDS = tuple(name for group in GROUPS.values() for name in group)
LIMITS = {"preferred_name": 35, "email": 120, "street": 55, "street2": 55, "city": 30}
GROUP_LABELS = {
    "preferred_name": "Preferred name",
    "phone_mobile": "Mobile phone",
    "phone_home": "Home phone",
    "email": "Email",
    "address": "Address",
    "language": "Language",
}


def on_file(patient: Patient) -> dict[str, str]:
    """What is on file of these details."""
    return {name: getattr(patient, name) for name in FIELDS}


def typed_details(posted: Mapping[str, str]) -> dict[str, str]:
    """Details as they are kept: phones in E.164 where they have ten digits, ZIP codes in digits alone."""
    typed = {name: " ".join(posted.get(name, "").split()) for name in FIELDS}
    for name in ("phone_mobile", "phone_home"):
        digits = re.sub(r"\D", "", typed[name]).removeprefix("1")
        if len(digits) == 10:
            typed[name] = f"+1{digits}"
    typed["state"] = typed["state"].upper()
    typed["zip"] = re.sub(r"[\s-]", "", typed["zip"])
    return typed


def detail_faults(typed: Mapping[str, str], words: Mapping[str, str]) -> dict[str, str]:
    """What cannot be, with a sentence in the patient's language by field."""
    faults = {}
    for name, limit in LIMITS.items():
        if len(typed[name]) > limit:
            faults[name] = words["too_long"].format(limit=limit)
        elif holds_card_number(typed[name]) or holds_social_security_number(typed[name]):
            faults[name] = words["no_numbers"]
    for name in ("phone_mobile", "phone_home"):
        if typed[name] and not re.fullmatch(r"\+1[2-9]\d{9}", typed[name]):
            faults[name] = words["bad_phone"]
    if typed["email"] and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", typed["email"]):
        faults["email"] = words["bad_email"]
    if typed["state"] and typed["state"] not in STATES:
        faults["state"] = words["bad_state"]
    if typed["zip"] and not re.fullmatch(r"\d{5}|\d{9}", typed["zip"]):
        faults["zip"] = words["bad_zip"]
    if typed["language"] not in LANGUAGES and not re.fullmatch(r"[a-z]{2}", typed["language"]):
        faults["language"] = words["need_choice"]
    return faults


def years_on(birth_on: date, on: date) -> int:
    """Age in whole years on a day."""
    return on.year - birth_on.year - ((on.month, on.day) < (birth_on.month, birth_on.day))
