"""Wishes: nothing is offered that does not fit, and nothing that fits is lost."""

from __future__ import annotations

import html
import random
import re
from datetime import date, time

import pytest
from django.urls import reverse

from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.models import SiteTravel
from wellrun.practice.scheduling.queries.why_none import why_none
from wellrun.practice.scheduling.queries.wishes import Wishes
from wellrun.practice.scheduling.testing import Clinic, make_hours, make_visit_type
from wellrun.practice.workforce.testing import make_provider

WEDNESDAY = date(2026, 6, 3)
#: A plain week, and those in which the clocks of Chicago go forward and back.
WEEKS = [WEDNESDAY, date(2027, 3, 12), date(2026, 10, 30)]


def as_known(provider, sex="", languages=()):
    provider.sex, provider.languages = sex, list(languages)
    provider.save(update_fields=["sex", "languages"])
    return provider


def key(offer):
    return offer.starts_at, offer.provider_id, offer.unit_id


def find(kind, by, on=WEDNESDAY, days=5, limit=2000, **options):
    return scheduling.find_times(
        visit_type_id=kind.id, starts_on=on, days=days, limit=limit, by=by, at=NOW, **options
    )


@pytest.fixture
def clinic(office):
    return Clinic(office, device_kind="")


def apart(office, one, other, minutes):
    first, second = sorted([one.id, other.id])
    SiteTravel.objects.create(
        organization_id=office.organization.id, one_site_id=first, other_site_id=second, minutes=minutes
    )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("on", WEEKS)
