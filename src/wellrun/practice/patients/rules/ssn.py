"""The keyed hash by which Social Security numbers are compared without being read."""

from __future__ import annotations

import uuid

from wellrun.platform.files.envelope import blind_index

KEY = "ssn-1"
_INDEX_KEY = "ssn-index-1"


def ssn_token(digits: str, organization_id: uuid.UUID) -> str:
    """The hash of nine digits in one organization; the same number elsewhere has another hash."""
    return blind_index(f"{organization_id}|{digits}", key_name=_INDEX_KEY)


def place_of(patient_id: uuid.UUID) -> str:
    """Where the sealed number belongs: it opens in no other row."""
    return f"patients_sealed_ssn|sealed|{patient_id}"
