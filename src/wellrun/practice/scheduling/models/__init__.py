"""The tables of scheduling."""

from wellrun.practice.scheduling.models.appointment import Appointment, VisitState
from wellrun.practice.scheduling.models.availability import Availability, AvailabilityException
from wellrun.practice.scheduling.models.step import AppointmentStep, StepKind
from wellrun.practice.scheduling.models.visit_type import VisitType

__all__ = [
    "Appointment",
    "AppointmentStep",
    "Availability",
    "AvailabilityException",
    "StepKind",
    "VisitState",
    "VisitType",
]
