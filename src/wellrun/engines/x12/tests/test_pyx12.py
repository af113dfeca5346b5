"""What we write is also right to pyx12, an independent validator, where it has the guide's map."""

from __future__ import annotations

import io
import logging

import pytest

from wellrun.engines.x12 import acknowledge, write_835, write_837p
from wellrun.engines.x12.testing import make_batch, make_envelope, make_remittance

pyx12 = pytest.importorskip("pyx12")


def _errors(text: bytes) -> list[str]:
    import pyx12.error_handler
    import pyx12.params
    import pyx12.x12n_document

    heard: list[str] = []

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage())

    logger, listener = logging.getLogger("pyx12"), Listening(logging.WARNING)
    logger.addHandler(listener)
    try:
        valid = pyx12.x12n_document.x12n_document(
            param=pyx12.params.params(), src_file=io.StringIO(text.decode()), fd_997=None, fd_html=None
        )
    finally:
        logger.removeHandler(listener)
    return heard if valid else [*heard, "not valid"]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "text",
    [
        write_837p(make_batch(12)),
        write_835([make_remittance(make_batch(6))]),
        acknowledge(write_837p(make_batch(2)).replace(b"DMG*D8*", b"DMG*D9*", 1), envelope=make_envelope()),
    ],
    ids=["837P", "835", "999"],
)
def test_pyx12_finds_nothing(text: bytes):
    assert _errors(text) == []


@pytest.mark.filterwarnings("ignore")
def test_pyx12_would_say_so():
    assert _errors(write_837p(make_batch(2)).replace(b"DMG*D8*", b"DMG*D9*", 1)) != []
