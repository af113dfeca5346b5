"""The plan is the one that trying everything finds, overlaps nowhere, and says why."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wellrun.engines.rebooking import (
    Coverage,
    Need,
    Place,
    Preference,
    Problem,
    Urgency,
    Visit,
    days_moved,
    greedy,
    plan_cost,
    solve,
    usable,
)
from wellrun.engines.rebooking.tests import brute

NINE = datetime(2026, 6, 3, 14, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
HALF = 2 * QUARTER
DAY = timedelta(days=1)


def place(starts_at, provider="hale", rooms=None, section="", length=HALF, **options):
    needs = () if rooms is None else (Need("exam room", tuple(rooms), starts_at, starts_at + length),)
    return Place(provider, starts_at, starts_at + length, needs, section=section, **options)


def visit(key="v", places=(), provider="hale", starts_at=NINE, patient=None, **options):
    return Visit(key, patient or key, provider, starts_at, tuple(places), zone="America/Chicago", **options)


@st.composite
def worlds(draw):
    visits = []
    for number in range(draw(st.integers(1, 4))):
        places = [
            place(
                NINE + draw(st.integers(0, 1)) * DAY + draw(st.integers(0, 3)) * QUARTER,
                provider=draw(st.sampled_from(["hale", "ito"])),
                rooms=draw(
                    st.sampled_from([None, ["r1"], ["r1", "r2"], ["r2", "r1"], ["r1", "r2", "chairs"]])
                ),
                section=draw(st.sampled_from(["", "monday"])),
                length=draw(st.integers(1, 2)) * QUARTER,
            )
            for _ in range(draw(st.integers(0, 3)))
        ]
        visits.append(
            visit(
                f"v{number}",
                places,
                patient=draw(st.sampled_from(["ann", "bob", "cy"])),
                urgency=draw(st.sampled_from(list(Urgency))),
                busy=((NINE, NINE + QUARTER),) * draw(st.integers(0, 1)),
                preference=draw(
                    st.sampled_from([None, Preference(frozenset({2})), Preference(since=time(9, 15))])
                ),
            )
        )
    coverage = (Coverage("monday", draw(st.integers(0, 60)), draw(st.integers(0, 30))),)
    return Problem(tuple(visits), {"chairs": 2}, coverage * draw(st.integers(0, 1)))


class TestTheBest:
    @settings(max_examples=150)
    @given(worlds())
    def test_is_what_trying_everything_finds_and_overlaps_nowhere(self, problem):
        plan = solve(problem)
        chosen = {move.visit.key: move.chosen for move in plan.moves}
        assert not brute.clashes(problem, chosen)
        assert not brute.overlapping_pairs(problem, chosen)
        assert plan.cost == brute.cheapest(problem)
        assert plan.cost == plan_cost(
            problem, {key: each.place if each else None for key, each in chosen.items()}
        )
        assert (plan.proven, plan.gap) == (True, 0.0)
        for move in plan.moves:
            assert move.why.endswith(".")
            assert move.chosen is None or move.chosen.place in usable(move.visit)

    @given(worlds())
    def test_is_never_worse_than_one_walk_through_the_list_which_overlaps_nowhere_either(self, problem):
        walked = greedy(problem)
        assert not brute.clashes(problem, walked)
        walk = plan_cost(problem, {key: each.place if each else None for key, each in walked.items()})
        plan = solve(problem)
        assert plan.bound <= plan.cost <= walk

    def test_is_the_same_plan_again_for_the_same_seed(self):
        days = [place(NINE + n * QUARTER + d * DAY, who) for n in range(8) for d in (1, 2) for who in "ab"]
        problem = Problem(tuple(visit(f"v{n}", days, provider="a") for n in range(12)))
        first, second = (solve(problem, seed=7) for _ in range(2))
        assert [move.chosen for move in first.moves] == [move.chosen for move in second.moves]
        assert first.proven

    def test_gives_the_rooms_out_so_that_nobody_is_left_without(self):
        both, one = place(NINE, "hale", ["r1", "r2"]), place(NINE, "ito", ["r1"])
        plan = solve(Problem((visit("a", [both]), visit("b", [one], provider="ito"))))
        assert [move.chosen.resources for move in plan.moves] == [("r2",), ("r1",)]


class TestWhoComesFirst:
    def test_the_only_time_goes_to_the_urgent_visit_and_the_other_is_told_who_is_missing(self):
        only = [place(NINE + DAY)]
        plan = solve(Problem((visit("routine", only), visit("urgent", only, urgency=Urgency.URGENT))))
        routine, urgent = plan.moves
        assert urgent.chosen and not routine.chosen
        assert routine.missing == "provider hale"
        assert "at 1 of them the provider is taken" in routine.why

    def test_one_urgent_visit_is_worth_more_than_any_number_of_others(self):
        long = place(NINE, length=4 * HALF)
        others = [visit(f"r{n}", [place(NINE + n * HALF)]) for n in range(4)]
        plan = solve(Problem((visit("urgent", [long], urgency=Urgency.URGENT), *others)))
        assert [bool(move.chosen) for move in plan.moves] == [True, False, False, False, False]

    def test_a_provider_who_knows_the_patient_is_worth_some_days_but_not_for_the_urgent(self):
        own, other = place(NINE + 2 * DAY, "hale"), place(NINE, "ito")
        for urgency, days in ((Urgency.ROUTINE, 2), (Urgency.URGENT, 0)):
            move = solve(Problem((visit(places=[own, other], urgency=urgency),))).moves[0]
            assert move.days == days
        assert move.why == (
            "The same day, at the same time of day; another provider; the own one would be 2 days later at best."
        )

    def test_the_last_open_time_of_a_section_is_left_for_urgent_visits(self):
        places = [place(NINE + DAY, section="thursday"), place(NINE + 2 * DAY, section="friday")]
        coverage = (Coverage("thursday", 30, 30), Coverage("friday", 60, 30))
        for urgency, days in ((Urgency.ROUTINE, 2), (Urgency.URGENT, 1)):
            move = solve(Problem((visit(places=places, urgency=urgency),), coverage=coverage)).moves[0]
            assert move.days == days
        routine = solve(Problem((visit(places=places),), coverage=coverage)).moves[0]
        assert "A better time serves another visit, or is kept for urgent ones" in routine.why

    def test_a_preferred_time_is_worth_a_little(self):
        places = [place(NINE + DAY), place(NINE + DAY + timedelta(hours=5))]
        liked = Preference(since=time(13), until=time(17))
        assert solve(Problem((visit(places=places, preference=liked),))).moves[0].chosen.place is places[1]
        assert solve(Problem((visit(places=places),))).moves[0].chosen.place is places[0]


class TestWhatCannotBe:
    def test_nothing_to_choose_from_keeps_the_reason_it_came_with(self):
        plan = solve(Problem((visit(nothing_because="Cardiology has no imaging room in use."),)))
        assert plan.moves[0].why == "Cardiology has no imaging room in use."
        assert (plan.cost, plan.gap) == (plan.bound, 0.0)

    def test_a_patient_who_is_elsewhere_at_every_time_is_what_is_missing(self):
        move = solve(Problem((visit(places=[place(NINE)], busy=((NINE, NINE + QUARTER),)),))).moves[0]
        assert move.missing == "patient v"

    def test_no_visits_make_an_empty_plan(self):
        assert solve(Problem(())).moves == ()

    def test_two_visits_with_one_key_are_refused(self):
        with pytest.raises(ValueError, match="same key"):
            Problem((visit(), visit()))

    def test_times_out_of_range_are_none(self):
        late = visit(
            places=[place(NINE), place(NINE + DAY)], earliest_at=NINE + QUARTER, latest_at=NINE + DAY
        )
        assert usable(late) == []


@pytest.mark.parametrize("change", [datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)])
def test_days_are_those_on_the_wall_when_the_clocks_change(change):
    chicago = ZoneInfo("America/Chicago")
    before = (change - DAY).replace(hour=9, tzinfo=chicago)
    moved = visit(starts_at=before, places=[place((before + 2 * DAY).astimezone(UTC))])
    move = solve(Problem((moved,))).moves[0]
    assert days_moved(moved, moved.places[0]) == 2
    assert move.why == "2 days later, at the same time of day; same provider."
