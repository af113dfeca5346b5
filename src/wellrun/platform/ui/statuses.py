"""The one vocabulary of states: a word, an icon and a tone for each, so that color never speaks alone."""

from __future__ import annotations

from dataclasses import dataclass

TONES = ("neutral", "info", "accent", "good", "warn", "bad", "violet")


@dataclass(frozen=True)
class Status:
    """How a state is shown: the word, the icon (a name in frontend/icons.json) and one of TONES."""

    label: str
    icon: str
    tone: str


VISIT = {
    "booked": Status("Booked", "calendar", "neutral"),
    "confirmed": Status("Confirmed", "calendar-check", "info"),
    "arrived": Status("Arrived", "door-enter", "warn"),
    "checked_in": Status("Checked in", "clipboard-check", "warn"),
    "roomed": Status("Roomed", "door", "violet"),
    "with_provider": Status("With provider", "stethoscope", "accent"),
    "checked_out": Status("Checked out", "door-exit", "good"),
    "completed": Status("Completed", "circle-check", "good"),
    "late": Status("Late", "clock", "bad"),
    "no_show": Status("No-show", "user-off", "bad"),
    "cancelled": Status("Canceled", "calendar-cancel", "bad"),
    "rescheduled": Status("Rescheduled", "calendar-repeat", "neutral"),
    "left": Status("Left unseen", "walk", "bad"),
}

CLAIM = {
    "draft": Status("Draft", "pencil", "neutral"),
    "ready": Status("Ready", "file-check", "info"),
    "held": Status("Held", "player-pause", "warn"),
    "sent": Status("Sent", "send", "info"),
    "submitted": Status("Submitted", "send", "info"),
    "accepted": Status("Accepted", "check", "accent"),
    "rejected": Status("Rejected", "ban", "bad"),
    "paid": Status("Paid", "circle-check", "good"),
    "partly_paid": Status("Partly paid", "circle-dot", "warn"),
    "denied": Status("Denied", "circle-x", "bad"),
    "appealed": Status("Appealed", "gavel", "violet"),
    "closed": Status("Closed", "lock", "neutral"),
    "void": Status("Void", "x", "neutral"),
}

REMITTANCE = {
    "staged": Status("To post", "hourglass", "info"),
    "posted": Status("Posted", "circle-check", "good"),
    "unbalanced": Status("Does not balance", "alert-triangle", "bad"),
    "duplicate": Status("Seen before", "copy", "warn"),
    "replaced": Status("Replaced", "versions", "neutral"),
}

TASK = {
    "open": Status("Open", "circle", "neutral"),
    "in_progress": Status("In progress", "circle-dot", "info"),
    "waiting": Status("Waiting", "hourglass", "violet"),
    "due": Status("Due today", "clock", "warn"),
    "overdue": Status("Overdue", "alert-triangle", "bad"),
    "escalated": Status("Escalated", "arrow-up", "bad"),
    "done": Status("Done", "circle-check", "good"),
}

GENERAL = {
    "draft": Status("Draft", "pencil", "neutral"),
    "active": Status("Active", "circle-check", "good"),
    "inactive": Status("Inactive", "circle", "neutral"),
    "pending": Status("Pending", "hourglass", "warn"),
    "approved": Status("Approved", "check", "good"),
    "declined": Status("Declined", "x", "bad"),
    "expired": Status("Expired", "alert-triangle", "bad"),
    "expiring": Status("Expiring", "clock", "warn"),
    "verified": Status("Verified", "shield-check", "good"),
    "failed": Status("Failed", "alert-circle", "bad"),
    "out_of_service": Status("Out of service", "ban", "bad"),
}

CASE = {
    "requested": Status("Requested", "pencil", "neutral"),
    "sent": Status("Sent", "send", "info"),
    "confirmed": Status("Confirmed", "calendar-check", "accent"),
    "ready": Status("Ready", "circle-check", "good"),
    "done": Status("Done", "checks", "good"),
    "cancelled": Status("Canceled", "calendar-cancel", "bad"),
    "postponed": Status("Postponed", "player-pause", "warn"),
}
NOTICE = {
    "waiting": Status("Waiting to leave", "hourglass", "info"),
    "leaving": Status("Leaving", "send", "info"),
    "withdrawn": Status("Taken back", "arrow-back-up", "neutral"),
    "lapsed": Status("Too late to send", "clock", "warn"),
    "sent": Status("Sent", "send", "accent"),
    "delivered": Status("Delivered", "checks", "good"),
    "failed": Status("Failed", "alert-circle", "bad"),
    "called": Status("Called", "phone-call", "good"),
}
PLAN = {
    "proposed": Status("Proposed", "hourglass", "info"),
    "unplaced": Status("No time found", "calendar-off", "bad"),
    "accepted": Status("Moved", "circle-check", "good"),
    "declined": Status("Declined", "x", "neutral"),
    "failed": Status("Taken meanwhile", "alert-circle", "bad"),
    "stale": Status("Settled otherwise", "circle-check", "neutral"),
}

KINDS = {
    "visit": VISIT,
    "claim": CLAIM,
    "remittance": REMITTANCE,
    "task": TASK,
    "general": GENERAL,
    "case": CASE,
    "notice": NOTICE,
    "plan": PLAN,
}


def status_of(state: str, kind: str = "general") -> Status:
    """How `state` of a `kind` in KINDS is shown; an unknown state is shown as its own words, neutral."""
    known = KINDS[kind].get(state)
    return known or Status(str(state).replace("_", " ").capitalize(), "circle-dot", "neutral")
