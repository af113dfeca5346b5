"""What the edits cannot check, said once for the practice and not on every claim."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wellrun.practice.billing.api import CodeList, diagnoses_are_loaded, reference_codes
from wellrun.practice.claims.models import Exchanged, PayerEnrollment
from wellrun.practice.claims.queries.enrollments import enrollments_of
from wellrun.practice.coverage.api import Payer, payers
from wellrun.practice.organization.api import LegalEntity
from wellrun.practice.workforce.api import CredentialKind, Provider, credentials_of, providers_of


@dataclass(frozen=True)
class Unchecked:
    """Something the edits cannot check: what it is, what happens meanwhile, and what would mend it."""

    what: str
    meanwhile: str
    mend: str


@dataclass(frozen=True)
class EnrollmentRow:
    """An entity with a payer: each exchange as on file or None, and how many providers are enrolled, of how many."""

    entity: LegalEntity
    payer: Payer
    claims: PayerEnrollment | None
    remittances: PayerEnrollment | None
    providers_enrolled: int
    providers: int


def entities_of(organization_id: uuid.UUID) -> list[LegalEntity]:
    """The legal entities of an organization, by name."""
    return list(LegalEntity.objects.filter(organization_id=organization_id).order_by("name", "id"))


def enrollment_rows(organization_id: uuid.UUID, on: date) -> list[EnrollmentRow]:
    """Every entity with every payer in use, and what is on file of them on a day."""
    who = providers_of(organization_id=organization_id)
    on_file, enrolled = enrollments_of(organization_id), _providers_enrolled(who, on)
    return [
        EnrollmentRow(
            entity,
            payer,
            on_file.get((entity.id, payer.id, Exchanged.CLAIMS)),
            on_file.get((entity.id, payer.id, Exchanged.REMITTANCES)),
            enrolled[payer.id],
            len(who),
        )
        for entity in entities_of(organization_id)
        for payer in payers(organization_id)
    ]


def _providers_enrolled(who: Sequence[Provider], on: date) -> Counter[uuid.UUID]:
    """How many of these providers each payer has enrolled, by payer."""
    return Counter(
        payer_id
        for held in credentials_of([provider.id for provider in who]).values()
        for payer_id in {
            one.payer_id
            for one in held
            if one.kind == CredentialKind.ENROLLMENT and one.starts_on <= on <= (one.expires_on or on)
        }
        if payer_id is not None
    )


def unchecked_edits(organization_id: uuid.UUID, rows: Sequence[EnrollmentRow]) -> list[Unchecked]:
    """What is not on file that an edit would ask for; empty when every edit can be checked."""
    return [*_lists(organization_id), *_exchanges(rows), *_providers(rows)]


def _lists(organization_id: uuid.UUID) -> list[Unchecked]:
    imported, found = reference_codes(()).imported, []
    if not diagnoses_are_loaded():
        found.append(
            Unchecked(
                "Whether diagnoses are billable on the day",
                "Every diagnosis is refused: no edition of ICD-10-CM is loaded.",
                "Let whoever runs the program load the edition in force.",
            )
        )
    if CodeList.TAXONOMY not in imported:
        found.append(
            Unchecked(
                "Whether taxonomy codes exist",
                f"Only their form is checked. In use here: {_taxonomies(organization_id)}.",
                "Import NUCC's list: wellrun import taxonomy FILE",
            )
        )
    if CodeList.MODIFIERS not in imported:
        found.append(
            Unchecked(
                "Whether modifiers that begin with a letter exist",
                "Only their form is checked.",
                "Import CMS's HCPCS file: wellrun import modifiers FILE",
            )
        )
    return found


def _taxonomies(organization_id: uuid.UUID) -> str:
    used = Counter(entity.taxonomy for entity in entities_of(organization_id))
    used += Counter(provider.taxonomy for provider in providers_of(organization_id=organization_id))
    return ", ".join(code for code in sorted(used) if code) or "none"


def _exchanges(rows: Sequence[EnrollmentRow]) -> list[Unchecked]:
    lacking_claims = _named(row for row in rows if row.claims is None)
    lacking_remittances = _named(row for row in rows if row.remittances is None)
    mend = "Enter below what these payers have granted."
    found = []
    if lacking_claims:
        found.append(
            Unchecked(
                f"Whether the practice may send claims to {lacking_claims}",
                "Claims go out all the same.",
                mend,
            )
        )
    if lacking_remittances:
        found.append(
            Unchecked(
                f"Whether remittances come electronically from {lacking_remittances}",
                "Nobody is warned that a payer will answer on paper.",
                mend,
            )
        )
    return found


def _providers(rows: Sequence[EnrollmentRow]) -> list[Unchecked]:
    lacking = _named(row for row in rows if row.providers_enrolled < row.providers)
    if not lacking:
        return []
    return [
        Unchecked(
            f"Whether each provider is enrolled with {lacking}",
            "A provider without an enrollment on file is judged by the license alone.",
            "Enter the enrollments on the providers' pages.",
        )
    ]


def _named(rows: object) -> str:
    names = sorted({row.payer.name for row in rows})  # type: ignore[attr-defined]
    if len(names) > 4:
        return f"{', '.join(names[:3])} and {len(names) - 3} more payers"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
