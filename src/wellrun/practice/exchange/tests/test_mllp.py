"""Frames over TCP: cut anywhere, oversize, without an answer, and on a line that is down."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellrun.practice.exchange.api import LineDown, framed, frames_in, send_message, serve_messages
from wellrun.practice.exchange.operations.adapters.mllp import FrameReader

BODY = st.binary(max_size=60).map(lambda body: body.replace(b"\x0b", b"").replace(b"\x1c", b""))


@given(st.lists(BODY, max_size=5), st.integers(1, 7))
def test_frames_come_out_as_they_went_in_however_the_stream_is_cut(bodies, step):
    stream = b"noise".join(framed(body) for body in bodies)
    reader = FrameReader()
    found = [
        one for place in range(0, len(stream), step) for one in reader.feed(stream[place : place + step])
    ]
    assert found == bodies == frames_in(stream)


def test_an_oversize_frame_is_cut_and_the_next_is_whole():
    reader = FrameReader(longest=10)
    stream = framed(b"x" * 5000) + framed(b"next")
    assert list(reader.feed(stream)) == [b"x" * 10, b"next"]


def one_answer(reply):
    listening = socket.create_server(("127.0.0.1", 0))

    def talk():
        # The socket is closed when the test is over, often before a second line is opened.
        with suppress(OSError):
            for _ in range(2):
                line, _ = listening.accept()
                with line:
                    line.recv(65_536)
                    line.sendall(reply)

    threading.Thread(target=talk, daemon=True).start()
    return listening


def test_the_answer_comes_back():
    with one_answer(framed(b"MSA|AA|1")) as listening:
        assert send_message("127.0.0.1", listening.getsockname()[1], b"MSH", seconds=2) == b"MSA|AA|1"


def test_no_answer_and_no_line_are_said():
    with one_answer(b"") as listening, pytest.raises(LineDown, match="2 attempts"):
        send_message("127.0.0.1", listening.getsockname()[1], b"MSH", seconds=1, attempts=2, pause_seconds=0)
    with pytest.raises(LineDown):
        send_message("127.0.0.1", 1, b"MSH", seconds=1, attempts=1)


def test_a_message_that_never_ended_does_not_swallow_the_next():
    assert frames_in(b"\x0bMSH|first" + framed(b"MSH|second") + b"\x1c\x0d") == [b"MSH|second"]


def test_more_lines_than_there_are_hospitals_are_closed_and_the_others_go_on():
    async def hospital() -> None:
        server = await serve_messages("127.0.0.1", 0, lambda content: content, most_lines=1)
        port = server.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(framed(b"one"))
        assert await reader.readexactly(6) == framed(b"one")
        refused, second = await asyncio.open_connection("127.0.0.1", port)
        assert await refused.read() == b""
        writer.write(framed(b"two"))
        assert await reader.readexactly(6) == framed(b"two")
        writer.close()
        second.close()
        server.close()
        await asyncio.sleep(0.05)

    asyncio.run(asyncio.wait_for(hospital(), 5))
