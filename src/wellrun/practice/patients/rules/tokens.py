"""Under which words a patient is found."""

from __future__ import annotations

from dataclasses import replace

from wellrun.engines.matching import search_tokens
from wellrun.practice.patients.models import Patient
from wellrun.practice.patients.rules.duplicates import person_of_patient

LONGEST_TOKEN = 64


def tokens_of(patient: Patient) -> frozenset[str]:
    """Every token under which a patient is found: names present, preferred and former, birth date, phones and
    their last digits, chart number; with sounds and slips of one letter."""
    person = person_of_patient(patient)
    tokens = search_tokens(person)
    if patient.preferred_name:
        tokens |= search_tokens(replace(person, first=patient.preferred_name))
    return frozenset(token[:LONGEST_TOKEN] for token in tokens)
