"""Reading transmissions."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from wellrun.engines.x12 import read_segments
from wellrun.platform.access.actor import Actor
from wellrun.platform.files import store
from wellrun.practice.exchange.models import Transmission

SubjectsSource = Callable[[uuid.UUID], Iterable[uuid.UUID]]
UnseenSource = Callable[[uuid.UUID, Actor, datetime], bool]
_subjects: list[SubjectsSource] = []
_unseen: list[UnseenSource] = []
#: How a reader sees the order of a file: what opens something is followed by what belongs to it.
_DEPTH = {"ISA": 0, "IEA": 0, "TA1": 1, "GS": 1, "GE": 1, "ST": 2, "SE": 2}
_DEEPER = {"CLM": 4, "CLP": 4, "TRN": 4, "LX": 5, "SVC": 5, "HL": 3, "AK2": 3, "BPR": 3, "PLB": 3}


@dataclass(frozen=True)
class TransmissionRow:
    """One line of the list of transmissions."""

    id: uuid.UUID
    direction: str
    kind: str
    name: str
    state: str
    size_bytes: int
    control_number: str
    begun_at: datetime
    ended_at: datetime | None
    trouble: str


@dataclass(frozen=True)
class SegmentRow:
    """One segment: its place in the file counted from 1, its name, its elements, and how deep it stands."""

    position: int
    name: str
    elements: tuple[str, ...]
    depth: int

    @property
    def indent(self) -> str:
        """Spaces that show the depth."""
        return "\u2002" * self.depth


def transmission(transmission_id: uuid.UUID) -> Transmission | None:
    """One transmission, if the person asking may see it."""
    return Transmission.objects.filter(id=transmission_id).first()


def content_of(found: Transmission) -> bytes:
    """The file's bytes, checked against their hash."""
    return store.get(found.digest)


def transmission_rows(
    *, direction: str = "", kind: str = "", state: str = "", limit: int = 200
) -> list[TransmissionRow]:
    """Transmissions, newest first, narrowed by what is given."""
    wanted = {"direction": direction, "kind": kind, "state": state}
    rows = Transmission.objects.filter(**{name: value for name, value in wanted.items() if value})
    fields = tuple(TransmissionRow.__dataclass_fields__)
    return [TransmissionRow(*row) for row in rows.order_by("-begun_at", "-id").values_list(*fields)[:limit]]


def segment_rows(content: bytes, *, limit: int) -> list[SegmentRow]:
    """The first segments of a file as a reader sees them, indented by what they belong to."""
    rows: list[SegmentRow] = []
    inner = 3
    for segment in read_segments(content):
        if len(rows) == limit:
            break
        if segment.id in _DEPTH:
            depth, inner = _DEPTH[segment.id], 3
        elif segment.id in _DEEPER:
            depth = _DEEPER[segment.id]
            inner = depth + 1
        else:
            depth = inner
        rows.append(SegmentRow(segment.position, segment.id, tuple(segment.elements[1:]), depth))
    return rows


def register_subjects(source: SubjectsSource) -> None:
    """Let a room say which patients a transmission speaks of, so that reading it is recorded for them."""
    if source not in _subjects:
        _subjects.append(source)


def patients_in(transmission_id: uuid.UUID) -> set[uuid.UUID]:
    """The patients that a transmission is known to speak of."""
    return {patient for source in _subjects for patient in source(transmission_id)}


def register_unseen(source: UnseenSource) -> None:
    """Let a room say whether a transmission speaks of records that do not exist for the person asking."""
    if source not in _unseen:
        _unseen.append(source)


def speaks_of_unseen(transmission_id: uuid.UUID, *, by: Actor, at: datetime) -> bool:
    """Whether some room knows of a part that `by` may not see: a file is shown whole or not at all."""
    return any(source(transmission_id, by, at) for source in _unseen)
