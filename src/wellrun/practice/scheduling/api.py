"""The door of scheduling for other rooms."""

from wellrun.practice.scheduling.models import (
    Appointment,
    AppointmentStep,
    AttendancePolicy,
    Availability,
    AvailabilityException,
    BookedBy,
    BulkAct,
    BulkKind,
    CancelReason,
    ClosedDay,
    GroupVisit,
    Hold,
    HoldState,
    Moment,
    OverbookRule,
    ReminderRule,
    Repeats,
    SessionLimit,
    StaffHours,
    StepKind,
    TypeBlock,
    Urgency,
    VisitSeries,
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
from wellrun.practice.scheduling.operations.attendance import (
    PolicyRefused,
    set_attendance_policy,
    set_cancel_reasons,
)
from wellrun.practice.scheduling.operations.book import (
    book_appointment,
    move_appointment,
)
from wellrun.practice.scheduling.operations.book_order import (
    OrderBroken,
    OrderedVisit,
    book_order,
    cancel_order,
)
from wellrun.practice.scheduling.operations.bulk import (
    BulkResult,
    Outcome,
    Wanted,
    cancel_visits,
    hand_over,
    move_visits,
    rehearse,
    undo_bulk,
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
from wellrun.practice.scheduling.operations.closed_days import (
    close_day,
    open_day,
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
from wellrun.practice.scheduling.operations.fitting import (
    Unfitting,
    keep_type,
    refuse_unfitting,
)
from wellrun.practice.scheduling.operations.groups import (
    book_seat,
    cancel_group,
    join_group,
    move_group,
    open_group,
)
from wellrun.practice.scheduling.operations.hold import (
    HoldOver,
    extend_hold,
    hold_time,
    release_hold,
)
from wellrun.practice.scheduling.operations.lengths import set_lengths
from wellrun.practice.scheduling.operations.overbook import (
    NotOverbooked,
    set_overbook_rule,
)
from wellrun.practice.scheduling.operations.remind import remind_visits
from wellrun.practice.scheduling.operations.reminder_rules import (
    add_rule,
    add_usual_rules,
    switch_rule,
)
from wellrun.practice.scheduling.operations.seats import (
    GroupFull,
    GroupOver,
)
from wellrun.practice.scheduling.operations.series import (
    Occurrence,
    Scope,
    SeriesRefused,
    book_series,
    cancel_series,
    move_series,
    preview_series,
)
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
from wellrun.practice.scheduling.queries.attendance import (
    cancel_reasons,
    missed_lately,
    policy_for,
    unscheduled,
)
from wellrun.practice.scheduling.queries.availability import pattern_version
from wellrun.practice.scheduling.queries.find_orders import (
    OrderOffer,
    OrderStep,
    find_orders,
)
from wellrun.practice.scheduling.queries.find_times import (
    Offer,
    find_times,
)
from wellrun.practice.scheduling.queries.groups import groups_of
from wellrun.practice.scheduling.queries.recurrence import (
    SeriesRule,
    days_of,
)
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
from wellrun.practice.scheduling.queries.visit_types import (
    forms_of,
    lengths_of,
    visit_type,
    visit_types_of,
)
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
    "AttendancePolicy",
    "Availability",
    "AvailabilityException",
    "BookedBy",
    "BulkAct",
    "BulkKind",
    "BulkResult",
    "CancelReason",
    "ClosedDay",
    "DayRow",
    "GroupFull",
    "GroupOver",
    "GroupVisit",
    "Hold",
    "HoldOver",
    "HoldState",
    "HoursOn",
    "Moment",
    "NoCredential",
    "NoSuchTime",
    "NotBookable",
    "NotOverbooked",
    "NothingToUndo",
    "Occurrence",
    "Offer",
    "OrderBroken",
    "OrderOffer",
    "OrderStep",
    "OrderedVisit",
    "Outcome",
    "OutsideHours",
    "OverbookRule",
    "PatientElsewhere",
    "PolicyRefused",
    "ReasonNeeded",
    "ReminderRule",
    "Repeats",
    "Scope",
    "SeriesRefused",
    "SeriesRule",
    "SessionLimit",
    "StaffHours",
    "StepKind",
    "TimeKept",
    "TimePassed",
    "TimeTaken",
    "TypeBlock",
    "Unfitting",
    "Urgency",
    "VisitSeries",
    "VisitState",
    "VisitType",
    "VisitTypeLength",
    "VisitTypeRefused",
    "Wanted",
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
    "book_seat",
    "book_series",
    "cancel_appointment",
    "cancel_group",
    "cancel_order",
    "cancel_reasons",
    "cancel_series",
    "cancel_visits",
    "change_visit_type",
    "close_day",
    "day_bounds",
    "day_rows",
    "days_of",
    "extend_hold",
    "find_orders",
    "find_times",
    "forms_of",
    "groups_of",
    "hand_over",
    "history_of",
    "hold_time",
    "instant_of",
    "is_late",
    "join_group",
    "keep_for_types",
    "keep_type",
    "lengths_of",
    "lift_kept",
    "lift_limit",
    "limit_session",
    "lock_visit",
    "missed_lately",
    "move_appointment",
    "move_group",
    "move_series",
    "move_visits",
    "open_day",
    "open_group",
    "pattern_version",
    "policy_for",
    "preview_series",
    "refuse_unfitting",
    "register_arrival_page",
    "register_visit_flag",
    "register_visit_page",
    "register_visit_panel",
    "rehearse",
    "release_hold",
    "remind_visits",
    "remove_exception",
    "set_attendance_policy",
    "set_availability",
    "set_cancel_reasons",
    "set_lengths",
    "set_overbook_rule",
    "set_staff_hours",
    "stranded_by_block",
    "stranded_by_closed_day",
    "stranded_by_closing",
    "stranded_by_hours",
    "stranded_by_zone",
    "switch_rule",
    "tell_changes",
    "undo_bulk",
    "undo_step",
    "unscheduled",
    "visit_type",
    "visit_types_of",
]
