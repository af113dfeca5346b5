"""The patients' door for other rooms."""

from wellrun.practice.patients.events import CompartmentChanged, DemographicsChanged, PatientRegistered
from wellrun.practice.patients.models import (
    CodeSystem,
    Consent,
    ConsentKind,
    HistoryEntry,
    HistoryKind,
    HistorySource,
    Patient,
    Sex,
)
from wellrun.practice.patients.operations.add_past_history import PastEntry, add_past_history
from wellrun.practice.patients.operations.consents import sign_consent, sign_consents, withdraw_consent
from wellrun.practice.patients.operations.history import AlreadyListed, add_history, end_history
from wellrun.practice.patients.operations.move_to_compartment import move_to_compartment
from wellrun.practice.patients.operations.register_patient import LikelyDuplicate, register_patient
from wellrun.practice.patients.operations.seal_ssn import read_ssn
from wellrun.practice.patients.operations.update_demographics import (
    ChangedMeanwhile,
    details_of,
    update_demographics,
)
from wellrun.practice.patients.queries.consents import consents_due, consents_of
from wellrun.practice.patients.queries.duplicates import DuplicateMatch, find_duplicates
from wellrun.practice.patients.queries.history import allergies_of, history_of
from wellrun.practice.patients.queries.panels import register_panel
from wellrun.practice.patients.queries.patients import PatientRow, patient, patient_rows
from wellrun.practice.patients.queries.search import search_patients
from wellrun.practice.patients.rules.details import STATES, DetailRefused, PatientDetails
from wellrun.practice.patients.rules.history import EntryRefused, HistoryDetails

__all__ = [
    "STATES",
    "AlreadyListed",
    "ChangedMeanwhile",
    "CodeSystem",
    "CompartmentChanged",
    "Consent",
    "ConsentKind",
    "DemographicsChanged",
    "DetailRefused",
    "DuplicateMatch",
    "EntryRefused",
    "HistoryDetails",
    "HistoryEntry",
    "HistoryKind",
    "HistorySource",
    "LikelyDuplicate",
    "PastEntry",
    "Patient",
    "PatientDetails",
    "PatientRegistered",
    "PatientRow",
    "Sex",
    "add_history",
    "add_past_history",
    "allergies_of",
    "consents_due",
    "consents_of",
    "details_of",
    "end_history",
    "find_duplicates",
    "history_of",
    "move_to_compartment",
    "patient",
    "patient_rows",
    "read_ssn",
    "register_panel",
    "register_patient",
    "search_patients",
    "sign_consent",
    "sign_consents",
    "update_demographics",
    "withdraw_consent",
]
