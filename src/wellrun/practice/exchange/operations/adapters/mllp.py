"""The minimal lower layer protocol (MLLP) of HL7 version 2: frames over a TCP connection, both ways.

A message stands between 0x0B and 0x1C 0x0D. Written against the HL7 version 3 specification "Transport: MLLP, release
1", which describes the frame that version 2 uses as well.
"""

from __future__ import annotations

import asyncio
import logging
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

log = logging.getLogger(__name__)
START, END = b"\x0b", b"\x1c\x0d"
#: A frame is cut after so many bytes; the rest of it is thrown away up to its end.
LONGEST = 1_000_001
_CHUNK = 65_536
# Some senders leave the carriage return out after the end mark: what follows it is dropped anyway.
_MARK = re.compile(rb"[\x0b\x1c]")
#: So many hospitals may be connected at once; a further line is closed before anything is read from it.
MOST_LINES = 64


class LineDown(OSError):
    """The other side cannot be reached, or did not answer in time."""


def framed(content: bytes) -> bytes:
    """A message as it stands on the wire."""
    return START + content + END


class FrameReader:
    """Cuts a stream of bytes into messages. What lies between frames is no message and is dropped."""

    def __init__(self, longest: int = LONGEST) -> None:
        self._body = bytearray()
        self._inside = False
        self._longest = longest

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """The messages that are whole with this chunk, each cut after `longest` bytes."""
        place = 0
        while place < len(chunk):
            mark = _MARK.search(chunk, place)
            if self._inside:
                part = chunk[place : mark.start() if mark else len(chunk)]
                self._body += part[: max(self._longest - len(self._body), 0)]
            if mark is None:
                return
            place, begins = mark.end(), mark[0] == START
            if self._inside and not begins:
                yield bytes(self._body)
            # A message that never ended is not the beginning of the next: nobody gets another's answer.
            self._body.clear()
            self._inside = begins


def frames_in(stream: bytes) -> list[bytes]:
    """Every whole message in these bytes."""
    return list(FrameReader().feed(stream))


def send_message(
    host: str,
    port: int,
    content: bytes,
    *,
    seconds: float = 10.0,
    attempts: int = 3,
    pause_seconds: float = 0.5,
) -> bytes:
    """Send one message and return the answer, trying again on a line that breaks; raises `LineDown` after the last.

    The other side may so receive it twice: it tells a message by its control number.
    """
    fault: OSError | None = None
    for attempt in range(attempts):
        if attempt:
            time.sleep(pause_seconds)
        try:
            return _sent(host, port, content, seconds)
        except OSError as failed:
            fault = failed
    raise LineDown(f"{host}:{port} did not answer in {attempts} attempts: {fault}") from fault


def _sent(host: str, port: int, content: bytes, seconds: float) -> bytes:
    reader, until = FrameReader(), time.monotonic() + seconds
    with socket.create_connection((host, port), timeout=seconds) as line:
        line.sendall(framed(content))
        while (left := until - time.monotonic()) > 0:
            line.settimeout(left)
            chunk = line.recv(_CHUNK)
            if not chunk:
                raise ConnectionError("the connection was closed before the answer")
            for answer in reader.feed(chunk):
                return answer
    raise TimeoutError("no answer in time")


async def serve_messages(
    host: str,
    port: int,
    answer: Callable[[bytes], bytes],
    *,
    idle_seconds: float = 300.0,
    most_lines: int = MOST_LINES,
) -> asyncio.Server:
    """Listen for messages and send back what `answer` says to each, in the order in which they come in on a line.

    `answer` runs in a thread of its own. A line on which nothing comes for `idle_seconds` is closed, and one beyond
    `most_lines` at once. A message whose answer fails gets none, so that the sender sends it again.
    """

    lines: set[asyncio.StreamWriter] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        frames = FrameReader()
        if len(lines) >= most_lines:
            log.warning("A line was refused: %d are open.", len(lines))
            writer.close()
            return
        lines.add(writer)
        try:
            while chunk := await asyncio.wait_for(reader.read(_CHUNK), idle_seconds):
                for content in frames.feed(chunk):
                    writer.write(framed(await asyncio.to_thread(answer, content)))
                    await writer.drain()
        except (TimeoutError, ConnectionError):
            log.info("A line was closed.")
        except Exception:
            log.exception("A message could not be answered.")
        finally:
            lines.discard(writer)
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    return await asyncio.start_server(talk, host, port)
