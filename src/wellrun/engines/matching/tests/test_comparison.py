"""Pairs as a front desk meets them, all invented, and what must hold for every pair."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wellrun.engines.matching import Level, Person, Weights, compare, count_levels, rank, recount
from wellrun.engines.matching.levels import birth_level
from wellrun.engines.matching.weights import DEFAULT_LEVELS

ANA = Person(
    key="1",
    first="Ana",
    middle="Lucia",
    last="Quintana",
    born_on=date(1984, 3, 12),
    sex="F",
    phones=("(614) 555-0123",),
    street="41 Willow Lane",
    zip_code="43215",
    ssn="4411",
    email="ana.q@example.org",
    member_ids=("XJH100200300",),
)


def other(**changes):
    return replace(ANA, key="2", **changes)


SAME = {
    "nothing changed": other(),
    "accents and case": other(first="ANÁ", last="quintana"),
    "a slip in the last name": other(last="Quitnana", middle=""),
    "a new address and telephone": other(
        street="9 Elm St", zip_code="10001", phones=("212 555 0100",), email=""
    ),
    "maiden name on one side": other(last="Brightwater", former_lasts=("Quintana",)),
    "hyphenated after marriage": other(last="Quintana-Brightwater", street="9 Elm St", zip_code="43081"),
    "first and last exchanged": other(first="Quintana", last="Ana"),
    "day and month of birth exchanged": other(born_on=date(1984, 12, 3)),
    "one digit of the birth date": other(born_on=date(1984, 3, 13)),
    "no numbers on one side": other(ssn="", member_ids=(), email=""),
}
NOT_THE_SAME = {
    "a twin sister at home": other(first="Irene", middle="Rosa", ssn="4412", email="", member_ids=()),
    "a twin brother at home": other(first="Marcos", middle="", sex="M", ssn="9013", email=""),
    "a mother of the same name": other(born_on=date(1955, 8, 30), ssn="7310", email="", member_ids=()),
    "a stranger of the same name": Person(
        key="2", first="Ana", last="Quintana", born_on=date(1961, 7, 2), sex="F"
    ),
    "a stranger of the same birth date": Person(
        key="2", first="Bo", last="Li", born_on=date(1984, 3, 12), sex="F"
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_the_same_person_is_found(name):
    match = compare(ANA, SAME[name])
    assert match.verdict == "same", (match.score_bits, match.evidence)
    assert match.probability > 0.99


@pytest.mark.parametrize("name", NOT_THE_SAME)
def test_another_person_is_never_called_the_same(name):
    match = compare(ANA, NOT_THE_SAME[name])
    assert match.verdict != "same", (match.score_bits, match.evidence)


def test_father_and_son_of_one_name_are_left_to_a_person():
    father = Person(
        "1", "Walter", "", "Okafor", "Sr", born_on=date(1951, 2, 3), sex="M", phones=("6145550177",)
    )
    son = replace(father, key="2", suffix="Jr.", born_on=date(1979, 2, 3))
    assert compare(father, son).verdict != "same"
    with_suffix_in_the_name = replace(father, key="3", last="Okafor Sr", suffix="")
    assert compare(father, with_suffix_in_the_name).verdict == "same"


def test_a_recorded_twin_is_different_whatever_the_score():
    twin = other(first="Anna", relatives=("1",))
    assert compare(ANA, twin).verdict == compare(twin, ANA).verdict == "different"


def test_the_evidence_is_the_score_and_is_said_in_words():
    match = compare(ANA, other(first="Annie", sex="M"))
    assert sum(item.bits for item in match.evidence) == pytest.approx(match.score_bits)
    said = {item.field: item for item in match.evidence}
    assert said["sex"].bits < 0
    assert said["sex"].sentence == "The sex differs: F and M."
    strengths = [abs(item.bits) for item in match.evidence]
    assert strengths == sorted(strengths, reverse=True)


def test_a_social_security_token_is_not_shown():
    match = compare(replace(ANA, ssn="a9f3d2c4"), other(ssn="a9f3d2c4"))
    assert "A9F3D2C4" not in repr(match).upper()


def test_a_common_surname_says_less_than_a_rare_one():
    weights = Weights(surname_share={"smith": 0.02, "quintana": 0.00001})
    bare = Person(first="Ana", last="Smith"), Person(first="Ana", last="SMITH")
    rare = Person(first="Ana", last="Quintana"), Person(first="Ana", last="QUINTANA")
    unknown = Person(first="Ana", last="Zyx"), Person(first="Ana", last="Zyx")
    common_bits, rare_bits, average = (compare(*pair, weights).score_bits for pair in (bare, rare, unknown))
    assert common_bits < average < rare_bits


def test_rank_puts_the_best_first_and_leaves_out_the_rest():
    pool = [other(), *(replace(person, key=f"n{n}") for n, person in enumerate(NOT_THE_SAME.values())), ANA]
    ranked = rank(ANA, pool)
    assert ranked[0].right_key == "2"
    assert "1" not in [match.right_key for match in ranked]
    assert len(rank(ANA, pool, limit=1)) == 1


def test_levels_order_as_their_names_say():
    for field, orders in {
        "first": ["exact", "form", "other"],
        "middle": ["exact", "initial", "other"],
        "last": ["exact", "part", "close", "sound", "other"],
        "born_on": ["exact", "swapped", "digit", "year", "other"],
        "phone": ["exact", "close", "other"],
        "address": ["exact", "zip", "other"],
        "ssn": ["exact", "digit", "other"],
        "member_id": ["exact", "close", "other"],
    }.items():
        bits = [DEFAULT_LEVELS[field][level].bits for level in orders]
        assert bits == sorted(bits, reverse=True), field
        assert bits[-1] < 0 < bits[0]


def test_what_is_counted_is_what_was_said():
    counts = count_levels([compare(ANA, other()), compare(ANA, other(sex="M"))])
    assert counts["sex"] == {"exact": 1, "other": 1}
    assert counts["born_on"] == {"exact": 2}


def test_counts_of_reviewed_pairs_replace_the_estimates():
    counted = recount(Weights(), {"sex": {"exact": 98, "other": 0}}, {"sex": {"exact": 49, "other": 49}})
    assert counted.levels["sex"]["exact"] == Level(0.99, 0.5)
    assert counted.levels["last"] == Weights().levels["last"]


NAMES = st.sampled_from(
    ["", "Ana", "Anna", "Bill", "William", "O'Neil", "ONeil Jr", "Núñez-Ruiz", "Ruiz", "J", "李", "---"]
)
PEOPLE = st.builds(
    Person,
    first=NAMES,
    middle=NAMES,
    last=NAMES,
    suffix=st.sampled_from(["", "Jr", "III", "x"]),
    former_lasts=st.lists(NAMES, max_size=2).map(tuple),
    born_on=st.none() | st.dates(date(1900, 1, 1), date(2026, 1, 1)),
    sex=st.sampled_from(["", "F", "M", "X"]),
    phones=st.lists(st.sampled_from(["", "614-555-0100", "6145550101", "555-0100", "x"]), max_size=2).map(
        tuple
    ),
    street=st.sampled_from(["", "1 Main St", "1 Main Street", "2 Main St", "#"]),
    zip_code=st.sampled_from(["", "43215", "43215-1234", "10001"]),
    ssn=st.sampled_from(["", "1234", "1243", "abcdef0"]),
    email=st.sampled_from(["", "a@example.org", "A@example.org "]),
    member_ids=st.lists(st.sampled_from(["", "AB12345", "AB-12345", "AB12346"]), max_size=2).map(tuple),
)


@settings(max_examples=300, deadline=None)
@given(PEOPLE, PEOPLE)
def test_comparing_is_symmetric_and_never_fails(left, right):
    there, back = compare(left, right), compare(right, left)
    assert (there.score_bits, there.probability, there.verdict) == (
        back.score_bits,
        back.probability,
        back.verdict,
    )
    assert [(e.field, e.level) for e in there.evidence] == [(e.field, e.level) for e in back.evidence]
    assert 0 <= there.probability <= 1


@settings(max_examples=200, deadline=None)
@given(PEOPLE, PEOPLE, st.sampled_from(["sex", "born_on", "ssn", "email", "phones", "member_ids"]))
def test_making_a_field_agree_never_lowers_the_score(left, right, field):
    agreed = replace(right, **{field: getattr(left, field)})
    if getattr(left, field) and getattr(right, field):
        assert compare(left, agreed).score_bits >= compare(left, right).score_bits - 1e-6


def test_a_brother_or_sister_at_home_is_different():
    sister = other(first="Irene", middle="", born_on=date(1987, 11, 30), ssn="", email="")
    match = compare(ANA, sister)
    assert match.score_bits > 0, "a household shares much"
    assert match.verdict == "different"


def test_a_social_security_number_outweighs_two_fields_that_differ():
    changed_name = replace(ANA, key="1", ssn="deadbeef01")
    again = other(first="Lucia", born_on=date(1987, 11, 30), ssn="deadbeef01")
    assert compare(changed_name, again).verdict == "possible"


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        (date(1984, 3, 12), date(1984, 3, 12), "exact"),
        (date(1984, 3, 12), date(1984, 12, 3), "swapped"),
        (date(1984, 3, 12), date(1986, 12, 3), "other"),
        (date(1984, 3, 12), date(1984, 3, 22), "digit"),
        (date(1984, 3, 12), date(1994, 3, 12), "digit"),
        (date(1989, 3, 12), date(1990, 3, 12), "year"),
        (date(1984, 3, 12), date(1984, 4, 15), "other"),
    ],
)
def test_birth_dates_agree_as_far_as_they_say(left, right, level):
    assert birth_level(left, right) == birth_level(right, left) == level
