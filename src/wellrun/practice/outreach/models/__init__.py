"""The tables of outreach."""

from wellrun.practice.outreach.models.link import Link
from wellrun.practice.outreach.models.notice import Channel, Notice, NoticeState

__all__ = ["Channel", "Link", "Notice", "NoticeState"]
