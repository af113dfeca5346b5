"""Scheduling messages (HL7 version 2.5.1, chapter 10): reading SIU, writing SIU, answering with ACK."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from wellrun.platform.access.api import Refused
from wellrun.practice.procedures.rules.hl7 import Message, Segment, escaped, parts, written

#: What the events mean, in our words.
EVENTS = {"S12": "New", "S13": "New time", "S14": "Changed", "S15": "Canceled", "S26": "Patient did not come"}
_STAMP = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(?:(\d{2})(?:\.\d{1,4})?)?)?([+-]\d{4})?")


class WrongStamp(Refused):
    """A time in a message cannot be read, or does not exist."""


@dataclass(frozen=True)
class Siu:
    """What a scheduling message says. `starts_at` is None where it names no time; `minutes` where no length."""

    event: str
    control_id: str
    sent_at: datetime | None
    sequence: int | None
    application: str
    facility: str
    placer_number: str
    filler_number: str
    starts_at: datetime | None
    minutes: int | None
    family_name: str
    birth: str


def instant_from(text: str, zone: str) -> datetime | None:
    """The UTC instant of an HL7 time; one without an offset is wall time of `zone`. None for "".

    Raises `WrongStamp` for what is no time, and for a wall time that the clocks skip. A doubled one is the first.
    """
    if not text.strip():
        return None
    found = _STAMP.fullmatch(text.strip())
    if found is None:
        raise WrongStamp(f"“{text[:30]}” is no time that HL7 knows.")
    year, month, day, hour, minute, second, offset = found.groups()
    try:
        wall = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=UTC
        )
    except ValueError:
        raise WrongStamp(f"“{text[:30]}” is no day and time of the calendar.") from None
    if offset:
        ahead = timedelta(hours=int(offset[1:3]), minutes=int(offset[3:]))
        return wall.replace(tzinfo=timezone(-ahead if offset[0] == "-" else ahead)).astimezone(UTC)
    instant = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall.replace(tzinfo=None):
        raise WrongStamp(f"There is no such time as “{text[:30]}”: the clocks go forward then.")
    return instant


def stamp(at: datetime, zone: str) -> str:
    """An instant as HL7 writes it, in wall time of `zone` with its offset."""
    return at.astimezone(ZoneInfo(zone)).strftime("%Y%m%d%H%M%S%z")


def read_siu(message: Message, zone: str) -> Siu:
    """What a scheduling message says; times without an offset are wall times of `zone`. Raises `WrongStamp`."""
    head, sch = message.segment("MSH"), message.segment("SCH")
    ais, tq1, pid = message.segment("AIS"), message.segment("TQ1"), message.segment("PID")
    sequence = head.field(13)
    starts = sch.field(11, 4) or ais.field(4) or tq1.field(7)
    return Siu(
        event=event_of(message),
        control_id=head.field(10)[:50],
        sent_at=instant_from(head.field(7), zone),
        sequence=int(sequence) if sequence.isdecimal() and len(sequence) < 16 else None,
        application=head.field(3),
        facility=head.field(4),
        placer_number=sch.field(1),
        filler_number=sch.field(2)[:40],
        starts_at=instant_from(starts, zone),
        minutes=_minutes(sch, ais),
        family_name=pid.field(5),
        birth=pid.field(7)[:8],
    )


def event_of(message: Message) -> str:
    """The trigger event of a scheduling message, "" for any other message."""
    head = message.segment("MSH")
    kind, event = head.field(9, 1).upper(), head.field(9, 2).upper()
    return event if kind == "SIU" else ""


def _minutes(sch: Segment, ais: Segment) -> int | None:
    for text, units in (
        (sch.field(9), sch.field(10)),
        (sch.field(11, 3), "MIN"),
        (ais.field(7), ais.field(8)),
    ):
        number = re.sub(r"^[MS]", "", text.strip().upper())
        if number.isdecimal() and len(number) < 6 and 0 < int(number) < 10_000:
            per = 60 if units.upper().startswith(("H", "HR")) else 1
            return int(number) * per
    return None


@dataclass(frozen=True)
class Outgoing:
    """What we tell a hospital of a case; all texts as people read them, all times as instants."""

    event: str
    control_id: str
    at: datetime
    sequence: int
    zone: str
    our: tuple[str, str]
    their: tuple[str, str]
    placer_number: str
    filler_number: str
    starts_at: datetime | None
    minutes: int
    reason: str
    patient_number: str
    family_name: str
    given_name: str
    birth: str
    sex: str
    surgeon_npi: str
    surgeon_family: str
    surgeon_given: str
    patient_class: str
    location: str
    procedures: tuple[tuple[str, str], ...]
    diagnoses: tuple[str, ...]
    notes: tuple[str, ...]


def write_siu(told: Outgoing) -> bytes:
    """The bytes of a scheduling message: MSH, SCH, NTE, PID, PV1, DG1, RGS, and an AIS for each procedure."""
    when = stamp(told.starts_at, told.zone) if told.starts_at else ""
    classes = {"inpatient": "I", "observation": "V", "outpatient": "O"}
    surgeon = parts(told.surgeon_npi, told.surgeon_family, told.surgeon_given)
    states = {"S12": "Pending", "S13": "Pending", "S14": "Pending", "S15": "Cancelled"}
    segments: list[tuple[str, ...]] = [
        ("MSH", "^~\\&", escaped(told.our[0]), escaped(told.our[1]), escaped(told.their[0]),
         escaped(told.their[1]), stamp(told.at, told.zone), "", f"SIU^{told.event}^SIU_S12",
         escaped(told.control_id), "P", "2.5.1", str(told.sequence)),
        ("SCH", escaped(told.placer_number), escaped(told.filler_number), "", "", "", parts("", told.reason),
         "", "", str(told.minutes), "MIN", f"^^{told.minutes}^{when}" if when else "", "", "", "", "",
         surgeon, "", "", "", "", "", "", "", "", states.get(told.event, "")),
    ]  # fmt: skip
    segments += [("NTE", str(place), "", escaped(note)) for place, note in enumerate(told.notes, 1)]
    segments += [
        ("PID", "1", "", f"{escaped(told.patient_number)}^^^{escaped(told.our[1])}^MR", "",
         parts(told.family_name, told.given_name), "", told.birth, told.sex),
        ("PV1", "1", classes.get(told.patient_class, "O"), escaped(told.location), "", "", "", surgeon),
    ]  # fmt: skip
    segments += [
        ("DG1", str(place), "", parts(code, "", "I10"), "", "", "W")
        for place, code in enumerate(told.diagnoses, 1)
    ]
    segments.append(("RGS", "1", "A"))
    segments += [
        ("AIS", str(place), "A", parts(code, words), when, "", "", str(told.minutes), "MIN")
        for place, (code, words) in enumerate(told.procedures, 1)
    ]
    segments.append(("AIP", "1", "A", surgeon, "surgeon"))
    return written(segments)


def write_ack(message: Message | None, *, code: str, said: str, control_id: str, at: datetime) -> bytes:
    """The answer to a message: `code` AA, AE or AR, with a sentence. Without a message the header is our own."""
    head = message.segment("MSH") if message else Segment("MSH", ())
    event = head.field(9, 2)
    return written(
        [
            ("MSH", "^~\\&", escaped(head.field(5)), escaped(head.field(6)), escaped(head.field(3)),
             escaped(head.field(4)), at.astimezone(UTC).strftime("%Y%m%d%H%M%S+0000"), "",
             parts("ACK", event, "ACK"), escaped(control_id), escaped(head.field(11)) or "P", "2.5.1"),
            ("MSA", code, escaped(head.field(10)), escaped(said)),
        ]
    )  # fmt: skip
