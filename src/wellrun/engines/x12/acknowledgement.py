"""The typed view of a 999 (005010X231A1): what the receiver's syntax check made of a functional group."""

from __future__ import annotations

from dataclasses import dataclass, field

from .envelope import Envelope


@dataclass(slots=True)
class ElementNote:
    """An IK4: one element at fault. `code` is IK403 (1 missing, 5 too long, 6 bad character, 7 bad code
    …).
    """

    element: int
    code: str
    component: int | None = None
    repeat: int | None = None
    reference: str = ""
    value: str = ""
    contexts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class SegmentNote:
    """An IK3: one segment at fault, `position` counted from ST as 1. `code` is IK304 (3 missing, 8 has faults
    …).

    `contexts` are the texts of its CTX with the usual separators: the business unit at fault, such as
    `CLM01:123456789`.
    """

    segment_id: str
    position: int
    code: str
    loop: str = ""
    contexts: list[str] = field(default_factory=list)
    elements: list[ElementNote] = field(default_factory=list)


@dataclass(slots=True)
class TransactionAnswer:
    """AK2 to IK5: one transaction set and its fate: A accepted, E accepted with errors, R rejected (also M,
    W, X).
    """

    transaction_set: str
    control: str
    verdict: str
    version: str = ""
    codes: list[str] = field(default_factory=list)
    segments: list[SegmentNote] = field(default_factory=list)


@dataclass(slots=True)
class Acknowledgement:
    """One ST*999, answering the group `group_control` (GS06) that held `functional_group` transactions.

    `verdict` is AK901: A accepted, E accepted with errors, P some rejected, R all rejected.
    """

    envelope: Envelope = field(default_factory=Envelope)
    functional_group: str = ""
    group_control: str = ""
    version: str = ""
    transactions: list[TransactionAnswer] = field(default_factory=list)
    verdict: str = ""
    included: int = 0
    received: int = 0
    accepted: int = 0
    codes: list[str] = field(default_factory=list)
    position: int = 0
