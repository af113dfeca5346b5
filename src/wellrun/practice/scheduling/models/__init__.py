"""The tables of scheduling."""

from wellrun.practice.scheduling.models.absence import (
    Absence,
    AbsenceKind,
)
from wellrun.practice.scheduling.models.access_sample import AccessSample
from wellrun.practice.scheduling.models.appointment import (
    Appointment,
    BookedBy,
    Urgency,
    VisitState,
)
from wellrun.practice.scheduling.models.availability import (
    Availability,
    AvailabilityException,
)
from wellrun.practice.scheduling.models.bulk_act import (
    BulkAct,
    BulkKind,
)
from wellrun.practice.scheduling.models.closed_day import ClosedDay
from wellrun.practice.scheduling.models.feed import (
    CalendarFeed,
    FeedShows,
    FeedUse,
)
from wellrun.practice.scheduling.models.group_visit import GroupVisit
from wellrun.practice.scheduling.models.hold import (
    Hold,
    HoldState,
)
from wellrun.practice.scheduling.models.opening import (
    FreedBy,
    OfferRule,
    OfferState,
    Opening,
    OpeningState,
    TimeOffer,
)
from wellrun.practice.scheduling.models.overbook_rule import OverbookRule
from wellrun.practice.scheduling.models.plan import (
    CauseKind,
    MoveState,
    PlannedMove,
    RebookingPlan,
)
from wellrun.practice.scheduling.models.policy import (
    AttendancePolicy,
    CancelReason,
)
from wellrun.practice.scheduling.models.recall import (
    Recall,
    RecallAttempt,
    RecallRule,
    RecallState,
)
from wellrun.practice.scheduling.models.reminder import (
    Moment,
    ReminderRule,
    TellingMark,
)
from wellrun.practice.scheduling.models.series import (
    Repeats,
    VisitSeries,
)
from wellrun.practice.scheduling.models.session_limit import SessionLimit
from wellrun.practice.scheduling.models.site_travel import SiteTravel
from wellrun.practice.scheduling.models.staff_hours import StaffHours
from wellrun.practice.scheduling.models.step import (
    AppointmentStep,
    StepKind,
)
from wellrun.practice.scheduling.models.type_block import TypeBlock
from wellrun.practice.scheduling.models.visit_type import VisitType
from wellrun.practice.scheduling.models.visit_type_length import VisitTypeLength
from wellrun.practice.scheduling.models.waiting import (
    DayTime,
    WaitingEntry,
    WaitingState,
)

__all__ = [
    "Absence",
    "AbsenceKind",
    "AccessSample",
    "Appointment",
    "AppointmentStep",
    "AttendancePolicy",
    "Availability",
    "AvailabilityException",
    "BookedBy",
    "BulkAct",
    "BulkKind",
    "CalendarFeed",
    "CancelReason",
    "CauseKind",
    "ClosedDay",
    "DayTime",
    "FeedShows",
    "FeedUse",
    "FreedBy",
    "GroupVisit",
    "Hold",
    "HoldState",
    "Moment",
    "MoveState",
    "OfferRule",
    "OfferState",
    "Opening",
    "OpeningState",
    "OverbookRule",
    "PlannedMove",
    "RebookingPlan",
    "Recall",
    "RecallAttempt",
    "RecallRule",
    "RecallState",
    "ReminderRule",
    "Repeats",
    "SessionLimit",
    "SiteTravel",
    "StaffHours",
    "StepKind",
    "TellingMark",
    "TimeOffer",
    "TypeBlock",
    "Urgency",
    "VisitSeries",
    "VisitState",
    "VisitType",
    "VisitTypeLength",
    "WaitingEntry",
    "WaitingState",
]
