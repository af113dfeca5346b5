"""The tables of scheduling."""

from wellrun.practice.scheduling.models.appointment import Appointment, BookedBy, Urgency, VisitState
from wellrun.practice.scheduling.models.availability import Availability, AvailabilityException
from wellrun.practice.scheduling.models.group_visit import GroupVisit
from wellrun.practice.scheduling.models.opening import (
    FreedBy,
    OfferRule,
    OfferState,
    Opening,
    OpeningState,
    TimeOffer,
)
from wellrun.practice.scheduling.models.recall import Recall, RecallAttempt, RecallRule, RecallState
from wellrun.practice.scheduling.models.step import AppointmentStep, StepKind
from wellrun.practice.scheduling.models.visit_type import VisitType
from wellrun.practice.scheduling.models.waiting import DayTime, WaitingEntry, WaitingState

__all__ = [
    "Appointment",
    "AppointmentStep",
    "Availability",
    "AvailabilityException",
    "BookedBy",
    "DayTime",
    "FreedBy",
    "GroupVisit",
    "OfferRule",
    "OfferState",
    "Opening",
    "OpeningState",
    "Recall",
    "RecallAttempt",
    "RecallRule",
    "RecallState",
    "StepKind",
    "TimeOffer",
    "Urgency",
    "VisitState",
    "VisitType",
    "WaitingEntry",
    "WaitingState",
]
