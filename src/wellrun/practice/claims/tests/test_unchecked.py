"""What the edits cannot check is said once and not on every claim; what is entered is checked from then on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from wellrun.engines import edits
from wellrun.platform.access.api import NotAllowed, NotFound
from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.billing.api import CodeList, ListedCode, load_reference_codes, read_taxonomy
from wellrun.practice.billing.testing import EVENING, make_codes
from wellrun.practice.claims.api import Claim, EnrollmentRefused, keep_enrollment, scrub_claim, tell_unchecked
from wellrun.practice.claims.models import EditFinding
from wellrun.practice.claims.queries.facts import OfficeFacts
from wellrun.practice.claims.queries.sources import sources_of
from wellrun.practice.claims.testing import SENT_AT, make_claims
from wellrun.practice.coverage.testing import make_payer
from wellrun.practice.organization.api import LegalEntity
from wellrun.practice.workforce.testing import make_provider
from wellrun.practice.worklist.api import open_tasks

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TODAY = EVENING.date()
#: Those of the session, the person and the menu included.
MOST_QUERIES = 17


def entity(office):
    return LegalEntity.objects.get(organization_id=office.organization.id)


def keep(office, payer, transaction="837P", granted_on=TODAY, by=None):
    return keep_enrollment(legal_entity_id=entity(office).id, payer_id=payer.id, transaction=transaction,
                           granted_on=granted_on, by=by or office.program(), at=EVENING)  # fmt: skip


def found_in(office, claim):
    scrub_claim(claim_id=claim.id, by=office.program(), at=EVENING)
    standing = EditFinding.objects.filter(claim=claim, gone_at__isnull=True)
    return {(one.rule_id, one.outcome, one.severity) for one in standing}


def load(codes):
    load_reference_codes(
        codes=CodeList.TAXONOMY, rows=read_taxonomy(f"Code\n{codes}\n"), file_name="f", at=EVENING
    )


def tasks(office):
    return [task for task in open_tasks(by=office.actor("manager")) if task.kind == "edits unchecked"]


def test_a_clean_claim_has_no_finding_for_what_is_not_on_file(office):
    (claim,) = make_claims(office)
    assert found_in(office, claim) == set()
    assert Claim.objects.get(id=claim.id).state == "ready"


def test_what_was_asked_for_and_not_granted_holds_the_claim(office):
    payer = make_payer(office, name="Upland", electronic_id="UP001")
    (claim,) = make_claims(office, payer=payer)
    keep(office, payer, granted_on=None)
    keep(office, payer, "835", granted_on=None)
    assert found_in(office, claim) == {
        ("billing-enrolled", "failed", "R"),
        ("remittance-enrolled", "failed", "W"),
    }
    assert Claim.objects.get(id=claim.id).state == "held"
    keep(office, payer)
    keep(office, payer, "835")
    assert found_in(office, claim) == set()


def test_a_taxonomy_code_is_checked_once_the_list_is_imported(office):
    (claim,) = make_claims(office)
    load("101YA0400X")
    assert found_in(office, claim) == {
        ("billing-taxonomy", "failed", "D"),
        ("rendering-taxonomy", "failed", "D"),
    }
    load(f"{entity(office).taxonomy}\n{claim.provider.taxonomy}")
    assert found_in(office, claim) == set()


def test_a_modifier_is_checked_by_form_until_its_list_is_imported(office):
    (claim,) = make_claims(office)
    facts = facts_of(claim)
    assert [facts.modifier_known(code, TODAY) for code in ("25", "P3", "LT", "ZZ", "00", "L-")] == [
        True, True, True, True, False, False,
    ]  # fmt: skip
    rows = [ListedCode("LT"), ListedCode("QQ", None, TODAY)]
    load_reference_codes(codes=CodeList.MODIFIERS, rows=rows, file_name="f", at=EVENING)
    facts = facts_of(claim, "25", "P3", "LT", "ZZ", "QQ")
    assert [facts.modifier_known(code, TODAY) for code in ("25", "P3", "LT", "ZZ", "QQ")] == [
        True, True, True, False, False,
    ]  # fmt: skip


def facts_of(claim, *modifiers):
    snapshot = edits.changed(edits.example_claim(), {"lines[0].modifiers": list(modifiers)})
    return OfficeFacts(snapshot, claim, sources_of([claim]))


def test_an_enrollment_is_entered_by_who_may_and_not_ahead(office):
    payer = make_payer(office, name="Upland", electronic_id="UP001")
    with pytest.raises(EnrollmentRefused):
        keep(office, payer, granted_on=TODAY + timedelta(days=1))
    with pytest.raises(EnrollmentRefused):
        keep(office, payer, "270")
    with pytest.raises(NotAllowed):
        keep(office, payer, by=office.actor("north_desk"))
    payer.id = entity(office).id
    with pytest.raises(NotFound):
        keep(office, payer)


def test_one_task_says_that_something_cannot_be_checked_and_closes_when_it_can(office):
    payer = make_payer(office, name="Upland", electronic_id="UP001")
    for _ in range(2):
        assert tell_unchecked(organization_id=office.organization.id, on=TODAY, at=EVENING)
    (task,) = tasks(office)
    assert task.path == reverse("claims:unchecked")
    office.program()
    make_codes(office)
    load(entity(office).taxonomy)
    load_reference_codes(codes=CodeList.MODIFIERS, rows=[ListedCode("LT")], file_name="f", at=EVENING)
    keep(office, payer, "835")
    assert len(tasks(office)) == 1
    keep(office, payer)
    assert tasks(office) == []
    office.program()
    assert not tell_unchecked(organization_id=office.organization.id, on=TODAY, at=EVENING)
    make_provider(office)
    assert tell_unchecked(organization_id=office.organization.id, on=TODAY, at=EVENING)


@pytest.fixture
def manager(office, client):
    client.force_login(office.users["manager"], backend=BACKEND)
    with running(VirtualClock(SENT_AT)):
        yield client


def test_more_payers_ask_no_more_of_the_database(office, manager, django_assert_max_num_queries):
    for number in range(8):
        make_payer(office, name=f"Plan {number}", electronic_id=f"PL{number:03d}")
    manager.get(reverse("claims:unchecked"))
    with django_assert_max_num_queries(MOST_QUERIES):
        page = manager.get(reverse("claims:unchecked")).content.decode()
    assert "Plan 0, Plan 1, Plan 2 and 5 more payers" in page


def test_the_page_says_it_and_takes_an_enrollment(office, manager):
    payer = make_payer(office, name="Upland", electronic_id="UP001")
    page = manager.get(reverse("claims:unchecked")).content.decode()
    assert "Whether the practice may send claims to Upland" in page
    form = {
        "payer": payer.id,
        "entity": entity(office).id,
        "transaction": "837P",
        "granted_on": date(2026, 1, 5),
    }
    assert manager.post(reverse("claims:enrollments"), form).status_code == 302
    page = manager.get(reverse("claims:unchecked")).content.decode()
    assert "may send claims to Upland" not in page and "Granted Jan 5, 2026" in page
    refused = manager.post(reverse("claims:enrollments"), form | {"granted_on": date(2027, 1, 5)})
    assert refused.status_code == 422 and "once it was" in refused.content.decode()
