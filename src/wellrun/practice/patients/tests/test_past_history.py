"""Many entries of the past at once: each checked as if typed, none listed twice."""

from __future__ import annotations

from datetime import date

import pytest

from wellrun.platform.access.refusals import NotAllowed
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.api import (
    AlreadyListed,
    EntryRefused,
    HistoryDetails,
    HistoryEntry,
    PastEntry,
    add_history,
    add_past_history,
)
from wellrun.practice.patients.testing import make_patient

ASTHMA = HistoryDetails(
    kind="problem", text="Asthma", code_system="snomed", code="195967001", onset_on=date(2010, 5, 1)
)


def test_entries_keep_their_days_and_an_ended_one_its_reason(office):
    patient = make_patient(office)
    [past, now] = add_past_history(
        patient_id=patient.id,
        entries=[
            PastEntry(details=ASTHMA, ended_on=date(2015, 1, 1), end_reason="Outgrown"),
            PastEntry(details=ASTHMA),
        ],
        by=office.program(),
        at=NOW,
    )
    stored = {entry.id: entry for entry in HistoryEntry.objects.filter(patient=patient)}
    assert (stored[past.id].ended_on, stored[past.id].end_reason) == (date(2015, 1, 1), "Outgrown")
    assert (stored[now.id].onset_on, stored[now.id].in_force) == (date(2010, 5, 1), True)


def test_what_is_in_force_is_refused_and_the_others_are_written(office):
    patient = make_patient(office)
    add_history(patient_id=patient.id, entry=ASTHMA, by=office.program(), at=NOW)
    other = HistoryDetails(kind="allergy", text="Latex")
    outcomes = add_past_history(
        patient_id=patient.id,
        entries=[PastEntry(details=each) for each in (ASTHMA, other, other)],
        by=office.program(),
        at=NOW,
    )
    assert [type(outcome) for outcome in outcomes] == [AlreadyListed, HistoryEntry, AlreadyListed]
    assert HistoryEntry.objects.filter(patient=patient).count() == 2


@pytest.mark.parametrize("ended_on", [date(2009, 1, 1), date(2030, 1, 1)])
def test_an_end_before_the_beginning_or_to_come_is_refused(office, ended_on):
    patient = make_patient(office)
    [outcome] = add_past_history(
        patient_id=patient.id,
        entries=[PastEntry(details=ASTHMA, ended_on=ended_on)],
        by=office.program(),
        at=NOW,
    )
    assert isinstance(outcome, EntryRefused)
    assert not HistoryEntry.objects.filter(patient=patient).exists()


def test_who_may_not_write_history_is_refused(office):
    patient = make_patient(office)
    with pytest.raises(NotAllowed):
        add_past_history(patient_id=patient.id, entries=[], by=office.actor("north_desk"), at=NOW)
