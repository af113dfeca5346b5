"""What becomes of a notice that did not get through: the next way, and in the end a call."""

from __future__ import annotations

from datetime import datetime

from wellrun.platform.audit.api import record_act
from wellrun.platform.events import publish
from wellrun.practice.outreach.events import NoticeFailed
from wellrun.practice.outreach.models import BadAddress, Channel, Notice, NoticeState
from wellrun.practice.outreach.queries.quiet import awake_at
from wellrun.practice.outreach.queries.reach import ways_of
from wellrun.practice.outreach.rules.wording import filled, said_by, wording_of


def fail_notice(notice: Notice, *, why: str, bad_address: bool, at: datetime) -> Notice | None:
    """Note that a notice, which the caller has locked, did not get through, and make the one that stands for it: by
    the next way of the patient, the call list at last, when `NoticeFailed` is published. None where it lapsed."""
    notice.state, notice.trouble, notice.settled_at = NoticeState.FAILED, why[:300], at
    notice.save(update_fields=["state", "trouble", "settled_at"])
    record_act("notice.failed", subject_type="notice", subject_id=notice.id, patients=[notice.patient_id])
    if bad_address and notice.address:
        note_bad_address(notice, why=why, at=at)
    if notice.channel == Channel.CALL:
        publish(_failed(notice, at))
        return None
    if notice.lapses_at is not None and notice.lapses_at <= at:
        return None
    tried = _tried(notice)
    way, address = next(iter(ways_of(notice.patient, but=tried).items()))
    instead = _instead(notice, way, address, at)
    if Notice.objects.bulk_create([instead], ignore_conflicts=True) and way == Channel.CALL:
        publish(_failed(notice, at))
    return instead


def note_bad_address(notice: Notice, *, why: str, at: datetime) -> None:
    """Keep that an address does not work, so that nothing else is sent there."""
    bad = BadAddress(
        organization_id=notice.organization_id,
        channel=notice.channel,
        address=notice.address,
        why=why[:300],
        found_at=at,
    )
    BadAddress.objects.bulk_create([bad], ignore_conflicts=True)


def _tried(notice: Notice) -> list[tuple[str, str]]:
    tried, behind = [(notice.channel, notice.address)], notice.instead_of_id
    while behind is not None and len(tried) < 5:
        before = Notice.objects.filter(id=behind).values_list("channel", "address", "instead_of_id").first()
        if before is None:
            break
        tried.append(before[:2])
        behind = before[2]
    # A second text to another number would be the same way again; one try a way is enough.
    return tried


def _instead(notice: Notice, way: Channel, address: str, at: datetime) -> Notice:
    language, wording = wording_of(notice.kind, notice.language)
    return Notice(
        organization_id=notice.organization_id,
        unit_id=notice.unit_id,
        compartment=notice.compartment,
        patient_id=notice.patient_id,
        kind=notice.kind,
        key=f"{notice.key[:112]}|{way.value}",
        subject_id=notice.subject_id,
        language=language,
        channel=way,
        address=address,
        heading=filled(wording.heading, notice.words)[:150],
        body=filled(said_by(wording, way), notice.words),
        words=notice.words,
        link_id=notice.link_id,
        instead_of_id=notice.id,
        made_at=at,
        made_by_id=notice.made_by_id,
        made_by_name=notice.made_by_name,
        leaves_at=awake_at(at, notice.unit_id),
        lapses_at=notice.lapses_at,
    )


def _failed(notice: Notice, at: datetime) -> NoticeFailed:
    return NoticeFailed(
        notice.id, notice.kind, notice.subject_id, notice.patient_id, notice.organization_id, at
    )
