"""Credentials: one gap is one sentence, and ends are told sixty days ahead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from wellrun.engines.edits import luhn_npi
from wellrun.platform.access.api import NotAllowed
from wellrun.practice.coverage.testing import make_payer
from wellrun.practice.organization.testing import NOW, TODAY
from wellrun.practice.workforce import api as workforce
from wellrun.practice.workforce.rules import Held, gap_sentence
from wellrun.practice.workforce.testing import make_provider, npi_from
from wellrun.practice.worklist import api as worklist

ON = date(2026, 6, 2)


def held(kind="license", starts=date(2020, 1, 1), ends=None, **facts):
    return Held(kind, starts, ends, **facts)


@pytest.mark.parametrize(
    ("credentials", "sentence"),
    [
        ([held(state="IL")], ""),
        ([held(state="IL", ends=ON)], ""),
        ([held(state="IL", ends=date(2026, 5, 31))], "Dr. Hale's Illinois license expired on May 31, 2026."),
        ([held(state="IL", ends=date(2026, 5, 31)), held(state="IN")], ""),
        ([held(state="IL", starts=date(2026, 7, 1))], "Dr. Hale's Illinois license begins on July 1, 2026."),
        ([], "No license of Dr. Hale is on file."),
        (
            [held(state="IL"), held("malpractice", ends=date(2026, 1, 31))],
            "Dr. Hale's malpractice policy expired on January 31, 2026.",
        ),
        (
            [held(state="IL"), held("payer enrollment", ends=date(2026, 1, 31), payer="Prairie Health")],
            "Dr. Hale's enrollment with Prairie Health expired on January 31, 2026.",
        ),
    ],
)
def test_a_gap_is_one_sentence(credentials, sentence):
    assert gap_sentence("Dr. Hale", credentials, ON) == sentence


@pytest.mark.parametrize(
    ("npi", "valid"),
    [("1234567893", True), ("1234567890", False), ("9999999995", False), ("12345", False), ("", False)],
)
def test_the_check_digit_of_an_npi(npi, valid):
    assert luhn_npi(npi) is valid


def test_made_up_npis_are_valid():
    assert all(luhn_npi(npi_from(number)) for number in range(200))


def test_one_payers_lapsed_enrollment_stops_that_payer_only(office):
    provider = make_provider(office)
    lapsed, other = make_payer(office, name="Prairie Health"), make_payer(office, name="Lake Mutual")
    common = {"provider_id": provider.id, "kind": "payer enrollment", "starts_on": date(2024, 1, 1)}
    by = {"by": office.program(), "at": NOW}
    workforce.add_credential(payer_id=lapsed.id, expires_on=date(2026, 5, 1), **common, **by)
    workforce.add_credential(payer_id=other.id, **common, **by)
    whose = {"provider_ids": [provider.id], "on": ON}
    assert workforce.credential_gaps(**whose) == workforce.credential_gaps(payer_id=other.id, **whose) == {}
    gap = workforce.credential_gaps(payer_id=lapsed.id, **whose)[provider.id]
    assert gap == "Dr. Hale's enrollment with Prairie Health expired on May 1, 2026."
    standing = workforce.standings_of([provider.id])[provider.id]
    assert [standing.gap(ON), standing.gap(ON, other.id), standing.gap(ON, lapsed.id)] == ["", "", gap]
    assert standing.gap(date(2026, 4, 30), lapsed.id) == ""


def test_a_provider_without_credentials_stands_without_a_license(office):
    provider = make_provider(office)
    workforce.Credential.objects.filter(provider=provider).update(kind="DEA")
    assert "No license" in workforce.standings_of([provider.id])[provider.id].gap(ON)


class TestExpiry:
    def run(self, office, on=TODAY):
        return workforce.raise_expiry_tasks(organization_id=office.organization.id, on=on, at=NOW)

    def test_is_told_sixty_days_ahead_once(self, office):
        make_provider(office, license_until=TODAY + timedelta(days=60))
        assert self.run(office, TODAY - timedelta(days=1)) == 0
        assert [self.run(office), self.run(office)] == [1, 0]
        tasks = worklist.open_tasks(by=office.actor("manager"), whose="all", kind="credential expiring")
        assert tasks[0].title == "Dr. Hale: state license ends on August 1, 2026"

    def test_a_renewal_closes_the_task(self, office):
        provider = make_provider(office, license_until=TODAY + timedelta(days=5))
        self.run(office)
        workforce.add_credential(
            provider_id=provider.id,
            kind="license",
            state="IL",
            starts_on=TODAY,
            expires_on=TODAY + timedelta(days=700),
            by=office.program(),
            at=NOW,
        )
        assert worklist.open_tasks(by=office.actor("manager"), whose="all", kind="credential expiring") == []
        office.program()
        assert self.run(office) == 0


class TestProviders:
    def test_a_wrong_digit_is_refused_beside_its_field(self, office):
        with pytest.raises(workforce.WrongNpi) as refused:
            make_provider(office, npi="1234567890")
        assert refused.value.field == "npi"

    def test_one_npi_is_one_provider(self, office):
        make_provider(office, npi="1234567893")
        with pytest.raises(workforce.NpiTaken):
            make_provider(office, npi="1234567893", family_name="Reyes")

    def test_a_desk_does_not_change_credentials(self, office):
        provider = make_provider(office)
        with pytest.raises(NotAllowed):
            workforce.add_credential(
                provider_id=provider.id,
                kind="BLS",
                starts_on=TODAY,
                by=office.actor("north_desk"),
                at=NOW,
            )

    def test_a_retired_provider_is_listed_no_more(self, office):
        provider = make_provider(office)
        workforce.retire_provider(provider_id=provider.id, by=office.program(), at=NOW)
        assert workforce.providers_of(organization_id=office.organization.id) == []
