"""The door of procedures for other rooms."""

from wellrun.practice.procedures.models import (
    BlockTime,
    Case,
    CaseMessage,
    CaseState,
    Facility,
    MessageState,
    PreferenceCard,
    Recurrence,
)
from wellrun.practice.procedures.operations.advance_case import (
    NotReady,
    cancel_case,
    confirm_case,
    finish_case,
    mark_ready,
    postpone_case,
    send_case,
    undo_done,
)
from wellrun.practice.procedures.operations.book_visits import Chosen, Wanted, book_visits, propose_visits
from wellrun.practice.procedures.operations.bring_visits import Brought, bring_visits
from wellrun.practice.procedures.operations.configure import (
    decide_block,
    keep_block,
    keep_card,
    keep_facility,
)
from wellrun.practice.procedures.operations.hold_surgeon import SurgeonBusy
from wellrun.practice.procedures.operations.keep_template import keep_readiness_rules
from wellrun.practice.procedures.operations.receive_message import receive_message
from wellrun.practice.procedures.operations.request_case import change_case, move_case, request_case
from wellrun.practice.procedures.operations.restore_case import Restored, restore_case
from wellrun.practice.procedures.operations.send_messages import send_messages
from wellrun.practice.procedures.operations.settle_item import Given, complete_item, reopen_item, waive_item
from wellrun.practice.procedures.queries.block_days import BlockDay, block_days, utilization
from wellrun.practice.procedures.queries.cases import CaseRow, case_for, case_rows
from wellrun.practice.procedures.queries.conflicts import Conflict, in_the_way
from wellrun.practice.procedures.queries.global_period import GlobalPeriod, global_period_for
from wellrun.practice.procedures.rules.details import CaseDetails, ImplantLine, ProcedureLine
from wellrun.practice.procedures.rules.hl7 import NotHl7, read_message, written
from wellrun.practice.procedures.rules.siu import read_siu, stamp, write_ack

__all__ = [
    "BlockDay",
    "BlockTime",
    "Brought",
    "Case",
    "CaseDetails",
    "CaseMessage",
    "CaseRow",
    "CaseState",
    "Chosen",
    "Conflict",
    "Facility",
    "Given",
    "GlobalPeriod",
    "ImplantLine",
    "MessageState",
    "NotHl7",
    "NotReady",
    "PreferenceCard",
    "ProcedureLine",
    "Recurrence",
    "Restored",
    "SurgeonBusy",
    "Wanted",
    "block_days",
    "book_visits",
    "bring_visits",
    "cancel_case",
    "case_for",
    "case_rows",
    "change_case",
    "complete_item",
    "confirm_case",
    "decide_block",
    "finish_case",
    "global_period_for",
    "in_the_way",
    "keep_block",
    "keep_card",
    "keep_facility",
    "keep_readiness_rules",
    "mark_ready",
    "move_case",
    "postpone_case",
    "propose_visits",
    "read_message",
    "read_siu",
    "receive_message",
    "reopen_item",
    "request_case",
    "restore_case",
    "send_case",
    "send_messages",
    "stamp",
    "undo_done",
    "utilization",
    "waive_item",
    "write_ack",
    "written",
]
