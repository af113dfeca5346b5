"""A notice as it is handed to a gateway."""

from __future__ import annotations

import os

from django.urls import reverse

from wellrun.practice.outreach.models import Channel, Gateway, Notice
from wellrun.practice.outreach.operations.gateways import Letter
from wellrun.practice.outreach.operations.links import address_of


def letter_of(notice: Notice, gateway: Gateway) -> Letter:
    """The message with its signed address in place. A text says where the gateway reports what became of it."""
    body = notice.body.replace("{link}", address_of(notice.link) if notice.link else "")
    report = ""
    if notice.channel == Channel.TEXT:
        report = f"{own_address()}{reverse('outreach:text_reports', args=[gateway.organization_id])}?notice={notice.id}"
    return Letter(str(notice.id), notice.address, notice.heading, body.strip(), report)


def own_address() -> str:
    """Where the outside reaches this program."""
    return os.environ.get("WELLRUN_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
