"""Claim edits 1 to 20 as a programmer would write them out: the peer that the rule language is measured
against.
"""

from __future__ import annotations

import re
from datetime import date

from wellrun.engines.edits import ClaimSnapshot, Facts, zip_in_state
from wellrun.engines.edits.functions import STATES, letters, luhn_npi

_BOX = re.compile(r"\b(p\.?\s*o\.?\s*box|post\s*office\s*box|lock\s*box)\b", re.IGNORECASE)
_INDICATOR_LIST = "11 12 13 14 15 16 17 AM BL CH CI DS FI HM LM MA MB MC OF TV VA WC ZZ"
_INDICATORS = frozenset(_INDICATOR_LIST.split())
_RELATED = {"01", "19", "20", "21", "39", "40", "53", "G8"}


def numbers_found(claim: ClaimSnapshot, facts: Facts, on: date) -> set[int]:
    """The numbers of the edits that the claim fails; every fact must be known."""
    return _provider(claim, facts) | _payer(claim, facts) | _people(claim, on)


def _provider(claim: ClaimSnapshot, facts: Facts) -> set[int]:
    found: set[int] = set()
    billing, address, key = claim.billing, claim.billing.address, claim.payer.key
    if not luhn_npi(billing.npi):
        found.add(1)
    rendering = claim.rendering.npi
    if rendering and not (luhn_npi(rendering) and facts.enrolled(rendering, key, "837P")):
        found.add(2)
    if any(line.rendering_npi and not luhn_npi(line.rendering_npi) for line in claim.lines):
        found.add(2)
    if luhn_npi(billing.npi) and not facts.enrolled(billing.npi, key, "837P"):
        found.add(3)
    if not address.line1 or _BOX.search(address.line1) or _BOX.search(address.line2):
        found.add(4)
    facility = claim.facility
    if not _nine(address.zip_code) or (facility.name and not _nine(facility.address.zip_code)):
        found.add(5)
    home = claim.subscriber.address
    if not _placed(address) or ((home.state or home.zip_code) and not _placed(home)):
        found.add(6)
    if (
        not re.fullmatch(r"\d{2}-?\d{7}|\d{3}-\d{2}-\d{4}", billing.tax_id)
        or billing.tax_id_kind not in ("EI", "SY")
        or (billing.entity == "organization" and billing.tax_id_kind != "EI")
    ):
        found.add(7)
    if (
        not billing.name
        or len(billing.name) > 60
        or not re.fullmatch(r"[A-Z0-9 !\"&'()+,\-./;?=]+", billing.name.upper())
    ):
        found.add(8)
    if billing.phone and not re.fullmatch(r"[2-9]\d{2}[2-9]\d{6}", _digits(billing.phone)):
        found.add(9)
    if not billing.taxonomy and facts.payer_setting(key, "taxonomy_required"):
        found.add(10)
    for taxonomy in filter(None, (billing.taxonomy, claim.rendering.taxonomy)):
        if not re.fullmatch(r"[0-9A-Z]{9}X", taxonomy) or not facts.taxonomy_known(taxonomy):
            found.add(10)
    return found


def _payer(claim: ClaimSnapshot, facts: Facts) -> set[int]:
    found: set[int] = set()
    payer, coverage = claim.payer, claim.coverage
    if not payer.payer_id or not facts.payer_routed(payer.key):
        found.add(11)
    if luhn_npi(claim.billing.npi) and not facts.enrolled(claim.billing.npi, payer.key, "835"):
        found.add(11)
    if sum(1 for policy in claim.coverages if policy.rank == "P") != 1:
        found.add(12)
    if coverage.filing_indicator not in _INDICATORS:
        found.add(13)
    form = facts.payer_setting(payer.key, "member_id_pattern")
    if not coverage.member_id or (form and not re.fullmatch(str(form), coverage.member_id)):
        found.add(14)
    oldest = int(facts.payer_setting(payer.key, "eligibility_max_age_days") or 30)
    if (
        coverage.eligibility != "active"
        or not coverage.checked_on
        or any(
            line.served_from and (line.served_from - coverage.checked_on).days > oldest
            for line in claim.lines
        )
    ):
        found.add(15)
    patient = claim.patient
    if (
        (coverage.card_last_name and letters(coverage.card_last_name) != letters(patient.last_name))
        or (coverage.card_first_name and letters(coverage.card_first_name) != letters(patient.first_name))
        or (coverage.card_born_on and coverage.card_born_on != patient.born_on)
    ):
        found.add(16)
    return found


def _people(claim: ClaimSnapshot, on: date) -> set[int]:
    found: set[int] = set()
    patient, subscriber, coverage = claim.patient, claim.subscriber, claim.coverage
    born_on = patient.born_on
    if (
        not born_on
        or born_on > on
        or on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day)) >= 150
        or any(line.served_from and born_on > line.served_from for line in claim.lines)
    ):
        found.add(17)
    for person in (patient, subscriber):
        if person.ssn and not re.fullmatch(r"\d{3}-?\d{2}-?\d{4}", person.ssn):
            found.add(18)
    if patient.sex not in ("M", "F", "U"):
        found.add(19)
    if coverage.relationship == "18":
        if (
            letters(patient.last_name) != letters(subscriber.last_name)
            or letters(patient.first_name) != letters(subscriber.first_name)
            or patient.born_on != subscriber.born_on
        ):
            found.add(20)
    elif coverage.relationship not in _RELATED or not (
        patient.first_name and patient.last_name and subscriber.last_name
    ):
        found.add(20)
    return found


def _nine(zip_code: str) -> bool:
    digits = _digits(zip_code)
    return len(digits) == 9 and not digits.endswith("0000")


def _placed(address) -> bool:
    return address.state in STATES and zip_in_state(_digits(address.zip_code)[:5], address.state)


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())
