"""A frozen snapshot as the claim that X12 sends: 837P, guide 005010X222A1."""

from __future__ import annotations

from decimal import Decimal

from wellrun.engines import edits, x12

#: A batch is one transaction set, under this number (ST02).
SET_NUMBER = "0001"
#: The entity codes of the parties, as the guide numbers them.
BILLING, RENDERING, FACILITY, SUBSCRIBER, PATIENT, PAYER = "85", "82", "77", "IL", "QC", "PR"


def outgoing_claim(snapshot: edits.ClaimSnapshot, header: x12.BatchHeader) -> x12.Claim:
    """The claim to write. Everything in it comes from the snapshot, so that what was judged is what is
    sent.
    """
    head, coverage = snapshot.claim, snapshot.coverage
    dependent = coverage.relationship != "18"
    return x12.Claim(
        control_number=head.control_number,
        charge_cents=head.charge_cents or 0,
        place_of_service=head.place_of_service,
        frequency=head.frequency,
        header=header,
        billing=_billing(snapshot.billing),
        subscriber=x12.Subscriber(
            responsibility=coverage.rank,
            relationship="" if dependent else "18",
            filing_indicator=coverage.filing_indicator,
            party=_person(SUBSCRIBER, snapshot.subscriber, coverage.member_id),
        ),
        payer=x12.Party(PAYER, snapshot.payer.name, id_qualifier="PI", id=snapshot.payer.payer_id),
        patient=_person(PATIENT, snapshot.patient) if dependent else None,
        patient_relationship=coverage.relationship if dependent else "",
        signature_on_file=head.signature_on_file == "Y",
        assignment=head.assignment,
        benefits_assigned=head.benefits_assigned,
        release=head.release,
        delay_reason=head.delay_reason,
        diagnoses=[x12.Diagnosis(found.qualifier, found.code) for found in snapshot.diagnoses],
        references=[x12.Reference("F8", head.payer_claim_number)] if head.frequency in ("7", "8") else [],
        providers=_providers(snapshot),
        lines=[_line(line, head.place_of_service) for line in snapshot.lines],
    )


def _billing(billing: edits.BillingProvider) -> x12.Party:
    digits = "".join(mark for mark in billing.phone if mark.isdigit())
    return x12.Party(
        BILLING,
        billing.name,
        person=billing.entity == "person",
        id_qualifier="XX",
        id=billing.npi,
        address=_address(billing.address),
        taxonomy=billing.taxonomy,
        references=[x12.Reference(billing.tax_id_kind, billing.tax_id.replace("-", ""))],
        contacts=[x12.Contact("BILLING", [("TE", digits)])] if digits else [],
    )


def _providers(snapshot: edits.ClaimSnapshot) -> list[x12.Party]:
    found = []
    rendering, facility = snapshot.rendering, snapshot.facility
    if rendering.npi:
        found.append(
            x12.Party(
                RENDERING, rendering.last_name, rendering.first_name, person=True, id_qualifier="XX",
                id=rendering.npi, taxonomy=rendering.taxonomy,
            )
        )  # fmt: skip
    if facility.name:
        qualifier = "XX" if facility.npi else ""
        found.append(
            x12.Party(
                FACILITY,
                facility.name,
                id_qualifier=qualifier,
                id=facility.npi,
                address=_address(facility.address),
            )
        )
    return found


def _line(line: edits.Line, place: str) -> x12.ServiceLine:
    return x12.ServiceLine(
        procedure=line.procedure,
        charge_cents=line.charge_cents or 0,
        modifiers=line.modifiers,
        units=Decimal(str(line.units)) if line.units is not None else None,
        unit_basis=line.unit,
        pointers=line.pointers,
        from_on=line.served_from,
        through_on=line.served_to or line.served_from,
        control_number=line.control_number,
        place_of_service="" if line.place_of_service == place else line.place_of_service,
    )


def _person(entity: str, person: edits.Person, member_id: str = "") -> x12.Party:
    return x12.Party(
        entity,
        person.last_name,
        person.first_name,
        person=True,
        id_qualifier="MI" if member_id else "",
        id=member_id,
        address=_address(person.address),
        birth_on=person.born_on,
        gender=person.sex,
    )


def _address(address: edits.Address) -> x12.Address | None:
    if not (address.line1 or address.city):
        return None
    digits = "".join(mark for mark in address.zip_code if mark.isdigit())
    return x12.Address(address.line1, address.line2, address.city, address.state, digits)
