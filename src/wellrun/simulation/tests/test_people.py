"""Invented people and identifiers: plausible in form, and nobody's."""

import random
import re
from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest

from wellrun.engines.edits import luhn_npi
from wellrun.platform.access.matrix import Role
from wellrun.platform.clock import VirtualClock
from wellrun.practice.coverage.api import MEDICARE_MEMBER_ID
from wellrun.simulation import names
from wellrun.simulation.agenda import Agenda
from wellrun.simulation.cast import PRAIRIE_OAK
from wellrun.simulation.chance import Chance
from wellrun.simulation.histories import history_for
from wellrun.simulation.medicine import PROCEDURES, charges_for, complaint_for
from wellrun.simulation.payers import HABITS, PAYERS
from wellrun.simulation.population import households


def test_npis_have_the_form_of_npis_and_were_given_to_nobody():
    for number in range(1, 2000, 37):
        npi = names.provider_npi(number)
        assert luhn_npi(npi)
        # None that begins with 2 has been assigned.
        assert npi.startswith("2")


def test_telephone_numbers_are_those_kept_for_fiction():
    numbers = list(islice(names.phone_numbers(random.Random(1)), 3000))
    assert all(re.fullmatch(r"\+1\d{3}55501\d{2}", number) for number in numbers)
    assert len(set(numbers[:1000])) == 1000


@pytest.mark.parametrize("payer", PAYERS, ids=lambda payer: payer.key)
def test_member_ids_are_of_their_payers_pattern(payer):
    source = random.Random(2)
    for _ in range(50):
        if payer.key == "medicare":
            assert re.fullmatch(MEDICARE_MEMBER_ID, names.medicare_id(source))
        else:
            assert re.fullmatch(payer.member_pattern, names.member_id(source, payer.member_form))


def test_every_payer_has_habits_under_its_own_electronic_id():
    assert {payer.electronic_id for payer in PAYERS} == {habits.electronic_id for habits in HABITS}


def test_every_role_of_the_house_works_at_the_practice_and_every_section_has_its_manager():
    assert {each.role for each in PRAIRIE_OAK.staff} | {Role.PROVIDER} == set(Role)
    managed = {each.unit for each in PRAIRIE_OAK.staff if each.role is Role.ASSISTANT_MANAGER}
    assert managed == {each.key for each in PRAIRIE_OAK.departments}
    assert len(PRAIRIE_OAK.providers) == 10
    assert len(PRAIRIE_OAK.staff) == 26


def test_children_live_with_adults_and_nobody_is_unborn():
    on = date(2026, 6, 2)
    for household in households(random.Random(3), 200, on):
        ages = [(on - soul.details.birth_on).days // 365 for soul in household]
        assert household[0].relation == "self"
        assert ages[0] >= 18
        assert all(0 <= age < 100 for age in ages)
        assert len({soul.details.street for soul in household}) == 1


def test_histories_begin_after_birth_and_before_today():
    on, source = date(2026, 6, 2), random.Random(4)
    for age in range(0, 95, 3):
        born = on - timedelta(days=age * 365 + 40)
        for told in history_for(source, birth_on=born, on=on):
            assert told.onset_on is None or born <= told.onset_on <= on


def test_whatever_is_charged_has_a_fee():
    source = random.Random(5)
    for department in PRAIRIE_OAK.departments:
        for visit in department.visits:
            for age in range(
                max(visit.ages[0], department.ages[0]), min(visit.ages[1], department.ages[1]), 5
            ):
                complaint = complaint_for(source, department.key, visit.name)
                done = charges_for(source, department=department.key, visit=visit.name, complaint=complaint, age=age,
                                   new=age % 2 == 0, medicare=age >= 65)  # fmt: skip
                assert done
                assert {charge.code for charge in done} <= set(PROCEDURES)


def test_acts_happen_in_the_order_of_time_and_then_of_planning():
    start = datetime(2026, 6, 2, 14, tzinfo=UTC)
    clock, happened = VirtualClock(start), []
    agenda = Agenda(clock)
    agenda.after(10, lambda: happened.append(("second", clock.now())))
    agenda.after(
        5,
        lambda: (happened.append(("first", clock.now())), agenda.after(5, lambda: happened.append("third"))),
    )
    agenda.after(90, lambda: happened.append("too late"))
    agenda.run_until(start + timedelta(hours=1))
    assert happened == [
        ("first", start + timedelta(minutes=5)),
        ("second", start + timedelta(minutes=10)),
        "third",
    ]


def test_streams_of_chance_do_not_disturb_each_other():
    one, other = Chance(6), Chance(6)
    for _ in range(100):
        other.of("calls").random()
    assert [one.of("visits").random() for _ in range(5)] == [other.of("visits").random() for _ in range(5)]
    assert Chance(7).of("visits").random() != Chance(6).of("visits").random()
