"""The clearinghouse over two folders, as the exchange's folder line sees it.

Everything it knows follows from what it received: the files are kept in `seen` with the instant in their
name, and `given.json` names what was delivered. After a restart it receives them all again and delivers what
is still due.
"""

from __future__ import annotations

import json
import os
import secrets
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from wellrun.simulation.clearinghouse.clearinghouse import Clearinghouse
from wellrun.simulation.clearinghouse.habits import DEMO_PAYERS, Faults, PayerHabits

_STAMP = "%Y%m%dT%H%M%S%f"


def run_folder(
    home: Path,
    at: datetime,
    *,
    seed: int = 1,
    payers: tuple[PayerHabits, ...] = DEMO_PAYERS,
    faults: Faults | None = None,
) -> list[str]:
    """Take what waits in `home/clearinghouse/to`, leave what is due by `at` in `from`; returns the names left
    there.
    """
    root = home / "clearinghouse"
    outgoing, incoming, seen = root / "to", root / "from", root / "seen"
    for folder in (outgoing, incoming, seen):
        folder.mkdir(parents=True, exist_ok=True)
    house = _house(root, seed, payers, faults)
    for path in sorted(path for path in outgoing.iterdir() if not path.name.startswith(".")):
        kept = seen / f"{at.astimezone(UTC):{_STAMP}}-{path.name}"
        path.replace(kept)
        house.receive(path.name, kept.read_bytes(), at)
    given = _given(root)
    names = []
    for name, content in house.due(at):
        if name not in given:
            _leave(incoming / name, content)
            given.add(name)
            names.append(name)
    if names:
        _leave(root / "given.json", json.dumps(sorted(given)).encode())
    return names


@lru_cache(maxsize=8)
def _house(root: Path, seed: int, payers: tuple[PayerHabits, ...], faults: Faults | None) -> Clearinghouse:
    """The clearinghouse of a folder, told again of everything it had received when the program last ended."""
    house = Clearinghouse(seed, payers, faults)
    for path in sorted((root / "seen").iterdir()):
        stamp, _, name = path.name.partition("-")
        house.receive(name, path.read_bytes(), datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC))
    return house


def _given(root: Path) -> set[str]:
    path = root / "given.json"
    return set(json.loads(path.read_text())) if path.exists() else set()


def _leave(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
