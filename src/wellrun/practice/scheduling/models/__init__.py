"""The tables of scheduling."""

from wellrun.practice.scheduling.models.absence import Absence, AbsenceKind
from wellrun.practice.scheduling.models.appointment import Appointment, BookedBy, Urgency, VisitState
from wellrun.practice.scheduling.models.availability import Availability, AvailabilityException
from wellrun.practice.scheduling.models.group_visit import GroupVisit
from wellrun.practice.scheduling.models.plan import CauseKind, MoveState, PlannedMove, RebookingPlan
from wellrun.practice.scheduling.models.step import AppointmentStep, StepKind
from wellrun.practice.scheduling.models.visit_type import VisitType

__all__ = [
    "Absence",
    "AbsenceKind",
    "Appointment",
    "AppointmentStep",
    "Availability",
    "AvailabilityException",
    "BookedBy",
    "CauseKind",
    "GroupVisit",
    "MoveState",
    "PlannedMove",
    "RebookingPlan",
    "StepKind",
    "Urgency",
    "VisitState",
    "VisitType",
]
