"""The pages of the wait list, freed times and recalls over HTTP, and who sees what."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wellrun.platform.clock import VirtualClock, running
from wellrun.platform.testing.queries import own_queries
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.tests.test_wait_list import FAR, Waiting

MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def clock():
    virtual = VirtualClock(NOW)
    with running(virtual):
        yield virtual


@pytest.fixture
def clinic(office):
    return Waiting(office)


@pytest.fixture
def desk(office, client):
    client.force_login(office.users["north_desk"])
    return client


@pytest.fixture
def lead(office, client):
    client.force_login(office.users["cardio_lead"])
    return client


def url(name, *ids):
    return reverse(f"scheduling:{name}", args=list(ids))


def count(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(own_queries(asked))


class TestTheWaitList:
    def test_a_patient_is_put_on_it_changed_and_taken_off_with_a_way_back(self, clinic, desk):
        page = desk.get(url("waiting_new") + f"?patient={clinic.patient.id}&type={clinic.kind.id}")
        assert clinic.patient.family_name in page.text
        told = {"patient": clinic.patient.id, "visit_type": clinic.kind.id, "urgency": "soon", "notice_hours": "24",
                "weekdays": ["0", "2"]}  # fmt: skip
        assert desk.post(url("waiting_new"), told).status_code == 302
        clinic.office.program()
        entry = scheduling.WaitingEntry.objects.get()
        assert (entry.urgency, entry.weekdays, entry.notice_hours) == ("soon", [0, 2], 24)
        shown = desk.get(url("waiting"))
        assert clinic.patient.family_name in shown.text and "Mon, Wed" in shown.text
        told = {"urgency": "urgent", "notice_hours": "3", "version": entry.version}
        assert desk.post(url("waiting_entry", entry.id), told).status_code == 302
        assert desk.post(url("waiting_end", entry.id), {"reason": "Patient asked"}).status_code == 302
        assert "Nobody waits" in desk.get(url("waiting")).text
        assert desk.post(url("waiting_again", entry.id)).status_code == 302
        clinic.office.program()
        entry.refresh_from_db()
        assert (entry.state, entry.urgency, entry.weekdays) == ("waiting", "urgent", [])

    def test_from_a_visit_an_earlier_time_is_wanted(self, clinic, desk):
        visit = clinic.book(FAR)
        assert "Wants earlier" in desk.get(url("appointment", visit.id)).text
        address = url("waiting_new") + f"?visit={visit.id}"
        assert "wants an earlier time" in desk.get(address).text
        told = {
            "patient": clinic.patient.id,
            "visit_type": clinic.kind.id,
            "urgency": "routine",
            "notice_hours": "2",
        }
        desk.post(address, told)
        clinic.office.program()
        assert scheduling.WaitingEntry.objects.get().visit_id == visit.id

    def test_what_is_refused_stands_beside_its_field(self, clinic, desk):
        clinic.join(clinic.patient)
        told = {
            "patient": clinic.patient.id,
            "visit_type": clinic.kind.id,
            "urgency": "routine",
            "notice_hours": "2",
        }
        page = desk.post(url("waiting_new"), told)
        assert page.status_code == 422 and "waits for this visit already" in page.text

    def test_it_is_filtered_and_asks_a_bounded_number_of_times(self, clinic, desk):
        for number in range(6):
            clinic.join(wishes={"urgency": "urgent" if number % 2 else "routine"})
        assert count(desk, url("waiting")) <= MOST_QUERIES
        page = desk.get(url("waiting") + "?urgency=urgent")
        assert "3 patients." in page.text

    def test_the_other_sites_desk_sees_nothing_of_it(self, clinic, client):
        entry = clinic.join(clinic.patient)
        client.force_login(clinic.office.users["south_desk"])
        assert clinic.patient.family_name not in client.get(url("waiting")).text
        assert client.get(url("waiting_entry", entry.id)).status_code == 404

    def test_the_patients_page_shows_it(self, clinic, desk):
        clinic.join(clinic.patient)
        page = desk.get(reverse("patients:patient", args=[clinic.patient.id]))
        assert f"Waits for {clinic.kind.name}" in page.text


class TestFreedTimes:
    def test_an_offer_is_accepted_on_the_telephone_and_the_others_are_told(self, clinic, desk):
        for _ in range(2):
            clinic.join()
        opening = clinic.free()
        first, second = clinic.offers(opening)
        assert opening.provider.display_name in desk.get(url("openings")).text
        page = desk.get(url("opening", opening.id))
        assert page.text.count("Says yes") == 2 and "Nothing is held" in page.text
        part = desk.get(url("opening", opening.id) + "?part=offers")
        assert "<html" not in part.text and part.text.count("Says yes") == 2
        desk.post(url("offer_accept", second.id))
        clinic.work()
        after = desk.get(url("opening", opening.id)).text
        assert "Filled from the wait list" in after and "Somebody was faster" in after
        assert count(desk, url("opening", opening.id)) <= MOST_QUERIES
        said = desk.post(url("offer_accept", first.id), follow=True).text
        assert "Somebody was faster. You keep your place" in said

    def test_a_time_is_offered_by_hand(self, clinic, desk):
        clinic.join()
        told = {"unit": clinic.office.cardiology.id, "provider": clinic.provider.id, "minutes": "30"}
        night = desk.post(url("opening_new"), told | {"starts_at": "2026-06-10T22:00"})
        assert night.status_code == 422 and "Nothing of that time can be offered" in night.text
        assert desk.post(url("opening_new"), told | {"starts_at": "2026-06-10T09:00"}).status_code == 302
        clinic.work()
        opening = scheduling.Opening.objects.get()
        assert (opening.starts_at, opening.freed_by, len(clinic.offers(opening))) == (FAR, "by hand", 1)

    def test_a_no_and_a_stop(self, clinic, desk):
        clinic.join()
        clinic.join()
        opening = clinic.free()
        first, second = clinic.offers(opening)
        desk.post(url("offer_decline", first.id))
        desk.post(url("opening_stop", opening.id))
        clinic.work()
        states = {offer.id: offer.state for offer in opening.time_offers.all()}
        assert states == {first.id: "declined", second.id: "withdrawn"}

    def test_the_report_counts_and_its_numbers_open_into_rows(self, clinic, desk):
        visit = clinic.book(FAR + timedelta(days=14))
        clinic.join(clinic.patient, visit_id=visit.id)
        clinic.join(make_patient(clinic.office, language="es", email="c@example.org"))
        opening = clinic.free()
        offers = {offer.patient_id: offer for offer in clinic.offers(opening)}
        clinic.accept(offers[clinic.patient.id])
        clinic.work()
        page = desk.get(url("offer_report"))
        assert "14.0" in page.text and "Spanish" in page.text
        assert count(desk, url("offer_report")) <= MOST_QUERIES
        rows = re.search(r'href="(/appointments/openings/offers/\?[^"]*language=es[^"]*)"', page.text)[1]
        shown = desk.get(rows.replace("&amp;", "&")).text
        # The winner's old time was offered in turn, to the same patient.
        assert "2 offers." in shown and "Somebody was faster" in shown
        filled = re.search(r'href="(/appointments/openings/\?state=filled[^"]*)"', page.text)[1]
        assert opening.provider.display_name in desk.get(filled.replace("&amp;", "&")).text

    def test_a_department_changes_its_rule(self, clinic, lead):
        unit = clinic.office.cardiology.id
        assert "Who is asked first" in lead.get(url("offer_rules")).text
        told = {"active": "on", "batch_size": "5", "batch_minutes": "30", "near_hours": "24", "near_minutes": "10",
                "least_minutes": "60", "version": "0"}  # fmt: skip
        assert lead.post(url("offer_rule", unit), told).status_code == 302
        assert lead.post(url("offer_rule", unit), told).status_code in (409, 422)
        clinic.office.program()
        assert scheduling.OfferRule.objects.get().batch_size == 5


class TestRecalls:
    def made(self, clinic):
        made = []
        for days in (40, 90):
            recall = scheduling.set_recall(
                patient_id=make_patient(clinic.office, email="d@example.org").id, visit_type_id=clinic.kind.id,
                due_on=(NOW + timedelta(days=days)).date(), by=clinic.desk(), at=NOW,
            )  # fmt: skip
            made.append(recall)
        return made

    def test_a_recall_is_set_at_check_out(self, clinic, desk):
        told = {"patient": clinic.patient.id, "visit_type": clinic.kind.id, "months": "6"}
        assert desk.post(url("recall_new"), told).status_code == 302
        page = desk.get(reverse("patients:patient", args=[clinic.patient.id])).text
        assert re.search("Due back <time[^>]*>Dec 2, 2026", page)
        assert desk.post(url("recall_new"), told | {"months": "", "due_on": ""}).status_code == 422

    def test_many_are_asked_at_once_and_ended(self, clinic, desk):
        made = self.made(clinic)
        page = desk.get(url("recalls"))
        assert page.text.count('name="recall"') == 2
        assert count(desk, url("recalls")) <= MOST_QUERIES
        ids = [recall.id for recall in made]
        said = desk.post(url("recall_acts"), {"recall": ids, "act": "ask", "view": "due"}, follow=True)
        assert "2 asked." in said.text
        assert desk.get(url("recalls") + "?view=asked").text.count('name="recall"') == 2
        said = desk.post(url("recall_acts"), {"recall": ids, "act": "end", "view": "asked"}, follow=True)
        assert "Say why the recalls end." in said.text
        told = {"recall": ids[:1], "act": "end", "reason": "Moved away", "view": "asked"}
        assert "1 ended." in desk.post(url("recall_acts"), told, follow=True).text
        told = {"recall": ids, "act": "ask", "view": "asked"}
        assert "1 asked. 1 left as they are." in desk.post(url("recall_acts"), told, follow=True).text

    def test_one_recall_is_called_ended_and_stands_again(self, clinic, desk):
        recall = self.made(clinic)[0]
        address = url("recall", recall.id)
        assert desk.post(address, {"outcome": "Left a message"}).status_code == 302
        assert "Left a message" in desk.get(address).text
        desk.post(url("recall_end", recall.id), {"reason": "No longer needed"})
        assert "No longer needed" in desk.get(address).text
        desk.post(url("recall_again", recall.id))
        desk.post(url("recall_ask", recall.id))
        clinic.office.program()
        recall.refresh_from_db()
        assert (recall.state, recall.asked) == ("open", 1)

    def test_a_rule_is_added_and_changed(self, clinic, lead):
        told = {"name": "Yearly", "visit_type": clinic.kind.id, "interval_months": "12", "lead_days": "30",
                "attempts": "3", "days_between": "7", "first": "email", "second": "call", "active": "on"}  # fmt: skip
        assert lead.post(url("recall_rule_new"), told).status_code == 302
        assert lead.post(url("recall_rule_new"), told).status_code == 422
        clinic.office.program()
        rule = scheduling.RecallRule.objects.get()
        assert rule.channels == ["email", "call"]
        changed = told | {"interval_months": "6", "version": rule.version}
        assert lead.post(url("recall_rule", rule.id), changed).status_code == 302
        assert "Yearly" in lead.get(url("recall_rules")).text
        clinic.office.program()
        rule.refresh_from_db()
        assert rule.interval_months == 6
