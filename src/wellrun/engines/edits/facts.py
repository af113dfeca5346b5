"""What the engine asks of the world: code sets on a date, enrollments, a payer's settings."""

from __future__ import annotations

from datetime import date
from typing import Protocol


class Facts(Protocol):
    """Look-ups the caller supplies. None means *not known*, which is reported as unchecked, never as passed.

    Answers must depend on the arguments alone while one claim is evaluated.
    """

    def diagnosis_billable(self, code: str, on: date) -> bool | None:
        """Is the undotted ICD-10-CM code valid and billable on that day?"""

    def procedure_known(self, code: str, on: date) -> bool | None:
        """Is the HCPCS or CPT code valid on that day?"""

    def modifier_known(self, code: str, on: date) -> bool | None:
        """Is the two-character modifier valid on that day?"""

    def place_known(self, code: str, on: date) -> bool | None:
        """Is the two-digit place of service valid on that day?"""

    def taxonomy_known(self, code: str) -> bool | None:
        """Is the ten-character provider taxonomy code in the current set?"""

    def enrolled(self, npi: str, payer_key: str, transaction: str) -> bool | None:
        """May this NPI exchange this transaction ('837P', '835', '270') with this payer?"""

    def payer_routed(self, payer_key: str) -> bool | None:
        """Does the clearinghouse in use know the payer's id?"""

    def payer_setting(self, payer_key: str, name: str) -> str | int | bool | None:
        """A setting of the payer; None means it has none and the rule's default holds.

        Names in use: taxonomy_required, member_id_pattern, eligibility_max_age_days, filing_limit_days,
        telehealth_modifier_required.
        """
