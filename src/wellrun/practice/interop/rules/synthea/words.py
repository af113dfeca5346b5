"""What the source's words are called here: states, payers, phones, ZIP codes, kinds of findings."""

from __future__ import annotations

import re

import phonenumbers

STATES = {
    "Alabama": "AL", "Alaska": "AK", "Arizona": "AZ", "Arkansas": "AR", "California": "CA", "Colorado": "CO",
    "Connecticut": "CT", "Delaware": "DE", "District of Columbia": "DC", "Florida": "FL", "Georgia": "GA",
    "Hawaii": "HI", "Idaho": "ID", "Illinois": "IL", "Indiana": "IN", "Iowa": "IA", "Kansas": "KS",
    "Kentucky": "KY", "Louisiana": "LA", "Maine": "ME", "Maryland": "MD", "Massachusetts": "MA",
    "Michigan": "MI", "Minnesota": "MN", "Mississippi": "MS", "Missouri": "MO", "Montana": "MT",
    "Nebraska": "NE", "Nevada": "NV", "New Hampshire": "NH", "New Jersey": "NJ", "New Mexico": "NM",
    "New York": "NY", "North Carolina": "NC", "North Dakota": "ND", "Ohio": "OH", "Oklahoma": "OK",
    "Oregon": "OR", "Pennsylvania": "PA", "Puerto Rico": "PR", "Rhode Island": "RI", "South Carolina": "SC",
    "South Dakota": "SD", "Tennessee": "TN", "Texas": "TX", "Utah": "UT", "Vermont": "VT", "Virginia": "VA",
    "Washington": "WA", "West Virginia": "WV", "Wisconsin": "WI", "Wyoming": "WY",
}  # fmt: skip
#: How the source calls the absence of a payer.
SELF_PAY = "NO_INSURANCE"
#: SNOMED CT findings about a person's life that the source lists among conditions: work, schooling, housing,
#: company, stress, habits, law.
SOCIAL_FINDINGS = frozenset(
    {
        "160903007", "160904001", "73438004", "741062008", "224299000", "5251000175109", "73595000",
        "423315002", "422650009", "706893006", "266948004", "160968000", "10939881000119104", "105531004",
        "32911000", "224355006", "446654005", "713458007",
    }
)  # fmt: skip


def state_code(state: str) -> str | None:
    """The two letters of a state given by name or letters; None when there is no such state."""
    if not state or state in STATES.values():
        return state
    return STATES.get(state)


def zip_digits(zip_code: str) -> str | None:
    """A ZIP of five or nine digits, or empty; None when it is neither.

    Four digits are a New England ZIP whose leading zero a spreadsheet took away.
    """
    digits = zip_code.replace("-", "")
    if re.fullmatch(r"[0-9]{4}", digits):
        return f"0{digits}"
    return digits if re.fullmatch(r"([0-9]{5}|[0-9]{9})?", digits) else None


def e164(phone: str) -> str:
    """A telephone number of the United States as +1…; empty when it is not one."""
    try:
        number = phonenumbers.parse(phone, "US")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def payer_kind(name: str) -> tuple[str, str]:
    """The filing indicator and the kind of a payer, by its name; what is not plain from it is commercial."""
    if "Medicare" in name:
        return "MB", "medicare"
    if "Medicaid" in name:
        return "MC", "medicaid"
    if "Blue Cross" in name:
        return "BL", "blue"
    return ("ZZ", "other") if name == "Dual Eligible" else ("CI", "commercial")


def reactions(*told: tuple[str, str]) -> str:
    """Reactions with their severity as one line: "Itching, moderate; rash, mild"."""
    said = [
        ", ".join(part for part in (re.sub(r" \((finding|disorder)\)$", "", what), how.lower()) if part)
        for what, how in told
        if what
    ]
    return "; ".join(said)[:200]
