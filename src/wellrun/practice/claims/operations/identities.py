"""Acting on claims of every section and compartment for the length of a block: a payer's file knows none of
them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from django.db import connection

from wellrun.platform.access.actor import Actor
from wellrun.platform.database.identity import assume
from wellrun.practice.organization.api import program_actor


@contextmanager
def everywhere(by: Actor, at: datetime) -> Iterator[None]:
    """Let a block reach the whole organization in the name of `by`; the caller has checked that `by` may act
    there.

    A refusal inside ends the reach too: the page that says so is not drawn with it.
    """
    program = program_actor(organization_id=by.organization_id, name="claims", at=at).identity()
    assume(replace(by.identity(), units=program.units, compartments=program.compartments))
    try:
        yield
    finally:
        if not connection.needs_rollback:
            assume(by.identity())
