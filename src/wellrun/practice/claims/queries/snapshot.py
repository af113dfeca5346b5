"""A claim as it would be sent today: read from the encounter, the patient, the coverage, the provider and the
site.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from wellrun.engines import edits
from wellrun.practice.billing.api import ChargeLine, Encounter
from wellrun.practice.claims.models import Claim
from wellrun.practice.claims.queries.sources import Sources, sources_of
from wellrun.practice.coverage.api import Coverage, Payer
from wellrun.practice.organization.api import LegalEntity, Site, place_of
from wellrun.practice.patients.api import Patient
from wellrun.practice.workforce.api import Provider

_RANKS = {1: "P", 2: "S", 3: "T"}
#: The kinds of payer that rules speak of, by the kinds that the coverage room keeps.
_KINDS = {"medicare": "medicare", "medicaid": "medicaid", "tricare": "tricare", "auto": "auto",
          "workers compensation": "workers"}  # fmt: skip


class NoBillingEntity(RuntimeError):
    """The unit lies at no site, so nobody bills for it."""


def snapshots_of(
    claims: Sequence[Claim], sources: Sources | None = None
) -> dict[uuid.UUID, edits.ClaimSnapshot]:
    """The claims as they would be sent now, by id. Needs their rows of lower rooms to be in reach.

    `sources` are what has been read for them already.
    """
    read = sources or sources_of(claims)
    return {claim.id: _snapshot(claim, read) for claim in claims}


def _snapshot(claim: Claim, sources: Sources) -> edits.ClaimSnapshot:
    encounter, patient = claim.encounter, claim.patient
    charges = sources.charges.get(encounter.id, ())
    coverages = sources.coverages.get((claim.patient_id, claim.service_on)) or [claim.coverage]
    primary = next((one for one in coverages if one.id == claim.coverage_id), claim.coverage)
    site = place_of(claim.unit_id).site
    if site is None:
        raise NoBillingEntity("The claim's department lies at no site.")
    ranked = {one.id: _coverage(one) for one in coverages}
    own = ranked.get(primary.id) or _coverage(primary)
    others = (sent for sent in sources.sent.get(claim.patient_id, ()) if sent.claim_id != claim.id)
    return edits.ClaimSnapshot(
        billing=_billing(site.legal_entity),
        rendering=_rendering(claim.provider),
        facility=_facility(site),
        payer=own.payer,
        subscriber=_subscriber(primary, patient),
        patient=_patient(patient),
        coverage=own,
        coverages=tuple(ranked.values()) or (own,),
        claim=_header(claim, encounter, charges),
        diagnoses=tuple(
            edits.Diagnosis(place, code, "ABK" if place == 1 else "ABF")
            for place, code in enumerate(encounter.diagnoses, start=1)
        ),
        lines=tuple(_line(line, place, claim, encounter) for place, line in enumerate(charges, start=1)),
        priors=tuple(line for sent in others for line in sent.prior_lines()),
    )


def line_number(claim_number: str, position: int) -> str:
    """The control number of a line (REF*6R), which the payer returns."""
    return f"{claim_number}L{position}"


def _billing(entity: LegalEntity) -> edits.BillingProvider:
    return edits.BillingProvider(
        npi=entity.npi,
        name=entity.name,
        entity="organization",
        tax_id=entity.tax_id,
        tax_id_kind="EI",
        taxonomy=entity.taxonomy,
        address=edits.Address(entity.street, "", entity.city, entity.state, entity.zip),
        phone=entity.phone.removeprefix("+1"),
    )


def _rendering(provider: Provider) -> edits.Provider:
    person = provider.person
    return edits.Provider(provider.npi, person.given_name, person.family_name, "person", provider.taxonomy)


def _facility(site: Site) -> edits.Facility:
    # A facility is named only where it is not the billing address (loop 2310C).
    if (site.street, site.zip) == (site.legal_entity.street, site.legal_entity.zip):
        return edits.Facility()
    name = f"{site.legal_entity.name} {site.unit.name}"[:60]
    return edits.Facility(name=name, address=edits.Address(site.street, "", site.city, site.state, site.zip))


def _payer(payer: Payer) -> edits.Payer:
    return edits.Payer(str(payer.id), payer.electronic_id, payer.name, _KINDS.get(payer.kind, "commercial"))


def _coverage(found: Coverage) -> edits.Coverage:
    return edits.Coverage(
        rank=_RANKS[found.rank],
        payer=_payer(found.payer),
        member_id=found.member_id,
        relationship=found.relationship,
        filing_indicator=found.payer.filing_indicator,
        eligibility=found.verified_result if found.verified_result != "unknown" else "",
        checked_on=found.verified_at.date() if found.verified_at else None,
    )


def _patient(patient: Patient) -> edits.Person:
    address = edits.Address(patient.street, patient.street2, patient.city, patient.state, patient.zip)
    return edits.Person(
        patient.given_name, patient.family_name, patient.birth_on, patient.sex, address=address
    )


def _subscriber(coverage: Coverage, patient: Patient) -> edits.Person:
    if coverage.relationship == "18":
        return _patient(patient)
    address = edits.Address(
        coverage.subscriber_street, "", coverage.subscriber_city, coverage.subscriber_state, coverage.subscriber_zip
    )  # fmt: skip
    return edits.Person(
        coverage.subscriber_given_name,
        coverage.subscriber_family_name,
        coverage.subscriber_birth_on,
        coverage.subscriber_sex,
        address=address if address.line1 else _patient(patient).address,
    )


def _header(claim: Claim, encounter: Encounter, charges: Sequence[ChargeLine]) -> edits.ClaimHeader:
    return edits.ClaimHeader(
        control_number=claim.number,
        charge_cents=sum(line.charge_cents for line in charges),
        frequency=claim.frequency,
        payer_claim_number=claim.payer_claim_number,
        place_of_service=encounter.place_of_service,
        assignment="A",
        benefits_assigned="Y",
        release="Y",
        signature_on_file="Y",
    )


def _line(line: ChargeLine, place: int, claim: Claim, encounter: Encounter) -> edits.Line:
    return edits.Line(
        number=place,
        control_number=line_number(claim.number, line.position),
        procedure=line.procedure_code,
        modifiers=tuple(line.modifiers),
        charge_cents=line.charge_cents,
        units=line.units,
        place_of_service=encounter.place_of_service,
        served_from=line.service_on,
        served_to=line.service_on,
        pointers=tuple(line.pointers),
    )
