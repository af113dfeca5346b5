"""The door of outreach for other rooms."""

from wellrun.practice.outreach.models import (
    CallOutcome,
    Channel,
    Gateway,
    Link,
    Notice,
    NoticeState,
    Security,
)
from wellrun.practice.outreach.operations.calls import record_call
from wellrun.practice.outreach.operations.configure import set_gateway, set_quiet_hours
from wellrun.practice.outreach.operations.gateways import Letter, Line, Rejected, lines_from
from wellrun.practice.outreach.operations.hear import hear_text, report_text
from wellrun.practice.outreach.operations.links import (
    LinkDead,
    address_of,
    end_link,
    end_links,
    enter_by_link,
    follow_link,
    make_link,
    patient_actor,
    token_of,
)
from wellrun.practice.outreach.operations.notices import (
    AlreadyGone,
    make_notice,
    withdraw_notice,
    withdraw_notices,
)
from wellrun.practice.outreach.operations.send import send_due, send_everywhere
from wellrun.practice.outreach.queries.log import made_keys, notices_about, on_call_list, waiting_about
from wellrun.practice.outreach.queries.reach import reach_of
from wellrun.practice.outreach.rules.relevance import register_relevance
from wellrun.practice.outreach.rules.waking import SECOND_THOUGHTS, leaves_at
from wellrun.practice.outreach.rules.wording import Wording, register_wording

__all__ = [
    "SECOND_THOUGHTS",
    "AlreadyGone",
    "CallOutcome",
    "Channel",
    "Gateway",
    "Letter",
    "Line",
    "Link",
    "LinkDead",
    "Notice",
    "NoticeState",
    "Rejected",
    "Security",
    "Wording",
    "address_of",
    "end_link",
    "end_links",
    "enter_by_link",
    "follow_link",
    "hear_text",
    "leaves_at",
    "lines_from",
    "made_keys",
    "make_link",
    "make_notice",
    "notices_about",
    "on_call_list",
    "patient_actor",
    "reach_of",
    "record_call",
    "register_relevance",
    "register_wording",
    "report_text",
    "send_due",
    "send_everywhere",
    "set_gateway",
    "set_quiet_hours",
    "token_of",
    "waiting_about",
    "withdraw_notice",
    "withdraw_notices",
]
