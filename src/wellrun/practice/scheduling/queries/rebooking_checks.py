"""What must always be true of absences and plans, asked of the stored rows; one statement each."""

from __future__ import annotations

from wellrun.platform.verification import breaches


def closed_plans_are_settled() -> list[str]:
    """Every visit of a closed plan was moved, is over, was canceled by a person, or has a task, open or finished."""
    return breaches(
        "select m.plan_id, m.appointment_id from scheduling_planned_move m"
        " join scheduling_rebooking_plan p on p.id = m.plan_id and p.closed_at is not null"
        " join scheduling_appointment a on a.id = m.appointment_id"
        " where a.state in ('booked', 'confirmed') and a.ends_at > p.closed_at"
        "   and (a.starts_at, a.provider_id) = (m.from_starts_at, m.from_provider_id)"
        "   and a.room_id is not distinct from m.from_room_id"
        "   and not exists (select from worklist_task t where t.key = 'visit stranded:' || a.id)",
        "Plan {0} is closed, but its visit {1} is where it was, and nobody has a task.",
    )


def absences_are_blocks() -> list[str]:
    """An absence that has not ended has a block of its provider's time, open, with its range."""
    return breaches(
        "select a.id, b.id from scheduling_absence a join timebook_block b on b.id = a.block_id"
        " join timebook_resource r on r.id = b.resource_id"
        " where a.ended_at is null and (b.lifted_at is not null or r.subject_id <> a.provider_id"
        "   or b.during <> tstzrange(a.starts_at, a.ends_at))",
        "Absence {0} is not what its block {1} is.",
    )


def moves_are_seen_with_their_visits() -> list[str]:
    """A planned move belongs to the department and compartment of its visit, so that the same people see both."""
    return breaches(
        "select m.id, m.compartment, a.compartment from scheduling_planned_move m"
        " join scheduling_appointment a on a.id = m.appointment_id"
        " where (m.compartment, m.unit_id, m.organization_id) <> (a.compartment, a.unit_id, a.organization_id)",
        "Planned move {0} is seen by others than its visit: {1}, not {2}.",
    )
