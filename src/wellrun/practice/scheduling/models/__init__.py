"""The tables of scheduling."""

from wellrun.practice.scheduling.models.access_sample import AccessSample
from wellrun.practice.scheduling.models.appointment import Appointment, BookedBy, Urgency, VisitState
from wellrun.practice.scheduling.models.availability import Availability, AvailabilityException
from wellrun.practice.scheduling.models.closed_day import ClosedDay
from wellrun.practice.scheduling.models.group_visit import GroupVisit
from wellrun.practice.scheduling.models.reminder import Moment, ReminderRule, TellingMark
from wellrun.practice.scheduling.models.session_limit import SessionLimit
from wellrun.practice.scheduling.models.site_travel import SiteTravel
from wellrun.practice.scheduling.models.staff_hours import StaffHours
from wellrun.practice.scheduling.models.step import AppointmentStep, StepKind
from wellrun.practice.scheduling.models.type_block import TypeBlock
from wellrun.practice.scheduling.models.visit_type import VisitType
from wellrun.practice.scheduling.models.visit_type_length import VisitTypeLength

__all__ = [
    "AccessSample",
    "Appointment",
    "AppointmentStep",
    "Availability",
    "AvailabilityException",
    "BookedBy",
    "ClosedDay",
    "GroupVisit",
    "Moment",
    "ReminderRule",
    "SessionLimit",
    "SiteTravel",
    "StaffHours",
    "StepKind",
    "TellingMark",
    "TypeBlock",
    "Urgency",
    "VisitState",
    "VisitType",
    "VisitTypeLength",
]
