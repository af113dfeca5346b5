"""What the edits ask of the world, answered from the practice's own tables; what these do not know stays
unknown.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property

from wellrun.engines import edits
from wellrun.practice.billing.api import CodeList, ReferenceCodes, reference_codes
from wellrun.practice.claims.models import Claim
from wellrun.practice.claims.queries.enrollments import enrollments_with
from wellrun.practice.claims.queries.sources import Sources

#: Places of service in force for professional claims (CMS, Place of Service Code Set, May 2024).
PLACES = frozenset(
    f"{number:02d}"
    for first, last in (
        (1, 27),
        (31, 34),
        (41, 42),
        (49, 58),
        (60, 62),
        (65, 66),
        (71, 72),
        (81, 81),
        (99, 99),
    )
    for number in range(first, last + 1)
)
#: Questions to which nothing on file is no finding of a claim: the page of unchecked edits says it once.
TOLD_ONCE = frozenset({"enrolled"})


class OfficeFacts:
    """Facts for one claim, from what was read for it. Answers None where nothing is on file to tell by."""

    def __init__(self, snapshot: edits.ClaimSnapshot, claim: Claim, sources: Sources) -> None:
        self._snapshot = snapshot
        self._payers = {str(claim.payer_id): claim.payer}
        self._standing = sources.standings.get(claim.provider_id)
        self._diagnoses = sources.diagnoses
        self._procedures = sources.procedures

    @cached_property
    def _enrollment_gap(self) -> str:
        served = [line.served_from for line in self._snapshot.lines if line.served_from]
        payer = self._payers.get(self._snapshot.payer.key)
        if not served or payer is None or self._standing is None:
            return ""
        return self._standing.gap(min(served), payer.id)

    @cached_property
    def _references(self) -> ReferenceCodes:
        modifiers = {modifier for line in self._snapshot.lines for modifier in line.modifiers}
        taxonomies = {self._snapshot.billing.taxonomy, self._snapshot.rendering.taxonomy}
        return reference_codes(taxonomies | modifiers)

    def diagnosis_billable(self, code: str, on: date) -> bool | None:
        """Whether the loaded edition of ICD-10-CM has the code as billable on that day."""
        found = self._diagnoses.get(code)
        if found is None:
            return False
        starts, ends = found.effective_from, found.effective_to
        return found.billable and not (starts and on < starts) and not (ends and on >= ends)

    def procedure_known(self, code: str, on: date) -> bool | None:
        """Whether the practice bills this code; official code sets are not shipped."""
        found = self._procedures.get(code)
        return bool(found and found.active)

    def modifier_known(self, code: str, on: date) -> bool | None:
        """Whether the imported list has the modifier on that day; without a list, whether it has the form of one."""
        if edits.modifier_of_cpt(code) or not edits.modifier_form(code):
            return edits.modifier_form(code)
        return self._references.known(CodeList.MODIFIERS, code, on) is not False

    def place_known(self, code: str, on: date) -> bool | None:
        """Whether CMS lists the place of service."""
        return code in PLACES

    def taxonomy_known(self, code: str) -> bool | None:
        """Whether the imported list has the code; without a list its form, which the rule sees to, is enough."""
        return self._references.known(CodeList.TAXONOMY, code) is not False

    def enrolled(self, npi: str, payer_key: str, transaction: str) -> bool | None:
        """Whether who renders is licensed and enrolled on the day of service, and who bills was granted the exchange.

        Of who bills, None when no enrollment for this payer is on file.
        """
        if npi == self._snapshot.rendering.npi and transaction == "837P":
            return not self._enrollment_gap
        payer = self._payers.get(payer_key)
        return None if payer is None else enrollments_with(payer.id).get((npi, transaction))

    def payer_routed(self, payer_key: str) -> bool | None:
        """Whether the payer is in use and has an id by which the clearinghouse routes."""
        payer = self._payers.get(payer_key)
        return bool(payer and payer.active and payer.electronic_id)

    def payer_setting(self, payer_key: str, name: str) -> str | int | bool | None:
        """What the practice keeps of the payer: the form of its member ids, its filing limit."""
        payer = self._payers.get(payer_key)
        if payer is None:
            return None
        if name == "member_id_pattern":
            return payer.member_id_pattern or None
        return payer.timely_filing_days if name == "filing_limit_days" else None
