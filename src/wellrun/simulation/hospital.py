"""A hospital that never existed: it takes scheduling messages, answers them, and confirms cases with a number and a
time of its own. Its faults are knobs: twice, late, out of order, for an unknown case, and not at all."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from wellrun.practice.exchange.api import serve_messages
from wellrun.practice.procedures.api import read_message, read_siu, stamp, write_ack, written


@dataclass(frozen=True)
class Faults:
    """What goes wrong at the hospital. `delay` is by how much it moves what was asked for; `refuses` answers AE."""

    twice: bool = False
    out_of_order: bool = False
    unknown_case: bool = False
    refuses: bool = False
    silent: bool = False
    delay: timedelta = timedelta()
    separators: str = "|^~\\&"
    line_end: str = "\r"


@dataclass
class Hospital:
    """A hospital with its books: the number it gave to each case of ours, in the order in which it heard of them.

    `answers` are the messages that it has yet to send: `run` hands them to whoever listens, in its own order.
    """

    application: str = "ORSCHED"
    facility: str = "MERCY"
    zone: str = "America/Chicago"
    faults: Faults = field(default_factory=Faults)
    heard: list[bytes] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)
    waiting: list[bytes] = field(default_factory=list)
    port: int = 0
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def take(self, content: bytes) -> bytes:
        """The answer to a message of ours; a confirmation is written for later."""
        message = read_message(content)
        at = self.clock()
        if self.faults.refuses:
            return write_ack(message, code="AE", said="Not scheduled here", control_id="H0", at=at)
        if content not in self.heard:
            self.heard.append(content)
            siu = read_siu(message, self.zone)
            if siu.event in ("S12", "S13") and siu.starts_at:
                number = self.numbers.setdefault(siu.placer_number, f"OR{1000 + len(self.numbers)}")
                event = "S12" if siu.event == "S12" else "S13"
                self.waiting.append(
                    self.message(
                        event, placer=siu.placer_number, filler=number, starts_at=siu.starts_at + self.faults.delay,
                        minutes=siu.minutes or 60, control_id=f"M{len(self.heard)}", at=at,
                        name=message.segment("PID").field(5),
                    )
                )  # fmt: skip
        return write_ack(message, code="AA", said="", control_id=f"H{len(self.heard)}", at=at)

    def message(
        self,
        event: str,
        *,
        placer: str,
        filler: str,
        starts_at: datetime | None,
        control_id: str,
        at: datetime,
        minutes: int = 60,
        sequence: str = "",
        name: str = "",
        birth: str = "",
    ) -> bytes:
        """A scheduling message as this hospital writes it, with its separators and line ends."""
        when = stamp(starts_at, self.zone) if starts_at else ""
        placer = "WRUNKNOWN" if self.faults.unknown_case else placer
        content = written(
            [
                ("MSH", "^~\\&", self.application, self.facility, "WELLRUN", "", stamp(at, self.zone), "",
                 f"SIU^{event}^SIU_S12", control_id, "P", "2.5.1", sequence),
                ("SCH", placer, filler, "", "", "", "", "", "", str(minutes), "MIN", f"^^{minutes}^{when}"),
                ("PID", "1", "", "", "", name, "", birth),
                ("RGS", "1", "A"),
            ]
        ).decode()  # fmt: skip
        return self._in_its_own_way(content).encode()

    def _in_its_own_way(self, content: str) -> str:
        ours, theirs = "|^~\\&", self.faults.separators
        table = str.maketrans(dict(zip(ours, theirs, strict=True)))
        return content.translate(table).replace("\r", self.faults.line_end)

    def run(self, send: Callable[[bytes], bytes]) -> list[bytes]:
        """Send what waits, with the faults that are set; returns the answers."""
        turn, self.waiting = self.waiting, []
        if self.faults.out_of_order:
            turn = turn[::-1]
        if self.faults.twice:
            turn = [content for content in turn for _ in range(2)]
        return [] if self.faults.silent else [send(content) for content in turn]


class Served:
    """A hospital that listens on a port of this machine, in a thread of its own, for as long as the block runs."""

    def __init__(self, answer: Callable[[bytes], bytes]) -> None:
        self._answer, self._loop, self.port = answer, asyncio.new_event_loop(), 0
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Served:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *fault: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(serve_messages("127.0.0.1", 0, self._answer))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.05))
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()
