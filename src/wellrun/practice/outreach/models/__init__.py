"""The tables of outreach."""

from wellrun.practice.outreach.models.call_attempt import CallAttempt, CallOutcome
from wellrun.practice.outreach.models.gateway import Gateway, QuietHours, Security
from wellrun.practice.outreach.models.link import Link
from wellrun.practice.outreach.models.notice import Channel, Notice, NoticeState
from wellrun.practice.outreach.models.silence import BadAddress, Heard, OptOut

__all__ = [
    "BadAddress",
    "CallAttempt",
    "CallOutcome",
    "Channel",
    "Gateway",
    "Heard",
    "Link",
    "Notice",
    "NoticeState",
    "OptOut",
    "QuietHours",
    "Security",
]
