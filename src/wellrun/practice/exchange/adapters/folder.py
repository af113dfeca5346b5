"""The folder adapter: two folders, as SFTP lines of clearinghouses offer them.

A file is written under a temporary name, flushed to disk and renamed, so that nobody ever sees half of one.
What was fetched is moved into `archive`, never deleted.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from wellrun.practice.exchange.adapters.adapter import Artifact

#: Names under which other programs write before they rename.
UNFINISHED = (".tmp", ".part", ".filepart")


class FolderAdapter:
    """A party that takes files in `root/to` and leaves its own in `root/from`."""

    def __init__(self, root: Path) -> None:
        self.outgoing, self.incoming, self.archive = root / "to", root / "from", root / "archive"
        for folder in (self.outgoing, self.incoming, self.archive):
            folder.mkdir(parents=True, exist_ok=True)

    def submit(self, name: str, content: bytes) -> str:
        """Put the file into `to`; the receipt is its name."""
        draft = self.outgoing / f".{name}.{secrets.token_hex(4)}.tmp"
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.outgoing / name)
        _sync_folder(self.outgoing)
        return name

    def fetch(self) -> Iterator[Artifact]:
        """The files in `from`, by age and then by name."""
        waiting = [
            path
            for path in self.incoming.iterdir()
            if path.is_file() and not path.name.startswith(".") and path.suffix not in UNFINISHED
        ]
        for path in sorted(waiting, key=lambda path: (path.stat().st_mtime_ns, path.name)):
            yield Artifact(path.name, path.name, path.read_bytes())

    def ack(self, remote_id: str) -> None:
        """Move the file into `archive`; another one of its name that lies there stays."""
        path = self.incoming / remote_id
        if not path.exists():
            return
        kept = self.archive / remote_id
        if kept.exists():
            kept = self.archive / f"{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}-{remote_id}"
        path.replace(kept)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
