"""When nothing is found the answer names what is missing."""

from datetime import UTC, datetime

from wellrun.engines.slots import Busy, Calendar, Horizon, Need, Request, Window, explain

HORIZON = Horizon.of_days(datetime(2026, 6, 1, tzinfo=UTC), 1, 15)
MORNING = Window(HORIZON.at(32), HORIZON.at(40))
VISIT = Request(60, (Need("provider", ("lee",)), Need("ultrasound", ("us1", "us2"))))


def world(**busy):
    return {
        key: Calendar.of(
            key, HORIZON, [MORNING], [Busy(HORIZON.at(a), HORIZON.at(b)) for a, b in busy.get(key, [])]
        )
        for key in ("lee", "us1", "us2")
    }


def test_a_need_that_is_never_free_is_named_with_its_nearest_miss():
    answer = explain(VISIT, world(us1=[(32, 40)], us2=[(32, 35), (38, 40)]), "America/New_York")
    assert (answer.found, answer.missing) == (False, ("ultrasound",))
    assert answer.nearest is not None
    assert answer.nearest.resource_key == "us2"
    assert (answer.nearest.free_minutes, answer.nearest.wanted_minutes) == (45, 60)
    assert answer.nearest.starts_at == HORIZON.at(34)
    assert answer.sentence == (
        "No ultrasound is free at any time asked for."
        " Nearest: us2 is free for 45 of 60 minutes at 06/01/2026 04:30 EDT."
    )


def test_needs_that_are_free_at_different_times_are_both_named():
    answer = explain(VISIT, world(lee=[(32, 36)], us1=[(36, 40)], us2=[(36, 40)]))
    assert answer.missing == ("provider", "ultrasound")
    assert "never free together" in answer.sentence


def test_no_opening_hours_is_said_as_such():
    calendars = world() | {"lee": Calendar.of("lee", HORIZON, [])}
    assert explain(VISIT, calendars).sentence == "No provider has opening hours in the time asked for."


def test_what_can_be_found_is_not_explained_away():
    answer = explain(VISIT, world())
    assert answer.found
    assert answer.missing == ()
