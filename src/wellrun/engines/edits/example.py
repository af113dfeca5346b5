"""A clean claim of an invented patient and facts from plain tables: what the rules' own cases change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from wellrun.engines.edits.snapshot import (
    Address,
    BillingProvider,
    ClaimHeader,
    ClaimSnapshot,
    Coverage,
    Diagnosis,
    Line,
    Payer,
    Person,
    Provider,
)

EXAMPLE_ON = date(2026, 6, 15)
_SERVED = date(2026, 6, 10)


@dataclass(frozen=True, slots=True)
class TableFacts:
    """Facts from tables that hold on every day. `answers` overrides a whole question: {'enrolled': False}.

    `diagnoses` None means that no table is loaded, so the question is not answered; so for each table.
    """

    diagnoses: frozenset[str] | None = None
    procedures: frozenset[str] | None = None
    modifiers: frozenset[str] | None = None
    places: frozenset[str] | None = None
    taxonomies: frozenset[str] | None = None
    enrollments: frozenset[tuple[str, str, str]] | None = None
    routed_payers: frozenset[str] | None = None
    settings: Mapping[tuple[str, str], str | int | bool] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)

    def _in(self, question: str, table: frozenset[Any] | None, entry: Any) -> bool | None:
        if question in self.answers:
            return self.answers[question]
        return None if table is None else entry in table

    def diagnosis_billable(self, code: str, on: date) -> bool | None:
        """Is the code in the table?"""
        return self._in("diagnosis_billable", self.diagnoses, code)

    def procedure_known(self, code: str, on: date) -> bool | None:
        """Is the code in the table?"""
        return self._in("procedure_known", self.procedures, code)

    def modifier_known(self, code: str, on: date) -> bool | None:
        """Is the modifier in the table?"""
        return self._in("modifier_known", self.modifiers, code)

    def place_known(self, code: str, on: date) -> bool | None:
        """Is the place of service in the table?"""
        return self._in("place_known", self.places, code)

    def taxonomy_known(self, code: str) -> bool | None:
        """Is the taxonomy code in the table?"""
        return self._in("taxonomy_known", self.taxonomies, code)

    def enrolled(self, npi: str, payer_key: str, transaction: str) -> bool | None:
        """Is the enrollment in the table?"""
        return self._in("enrolled", self.enrollments, (npi, payer_key, transaction))

    def payer_routed(self, payer_key: str) -> bool | None:
        """Is the payer in the table?"""
        return self._in("payer_routed", self.routed_payers, payer_key)

    def payer_setting(self, payer_key: str, name: str) -> str | int | bool | None:
        """The setting, or None."""
        return self.answers.get(name, self.settings.get((payer_key, name)))


def example_facts(answers: Mapping[str, Any] | None = None) -> TableFacts:
    """Tables just large enough for the example claim and the rules' cases."""
    return TableFacts(
        diagnoses=frozenset({"I10", "E119", "M545", "M5450", "Z0000"}),
        procedures=frozenset({"99213", "99214", "93000", "00400"}),
        modifiers=frozenset({"25", "26", "50", "59", "95", "AA", "LT", "RT", "TC", "XS"}),
        places=frozenset({"02", "10", "11", "21"}),
        taxonomies=frozenset({"207Q00000X", "207R00000X"}),
        enrollments=frozenset(
            {(npi, "payer-1", kind) for npi in ("1234567893", "1245319599") for kind in ("837P", "835")}
        ),
        routed_payers=frozenset({"payer-1"}),
        settings={("payer-1", "eligibility_max_age_days"): 30},
        answers=answers or {},
    )


def example_claim() -> ClaimSnapshot:
    """A claim of two lines that every shipped rule passes on EXAMPLE_ON. Nobody in it exists."""
    home = Address("12 Example Lane", "", "Columbus", "OH", "43215-1234")
    payer = Payer("payer-1", "00001", "Example Health Plan", "commercial")
    patient = Person("Ada", "Sample", date(1962, 4, 7), "F", "", home)
    coverage = Coverage(
        "P", payer, "ZX123456789", "18", "CI", "active", date(2026, 6, 9), "ADA", "SAMPLE", date(1962, 4, 7)
    )
    return ClaimSnapshot(
        billing=BillingProvider(
            npi="1234567893",
            name="Example Family Medicine",
            entity="organization",
            tax_id="123456789",
            tax_id_kind="EI",
            taxonomy="207Q00000X",
            address=Address("100 Sample Street", "Suite 2", "Columbus", "OH", "43215-5678"),
            phone="(614) 555-0100",
        ),
        rendering=Provider("1245319599", "Robin", "Example", "person", "207Q00000X"),
        payer=payer,
        subscriber=patient,
        patient=patient,
        coverage=coverage,
        coverages=(coverage,),
        claim=ClaimHeader(
            control_number="C0001042",
            charge_cents=18500,
            frequency="1",
            place_of_service="11",
            assignment="A",
            benefits_assigned="Y",
            release="Y",
            signature_on_file="Y",
        ),
        diagnoses=(Diagnosis(1, "I10", "ABK"), Diagnosis(2, "E119", "ABF")),
        lines=(
            Line(1, "L1", "99213", ("25",), 12500, 1, "UN", "11", _SERVED, _SERVED, (1, 2)),
            Line(2, "L2", "93000", (), 6000, 1, "UN", "11", _SERVED, _SERVED, (1,)),
        ),
    )
