"""Loop 2400 of an 837P: service lines, drugs and what earlier payers decided."""

from __future__ import annotations

from ..claim import LineAdjudication, ServiceLine
from ..dates import format_day, format_days
from ..money import format_cents, format_quantity
from .interchange import InterchangeWriter, plain
from .parties import write_address, write_adjustments, write_nm1, write_references


def write_line(out: InterchangeWriter, number: int, line: ServiceLine) -> None:
    """One service line under its number in the claim."""
    out.add("LX", number)
    modifiers = [*line.modifiers, "", "", "", ""][:4]
    out.add(
        "SV1", (line.procedure_qualifier, line.procedure, *modifiers, plain(line.description)),
        format_cents(line.charge_cents), line.unit_basis, format_quantity(line.units), line.place_of_service,
        "",
        [str(pointer) for pointer in line.pointers], "", "Y" if line.emergency else "", "",
        "Y" if line.epsdt else "",
        "Y" if line.family_planning else "", "", "", "0" if line.copay_exempt else "",
    )  # fmt: skip
    if line.from_on is not None:
        out.add("DTP", "472", *format_days(line.from_on, line.through_on))
    for fact in line.dates:
        out.add("DTP", fact.qualifier, *format_days(fact.from_on, fact.through_on))
    if line.control_number:
        out.add("REF", "6R", line.control_number)
    for reference in line.references:
        out.add("REF", reference.qualifier, reference.value)
    for qualifier, cents in line.amounts:
        out.add("AMT", qualifier, format_cents(cents))
    for note in line.notes:
        out.add("NTE", note.code, plain(note.text))
    if line.drug is not None:
        out.add("LIN", "", line.drug.qualifier, line.drug.ndc)
        out.add("CTP", "", "", "", format_quantity(line.drug.quantity), (line.drug.unit,))
        if line.drug.prescription:
            out.add("REF", "XZ", line.drug.prescription)
    for provider in line.providers:
        write_nm1(out, provider)
        if provider.taxonomy and provider.entity == "82":
            out.add("PRV", "PE", "PXC", provider.taxonomy)
        write_address(out, provider)
        write_references(out, provider)
    for decided in line.adjudications:
        _adjudication(out, decided)


def _adjudication(out: InterchangeWriter, decided: LineAdjudication) -> None:
    out.add(
        "SVD", decided.payer_id, format_cents(decided.paid_cents),
        (decided.procedure_qualifier, decided.procedure, *decided.modifiers), "",
        format_quantity(decided.units),
    )  # fmt: skip
    write_adjustments(out, decided.adjustments)
    if decided.paid_on is not None:
        out.add("DTP", "573", "D8", format_day(decided.paid_on))
    if decided.remaining_cents is not None:
        out.add("AMT", "EAF", format_cents(decided.remaining_cents))