def test_wishes_offer_what_filtering_all_times_leaves(office, clinic, on, seed):
    chance = random.Random(f"{on} {seed}")
    people = [clinic.provider, *(make_provider(office, family_name=name) for name in ("Reyes", "Novak"))]
    for person in people:
        as_known(person, chance.choice(["F", "M", ""]), chance.choice([[], ["es"], ["pl", "es"]]))
    for person in people[1:]:
        make_hours(
            office,
            provider_id=person.id,
            starts=time(chance.choice([0, 1, 9])),
            ends=time(chance.choice([11, 20])),
            weekdays=tuple(chance.sample(range(7), 5)),
        )
    for offer in chance.sample(find(clinic.kind, office.program(), on, limit=200), 6):
        try:
            clinic.book(
                starts_at=offer.starts_at,
                provider_id=offer.provider_id,
                patient_id=make_patient(office).id,
                by=office.program(),
            )
        except scheduling.TimeTaken:
            continue
    everything = find(clinic.kind, office.program(), on)
    known = {person.id: person for person in people}
    lost = 0
    for _ in range(6):
        first, last = sorted(chance.sample(range(0, 24 * 60, 7), 2))
        wishes = Wishes(
            weekdays=frozenset(chance.sample(range(7), chance.choice([0, 2, 4]))),
            between=(time(first // 60, first % 60), time(last // 60, last % 60)),
            sex=chance.choice(["", "", "F", "M"]),
            language=chance.choice(["", "en", "es", "pl"]),
        )
        wanted = [
            key(offer)
            for offer in everything
            if wishes.fits_clock(offer.starts_at, "America/Chicago")
            and wishes.fits_provider(known[offer.provider_id].sex, known[offer.provider_id].languages)
        ]
        assert [key(offer) for offer in find(clinic.kind, office.program(), on, wishes=wishes)] == wanted
        lost += len(everything) - len(wanted)
    assert lost, "the wishes leave something out"


class TestNear:
    @pytest.fixture
    def sites(self, office, clinic):
        """The same visit at two sites, a quarter of an hour apart by car; at the far one a day sooner."""
        there = make_provider(office, family_name="Reyes", unit=office.family_south)
        make_hours(office, provider_id=there.id, unit=office.family_south)
        make_visit_type(office, unit=office.family_south)
        here = make_visit_type(office, name="Talk")
        make_visit_type(office, name="Talk", unit=office.family_south)
        apart(office, office.north, office.south, 15)
        return here

    def near(self, office, minutes=None):
        return Wishes(near_site_id=office.north.id, within_minutes=minutes)

    def test_equal_times_come_by_distance(self, office, sites):
        offers = find(sites, office.program(), wishes=self.near(office), limit=4)
        assert [offer.minutes_away for offer in offers] == [0, 15, 0, 15]
        assert offers[0].starts_at == offers[1].starts_at

    def test_the_nearest_department_first_when_asked_so(self, office, sites):
        offers = find(sites, office.program(), days=1, wishes=self.near(office), order="distance")
        away = [offer.minutes_away for offer in offers]
        assert away == sorted(away) and set(away) == {0, 15}
        assert len(offers) == len(find(sites, office.program(), days=1, wishes=self.near(office)))

    def test_what_is_too_far_is_left_out(self, office, sites):
        offers = find(sites, office.program(), wishes=self.near(office, 10))
        assert {offer.unit_id for offer in offers} == {office.cardiology.id}


class TestWhyNone:
    def why(self, clinic, **wishes):
        wished = Wishes(**wishes)
        assert not find(clinic.kind, clinic.desk(), wishes=wished)
        found = why_none(visit_type_id=clinic.kind.id, starts_on=WEDNESDAY, days=5, wishes=wished, at=NOW)
        assert [reason.missing for reason in found] == ["wishes"]
        return found[0].sentence

    def test_nobody_speaks_the_language(self, office, clinic):
        other = make_provider(office, family_name="Reyes")
        make_hours(office, provider_id=other.id)
        assert self.why(clinic, language="es") == "2 providers have times in Cardiology, none speaks Spanish."

    def test_nobody_is_a_woman_who_speaks_it(self, office, clinic):
        as_known(clinic.provider, "M", ["es"])
        assert self.why(clinic, sex="F", language="es").endswith("none is a woman who speaks Spanish.")

    def test_no_time_on_those_days(self, clinic):
        said = self.why(clinic, weekdays=frozenset({6}))
        assert "none on the wished days and hours" in said and "June 3" in said

    def test_too_far(self, office, clinic):
        apart(office, office.north, office.south, 40)
        wished = Wishes(near_site_id=office.south.id, within_minutes=20)
        found = why_none(visit_type_id=clinic.kind.id, starts_on=WEDNESDAY, wishes=wished, at=NOW)
        assert found[0].missing == "wishes" and "within 20 minutes" in found[0].sentence

    def test_full_hours_are_not_blamed_on_wishes(self, office, clinic):
        clinic.provider.refresh_from_db()
        found = why_none(
            visit_type_id=clinic.kind.id,
            starts_on=date(2026, 6, 6),
            days=2,
            wishes=Wishes(weekdays=frozenset({5})),
            at=NOW,
        )
        assert found[0].missing == "hours"


class TestPage:
    @pytest.fixture
    def desk(self, client, clinic):
        with running(VirtualClock(NOW)):
            client.force_login(clinic.office.users["north_desk"])
            yield client

    def page(self, desk, **query):
        return desk.get(reverse("scheduling:find"), query).text

    def test_wishes_are_kept_in_the_address_of_what_follows(self, desk, clinic):
        page = self.page(desk, type=clinic.kind.id, weekdays=["2", "3"], part="morning", wished="1")
        assert "open>" in page.split('class="find-wishes"')[1][:20]
        later = re.search(r'href="\?([^"]+)" hx-get', page)
        assert later and "weekdays=2&amp;weekdays=3" in later[1] and "part=morning" in later[1]
        assert "8:00 AM" in page and "1:00 PM" not in page

    def test_a_wish_that_leaves_nothing_can_be_dropped(self, desk, clinic):
        page = self.page(desk, type=clinic.kind.id, sex="F", wished="1")
        assert "1 provider has times in Cardiology, none is a woman." in page
        assert "Without the wishes" in page

    def test_an_interpreter_patients_language_is_preset_until_the_form_is_used(self, desk, clinic):
        clinic.office.program()
        patient = clinic.patient
        patient.language, patient.interpreter = "es", True
        patient.save(update_fields=["language", "interpreter"])
        asked = {"type": clinic.kind.id, "patient": patient.id}
        assert "none speaks Spanish" in self.page(desk, **asked)
        assert "none speaks Spanish" not in self.page(desk, **asked, language="", wished="1")

    def test_what_the_wait_list_knows_is_preset(self, desk, clinic):
        scheduling.join_wait_list(
            patient_id=clinic.patient.id,
            visit_type_id=clinic.kind.id,
            wishes={"weekdays": [4], "day_times": ["afternoon", "evening"]},
            by=clinic.desk(),
            at=NOW,
        )
        page = self.page(desk, type=clinic.kind.id, patient=clinic.patient.id)
        assert 'value="12:00"' in page and "12:00 PM" in page and "Friday" in page and "Wednesday" not in page

    def test_hours_that_end_before_they_begin_are_refused(self, desk, clinic):
        page = self.page(desk, type=clinic.kind.id, since="14:00", part="morning", wished="1")
        assert "Nothing begins in these hours" in page

    def test_urgent_is_today_at_any_site(self, desk, clinic):
        query = html.unescape(re.search(r'href="\?([^"]+)" data-keys="t"', self.page(desk))[1])
        page = desk.get(reverse("scheduling:find") + "?" + query).text
        assert "Tuesday, " in page and "Wednesday, " not in page and "urgency=urgent" in page

    def test_it_opens_on_the_desks_own_department(self, desk, clinic):
        make_visit_type(clinic.office, unit=clinic.office.family_south, name="A visit elsewhere")
        page = self.page(desk)
        assert f'value="{clinic.kind.id}" selected' in page
