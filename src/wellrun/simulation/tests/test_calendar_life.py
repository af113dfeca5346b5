"""A small practice's days hold everything that the calendar can do, and nothing is refused that should not be."""

from datetime import date

from wellrun.platform.database.identity import acting
from wellrun.practice.billing.api import load_diagnosis_codes
from wellrun.practice.organization.api import Unit, UnitKind, program_actor
from wellrun.practice.scheduling.api import TimeOffer
from wellrun.simulation.making import make_practice, stop_on
from wellrun.simulation.testing import SMALL, diagnosis_codes

STOPS_AT = stop_on(date(2026, 6, 2))
EXPECTED = (
    "messages sent", "answered YES", "called from the list", "joined the wait list", "times offered",
    "offers accepted", "orders booked", "families booked", "series booked", "classes opened", "seats given",
    "overbooked", "times held", "absences", "rebooked by plan", "plans proposed", "walk-ins", "telephone: ended",
    "messages between staff", "cases requested", "readiness settled", "checked in by link", "submissions reviewed",
    "checked in at a kiosk", "booked by link", "visits booked with cases",
)  # fmt: skip


def test_everything_that_the_calendar_can_do_happens(committed_db, tmp_path, monkeypatch):
    monkeypatch.setenv("WELLRUN_HOME", str(tmp_path))
    load_diagnosis_codes(codes=diagnosis_codes())
    steps = list(make_practice(SMALL, seed=7, days=4, stops_at=STOPS_AT))
    counts = steps[-1].counts
    assert [each for each in EXPECTED if not counts.get(each)] == []
    root = Unit.objects.get(kind=UnitKind.ORGANIZATION)
    with acting(program_actor(organization_id=root.id, name="tests", at=STOPS_AT).identity()):
        # What somebody has yet to settle when the pages are looked at.
        assert TimeOffer.objects.filter(state="offered", opening__state="open").exists()
