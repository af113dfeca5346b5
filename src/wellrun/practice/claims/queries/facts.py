"""What the edits ask of the world, answered from the practice's own tables; what these do not know stays
unknown.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property

from wellrun.engines import edits
from wellrun.practice.claims.models import Claim
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
#: Of which a modifier is made; no list of modifiers is shipped.
_MODIFIER_FORM = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


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
        """Whether it has the form of a modifier; no list of modifiers is shipped."""
        return len(code) == 2 and set(code) <= _MODIFIER_FORM

    def modifier_prices(self, code: str) -> bool | None:
        """Not known: no list of modifiers is shipped."""
        return None

    def place_known(self, code: str, on: date) -> bool | None:
        """Whether CMS lists the place of service."""
        return code in PLACES

    def taxonomy_known(self, code: str) -> bool | None:
        """Not known: the taxonomy list is not shipped."""
        return None

    def zip_in_state(self, zip_code: str, state: str) -> bool | None:
        """Not known: no table of ZIP codes is shipped."""
        return None

    def enrolled(self, npi: str, payer_key: str, transaction: str) -> bool | None:
        """Whether the provider's license and enrollment with the payer are in force on the day of service."""
        if npi != self._snapshot.rendering.npi or transaction != "837P":
            return None
        return not self._enrollment_gap

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
