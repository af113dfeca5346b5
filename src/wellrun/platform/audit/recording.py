"""Writing acts, reads and denials into the audit, inside the transaction that they describe."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable, Mapping

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg.types.json import Jsonb

from wellrun.platform.audit.sealing import AuditNotAdopted, seal_events
from wellrun.platform.clock import now

log = logging.getLogger(__name__)


def record_act(
    act: str,
    *,
    subject_type: str,
    subject_id: object,
    patients: Iterable[uuid.UUID] = (),
    detail: Mapping[str, object] | None = None,
    privileged: bool = False,
) -> None:
    """Name the business act that the current transaction performs, e.g. `appointment.booked`.

    A privileged act (a role granted, a fee changed) is sealed as soon as it is committed.
    """
    _append("act", act, subject_type, subject_id, patients, detail)
    if privileged:
        transaction.on_commit(_seal_now)


def record_acts(
    act: str, *, subject_type: str, subject_ids: Iterable[object], patients: Iterable[uuid.UUID] = ()
) -> None:
    """Name the same act once for each subject, in one statement: three signatures taken at one desk are three acts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select wellrun_audit_append('act', %s, %s, subject, %s::uuid[], '{}'::jsonb)"
            " from unnest(%s::text[]) with ordinality as each (subject, place) order by place",
            [act, subject_type, list(patients), [str(subject_id) for subject_id in subject_ids]],
        )


def _seal_now() -> None:
    try:
        seal_events(at=now())
    except AuditNotAdopted:
        # The act is committed and stands; the worker says the same every second until somebody adopts.
        log.exception("A privileged act could not be sealed.")


def record_read(
    act: str,
    *,
    subject_type: str,
    subject_id: object = "",
    patients: Iterable[uuid.UUID],
    detail: Mapping[str, object] | None = None,
) -> None:
    """Tell whose health information is being shown. If this fails, the page fails: nothing is seen unrecorded."""
    _append("read", act, subject_type, subject_id, patients, detail)


def record_denial(
    act: str, *, subject_type: str, subject_id: object = "", detail: Mapping[str, object] | None = None
) -> None:
    """Tell what somebody was refused."""
    _append("denial", act, subject_type, subject_id, (), detail)


def _append(
    kind: str,
    act: str,
    subject_type: str,
    subject_id: object,
    patients: Iterable[uuid.UUID],
    detail: Mapping[str, object] | None,
) -> None:
    with connection.cursor() as cursor:
        assert isinstance(cursor, CursorWrapper)
        cursor.execute(
            "select wellrun_audit_append(%s, %s, %s, %s, %s::uuid[], %s)",
            [kind, act, subject_type, str(subject_id), list(patients), Jsonb(dict(detail or {}))],
        )
