"""What must always be true of visits, asked of the stored rows; one statement each."""

from __future__ import annotations

from django.db.models import F

from wellrun.platform.verification import breaches
from wellrun.practice.scheduling.models import Appointment
from wellrun.practice.timebook.api import holdings_sql

# What a visit holds, counted: its own provider, its own room, its own assistant, devices, all of it, and what is held
# at another time. While preparing and cleaning up a visit holds its place at most two hours more on either side.
_HOLDINGS = """
select count(*) filter (where h.kind = 'provider' and h.subject_id = a.provider_id) as provider,
  count(*) filter (where h.kind = 'room' and h.subject_id = a.room_id) as room,
  count(*) filter (where h.kind = 'staff' and h.subject_id = a.assistant_id) as staff,
  count(*) filter (where h.kind = 'device') as devices, count(*) as things,
  count(*) filter (where h.starts_at > a.starts_at or h.starts_at < a.starts_at - interval '2 hours'
    or h.ends_at < a.ends_at or h.ends_at > a.ends_at + interval '2 hours'
    or (h.kind = 'staff' and (h.starts_at, h.ends_at) <> (a.starts_at, a.ends_at))) as astray
from ({held}) h where h.booking_id = a.id
""".format(held=holdings_sql("visit"))


def visits_hold_their_time() -> list[str]:
    """A visit that is neither canceled nor missed holds its provider, its room and its assistant when it has them, at
    most one device and nothing else, each at its own time."""
    return breaches(
        "select a.id, h.provider, h.room, h.devices, h.staff, h.things, h.astray"  # noqa: S608 (our own words)
        f" from scheduling_appointment a cross join lateral ({_HOLDINGS}) h"
        " where a.holds_time and a.group_id is null and (h.provider <> 1 or h.devices > 1"
        "   or h.room <> (a.room_id is not null)::int or h.staff <> (a.assistant_id is not null)::int"
        "   or h.things <> h.provider + h.room + h.devices + h.staff or h.astray > 0)",
        "Visit {0} holds its provider {1} times, its room {2} times, {3} devices, {4} assistants, {5} things in all,"
        " {6} of them at another time.",
    )


def only_visits_hold_time() -> list[str]:
    """What is reserved for visits belongs to a visit that is neither canceled nor missed."""
    return breaches(
        f"select h.booking_id, h.kind, h.starts_at from ({holdings_sql('visit')}) h"  # noqa: S608 (our own words)
        " left join scheduling_appointment a on a.id = h.booking_id"
        " where a.id is null or not a.holds_time or a.group_id is not null order by h.starts_at",
        "Booking {0} holds a {1} at {2} for a visit that is not to be.",
    )


def groups_hold_their_time() -> list[str]:
    """A group visit that will take place holds its provider and its room at its time, one that was canceled nothing;
    its visits are where it is, each on a seat that there is."""
    held = holdings_sql("group")
    return breaches(
        "select g.id, count(h.booking_id), 'things held' from scheduling_group_visit g"  # noqa: S608 (our own words)
        f" left join ({held}) h on h.booking_id = g.id group by g.id"
        " having (g.cancelled_at is not null and count(h.booking_id) > 0) or (g.cancelled_at is null and ("
        "   count(*) filter (where h.kind = 'provider' and h.subject_id = g.provider_id) <> 1"
        "   or count(*) filter (where h.kind = 'room' and h.subject_id = g.room_id) <> (g.room_id is not null)::int"
        "   or count(*) filter (where h.starts_at > g.starts_at or h.ends_at < g.ends_at) > 0))"
        " union all select g.id, a.seat, 'is the seat of a visit astray' from scheduling_appointment a"
        " join scheduling_group_visit g on g.id = a.group_id where a.holds_time and (a.seat > g.capacity"
        "   or g.cancelled_at is not null or (a.starts_at, a.ends_at, a.provider_id)"
        "     <> (g.starts_at, g.ends_at, g.provider_id))",
        "Group visit {0}: {1} {2}.",
    )


