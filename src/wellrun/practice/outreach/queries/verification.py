"""The invariants of outreach."""

from __future__ import annotations

from wellrun.platform.verification import breaches


def taken_back_never_left() -> list[str]:
    """What was taken back or lapsed has not left."""
    return breaches(
        "select id, state from outreach_notice where state in ('withdrawn', 'lapsed')"
        " and (sent_at is not null or gateway_id <> '')",
        "Notice {0} is {1}, and yet it left.",
    )


def nothing_left_early() -> list[str]:
    """No email or text left before the minutes in which it could be taken back were over, nor after it lapsed."""
    return breaches(
        "select id, made_at, sent_at from outreach_notice where channel <> 'call' and sent_at is not null"
        " and instead_of_id is null"
        " and (sent_at < made_at + interval '3 minutes' or sent_at < leaves_at or sent_at >= lapses_at)",
        "Notice {0}, made {1}, left {2}, too early or too late.",
    )


def stopped_numbers_are_not_texted() -> list[str]:
    """No text left to a number between its stop and its start."""
    return breaches(
        "select n.id, o.opted_out_at from outreach_notice n join outreach_opt_out o"
        " on o.organization_id = n.organization_id and o.number = n.address"
        " where n.channel = 'text' and n.claimed_at > o.opted_out_at and n.sent_at > o.opted_out_at"
        " and (o.back_at is null or n.sent_at < o.back_at)",
        "Text {0} left although its number had said stop at {1}.",
    )


def notices_are_in_the_charts_compartment() -> list[str]:
    """A notice is in the compartment of the patient's chart, and its calls with it."""
    return breaches(
        "select n.id, n.compartment, p.compartment from outreach_notice n"
        " join patients_patient p on p.id = n.patient_id where n.compartment <> p.compartment"
        " union all select c.id, c.compartment, n.compartment from outreach_call_attempt c"
        " join outreach_notice n on n.id = c.notice_id where c.compartment <> n.compartment",
        "Notice or call {0} is {1}, its chart or notice is {2}.",
    )
