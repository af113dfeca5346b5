"""How fast claims and remittances are read and checked, in how much memory, beside pyx12 and a bare split."""

from __future__ import annotations

import gc
import io
import logging
import time
import tracemalloc
from collections import deque
from collections.abc import Callable, Iterator

from benchmarks.figure import Figure, median_seconds
from wellrun.engines.x12 import check, read_claims, read_remittances, write_835, write_837p
from wellrun.engines.x12.testing import make_batch, make_remittance

TITLE = "X12: segments a second into the typed model and through every check"

MODEL_GOAL = 300_000
CHECK_GOAL = 100_000
_PEER_CLAIMS = 150


def run(*, quick: bool) -> Iterator[Figure]:
    """About 156,000 segments of 837P (6,500 claims, 2 ST) and 162,000 of 835 (8,500 claims, 17 ST), made
    by us.
    """
    scale = 10 if quick else 1
    repeats = 1 if quick else 3
    files = {"837P": _claims(6_500 // scale), "835": _remittances(8_500 // scale)}
    readers: dict[str, Callable] = {"837P": read_claims, "835": read_remittances}
    for name, text in files.items():
        segments = text.count(b"~")
        size = f"{segments:,} segments, {len(text) / 1e6:.1f} MB"
        floor = _speed(
            lambda text=text: [part.split("*") for part in text.decode().split("~")], segments, repeats
        )
        yield Figure(f"{name}: str.split alone", floor, "segments/s", note=f"the floor; {size}")
        model = _speed(lambda text=text, name=name: deque(readers[name](text), 0), segments, repeats)
        yield Figure(
            f"{name}: into the typed model",
            model,
            "segments/s",
            f">= {MODEL_GOAL:,}",
            model >= MODEL_GOAL,
            size,
        )
        found = _speed(lambda text=text: deque(check(text), 0), segments, repeats)
        yield Figure(
            f"{name}: every check", found, "segments/s", f">= {CHECK_GOAL:,}", found >= CHECK_GOAL, size
        )
    yield from _memory(files["837P"], readers["837P"], quick)
    yield from _peer()


def _claims(claims: int) -> bytes:
    half = claims // 2
    batches = [
        make_batch(half, transaction="0001"),
        make_batch(claims - half, first=half, transaction="0002"),
    ]
    return write_837p(batches, verify=False)


def _remittances(claims: int) -> bytes:
    each = claims // 17
    batches = [make_batch(each, first=at * each) for at in range(17)]
    payments = [make_remittance(batch, transaction=f"{at + 1:04d}") for at, batch in enumerate(batches)]
    return write_835(payments, verify=False)


def _speed(action: Callable[[], object], segments: int, repeats: int) -> float:
    gc.collect()
    return segments / median_seconds(action, repeats=repeats)


def _memory(text: bytes, reader: Callable, quick: bool) -> Iterator[Figure]:
    part = text[: len(text) // 4] if not quick else text
    peaks = {}
    for times in (1, 4):
        stream = io.BytesIO(part * times)
        tracemalloc.start()
        deque(reader(stream), 0)
        stream.seek(0)
        deque(check(stream), 0)
        peaks[times] = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        yield Figure(
            f"peak memory on {times}x the size",
            peaks[times],
            "MB",
            note=f"{len(part) * times / 1e6:.1f} MB read",
        )
    growth = peaks[4] / peaks[1]
    yield Figure("growth of memory from 1x to 4x", growth, "times", "<= 1.2", growth <= 1.2)


def _peer() -> Iterator[Figure]:
    """The public validator on a smaller file of the same kind, and our checks on that very file."""
    try:
        import pyx12.params
        import pyx12.x12file
        import pyx12.x12n_document
    except ImportError:
        yield Figure("pyx12: validation", 0, "segments/s", note="not installed, so not measured")
        return
    text = write_837p(make_batch(_PEER_CLAIMS))
    segments = text.count(b"~")
    logging.getLogger("pyx12").setLevel(logging.CRITICAL)

    def read() -> None:
        deque(pyx12.x12file.X12Reader(io.StringIO(text.decode())), 0)

    def validate() -> None:
        valid = pyx12.x12n_document.x12n_document(
            param=pyx12.params.params(), src_file=io.StringIO(text.decode()), fd_997=None, fd_html=None
        )
        if not valid:
            raise AssertionError("pyx12 refuses the file that is to be measured")

    note = f"{segments:,} segments"
    yield Figure("pyx12: reader alone", _speed(read, segments, 1), "segments/s", note=note)
    started = time.perf_counter()
    validate()
    peer = segments / (time.perf_counter() - started)
    yield Figure("pyx12: validation, 837P", peer, "segments/s", note=note)
    ours = _speed(lambda: deque(check(text), 0), segments, 3)
    yield Figure(
        "ours: every check, the same file", ours, "segments/s", note=f"{ours / peer:.0f} times pyx12"
    )
