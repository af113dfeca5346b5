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

from wellrun.practice.exchange.operations.adapters.adapter import Artifact

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
        for path in sorted(self._waiting(), key=_age):
            try:
                content = path.read_bytes()
            except FileNotFoundError:
                # Another process fetched it meanwhile.
                continue
            yield Artifact(path.name, path.name, content)

    def _waiting(self) -> list[Path]:
        return [
            path
            for path in self.incoming.iterdir()
            if path.is_file() and not path.name.startswith(".") and path.suffix not in UNFINISHED
        ]

    def ack(self, remote_id: str) -> None:
        """Move the file into `archive`; another one of its name that lies there stays."""
        path, kept = self.incoming / remote_id, self.archive / remote_id
        try:
            if kept.exists():
                kept = self.archive / f"{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}-{remote_id}"
            path.replace(kept)
        except FileNotFoundError:
            # Another process archived it; the same file is archived once.
            return


def _age(path: Path) -> tuple[int, str]:
    try:
        return path.stat().st_mtime_ns, path.name
    except FileNotFoundError:
        return 0, path.name


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
