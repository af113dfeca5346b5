"""What every adapter can do: submit, fetch, acknowledge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Artifact:
    """A file at the other side: the id it has there, its name, its bytes."""

    remote_id: str
    name: str
    content: bytes


class Adapter(Protocol):
    """One outside party. Submitting the same name and content again must change nothing there."""

    def submit(self, name: str, content: bytes) -> str:
        """Deliver a file whole or not at all; returns the other side's receipt. Raises OSError when the line
        is down.
        """

    def fetch(self) -> Iterator[Artifact]:
        """What waits there for us, oldest first. Fetching takes nothing away."""

    def ack(self, remote_id: str) -> None:
        """Tell the other side that a file is safe with us, so that it need not be offered again."""
