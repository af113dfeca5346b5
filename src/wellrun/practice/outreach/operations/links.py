"""Signed links: addresses by which patients act without a password."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import uuid
from datetime import datetime

from wellrun.platform.access.api import Actor, NotFound, Refused
from wellrun.platform.audit.api import record_act
from wellrun.platform.database.identity import assume
from wellrun.platform.files.keys import key_file
from wellrun.practice.organization.api import zone_of
from wellrun.practice.outreach.models import Link
from wellrun.practice.patients.api import Patient

#: What a patient may do by a link, within the link's unit and compartment.
PATIENT_MAY = ("patients.read", "appointments.read", "appointments.book", "coverage.read")
_SIGNATURE_BYTES = 16


class LinkDead(Refused):
    """The link is over, was ended, or never was."""

    status = 410
    sentence = "This link is no longer valid. Please call the office."

    def __init__(self, link: Link | None = None) -> None:
        self.link = link
        super().__init__()


def make_link(
    *,
    purpose: str,
    subject_id: uuid.UUID,
    patient: Patient,
    unit_id: uuid.UUID,
    expires_at: datetime,
    at: datetime,
) -> Link:
    """A link for one purpose and subject; `token_of` is its address. The caller has checked its own capability."""
    return Link.objects.create(
        organization_id=patient.organization_id,
        unit_id=unit_id,
        compartment=patient.compartment,
        patient_id=patient.id,
        purpose=purpose,
        subject_id=subject_id,
        made_at=at,
        expires_at=expires_at,
    )


def token_of(link_id: uuid.UUID) -> str:
    """The signed token of a link: 43 characters that tell nothing and cannot be guessed."""
    return base64.urlsafe_b64encode(link_id.bytes + _signature(link_id)).rstrip(b"=").decode()


def address_of(link: Link) -> str:
    """The whole address that a patient is sent."""
    host = os.environ.get("WELLRUN_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
    return f"{host}/intake/{link.purpose}/{token_of(link.id)}/"


def follow_link(*, token: str, purpose: str, at: datetime) -> Link:
    """The link behind a token. Raises `NotFound` for a token that was not signed here or is for something else, and
    `LinkDead` for one that is over."""
    link = Link.objects.filter(id=_link_id(token), purpose=purpose).first()
    if link is None:
        raise NotFound()
    if link.ended_at is not None or at >= link.expires_at:
        raise LinkDead(link)
    if link.first_used_at is None:
        Link.objects.filter(id=link.id, first_used_at__isnull=True).update(first_used_at=at)
    return link


def end_links(*, subject_id: uuid.UUID, at: datetime, purpose: str = "") -> int:
    """End the links of a subject, all or those of one purpose; says how many were alive."""
    rows = Link.objects.filter(subject_id=subject_id, ended_at__isnull=True)
    ended = (rows.filter(purpose=purpose) if purpose else rows).update(ended_at=at)
    if ended:
        record_act("links.ended", subject_type="link subject", subject_id=subject_id)
    return ended


def end_link(*, link: Link, at: datetime) -> bool:
    """End one link; says whether it was alive. Ending it twice changes nothing."""
    ended = Link.objects.filter(id=link.id, ended_at__isnull=True).update(ended_at=at)
    if ended:
        record_act("link.ended", subject_type="link", subject_id=link.id, patients=[link.patient_id])
    return bool(ended)


def patient_actor(link: Link, *, zone: str, at: datetime, request_id: uuid.UUID | None = None) -> Actor:
    """Whoever follows a link: nobody who works here, reaching the link's unit and compartment and nothing else."""
    here = frozenset({link.unit_id})
    return Actor(
        user_id=None,
        person_id=None,
        name="Patient, by link",
        roles=("patient by link",),
        organization_id=link.organization_id,
        home_unit_id=link.unit_id,
        reach=dict.fromkeys(PATIENT_MAY, here),
        compartments=frozenset({link.compartment}),
        request_id=request_id,
        zone=zone,
        at=at,
    )


def enter_by_link(
    *, token: str, purpose: str, request_id: uuid.UUID | None, at: datetime
) -> tuple[Link, Actor]:
    """Let a patient in by a link: from here to the end of the transaction the database sees the patient by link, and
    nobody else. The first line of every screen that is opened by a link; raises like `follow_link`."""
    link = follow_link(token=token, purpose=purpose, at=at)
    actor = patient_actor(link, zone=zone_of(link.unit_id), at=at, request_id=request_id)
    assume(actor.identity())
    return link, actor


def _link_id(token: str) -> uuid.UUID:
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError as broken:
        raise NotFound() from broken
    if len(raw) != 16 + _SIGNATURE_BYTES:
        raise NotFound()
    link_id = uuid.UUID(bytes=raw[:16])
    if not hmac.compare_digest(raw[16:], _signature(link_id)):
        raise NotFound()
    return link_id


def _signature(link_id: uuid.UUID) -> bytes:
    return hmac.new(key_file("patient-links"), link_id.bytes, hashlib.sha256).digest()[:_SIGNATURE_BYTES]
