"""Entries of a patient's history from any of the clinical tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from wellrun.platform.access.refusals import Refused
from wellrun.practice.interop.operations.import_synthea.reading import SourceRow
from wellrun.practice.interop.operations.import_synthea.work import Work
from wellrun.practice.patients.api import (
    HistoryDetails,
    HistoryEntry,
    add_history,
    end_history,
    history_of,
)

#: Kinds of entry that happen on a day and may happen again; the others are a state that lasts.
EVENTS = ("surgery", "immunization")
_ENDED = "Ended in the record brought in"


@dataclass(frozen=True)
class Told:
    """One entry as a source row tells it."""

    source: SourceRow
    kind: str
    system: str
    code: str
    text: str
    onset_on: date
    ended_on: date | None = None
    detail: str = ""

    @property
    def what(self) -> tuple[str, str, str]:
        """What makes two entries the same thing."""
        return self.kind, self.system, self.code


def bring_history(work: Work, told: list[Told]) -> None:
    """Add entries, those that ended first, each in the order of their days.

    Of an event that happened again, the last stays in force and those before are ended on the day it was repeated.
    A state that is in force already is not listed twice: the row is merged into it.
    """
    if not told:
        return
    there = {
        (entry.kind, entry.code_system, entry.code): entry
        for entries in history_of(work.the_patient.id).values()
        for entry in entries
        if entry.in_force
    }
    for each in sorted(told, key=lambda one: (one.ended_on is None, one.onset_on, one.source.line)):
        entry = there.get(each.what)
        if entry and not _makes_way(entry, each):
            since = f" since {entry.onset_on}" if entry.onset_on else ""
            work.merge(each.source, "history", entry.id, f"{entry.text} is on the list as in force{since}.")
            continue
        try:
            with transaction.atomic():
                written = _write(work, each, before=entry)
        except Refused as refusal:
            work.report(each.source, refusal.sentence)
            continue
        if each.ended_on is None:
            there[each.what] = written
        work.bring(each.source, "history", written.id)


def _makes_way(entry: HistoryEntry, told: Told) -> bool:
    return told.kind in EVENTS and entry.onset_on is not None and entry.onset_on < told.onset_on


def _write(work: Work, told: Told, *, before: HistoryEntry | None) -> HistoryEntry:
    if before is not None:
        end_history(
            entry_id=before.id,
            ended_on=told.onset_on,
            reason=f"Repeated on {told.onset_on}",
            by=work.by,
            at=work.at,
        )
    written = add_history(
        patient_id=work.the_patient.id,
        entry=HistoryDetails(
            kind=told.kind,
            text=told.text,
            code_system=told.system,
            code=told.code,
            detail=told.detail,
            source="outside",
            onset_on=told.onset_on,
        ),
        by=work.by,
        at=work.at,
    )
    if told.ended_on:
        end_history(entry_id=written.id, ended_on=told.ended_on, reason=_ENDED, by=work.by, at=work.at)
    return written
