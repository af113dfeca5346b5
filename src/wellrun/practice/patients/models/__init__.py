"""The patients' tables."""

from wellrun.practice.patients.models.chart_counter import ChartCounter
from wellrun.practice.patients.models.compartment_move import CompartmentMove
from wellrun.practice.patients.models.consent import Consent, ConsentKind
from wellrun.practice.patients.models.history import CodeSystem, HistoryEntry, HistoryKind, HistorySource
from wellrun.practice.patients.models.merge import Merge, MovedRows
from wellrun.practice.patients.models.patient import Patient, Sex
from wellrun.practice.patients.models.sealed_ssn import SealedSsn
from wellrun.practice.patients.models.search_token import SearchToken

__all__ = [
    "ChartCounter",
    "CodeSystem",
    "CompartmentMove",
    "Consent",
    "ConsentKind",
    "HistoryEntry",
    "HistoryKind",
    "HistorySource",
    "Merge",
    "MovedRows",
    "Patient",
    "SealedSsn",
    "SearchToken",
    "Sex",
]
