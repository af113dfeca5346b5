"""A case as an iCalendar file, for hospitals and surgeons without messages; it names no patient."""

from __future__ import annotations

from datetime import datetime

from icalendar import Calendar, Event

from wellrun.practice.procedures.models import Case, CaseState


def case_calendar(case: Case, *, at: datetime) -> bytes:
    """An iCalendar file with the case as one event; a canceled one cancels it. Raises `ValueError` without a time."""
    if case.starts_at is None or case.ends_at is None:
        raise ValueError("A case without a time has no place in a calendar.")
    calendar, event = Calendar(), Event()
    calendar.add("prodid", "-//Wellrun//Cases//EN")
    calendar.add("version", "2.0")
    ended = case.state in (CaseState.CANCELLED, CaseState.POSTPONED)
    calendar.add("method", "CANCEL" if ended else "REQUEST")
    event.add("uid", f"{case.placer_number}@wellrun")
    event.add("dtstamp", at)
    event.add("dtstart", case.starts_at)
    event.add("dtend", case.ends_at)
    event.add("sequence", case.version)
    event.add("status", "CANCELLED" if ended else "CONFIRMED" if case.hospital_number else "TENTATIVE")
    event.add("summary", f"Case {case.placer_number}, {case.provider.display_name}")
    event.add("location", case.facility.name)
    event.add("description", f"Your number: {case.hospital_number}" if case.hospital_number else "Requested")
    calendar.add_component(event)
    return calendar.to_ical()
