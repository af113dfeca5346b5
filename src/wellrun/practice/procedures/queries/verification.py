"""What must always be true of cases, asked of the stored rows; one statement each."""

from __future__ import annotations

from django.db.models import F

from wellrun.platform.verification import breaches
from wellrun.practice.procedures.models import Case
from wellrun.practice.timebook.api import holdings_sql


def cases_hold_their_surgeon() -> list[str]:
    """A case with a time that is not over holds its surgeon, and nobody else, for its length and the travel."""
    return breaches(
        "select c.id, count(h.booking_id), count(*) filter (where h.subject_id = c.provider_id"  # noqa: S608
        "   and h.starts_at = c.starts_at - c.travel_minutes * interval '1 minute'"
        "   and h.ends_at = c.starts_at + (c.setup_minutes + c.procedure_minutes + c.cleanup_minutes"
        "     + c.travel_minutes) * interval '1 minute')"
        f" from procedures_case c left join ({holdings_sql('case')}) h on h.booking_id = c.id"
        " where c.starts_at is not null and c.state in ('requested', 'sent', 'confirmed', 'ready', 'done')"
        " group by c.id having count(h.booking_id) < 1 or count(h.booking_id) <> count(*) filter ("
        "   where h.subject_id = c.provider_id"
        "   and h.starts_at = c.starts_at - c.travel_minutes * interval '1 minute'"
        "   and h.ends_at = c.starts_at + (c.setup_minutes + c.procedure_minutes + c.cleanup_minutes"
        "     + c.travel_minutes) * interval '1 minute')",
        "Case {0} holds {1} lanes, {2} of them its surgeon's at its time.",
    )


def only_cases_hold_theaters() -> list[str]:
    """What is reserved for cases belongs to a case with a time that is neither canceled nor postponed."""
    return breaches(
        f"select distinct h.booking_id, h.starts_at from ({holdings_sql('case')}) h"  # noqa: S608 (our own words)
        " left join procedures_case c on c.id = h.booking_id"
        " where c.id is null or c.starts_at is null or c.state in ('cancelled', 'postponed') order by 2",
        "Booking {0} holds time at {1} for a case that is not to be.",
    )


def ready_cases_are_ready() -> list[str]:
    """No case is ready while something that blocks it is open."""
    return breaches(
        "select c.id, i.key from procedures_case c join procedures_readiness_item i on i.case_id = c.id"
        " where c.state = 'ready' and i.blocks and i.state = 'open'",
        "Case {0} is ready although {1} is open.",
    )


def case_histories_are_whole() -> list[str]:
    """Steps are numbered 1 to n, and the state of a case is what its last step says."""
    return breaches(
        "select c.id, count(s.id), max(s.position), c.state from procedures_case c"
        " left join procedures_case_step s on s.case_id = c.id group by c.id"
        " having count(s.id) = 0 or min(s.position) <> 1 or max(s.position) <> count(s.id)"
        " or c.state <> (array_agg(s.state order by s.position desc))[1]",
        "Case {0} has {1} steps, the last numbered {2}, and is {3}.",
    )


def cases_are_in_the_charts_compartment() -> list[str]:
    """A case and all that belongs to it is in the compartment of the patient's chart."""
    rows = Case.objects.exclude(compartment=F("patient__compartment"))
    wrong = [
        f"Case {case} is {here}, the chart is {there}."
        for case, here, there in rows.values_list("id", "compartment", "patient__compartment")[:20]
    ]
    for table in ("case_procedure", "case_implant", "case_step", "case_message", "readiness_item"):
        wrong += breaches(
            f"select p.id, p.compartment, c.compartment from procedures_{table} p"  # noqa: S608 (our own words)
            " join procedures_case c on c.id = p.case_id"
            " where (p.compartment, p.unit_id) <> (c.compartment, c.unit_id)",
            f"{table} {{0}} is {{1}}, its case is {{2}}, or they are of two departments.",
        )
    return wrong
