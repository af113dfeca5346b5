"""First pages, the palette, the manager's page and the day sheet over HTTP."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wellrun.platform.access.matrix import Role
from wellrun.platform.clock import VirtualClock, running
from wellrun.platform.money import format_cents
from wellrun.platform.testing.queries import own_queries
from wellrun.practice.billing.testing import make_seen_visit, pay
from wellrun.practice.claims.api import Claim
from wellrun.practice.claims.testing import make_claims
from wellrun.practice.frontdesk import api as frontdesk
from wellrun.practice.frontdesk.testing import make_drawer, make_expected_visit
from wellrun.practice.ledger import api as ledger
from wellrun.practice.ledger.api import Account, Line
from wellrun.practice.organization.testing import NOW, TODAY
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling.api import Appointment
from wellrun.practice.workforce.api import add_provider
from wellrun.practice.workforce.testing import npi_from
from wellrun.practice.worklist import api as worklist


@pytest.fixture(autouse=True)
def clock():
    with running(VirtualClock(NOW)):
        yield


def sheet_url(office, name="day", site=None):
    return reverse(f"workspaces:{name}", args=[(site or office.north).id, TODAY.isoformat()])


def charge(office, cents=12500, unit=None):
    told = {"unit_id": (unit or office.cardiology).id}
    ledger.post(source_kind="charge", source_key=f"charge:{cents}", effective_on=TODAY, by=office.program(), at=NOW,
                memo="99213", lines=[Line(Account.PATIENT_RECEIVABLE, cents, **told),
                                     Line(Account.PATIENT_REVENUE, -cents, **told)])  # fmt: skip


@pytest.mark.parametrize(
    ("name", "leads_to"),
    [
        ("manager", "/today/"),
        ("cardio_lead", "/today/"),
        ("north_desk", "/board/"),
        ("biller", "/claims/"),
        ("provider", "/board/"),
        ("assistant", "/board/"),
        ("hr", "/work/"),
        ("buyer", "/work/"),
        ("facilities", "/work/"),
    ],
)
def test_everybody_starts_where_their_work_is(office, client, name, leads_to):
    client.force_login(office.users[name])
    answer = client.get("/")
    assert answer.headers["Location"] == leads_to
    assert client.get(leads_to).status_code == 200


def test_a_provider_starts_on_their_own_day(office, client):
    own = add_provider(person=office.users["provider"].person, unit=office.cardiology, npi=npi_from(77),
                       taxonomy="207RC0000X", by=office.program(), at=NOW)  # fmt: skip
    mine = make_seen_visit(
        office, patient_id=make_patient(office).id, provider=own, starts_at=NOW, state="booked"
    )
    make_expected_visit(office, make_patient(office))
    client.force_login(office.users["provider"])
    page = client.get("/", follow=True)
    assert [row.id for group in page.context["board"].groups for row in group.rows] == [mine.id]


def test_the_auditor_starts_on_the_audit(office, client):
    client.force_login(office.users["auditor"])
    assert client.get("/")["Location"] == "/audit/"


def test_the_palette_finds_pages_and_patients(office, client):
    who = make_patient(office, family_name="Zimmerli")
    client.force_login(office.users["north_desk"])
    hits = client.get("/palette/", {"q": "zimmer"}).json()
    assert any(str(who.id) in hit["url"] for hit in hits)
    assert {"label", "hint", "url", "kind"} == set(hits[0])
    assert client.get("/palette/", {"q": "drawer"}).json()[0]["url"] == "/drawer/"
    client.force_login(office.users["hr"])
    assert client.get("/palette/", {"q": "zimmer"}).json() == []


def test_the_managers_page_counts_and_every_number_leads_to_its_rows(
    office, client, django_assert_max_num_queries
):
    make_expected_visit(office, make_patient(office))
    make_seen_visit(office, patient_id=make_patient(office).id, starts_at=NOW)
    charge(office)
    told = {"unit_id": office.cardiology.id, "organization_id": office.organization.id}
    worklist.raise_task(
        kind="call back", key="k", title="Call", role=Role.MEDICAL_SECRETARY, due_at=NOW, at=NOW, **told
    )
    client.force_login(office.users["manager"])
    page = client.get("/today/")
    north = page.context["sites"][0]["day"]
    assert (north.visits, north.takings.charges.cents) == (2, 12500)
    assert sheet_url(office) in page.text
    assert "/work/?whose=all&amp;kind=call%20back" in page.text
    with django_assert_max_num_queries(40):
        client.get("/today/")


def busy_day(office):
    """Two sites with visits in every state, calls, charges, money, and claims that went out and were answered."""
    for unit in (office.cardiology, office.family_south):
        for turn, state in enumerate(("booked", "confirmed", "arrived", "checked_out", "no_show", "booked")):
            visit = make_seen_visit(office, patient_id=make_patient(office).id, unit=unit, state=state,
                                    starts_at=NOW - timedelta(minutes=55 - turn * 10))  # fmt: skip
        Appointment.objects.filter(id=visit.id).update(state="cancelled", cancel_reason="Ill")
        details = frontdesk.CallDetails(reason="results", disposition="answered", caller_name="Somebody")
        for at in (NOW, NOW - timedelta(days=1)):
            frontdesk.log_call(unit_id=unit.id, details=details, by=office.program(), at=at)
        charge(office, 1000 + len(unit.name), unit)
    pay(office, make_patient(office).id, 700, method="card", at=NOW)
    claims = make_claims(office, 4)
    changes = [{"submitted_at": NOW}, {"submitted_at": NOW, "state": "paid", "state_at": NOW},
               {"submitted_at": NOW - timedelta(days=1), "state": "denied", "state_at": NOW},
               {"submitted_at": NOW - timedelta(days=1), "state": "submitted", "state_at": NOW}]  # fmt: skip
    for one, change in zip(claims, changes, strict=True):
        Claim.objects.filter(id=one.id).update(**change)


def rows_behind(page):
    """How many rows a page shows, whichever of the rooms it belongs to."""
    context = page.context
    if "board" in context:
        return sum(len(group.rows) for group in context["board"].groups)
    if "total" in context and isinstance(context["total"], int):
        return format_cents(abs(context["total"]))
    if "sheet" in context:
        return format_cents(context["sheet"].payments_cents)
    return len(context["rows"])


@pytest.mark.parametrize("who", ["manager", "cardio_lead"])
def test_every_number_of_the_managers_page_is_the_number_of_its_rows(office, client, who):
    office.program()
    busy_day(office)
    client.force_login(office.users[who])
    page = client.get("/today/")
    tiles = re.findall(r'class="stat-value" href="([^"]+)">(.*?)<span class="visually-hidden">', page.text)
    pills = re.findall(r'<a href="([^"]+)"><span class="pill.*?<strong>(\d+)</strong>', page.text)
    assert len(tiles) >= (14 if who == "manager" else 3)
    assert len(pills) >= 6
    for url, said in tiles + pills:
        shown = rows_behind(client.get(html.unescape(url)))
        assert (url, str(shown)) == (url, re.sub("<[^>]+>", "", said))
    if who == "manager":
        north = page.context["sites"][0]["day"]
        assert (north.late, north.calls, north.claims_out, north.claims_answered) == (2, 1, 2, 2)


def test_the_managers_page_asks_little_however_many_sites(office, client):
    office.program()
    busy_day(office)
    client.force_login(office.users["manager"])
    client.get("/today/")
    with CaptureQueriesContext(connection) as caught:
        assert len(client.get("/today/").context["sites"]) == 2
    assert len(own_queries(caught.captured_queries)) <= 10


def test_an_assistant_manager_sees_their_section_and_not_the_sites_money(office, client):
    make_expected_visit(office, make_patient(office), unit=office.family_north)
    client.force_login(office.users["cardio_lead"])
    one = client.get("/today/").context["sites"][0]["day"]
    assert (one.visits, one.takings) == (0, None)
    client.force_login(office.users["hr"])
    assert client.get("/today/").status_code == 404


def test_every_number_of_the_sheet_opens_into_its_lines(office, client):
    charge(office)
    client.force_login(office.users["north_desk"])
    assert client.get("/day/").headers["Location"] == sheet_url(office)
    page = client.get(sheet_url(office))
    assert "$125.00" in page.text
    lines = client.get(f"{sheet_url(office, 'day-lines')}?{page.context['sheet'].charges.query}")
    assert [cents for _, _, cents, _ in lines.context["rows"]] == [12500]
    assert lines.context["total"] == page.context["sheet"].charges.cents
    assert client.get(f"{sheet_url(office, 'day-lines')}?accounts=nonsense").status_code == 404


def test_a_line_of_the_sheet_leads_to_whose_it_is(office, client):
    patient = make_patient(office)
    pay(office, patient.id, 700, at=NOW)
    client.force_login(office.users["manager"])
    lines = client.get(
        f"{sheet_url(office, 'day-lines')}?accounts={Account.UNAPPLIED_PAYMENTS.value}&source="
    )
    assert f'href="{reverse("billing:account", args=[patient.id])}"' in lines.text
    assert lines.text.count(patient.name) == 1


def test_what_is_open_at_a_site_opens_into_that_sites_rows_alone(office, client):
    make_seen_visit(office, patient_id=make_patient(office).id, starts_at=NOW)
    make_seen_visit(office, patient_id=make_patient(office).id, starts_at=NOW - timedelta(days=1))
    make_claims(office, 1)
    client.force_login(office.users["manager"])
    matters = {m.said: m for m in client.get(sheet_url(office)).context["matters"]}
    missing = matters["checked-out visit has no charges"]
    assert missing.number == len(client.get(missing.url).context["rows"]) == 1
    assert len(client.get(reverse("billing:missing")).context["rows"]) == 2
    Claim.objects.update(state="held")
    held = {
        site.id: [m for m in client.get(sheet_url(office, site=site)).context["matters"] if "held" in m.said]
        for site in (office.north, office.south)
    }
    assert held[office.south.id] == []
    assert (
        held[office.north.id][0].number == len(client.get(held[office.north.id][0].url).context["rows"]) == 1
    )


def test_what_is_open_is_listed_and_a_drawer_keeps_the_day_open(office, client):
    make_seen_visit(office, patient_id=make_patient(office).id, starts_at=NOW)
    make_expected_visit(office, make_patient(office))
    pay(office, make_patient(office).id, 700, at=NOW)
    drawer = make_drawer(office)
    client.force_login(office.users["manager"])
    what = {matter.what: matter.number for matter in client.get(sheet_url(office)).context["matters"]}
    assert what["drawer not counted: North Desk Vale"] == 1
    assert what["cash payments lie in no drawer, so nobody counts them"] == 1
    assert what["checked-out visits have no charges"] == 1
    assert what["visits neither arrived nor were missed"] == 1
    asked = client.get(sheet_url(office)).text
    assert "Close the day with 1 visit still open" in asked
    assert "A closed day cannot be opened again." in asked
    refused = client.post(sheet_url(office, "day-close"))
    assert refused.status_code == 409
    assert "A drawer is not counted yet: North Desk Vale" in refused.text
    frontdesk.count_drawer(drawer_id=drawer.id, counted_cents=20000, by=office.actor("north_desk"), at=NOW)
    form = {"submission": "0191b7a2-0000-7000-8000-000000000009"}
    assert [client.post(sheet_url(office, "day-close"), form).status_code for _ in range(2)] == [302, 302]
    page = client.get(sheet_url(office))
    assert "Closed" in page.text
    assert "Close the day" not in page.text
    assert client.post(sheet_url(office, "day-close")).status_code == 409


def test_another_sites_sheet_is_not_there(office, client):
    client.force_login(office.users["south_desk"])
    for name in ("day", "day-lines"):
        assert client.get(sheet_url(office, name)).status_code == 404
    assert client.post(sheet_url(office, "day-close")).status_code == 404
    assert client.get("/day/").headers["Location"] == sheet_url(office, site=office.south)
    client.force_login(office.users["cardio_lead"])
    assert client.get(sheet_url(office)).status_code == 404
    assert "closed for a whole site" in client.get("/day/").text
    client.force_login(office.users["biller"])
    assert client.get(sheet_url(office)).status_code == 404


def test_the_sheet_asks_the_database_a_bounded_number_of_times(office, client, django_assert_max_num_queries):
    for cents in range(100, 1000, 100):
        charge(office, cents)
    client.force_login(office.users["manager"])
    client.get(sheet_url(office))
    with django_assert_max_num_queries(25):
        client.get(sheet_url(office))
