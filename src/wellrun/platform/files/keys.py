"""Keys that live beside the database, never in it: one file a key, readable by the program alone."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from wellrun.platform.database.home import home


def key_file(name: str, make: Callable[[], bytes] = lambda: secrets.token_bytes(32)) -> bytes:
    """The key called `name`, made on first use. Two processes that make it at once agree on one."""
    path = home() / "keys" / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _publish(path, make())
    return path.read_bytes()


def _publish(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        # A link refuses an existing name, so whoever comes second takes the first one's key.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
