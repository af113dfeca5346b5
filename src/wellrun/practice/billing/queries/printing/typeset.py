"""Typesetting a page: a template of ours and its data in, a PDF out. Nothing is loaded from outside."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

_TEMPLATES = Path(__file__).parent


def typeset(template: str, data: Mapping[str, Any], at: datetime) -> bytes:
    """The PDF of a template with `data`, dated `at`; the same data at the same instant gives the same bytes.

    The data travels as one JSON text, so nothing in it can act as markup.
    """
    return typst.compile(
        str(_TEMPLATES / template),
        root=str(_TEMPLATES),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
        timestamp=int(at.timestamp()),
    )
