"""Entries of a patient's history from any of the clinical tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wellrun.practice.interop.operations.import_synthea.reading import SourceRow
from wellrun.practice.interop.operations.import_synthea.work import Work
from wellrun.practice.organization.api import local_day
from wellrun.practice.patients.api import (
    HistoryDetails,
    HistoryEntry,
    PastEntry,
    add_past_history,
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
        return self.kind, self.system, self.code or self.text.casefold()


@dataclass
class _Draft:
    """An entry to be written, with its end as far as the rows after it tell."""

    told: Told
    ended_on: date | None
    end_reason: str

    @property
    def onset_on(self) -> date:
        return self.told.onset_on


def bring_history(work: Work, told: list[Told]) -> None:
    """Add entries, those that ended first, each in the order of their days.

    Of an event that happened again, the last stays in force and those before are ended on the day it was repeated.
    A state that is in force already is not listed twice: the row is merged into it.
    """
    if not told:
        return
    there: dict[tuple[str, str, str], HistoryEntry | _Draft] = {
        (entry.kind, entry.code_system, entry.code or entry.text.casefold()): entry
        for entries in history_of(work.the_patient.id).values()
        for entry in entries
        if entry.in_force
    }
    drafts: list[_Draft] = []
    same: list[tuple[Told, HistoryEntry | _Draft]] = []
    today = local_day(work.by.organization_id, work.at)
    for each in sorted(told, key=lambda one: (one.ended_on is None, one.onset_on, one.source.line)):
        if each.onset_on > today:
            # Told here, so that no entry makes way for one that will be refused.
            work.report(each.source, f"It begins on {each.onset_on}, which is still to come.")
            continue
        before = there.get(each.what)
        if before and not _makes_way(before, each):
            same.append((each, before))
            continue
        if before:
            _end(work, before, on=each.onset_on)
        drafts.append(_Draft(each, each.ended_on, _ENDED if each.ended_on else ""))
        if each.ended_on is None:
            there[each.what] = drafts[-1]
    _merge(work, same, _write(work, drafts))


def _makes_way(before: HistoryEntry | _Draft, told: Told) -> bool:
    return told.kind in EVENTS and before.onset_on is not None and before.onset_on < told.onset_on


def _end(work: Work, before: HistoryEntry | _Draft, *, on: date) -> None:
    reason = f"Repeated on {on}"
    if isinstance(before, _Draft):
        before.ended_on, before.end_reason = on, reason
    else:
        end_history(entry_id=before.id, ended_on=on, reason=reason, by=work.by, at=work.at)


def _write(work: Work, drafts: list[_Draft]) -> dict[int, HistoryEntry | str]:
    """Write the drafts; returns by each draft's line what was written, or why it was refused."""
    outcomes = add_past_history(
        patient_id=work.the_patient.id,
        entries=[
            PastEntry(
                details=HistoryDetails(
                    kind=draft.told.kind,
                    text=draft.told.text,
                    code_system=draft.told.system,
                    code=draft.told.code,
                    detail=draft.told.detail,
                    source="outside",
                    onset_on=draft.told.onset_on,
                ),
                ended_on=draft.ended_on,
                end_reason=draft.end_reason,
            )
            for draft in drafts
        ],
        by=work.by,
        at=work.at,
    )
    written: dict[int, HistoryEntry | str] = {}
    for draft, outcome in zip(drafts, outcomes, strict=True):
        source = draft.told.source
        if isinstance(outcome, HistoryEntry):
            work.bring(source, "history", outcome.id)
            written[source.line] = outcome
        else:
            work.report(source, outcome.sentence)
            written[source.line] = outcome.sentence
    return written


def _merge(
    work: Work, same: list[tuple[Told, HistoryEntry | _Draft]], written: dict[int, HistoryEntry | str]
) -> None:
    for told, before in same:
        entry = written[before.told.source.line] if isinstance(before, _Draft) else before
        if isinstance(entry, str):
            work.report(told.source, entry)
            continue
        since = f" since {entry.onset_on}" if entry.onset_on else ""
        work.merge(told.source, "history", entry.id, f"{entry.text} is on the list as in force{since}.")
