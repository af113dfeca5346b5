"""The envelope around one transaction: who sends what to whom under which control numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from .separators import Separators


@dataclass(slots=True)
class Envelope:
    """ISA, GS and ST of one transaction set, as read or as to be written.

    Control numbers are texts as they stand in the file: `interchange_control` ISA13, `group_control` GS06,
    `transaction_control` ST02. `written_at` is the naive local time of the GS (the ISA where GS has none).
    `usage` is `P` for production or `T` for test. `version` is the guide's identifier, as `005010X221A1`.
    Empty group parties are written as the interchange's.
    """

    sender: str = ""
    receiver: str = ""
    interchange_control: str = ""
    group_control: str = ""
    transaction_control: str = ""
    transaction_set: str = ""
    version: str = ""
    functional_group: str = ""
    written_at: datetime | None = None
    usage: str = "P"
    sender_qualifier: str = "ZZ"
    receiver_qualifier: str = "ZZ"
    group_sender: str = ""
    group_receiver: str = ""
    acknowledgment_requested: bool = False
    separators: Separators = field(default_factory=Separators)
    position: int = 0
