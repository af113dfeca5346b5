"""The content store: `put` bytes, get them back by their SHA-256. The same content is stored once."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from wellrun.platform.database.home import home
from wellrun.platform.files.envelope import seal, unseal

_KEY = "files-1"


class FileMissing(FileNotFoundError):
    """The file that a record names is not in the store."""


class FileAltered(ValueError):
    """A stored file no longer has the content it was stored under."""


def _path(digest: str) -> Path:
    return home() / "files" / digest[:2] / digest[2:4] / digest


def put(content: bytes) -> str:
    """Store content, encrypted, durably; returns its SHA-256 in hex. Storing twice changes nothing."""
    digest = hashlib.sha256(content).hexdigest()
    path = _path(digest)
    if path.exists():
        return digest
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{digest}.{secrets.token_hex(4)}")
    with draft.open("wb") as file:
        file.write(seal(content, key_name=_KEY, place=digest))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return digest


def get(digest: str) -> bytes:
    """The content stored under a hash, checked against it."""
    try:
        blob = _path(digest).read_bytes()
    except FileNotFoundError:
        raise FileMissing("The file is missing from the store.") from None
    content = unseal(blob, place=digest)
    if hashlib.sha256(content).hexdigest() != digest:
        raise FileAltered("The file was changed in the store.")
    return content


def exists(digest: str) -> bool:
    """Whether the store holds this content."""
    return _path(digest).exists()
