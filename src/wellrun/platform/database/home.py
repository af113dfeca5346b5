"""The folder in which Wellrun keeps what is its own: database, files, keys, logs."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def home() -> Path:
    """`WELLRUN_HOME`, or the user's data folder; created on first use."""
    chosen = os.environ.get("WELLRUN_HOME")
    folder = Path(chosen) if chosen else Path(platformdirs.user_data_dir("wellrun"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder.resolve()
