"""The patients' door for other rooms."""

from wellrun.practice.patients.events import (
    CompartmentChanged,
    DemographicsChanged,
    PatientRegistered,
    PatientsMerged,
    PatientsUnmerged,
)
from wellrun.practice.patients.models import (
    CodeSystem,
    Consent,
    ConsentKind,
    HistoryEntry,
    HistoryKind,
    HistorySource,
    Merge,
    Patient,
    Sex,
)
from wellrun.practice.patients.operations.add_past_history import PastEntry, add_past_history
from wellrun.practice.patients.operations.consents import sign_consent, sign_consents, withdraw_consent
from wellrun.practice.patients.operations.history import AlreadyListed, add_history, end_history
from wellrun.practice.patients.operations.merge_patients import MergeBlocked, MergeRefused, merge_patients
from wellrun.practice.patients.operations.move_rows import move_rows, move_rows_back, moved_ids, note_moved
from wellrun.practice.patients.operations.move_to_compartment import move_to_compartment
from wellrun.practice.patients.operations.register_patient import LikelyDuplicate, register_patient
from wellrun.practice.patients.operations.seal_ssn import read_ssn
from wellrun.practice.patients.operations.unmerge_patients import MergeUndone, unmerge_patients
from wellrun.practice.patients.operations.update_demographics import (
    ChangedMeanwhile,
    details_of,
    update_demographics,
)
from wellrun.practice.patients.queries.consents import consents_due, consents_of
from wellrun.practice.patients.queries.duplicates import DuplicateMatch, find_duplicates
from wellrun.practice.patients.queries.history import allergies_of, history_of
from wellrun.practice.patients.queries.obstacles import register_merge_obstacles
from wellrun.practice.patients.queries.panels import register_panel
from wellrun.practice.patients.queries.patients import PatientRow, patient, patient_rows
from wellrun.practice.patients.queries.search import search_patients
from wellrun.practice.patients.rules.details import STATES, DetailRefused, PatientDetails
from wellrun.practice.patients.rules.history import EntryRefused, HistoryDetails
from wellrun.practice.patients.rules.languages import language_name

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
    "Merge",
    "MergeBlocked",
    "MergeRefused",
    "MergeUndone",
    "PastEntry",
    "Patient",
    "PatientDetails",
    "PatientRegistered",
    "PatientRow",
    "PatientsMerged",
    "PatientsUnmerged",
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
    "language_name",
    "merge_patients",
    "move_rows",
    "move_rows_back",
    "move_to_compartment",
    "moved_ids",
    "note_moved",
    "patient",
    "patient_rows",
    "read_ssn",
    "register_merge_obstacles",
    "register_panel",
    "register_patient",
    "search_patients",
    "sign_consent",
    "sign_consents",
    "unmerge_patients",
    "update_demographics",
    "withdraw_consent",
]
