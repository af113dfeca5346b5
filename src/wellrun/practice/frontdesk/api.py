"""The front desk's door for other rooms."""

from wellrun.practice.frontdesk.models import (
    CallReason,
    CashDrawer,
    CheckIn,
    Disposition,
    Identifier,
    PhoneCall,
    TelephoneLine,
)
from wellrun.practice.frontdesk.operations.calls import (
    CallDetails,
    log_call,
    return_call,
    undo_return,
    withdraw_call,
)
from wellrun.practice.frontdesk.operations.cash import DrawerOfAnotherDay, NoDrawer, take_money
from wellrun.practice.frontdesk.operations.check_in import (
    CardImage,
    CheckInDraft,
    PastCheckIn,
    TwoIdentifiers,
    check_in,
    undo_check_in,
)
from wellrun.practice.frontdesk.operations.close_office_day import (
    DoesNotTie,
    DrawersOpen,
    NotOverYet,
    close_office_day,
)
from wellrun.practice.frontdesk.operations.drawers import (
    DrawerCounted,
    DrawerOpen,
    count_drawer,
    open_drawer,
    reopen_drawer,
)
from wellrun.practice.frontdesk.operations.telephone import Report, add_line, hear_report
from wellrun.practice.frontdesk.operations.walk_ins import (
    WalkInDetails,
    book_walk_in,
    call_walk_in,
    join_queue,
    leave_queue,
)
from wellrun.practice.frontdesk.queries.calls import CallRow, calls, calls_by_unit
from wellrun.practice.frontdesk.queries.check_in import checked_in
from wellrun.practice.frontdesk.queries.day_sheet import (
    DaySheet,
    SheetLine,
    Takings,
    day_sheet,
    takings_by_site,
)
from wellrun.practice.frontdesk.queries.drawers import DrawerRow, drawers_of_day, open_drawer_of
from wellrun.practice.frontdesk.queries.wait_limits import Limits, wait_limits_of

__all__ = [
    "CallDetails",
    "CallReason",
    "CallRow",
    "CardImage",
    "CashDrawer",
    "CheckIn",
    "CheckInDraft",
    "DaySheet",
    "Disposition",
    "DoesNotTie",
    "DrawerCounted",
    "DrawerOfAnotherDay",
    "DrawerOpen",
    "DrawerRow",
    "DrawersOpen",
    "Identifier",
    "Limits",
    "NoDrawer",
    "NotOverYet",
    "PastCheckIn",
    "PhoneCall",
    "Report",
    "SheetLine",
    "Takings",
    "TelephoneLine",
    "TwoIdentifiers",
    "WalkInDetails",
    "add_line",
    "book_walk_in",
    "call_walk_in",
    "calls",
    "calls_by_unit",
    "check_in",
    "checked_in",
    "close_office_day",
    "count_drawer",
    "day_sheet",
    "drawers_of_day",
    "hear_report",
    "join_queue",
    "leave_queue",
    "log_call",
    "open_drawer",
    "open_drawer_of",
    "reopen_drawer",
    "return_call",
    "take_money",
    "takings_by_site",
    "undo_check_in",
    "undo_return",
    "wait_limits_of",
    "withdraw_call",
]
