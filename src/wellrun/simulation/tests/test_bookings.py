"""Who is given which kind of visit: new patients and established ones, on paper or on record."""

from datetime import date
from uuid import uuid4

import pytest

from wellrun.simulation.practice import VisitPlan
from wellrun.simulation.world import Known

NEW, ESTABLISHED, ANYONE = (
    VisitPlan("Visit", "Visit", 30, "#000000", 1, new_patient=whom) for whom in (True, False, None)
)


def known(**facts):
    return Known(uuid4(), "Robin Vale", "", date(1980, 1, 1), "F", **facts)


@pytest.mark.parametrize("facts", [{"seen": {"family"}}, {"paper": {"family"}}])
def test_who_was_seen_comes_as_an_established_patient(facts):
    patient = known(**facts)
    assert patient.fits("family", ESTABLISHED) and patient.fits("family", ANYONE)
    assert not patient.fits("family", NEW)
    assert patient.fits("cardiology", NEW)


def test_who_was_never_seen_comes_as_a_new_one():
    patient = known()
    assert patient.fits("family", NEW) and patient.fits("family", ANYONE)
    assert not patient.fits("family", ESTABLISHED)
