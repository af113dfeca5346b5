"""Writing the downtime packs, so that they lie where the server need not be asked."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import uuid
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from wellrun.platform.access.api import Actor
from wellrun.platform.audit.api import record_read
from wellrun.platform.database.home import home
from wellrun.platform.database.identity import acting
from wellrun.platform.files.keys import key_file
from wellrun.practice.frontdesk.queries.downtime import pack_of
from wellrun.practice.frontdesk.queries.printing.downtime import downtime_pdf
from wellrun.practice.organization.api import Unit, program_actor, sites_of

#: A pack holds what every front desk may see: restricted charts are in none.
SEEN = frozenset({"office", "normal"})


def folder() -> Path:
    """Where packs are written: `WELLRUN_DOWNTIME_FOLDER`, such as a share that workstations keep a copy of, or
    `downtime` in the program's folder."""
    return Path(os.environ.get("WELLRUN_DOWNTIME_FOLDER") or home() / "downtime")


def file_of(site: Unit) -> Path:
    """The file of a site's pack; its name says the site and nothing else."""
    name = re.sub(r"[^a-z0-9]+", "-", site.name.lower()).strip("-")
    return folder() / f"downtime-{name}-{str(site.id)[-6:]}.pdf"


def password_of(site_id: uuid.UUID) -> str:
    """The password of a site's packs: the same for all of them, four groups of four letters and digits. It is to be
    written down and kept where the site keeps what it needs without the program."""
    digest = hmac.new(key_file("downtime-packs"), site_id.bytes, hashlib.sha256).digest()
    text = base64.b32encode(digest)[:16].decode().lower()
    return "-".join(text[start : start + 4] for start in range(0, 16, 4))


def write_packs(*, organization_id: uuid.UUID, at: datetime) -> list[Path]:
    """Write the pack of every site anew, as the program seeing what a front desk sees; a reader never finds half a
    file. Raises OSError where the folder cannot be written."""
    program = program_actor(organization_id=organization_id, name="downtime", at=at)
    desk = replace(program, compartments=SEEN)
    written = []
    with acting(desk.identity()):
        for site in sites_of(organization_id):
            written.append(_write(site, desk, at))
    return written


def _write(site: Unit, desk: Actor, at: datetime) -> Path:
    pack = pack_of(site=site, at=at)
    if pack.patients:
        record_read(
            "downtime.print", subject_type="downtime pack", subject_id=site.id, patients=pack.patients
        )
    path = file_of(site)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    # Where others write too, nobody has laid a file or a link there for us to fill.
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(downtime_pdf(pack=pack, password=password_of(site.id)))
        file.flush()
        os.fsync(file.fileno())
    # A reader is told how old the pack is by the practice's clock.
    os.utime(draft, (at.timestamp(), at.timestamp()))
    draft.replace(path)
    return path
