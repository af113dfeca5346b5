"""What the status codes of a 277CA mean, in our own words: its category, and what the claim was turned back for.

A status or an entity that is not here is left to its code, which the page shows beside the sentence.
"""

from __future__ import annotations

_CATEGORIES = {
    "A0": "Passed on to the payer.",
    "A1": "Received; not yet taken in.",
    "A2": "Taken in for a decision.",
    "A3": "Turned back; not taken in.",
    "A4": "Not found.",
    "A5": "Split into several claims.",
    "A6": "Turned back: something is missing.",
    "A7": "Turned back: something is invalid.",
    "A8": "Turned back: parts of it do not go together.",
}
_TURNED_BACK = ("A3", "A6", "A7", "A8")
_SUBJECTS = {
    "116": "the payer it was sent to",
    "125": "the name",
    "126": "the address",
    "128": "the tax id",
    "153": "the id",
    "157": "the sex",
    "158": "the date of birth",
    "164": "the member id",
    "187": "the dates of service",
    "249": "the place of service",
    "254": "the first diagnosis",
    "255": "a diagnosis",
    "453": "a modifier",
    "454": "a procedure code",
    "496": "the enrollment for electronic claims",
    "500": "the ZIP code",
    "562": "the NPI",
}
_ENTITIES = {
    "82": "of the rendering provider",
    "85": "of the billing provider",
    "DN": "of the referring provider",
    "IL": "of the insured",
    "QC": "of the patient",
    "77": "of the place of service",
}


def status_sentence(category: str, status: str = "", entity: str = "") -> str:
    """A status as a sentence: `("A6", "562", "82")` is "Turned back: something is missing. It is about the NPI of the
    rendering provider." Empty for a category that is not known."""
    told = _CATEGORIES.get(category, "")
    subject = _SUBJECTS.get(status, "") if category in _TURNED_BACK else ""
    if not subject:
        return told
    return f"{told} It is about {' '.join(filter(None, (subject, _ENTITIES.get(entity, ''))))}."
