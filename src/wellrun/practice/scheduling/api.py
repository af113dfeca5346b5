"""The door of scheduling for other rooms."""

from wellrun.practice.scheduling.models import (
    Appointment,
    AppointmentStep,
    Availability,
    AvailabilityException,
    BookedBy,
    ClosedDay,
    GroupVisit,
    Moment,
    ReminderRule,
    SessionLimit,
    StaffHours,
    StepKind,
    TypeBlock,
    Urgency,
    VisitState,
    VisitType,
    VisitTypeLength,
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
from wellrun.practice.scheduling.operations.book_order import (
    OrderBroken,
    OrderedVisit,
    book_order,
    cancel_order,
)
from wellrun.practice.scheduling.operations.checks import (
    NoCredential,
    NotBookable,
    OutsideHours,
    PatientElsewhere,
    TimeKept,
    TimePassed,
    lock_visit,
)
from wellrun.practice.scheduling.operations.closed_days import close_day, open_day
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
from wellrun.practice.scheduling.operations.lengths import set_lengths
from wellrun.practice.scheduling.operations.remind import remind_visits
from wellrun.practice.scheduling.operations.reminder_rules import add_rule, add_usual_rules, switch_rule
from wellrun.practice.scheduling.operations.session_rules import (
    keep_for_types,
    lift_kept,
    lift_limit,
    limit_session,
)
from wellrun.practice.scheduling.operations.staff_hours import set_staff_hours
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
from wellrun.practice.scheduling.queries.availability import pattern_version
from wellrun.practice.scheduling.queries.find_orders import OrderOffer, OrderStep, find_orders
from wellrun.practice.scheduling.queries.find_times import Offer, find_times
from wellrun.practice.scheduling.queries.stranded import (
    stranded_by_block,
    stranded_by_closed_day,
    stranded_by_closing,
    stranded_by_hours,
    stranded_by_zone,
)
from wellrun.practice.scheduling.queries.visit_flags import register_visit_flag
from wellrun.practice.scheduling.queries.visit_pages import register_visit_page
from wellrun.practice.scheduling.queries.visit_panels import register_visit_panel
from wellrun.practice.scheduling.queries.visit_types import forms_of, lengths_of, visit_type, visit_types_of
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
    "ClosedDay",
    "DayRow",
    "GroupVisit",
    "HoursOn",
    "Moment",
    "NoCredential",
    "NoSuchTime",
    "NotBookable",
    "NothingToUndo",
    "Offer",
    "OrderBroken",
    "OrderOffer",
    "OrderStep",
    "OrderedVisit",
    "OutsideHours",
    "PatientElsewhere",
    "ReasonNeeded",
    "ReminderRule",
    "SessionLimit",
    "StaffHours",
    "StepKind",
    "TimeKept",
    "TimePassed",
    "TimeTaken",
    "TypeBlock",
    "Unfitting",
    "Urgency",
    "VisitState",
    "VisitType",
    "VisitTypeLength",
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
    "book_order",
    "cancel_appointment",
    "cancel_order",
    "change_visit_type",
    "close_day",
    "day_bounds",
    "day_rows",
    "find_orders",
    "find_times",
    "forms_of",
    "history_of",
    "instant_of",
    "is_late",
    "keep_for_types",
    "keep_type",
    "lengths_of",
    "lift_kept",
    "lift_limit",
    "limit_session",
    "lock_visit",
    "move_appointment",
    "open_day",
    "pattern_version",
    "refuse_unfitting",
    "register_arrival_page",
    "register_visit_flag",
    "register_visit_page",
    "register_visit_panel",
    "remind_visits",
    "remove_exception",
    "set_availability",
    "set_lengths",
    "set_staff_hours",
    "stranded_by_block",
    "stranded_by_closed_day",
    "stranded_by_closing",
    "stranded_by_hours",
    "stranded_by_zone",
    "switch_rule",
    "tell_changes",
    "undo_step",
    "visit_type",
    "visit_types_of",
]
