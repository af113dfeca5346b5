"""A remittance into an 835."""

from __future__ import annotations

from itertools import groupby

from ..dates import format_day
from ..money import format_cents, format_quantity
from ..party import Party
from ..remittance import ProviderAdjustment, Remittance, RemittedClaim, RemittedLine
from .interchange import InterchangeWriter, plain
from .parties import write_address, write_adjustments, write_contact, write_nm1

VERSION = "005010X221A1"
_ORDER = {entity: at for at, entity in enumerate(("QC", "IL", "74", "82", "TT", "PR", "GB"))}


def write_remittance(out: InterchangeWriter, remittance: Remittance) -> None:
    """One ST*835."""
    out.open_set("835", remittance.envelope.transaction_control)
    out.add(
        "BPR", remittance.handling, format_cents(remittance.amount_cents), remittance.credit_debit,
        remittance.method,
        remittance.payment_format, *remittance.payer_bank, remittance.originator_id,
        remittance.originator_supplement, *remittance.payee_bank, format_day(remittance.paid_on),
    )  # fmt: skip
    out.add("TRN", "1", remittance.trace_number, remittance.payer_trace_id, remittance.trace_supplement)
    if remittance.receiver_id:
        out.add("REF", "EV", remittance.receiver_id)
    if remittance.produced_on is not None:
        out.add("DTM", "405", format_day(remittance.produced_on))
    _party(out, remittance.payer)
    _party(out, remittance.payee)
    for number, (_, claims) in enumerate(groupby(remittance.claims, lambda claim: claim.set_number), 1):
        out.add("LX", number)
        for claim in claims:
            _claim(out, claim)
    _provider_adjustments(out, remittance.provider_adjustments)
    out.close_set()


def _party(out: InterchangeWriter, party: Party) -> None:
    out.add("N1", party.entity, plain(party.name), party.id_qualifier if party.id else "", party.id)
    write_address(out, party)
    for reference in party.references:
        out.add("REF", reference.qualifier, reference.value)
    for contact in party.contacts:
        write_contact(out, contact)


def _claim(out: InterchangeWriter, claim: RemittedClaim) -> None:
    responsibility = claim.patient_responsibility_cents
    out.add(
        "CLP", claim.patient_control_number, claim.status, format_cents(claim.charge_cents),
        format_cents(claim.paid_cents), format_cents(responsibility) if responsibility else "",
        claim.filing_indicator,
        claim.payer_claim_number, claim.facility_type, claim.frequency, "", claim.drg,
    )  # fmt: skip
    write_adjustments(out, claim.adjustments)
    parties = [claim.patient, claim.subscriber, claim.rendering, *claim.other_parties]
    named = [party for party in parties if party is not None]
    for party in sorted(named, key=lambda party: _ORDER.get(party.entity, len(_ORDER))):
        write_nm1(out, party)
    if claim.remarks:
        out.add("MOA", "", "", *claim.remarks[:5])
    for reference in claim.references:
        out.add("REF", reference.qualifier, reference.value)
    for fact in claim.dates:
        out.add("DTM", fact.qualifier, format_day(fact.from_on))
    for contact in claim.contacts:
        write_contact(out, contact)
    for qualifier, cents in claim.amounts:
        out.add("AMT", qualifier, format_cents(cents))
    for qualifier, quantity in claim.quantities:
        out.add("QTY", qualifier, format_quantity(quantity))
    for line in claim.lines:
        _line(out, line)


def _line(out: InterchangeWriter, line: RemittedLine) -> None:
    submitted: tuple[str, ...] = ()
    if line.submitted_procedure:
        qualifier = line.submitted_qualifier or line.procedure_qualifier
        submitted = (qualifier, line.submitted_procedure, *line.submitted_modifiers)
    out.add(
        "SVC", (line.procedure_qualifier, line.procedure, *line.modifiers), format_cents(line.charge_cents),
        format_cents(line.paid_cents), line.revenue_code, format_quantity(line.units), submitted,
        format_quantity(line.submitted_units),
    )  # fmt: skip
    if line.through_on is not None and line.through_on != line.from_on:
        out.add("DTM", "150", format_day(line.from_on))
        out.add("DTM", "151", format_day(line.through_on))
    elif line.from_on is not None:
        out.add("DTM", "472", format_day(line.from_on))
    write_adjustments(out, line.adjustments)
    if line.control_number:
        out.add("REF", "6R", line.control_number)
    for reference in line.references:
        out.add("REF", reference.qualifier, reference.value)
    for qualifier, cents in line.amounts:
        out.add("AMT", qualifier, format_cents(cents))
    for qualifier, quantity in line.quantities:
        out.add("QTY", qualifier, format_quantity(quantity))
    for remark in line.remarks:
        out.add("LQ", "HE", remark)


def _provider_adjustments(out: InterchangeWriter, adjustments: list[ProviderAdjustment]) -> None:
    for (provider, year_end), found in groupby(
        adjustments, lambda one: (one.provider_id, one.fiscal_year_end_on)
    ):
        every = list(found)
        for at in range(0, len(every), 6):
            elements: list[str | tuple[str, str]] = []
            for one in every[at : at + 6]:
                elements += [(one.reason, one.reference), format_cents(one.amount_cents)]
            out.add("PLB", provider, format_day(year_end), *elements)
