"""Typesetting a page: a template of a room and its data in, a PDF out. Nothing is loaded from outside."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst


def typeset(template: Path, data: Mapping[str, Any], at: datetime) -> bytes:
    """The PDF of a typst template with `data`, dated `at`; the same data at the same instant gives the same bytes.

    The template reads its own folder and nothing else. The data travels as one JSON text, so nothing in it can act as
    markup.
    """
    return typst.compile(
        str(template),
        root=str(template.parent),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
        timestamp=int(at.timestamp()),
    )
