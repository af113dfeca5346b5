"""The door of scheduling for other rooms."""

from wellrun.practice.scheduling.models import (
    Appointment,
    AppointmentStep,
    Availability,
    AvailabilityException,
    BookedBy,
    GroupVisit,
    Moment,
    ReminderRule,
    StepKind,
    Urgency,
    VisitState,
    VisitType,
)
from wellrun.practice.scheduling.operations.advance import (
    NothingToUndo,
    ReasonNeeded,
    WrongStep,
    advance_locked,
    advance_visit,
    cancel_appointment,
    undo_step,
)
from wellrun.practice.scheduling.operations.book import book_appointment, move_appointment
from wellrun.practice.scheduling.operations.checks import (
    NoCredential,
    NotBookable,
    OutsideHours,
    PatientElsewhere,
    TimePassed,
    lock_visit,
)
from wellrun.practice.scheduling.operations.configure import (
    VisitTypeRefused,
    WrongHours,
    add_exception,
    add_visit_type,
    change_visit_type,
    remove_exception,
    set_availability,
)
from wellrun.practice.scheduling.operations.fitting import Unfitting, keep_type, refuse_unfitting
from wellrun.practice.scheduling.operations.remind import remind_visits
from wellrun.practice.scheduling.operations.reminder_rules import add_rule, add_usual_rules, switch_rule
from wellrun.practice.scheduling.operations.take_time import TimeTaken
from wellrun.practice.scheduling.operations.tell_patient import tell_changes
from wellrun.practice.scheduling.queries.appointments import (
    DayRow,
    appointment,
    appointment_for,
    appointments_of,
    day_rows,
    history_of,
)
from wellrun.practice.scheduling.queries.arrival import register_arrival_page
from wellrun.practice.scheduling.queries.find_times import Offer, find_times
from wellrun.practice.scheduling.queries.stranded import stranded_by_closing, stranded_by_hours
from wellrun.practice.scheduling.queries.visit_types import visit_type, visit_types_of
from wellrun.practice.scheduling.rules import (
    NEXT_STATES,
    HoursOn,
    NoSuchTime,
    day_bounds,
    instant_of,
    is_late,
)

__all__ = [
    "NEXT_STATES",
    "Appointment",
    "AppointmentStep",
    "Availability",
    "AvailabilityException",
    "BookedBy",
    "DayRow",
    "GroupVisit",
    "HoursOn",
    "Moment",
    "NoCredential",
    "NoSuchTime",
    "NotBookable",
    "NothingToUndo",
    "Offer",
    "OutsideHours",
    "PatientElsewhere",
    "ReasonNeeded",
    "ReminderRule",
    "StepKind",
    "TimePassed",
    "TimeTaken",
    "Unfitting",
    "Urgency",
    "VisitState",
    "VisitType",
    "VisitTypeRefused",
    "WrongHours",
    "WrongStep",
    "add_exception",
    "add_rule",
    "add_usual_rules",
    "add_visit_type",
    "advance_locked",
    "advance_visit",
    "appointment",
    "appointment_for",
    "appointments_of",
    "book_appointment",
    "cancel_appointment",
    "change_visit_type",
    "day_bounds",
    "day_rows",
    "find_times",
    "history_of",
    "instant_of",
    "is_late",
    "keep_type",
    "lock_visit",
    "move_appointment",
    "refuse_unfitting",
    "register_arrival_page",
    "remind_visits",
    "remove_exception",
    "set_availability",
    "stranded_by_closing",
    "stranded_by_hours",
    "switch_rule",
    "tell_changes",
    "undo_step",
    "visit_type",
    "visit_types_of",
]
