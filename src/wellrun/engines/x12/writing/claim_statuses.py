"""A claim acknowledgement into a 277CA."""

from __future__ import annotations

from itertools import groupby

from ..claim_status import ClaimAcknowledgement, ClaimStatus, LineStatus, ProviderStatus, Status, Totals
from ..dates import format_day, format_days
from ..money import format_cents, format_quantity
from ..party import Party
from .interchange import InterchangeWriter, Unwritable, plain
from .parties import write_nm1

VERSION = "005010X214"


def write_claim_acknowledgement(out: InterchangeWriter, found: ClaimAcknowledgement) -> None:
    """One ST*277 of guide X214; claims of one provider must stand together."""
    created_at = found.created_at or found.envelope.written_at
    if created_at is None:
        raise Unwritable("The acknowledgement needs the time of its creation.")
    out.open_set("277", found.envelope.transaction_control, VERSION)
    out.add("BHT", "0085", "08", found.reference, f"{created_at:%Y%m%d}", f"{created_at:%H%M}", "TH")
    out.add("HL", 1, "", "20", "1")
    write_nm1(out, found.source)
    out.add("TRN", "1", found.source_trace or found.reference)
    out.add("DTP", "050", "D8", format_day(found.received_on))
    out.add("DTP", "009", "D8", format_day(found.processed_on))
    out.add("HL", 2, 1, "21", "1" if found.claims or found.providers else "0")
    write_nm1(out, found.receiver)
    out.add("TRN", "2", found.batch_reference)
    for status in found.statuses:
        _status(out, status)
    _totals(out, found.totals, ("90", "AA"))
    _providers(out, found)
    out.close_set()


def _providers(out: InterchangeWriter, found: ClaimAcknowledgement) -> None:
    count = 2
    told = {id(provider.party): provider for provider in found.providers}
    groups = [(key, list(claims)) for key, claims in groupby(found.claims, lambda claim: id(claim.provider))]
    seen = {key for key, _ in groups}
    for provider in found.providers:
        if id(provider.party) not in seen:
            count += 1
            _provider(out, count, provider.party, provider, children="0")
    for key, claims in groups:
        party = claims[0].provider
        if party is None:
            raise Unwritable(f"Claim {claims[0].control_number} names no billing provider.")
        count += 1
        above = count
        _provider(out, above, party, told.get(key), children="1")
        for claim in claims:
            count += 1
            out.add("HL", count, above, "PT")
            _claim(out, claim)


def _provider(
    out: InterchangeWriter, number: int, party: Party, provider: ProviderStatus | None, *, children: str
) -> None:
    out.add("HL", number, 2, "19", children)
    write_nm1(out, party)
    if provider is None or not (provider.statuses or provider.trace):
        return
    out.add("TRN", "1", provider.trace or "0")
    for status in provider.statuses:
        _status(out, status)
    for reference in provider.references:
        out.add("REF", reference.qualifier, reference.value)
    _totals(out, provider.totals, ("QA", "QC"))


def _totals(out: InterchangeWriter, totals: Totals, counts: tuple[str, str]) -> None:
    for qualifier, count in zip(counts, (totals.accepted, totals.rejected), strict=True):
        if count is not None:
            out.add("QTY", qualifier, count)
    for qualifier, cents in (("YU", totals.accepted_cents), ("YY", totals.rejected_cents)):
        if cents is not None:
            out.add("AMT", qualifier, format_cents(cents))


def _status(out: InterchangeWriter, status: Status) -> None:
    codes = [(code.category, code.status, code.entity) for code in status.codes[:3]]
    first, second, third = [*codes, (), (), ()][:3]
    amount = "" if status.amount_cents is None else format_cents(status.amount_cents)
    out.add(
        "STC", first, format_day(status.on), status.action, amount, "", "", "", "", "", second, third,
        plain(status.text),
    )  # fmt: skip


def _claim(out: InterchangeWriter, claim: ClaimStatus) -> None:
    if claim.patient is None:
        raise Unwritable(f"The status of claim {claim.control_number} names no patient.")
    write_nm1(out, claim.patient)
    out.add("TRN", "2", claim.control_number)
    for status in claim.statuses:
        _status(out, status)
    for reference in claim.references:
        out.add("REF", reference.qualifier, reference.value)
    for fact in claim.dates:
        out.add("DTP", fact.qualifier, *format_days(fact.from_on, fact.through_on))
    for line in claim.lines:
        _line(out, line)


def _line(out: InterchangeWriter, line: LineStatus) -> None:
    out.add(
        "SVC", (line.procedure_qualifier, line.procedure, *line.modifiers), format_cents(line.charge_cents),
        "",
        line.revenue_code, "", "", format_quantity(line.units),
    )  # fmt: skip
    for status in line.statuses:
        _status(out, status)
    if line.control_number:
        out.add("REF", "FJ", line.control_number)
    for reference in line.references:
        out.add("REF", reference.qualifier, reference.value)
    if line.from_on is not None:
        out.add("DTP", "472", *format_days(line.from_on, line.through_on))
