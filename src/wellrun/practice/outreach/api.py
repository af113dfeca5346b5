"""The door of outreach for other rooms."""

from wellrun.practice.outreach.models import Channel, Link, Notice, NoticeState
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
from wellrun.practice.outreach.queries.reach import reach_of
from wellrun.practice.outreach.rules.waking import SECOND_THOUGHTS, leaves_at
from wellrun.practice.outreach.rules.wording import Wording, register_wording

__all__ = [
    "SECOND_THOUGHTS",
    "AlreadyGone",
    "Channel",
    "Link",
    "LinkDead",
    "Notice",
    "NoticeState",
    "Wording",
    "address_of",
    "end_link",
    "end_links",
    "enter_by_link",
    "follow_link",
    "leaves_at",
    "make_link",
    "make_notice",
    "patient_actor",
    "reach_of",
    "register_wording",
    "token_of",
    "withdraw_notice",
    "withdraw_notices",
]
