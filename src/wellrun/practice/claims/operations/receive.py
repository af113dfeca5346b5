"""Dealing with a file that came in: whichever answers it holds take effect whole, or not at all."""

from __future__ import annotations

import uuid
from datetime import datetime

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.ui.formatting import format_long_day
from wellrun.practice.claims.models import Remittance, RemittanceState
from wellrun.practice.claims.operations.answers import take_277ca, take_999
from wellrun.practice.claims.operations.identities import everywhere
from wellrun.practice.claims.operations.post_remittance import post_staged
from wellrun.practice.claims.operations.stage_remittance import stage_remittance
from wellrun.practice.exchange.api import (
    UNKNOWN,
    Transmission,
    TransmissionState,
    content_of,
    keep_received,
    looks_cut,
    mark_handled,
    sniff_transmission,
    transmission,
)
from wellrun.practice.organization.api import program_actor

READ_KINDS = ("999", "277CA", "835")
MOST_BYTES = 25 * 1024 * 1024


class FileUnreadable(Refused):
    """The file holds nothing that can be read."""

    field = "file"


class ReceivedBefore(Refused):
    """The same file came in before."""

    status = 409
    field = "file"


def receive(transmission_id: uuid.UUID, at: datetime, *, found: Transmission | None = None) -> None:
    """Deal with one kept file as the program; a file already dealt with is left alone. `found` is its row."""
    found = found or transmission(transmission_id)
    if found is None:
        raise NotFound()
    handle(found, by=program_actor(organization_id=found.organization_id, name="claims", at=at), at=at)


def handle(found: Transmission, *, by: Actor, at: datetime) -> list[Remittance]:
    """Give each part of a file to what deals with it; returns the remittances that it held."""
    if found.state != TransmissionState.RECEIVED or found.kind not in (*READ_KINDS, "TA1"):
        return []
    content = content_of(found)
    staged: list[Remittance] = []
    with everywhere(by, at):
        if found.kind == "999":
            take_999(content, transmission_id=found.id, by=by, at=at)
        elif found.kind == "277CA":
            take_277ca(content, transmission_id=found.id, by=by, at=at)
        elif found.kind == "835":
            staged = stage_remittance(content=content, transmission_id=found.id, by=by, at=at)
            staged = [_posted(one, by=by, at=at) for one in staged]
        mark_handled(transmission_id=found.id, at=at)
    return staged


def _posted(remittance: Remittance, *, by: Actor, at: datetime) -> Remittance:
    if remittance.state != RemittanceState.STAGED:
        return remittance
    require(by, "remittances.post", by.organization_id)
    return post_staged(remittance_id=remittance.id, by=by, at=at)


def take_upload(*, content: bytes, name: str, by: Actor, at: datetime) -> list[Remittance]:
    """Take a remittance that a person brought, on the same path as one from the clearinghouse.

    Refuses with one sentence what is empty, too large, no X12, another kind of file, or here already; a file
    that breaks off or does not balance is kept and shown, and nothing of the payment at fault is posted.
    """
    require(by, "remittances.post", by.organization_id)
    if not content.strip():
        raise FileUnreadable("The file is empty. Choose another.")
    if len(content) > MOST_BYTES:
        raise FileUnreadable(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB.")
    sniffed = sniff_transmission(content)
    if sniffed.kind != "835":
        raise FileUnreadable(_not_an_835(sniffed.kind, content))
    found, is_new = keep_received(
        kind="835", name=_plain_name(name), content=content, organization_id=by.organization_id, at=at,
        channel="upload", control_number=sniffed.control_number,
    )  # fmt: skip
    if not is_new and found.state != TransmissionState.RECEIVED:
        raise ReceivedBefore(
            f"This file came in before, on {format_long_day(found.begun_at)}. Nothing was posted again."
        )
    return handle(found, by=by, at=at)


def _not_an_835(kind: str, content: bytes) -> str:
    if kind != UNKNOWN:
        return f"This file holds a {kind}, not a remittance (835)."
    if content.lstrip(b"\xef\xbb\xbf \r\n")[:3] == b"ISA" and looks_cut(content):
        return "This file breaks off before its first payment. Ask for it again."
    return "This is not an X12 file, whatever its name says. Choose the 835 from the payer or clearinghouse."


def _plain_name(name: str) -> str:
    kept = "".join(mark for mark in name if mark.isprintable() and mark not in '/\\"<>')
    return kept[-120:] or "upload.835"
