"""The tables of scheduling."""

from wellrun.practice.scheduling.models.appointment import Appointment, BookedBy, Urgency, VisitState
from wellrun.practice.scheduling.models.availability import Availability, AvailabilityException
from wellrun.practice.scheduling.models.feed import CalendarFeed, FeedShows, FeedUse
from wellrun.practice.scheduling.models.group_visit import GroupVisit
from wellrun.practice.scheduling.models.step import AppointmentStep, StepKind
from wellrun.practice.scheduling.models.visit_type import VisitType

__all__ = [
    "Appointment",
    "AppointmentStep",
    "Availability",
    "AvailabilityException",
    "BookedBy",
    "CalendarFeed",
    "FeedShows",
    "FeedUse",
    "GroupVisit",
    "StepKind",
    "Urgency",
    "VisitState",
    "VisitType",
]