def overbooked_visits_say_why() -> list[str]:
    """A visit beyond its provider's capacity has a reason, and only such a visit."""
    return breaches(
        "select a.id from scheduling_appointment a"  # noqa: S608 (our own words)
        f" join ({holdings_sql('visit')}) h on h.booking_id = a.id and h.kind = 'provider'"
        " where a.holds_time and h.beyond <> (a.overbook_reason <> '')",
        "Visit {0} is overbooked without a reason, or has a reason without being overbooked.",
    )


def open_holds_hold_time() -> list[str]:
    """What is reserved as a hold belongs to a hold that is open."""
    return breaches(
        "select r.booking_id, r.starts_at, coalesce(h.state, 'unknown')"  # noqa: S608 (our own words)
        f" from ({holdings_sql('hold')}) r left join scheduling_hold h on h.id = r.booking_id"
        " where h.id is null or h.state <> 'open'",
        "Hold {0} at {1} is {2} and still holds time.",
    )


def patients_are_in_one_place() -> list[str]:
    """No patient has two visits at once; found by looking at neighbors in time, not by the constraint."""
    return breaches(
        "select id, patient_id, starts_at from ("
        "  select id, patient_id, starts_at, max(ends_at) over (partition by patient_id order by starts_at, id"
        "    rows between unbounded preceding and 1 preceding) as busy_until"
        "  from scheduling_appointment where holds_time) v where starts_at < busy_until",
        "Visit {0}: patient {1} is elsewhere at {2}.",
    )


def states_follow_steps() -> list[str]:
    """The state of a visit is what the last step that stands made it; where none stands, the booking was undone."""
    return breaches(
        "select a.id, a.state, coalesce(s.to_state, 'none') from scheduling_appointment a left join lateral ("
        "  select to_state from scheduling_appointment_step where appointment_id = a.id and undone_at is null"
        "  order by position desc limit 1"
        " ) s on true where a.state <> coalesce(s.to_state, 'cancelled')",
        "Visit {0} is {1}, its history says {2}.",
    )


def places_follow_steps() -> list[str]:
    """A visit is where its last booking or move that stands has put it; an undone booking is where it was booked."""
    return breaches(
        "select a.id, a.starts_at, s.to_starts_at from scheduling_appointment a left join lateral ("
        "  select to_starts_at, to_provider_id from scheduling_appointment_step"
        "  where appointment_id = a.id and kind in ('booked', 'moved') and (undone_at is null or position = 1)"
        "  order by position desc limit 1"
        " ) s on true where (a.starts_at, a.provider_id) is distinct from (s.to_starts_at, s.to_provider_id)",
        "Visit {0} is at {1}, its history says {2}, or another provider.",
    )


def histories_are_whole() -> list[str]:
    """Steps are numbered 1 to n, the booking first; every step and every undoing of one made a version."""
    return breaches(
        "select a.id, count(s.id), max(s.position), a.version from scheduling_appointment a"
        " left join scheduling_appointment_step s on s.appointment_id = a.id group by a.id"
        " having count(s.id) = 0 or min(s.position) <> 1 or max(s.position) <> count(s.id)"
        " or count(*) filter (where (s.kind = 'booked') <> (s.position = 1)) > 0"
        " or a.version <> count(s.id) + count(s.undone_at)",
        "Visit {0} has {1} steps, the last numbered {2}, and version {3}.",
    )


def histories_are_seen_with_their_visits() -> list[str]:
    """A step belongs to the department and compartment of its visit, so that the same people see both."""
    return breaches(
        "select s.appointment_id, s.position, s.compartment, a.compartment from scheduling_appointment_step s"
        " join scheduling_appointment a on a.id = s.appointment_id"
        " where (s.compartment, s.unit_id, s.organization_id) <> (a.compartment, a.unit_id, a.organization_id)",
        "Step {1} of visit {0} is seen by others than the visit: {2}, not {3}.",
    )


def visits_are_in_the_charts_compartment() -> list[str]:
    """A visit is in the compartment of the patient's chart."""
    rows = Appointment.objects.exclude(compartment=F("patient__compartment"))
    return [
        f"Visit {visit} is {here}, the chart is {there}."
        for visit, here, there in rows.values_list("id", "compartment", "patient__compartment")[:20]
    ]


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
