"""Somebody at a kiosk without a visit, put into the walk-in queue."""

from __future__ import annotations

from wellrun.platform.database.identity import across
from wellrun.practice.frontdesk.operations.walk_ins import WalkInDetails, join_queue
from wellrun.practice.frontdesk.queries.walk_ins import token_of
from wellrun.practice.intake.events import WalkInAtKiosk
from wellrun.practice.organization.api import program_actor
from wellrun.practice.patients.api import language_name

#: The kiosk asks nobody's name: the desk does, when it calls the number.
NAMELESS = "Somebody at the kiosk"


def queue_from_kiosk(event: WalkInAtKiosk) -> str:
    """Put whoever stands at the kiosk into the department's queue; the token under which they are called."""
    program = program_actor(organization_id=event.organization_id, name="kiosk", at=event.at)
    reason = "" if event.language == "en" else f"Speaks {language_name(event.language)}"
    with across(event.organization_id):
        details = WalkInDetails(name=NAMELESS, reason=reason)
        return token_of(join_queue(unit_id=event.unit_id, details=details, by=program, at=event.at))
