"""The tables of scheduling."""

from wellrun.practice.scheduling.models.appointment import Appointment, BookedBy, Urgency, VisitState
from wellrun.practice.scheduling.models.availability import Availability, AvailabilityException
from wellrun.practice.scheduling.models.bulk_act import BulkAct, BulkKind
from wellrun.practice.scheduling.models.group_visit import GroupVisit
from wellrun.practice.scheduling.models.hold import Hold, HoldState
from wellrun.practice.scheduling.models.overbook_rule import OverbookRule
from wellrun.practice.scheduling.models.policy import AttendancePolicy, CancelReason
from wellrun.practice.scheduling.models.series import Repeats, VisitSeries
from wellrun.practice.scheduling.models.step import AppointmentStep, StepKind
from wellrun.practice.scheduling.models.visit_type import VisitType

__all__ = [
    "Appointment",
    "AppointmentStep",
    "AttendancePolicy",
    "Availability",
    "AvailabilityException",
    "BookedBy",
    "BulkAct",
    "BulkKind",
    "CancelReason",
    "GroupVisit",
    "Hold",
    "HoldState",
    "OverbookRule",
    "Repeats",
    "StepKind",
    "Urgency",
    "VisitSeries",
    "VisitState",
    "VisitType",
]
