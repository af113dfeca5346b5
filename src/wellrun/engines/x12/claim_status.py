"""The typed view of a 277CA (005010X214): which claims were taken in and which were turned back, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from .dates import DatedFact
from .envelope import Envelope
from .party import Party, Reference, first_reference


@dataclass(slots=True)
class StatusCode:
    """One composite of an STC: category (A1, A2, A3, A6, A7, A8 …), status code and the entity it speaks
    of.
    """

    category: str
    status: str
    entity: str = ""


@dataclass(slots=True)
class Status:
    """One STC: up to three codes, the day, what to do (`WQ` accept, `U` reject), the amount, the free
    text.
    """

    codes: list[StatusCode] = field(default_factory=list)
    on: date | None = None
    action: str = ""
    amount_cents: int | None = None
    text: str = ""

    @property
    def is_rejection(self) -> bool:
        """Whether the item goes no further: action U, or without an action a category A3, A4, A6, A7 or
        A8.
        """
        if self.action:
            return self.action == "U"
        return any(code.category in ("A3", "A4", "A6", "A7", "A8") for code in self.codes)


@dataclass(slots=True)
class LineStatus:
    """One SVC with its STC; `control_number` is the line number of the claim sent (REF*FJ)."""

    procedure_qualifier: str = ""
    procedure: str = ""
    modifiers: tuple[str, ...] = ()
    charge_cents: int = 0
    revenue_code: str = ""
    units: Decimal | None = None
    control_number: str = ""
    statuses: list[Status] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    from_on: date | None = None
    through_on: date | None = None
    position: int = 0


@dataclass(slots=True)
class ClaimStatus:
    """One patient loop: the answer to one claim. `control_number` is the CLM01 sent (TRN02 of 2200D)."""

    control_number: str = ""
    patient: Party | None = None
    provider: Party | None = None
    statuses: list[Status] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    dates: list[DatedFact] = field(default_factory=list)
    lines: list[LineStatus] = field(default_factory=list)
    position: int = 0

    @property
    def payer_claim_number(self) -> str:
        """The number the payer gave the claim (REF*1K), or empty."""
        return first_reference(self.references, "1K")

    @property
    def clearinghouse_number(self) -> str:
        """The clearinghouse's trace number (REF*D9), or empty."""
        return first_reference(self.references, "D9")

    @property
    def is_rejected(self) -> bool:
        """Whether any status of the claim or one of its lines turns it back."""
        every = [*self.statuses, *(status for line in self.lines for status in line.statuses)]
        return any(status.is_rejection for status in every)


@dataclass(slots=True)
class Totals:
    """How many and how much was taken in and turned back, as a level of the hierarchy reports it."""

    accepted: int | None = None
    rejected: int | None = None
    accepted_cents: int | None = None
    rejected_cents: int | None = None


@dataclass(slots=True)
class ProviderStatus:
    """One billing provider's loop (2000C): its own statuses and totals, before those of its claims."""

    party: Party
    trace: str = ""
    statuses: list[Status] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    totals: Totals = field(default_factory=Totals)


@dataclass(slots=True)
class ClaimAcknowledgement:
    """One ST*277 of guide X214.

    `reference` is BHT03 of this file; `batch_reference` is TRN02 of the receiver's loop (2200B), which
    returns BHT03 of the 837 it answers. `received_on` and `processed_on` are DTP*050 and DTP*009 of the
    source.
    """

    envelope: Envelope = field(default_factory=Envelope)
    reference: str = ""
    created_at: datetime | None = None
    source: Party = field(default_factory=lambda: Party("PR"))
    source_trace: str = ""
    received_on: date | None = None
    processed_on: date | None = None
    receiver: Party = field(default_factory=lambda: Party("41"))
    batch_reference: str = ""
    statuses: list[Status] = field(default_factory=list)
    totals: Totals = field(default_factory=Totals)
    providers: list[ProviderStatus] = field(default_factory=list)
    claims: list[ClaimStatus] = field(default_factory=list)
    position: int = 0
