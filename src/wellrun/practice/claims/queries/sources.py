"""What claims are made of and judged by: every table of the lower rooms read once, for however many claims."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from wellrun.engines import edits
from wellrun.practice.billing.api import (
    ChargeLine,
    DiagnosisCode,
    ProcedureCode,
    charge_lines_of,
    diagnoses_by_code,
    procedures_by_code,
)
from wellrun.practice.billing.events import Entered
from wellrun.practice.claims.models import Claim
from wellrun.practice.claims.rules.deciding import WITH_PAYER
from wellrun.practice.coverage.api import Coverage, coverages_on_days
from wellrun.practice.workforce.api import Standing, standings_of


@dataclass(frozen=True)
class SentClaim:
    """The lines of a claim that an insurer has and has not answered, as they were sent."""

    claim_id: uuid.UUID
    number: str
    payer_id: uuid.UUID
    npi: str
    lines: Sequence[Mapping[str, Any]]

    def prior_lines(self) -> list[edits.PriorLine]:
        """The same as the edits look at them."""
        return [self._prior(line) for line in self.lines]

    def _prior(self, line: Mapping[str, Any]) -> edits.PriorLine:
        served = line.get("served_from")
        return edits.PriorLine(
            control_number=self.number,
            payer_key=str(self.payer_id),
            procedure=line.get("procedure", ""),
            modifiers=tuple(line.get("modifiers", ())),
            units=line.get("units"),
            served_from=date.fromisoformat(served) if served else None,
            rendering_npi=self.npi,
        )


@dataclass(frozen=True)
class Sources:
    """Charges by encounter, coverage by patient and day, sent claims by patient, codes, standings by provider."""

    charges: Mapping[uuid.UUID, Sequence[ChargeLine]]
    coverages: Mapping[tuple[uuid.UUID, date], Sequence[Coverage]]
    sent: Mapping[uuid.UUID, Sequence[SentClaim]]
    diagnoses: Mapping[str, DiagnosisCode]
    procedures: Mapping[str, ProcedureCode]
    standings: Mapping[uuid.UUID, Standing]


def sources_of(claims: Sequence[Claim]) -> Sources:
    """The sources of claims of one organization whose encounters are in reach; six queries, however many they are."""
    charges = charge_lines_of({claim.encounter_id for claim in claims})
    return Sources(
        charges=charges,
        coverages=coverages_on_days({(claim.patient_id, claim.service_on) for claim in claims}),
        sent=_sent(claims),
        diagnoses=diagnoses_by_code(code for claim in claims for code in claim.encounter.diagnoses),
        procedures=procedures_by_code(line.procedure_code for lines in charges.values() for line in lines),
        standings=standings_of({claim.provider_id for claim in claims}),
    )


def sources_from(entered: Entered, claim: Claim) -> Sources:
    """The same for the claim of charges that were just entered, of which all was read but the claims sent before."""
    encounter = entered.encounter
    return Sources(
        charges={encounter.id: entered.lines},
        coverages={(encounter.patient_id, encounter.service_on): entered.coverages},
        sent=_sent([claim]),
        diagnoses=entered.diagnoses,
        procedures=entered.procedures,
        standings={encounter.provider_id: entered.standing},
    )


def _sent(claims: Sequence[Claim]) -> dict[uuid.UUID, list[SentClaim]]:
    # The same service may lie with another section, which whoever charges does not see.
    if not claims:
        return {}
    patients = sorted({claim.patient_id for claim in claims})
    states = [state.value for state in WITH_PAYER]
    found: dict[uuid.UUID, list[SentClaim]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "select patient_id, claim_id, number, payer_id, npi, lines from claims_sent_lines(%s, %s, %s::text[])",
            [claims[0].organization_id, patients, states],
        )
        for patient_id, claim_id, number, payer_id, npi, lines in cursor.fetchall():
            sent = SentClaim(claim_id, number, payer_id, npi or "", json.loads(lines))
            found.setdefault(patient_id, []).append(sent)
    return found
