"""The newest seal, remembered outside the database: without it, cutting the audit's end off would leave no trace.

A seal proves what lies before it. Whoever may write the tables could drop the newest seals with their events, and
what is left would fit. So each seal's number and digest are kept beside the key that signs, one file a database.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from wellrun.platform.database.home import home


@dataclass(frozen=True)
class Head:
    """The newest seal as it was when it was committed."""

    seal_id: int
    digest: bytes


def kept_head() -> Head | None:
    """The newest seal that was committed to this database by a program with this home; None when there was none."""
    try:
        number, digest = _path().read_text().split()
    except FileNotFoundError:
        return None
    return Head(int(number), bytes.fromhex(digest))


def keep_head(head: Head) -> None:
    """Remember a committed seal, unless a newer one is remembered already."""
    before = kept_head()
    if before is not None and before.seal_id >= head.seal_id:
        return
    path = _path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with draft.open("w") as file:
        file.write(f"{head.seal_id} {head.digest.hex()}\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _path() -> Path:
    # A database made anew under an old name has another number, and begins without a head; so does one that was
    # restored into another server, where numbers begin anew.
    with connection.cursor() as cursor:
        cursor.execute(
            "select system_identifier, oid from pg_control_system(), pg_database where datname = current_database()"
        )
        server, database = cursor.fetchone()
    return home() / "audit" / f"head-{server}-{database}"
