"""Claims into an 837P: the hierarchy, who is who, and the claim itself."""

from __future__ import annotations

from itertools import pairwise

from ..claim import BatchHeader, Claim, ClaimBatch, OtherCoverage
from ..dates import DatedFact, format_day, format_days
from ..money import format_cents
from ..party import Party
from .claim_lines import write_line
from .interchange import InterchangeWriter, Unwritable, plain
from .parties import write_address, write_adjustments, write_contact, write_nm1, write_references

VERSION = "005010X222A1"
_MOST_CLAIMS = 5_000


def write_batch(out: InterchangeWriter, batch: ClaimBatch) -> None:
    """One ST*837 of at most 5,000 claims; neighbors that share provider, subscriber or patient share their
    loops.
    """
    if not 1 <= len(batch.claims) <= _MOST_CLAIMS:
        raise Unwritable(f"A batch holds 1 to {_MOST_CLAIMS} claims, not {len(batch.claims)}.")
    out.open_set("837", batch.header.envelope.transaction_control, VERSION)
    _header(out, batch.header)
    levels = _Levels(out)
    following: list[Claim | None] = [*batch.claims[1:], None]
    for claim, after in zip(batch.claims, following, strict=True):
        levels.place(claim, after)
        write_claim(out, claim)
    out.close_set()


def _header(out: InterchangeWriter, header: BatchHeader) -> None:
    created_at = header.created_at or header.envelope.written_at
    if created_at is None:
        raise Unwritable("The batch needs the time of its creation.")
    out.add(
        "BHT",
        "0019",
        header.purpose,
        header.reference,
        f"{created_at:%Y%m%d}",
        f"{created_at:%H%M}",
        header.kind,
    )
    write_nm1(out, header.submitter)
    for contact in header.submitter.contacts:
        write_contact(out, contact)
    write_nm1(out, header.receiver)


class _Levels:
    """Numbers the HLs and writes a level only where it differs from the claim before."""

    def __init__(self, out: InterchangeWriter) -> None:
        self._out = out
        self._count = self._billing = self._subscriber = 0
        self._last: Claim | None = None

    def place(self, claim: Claim, after: Claim | None) -> None:
        last, self._last = self._last, claim
        new_billing = last is None or not _same_billing(last, claim)
        if new_billing:
            self._billing = self._open(0, "20", "1")
            _billing(self._out, claim)
        new_subscriber = last is None or new_billing or not _same_subscriber(last, claim)
        if new_subscriber:
            self._subscriber = self._open(self._billing, "22", "0" if claim.patient is None else "1")
            _subscriber(self._out, claim)
        if claim.patient is not None and (new_subscriber or last is None or not _same_patient(last, claim)):
            self._open(self._subscriber, "23", "0")
            _patient(self._out, claim, claim.patient)

    def _open(self, parent: int, level: str, children: str) -> int:
        self._count += 1
        self._out.add("HL", self._count, str(parent or ""), level, children)
        return self._count


def _same_billing(one: Claim, two: Claim) -> bool:
    return one.billing == two.billing and one.pay_to == two.pay_to


def _same_subscriber(one: Claim, two: Claim) -> bool:
    alike = (one.patient is None) == (two.patient is None)
    return alike and one.subscriber == two.subscriber and one.payer == two.payer


def _same_patient(one: Claim, two: Claim) -> bool:
    return one.patient == two.patient and one.patient_relationship == two.patient_relationship


def _billing(out: InterchangeWriter, claim: Claim) -> None:
    billing = claim.billing
    if billing.taxonomy:
        out.add("PRV", "BI", "PXC", billing.taxonomy)
    write_nm1(out, billing)
    write_address(out, billing)
    write_references(out, billing)
    for contact in billing.contacts:
        write_contact(out, contact)
    if claim.pay_to is not None:
        out.add("NM1", "87", "1" if claim.pay_to.person else "2")
        write_address(out, claim.pay_to)


def _subscriber(out: InterchangeWriter, claim: Claim) -> None:
    held = claim.subscriber
    out.add(
        "SBR", held.responsibility, held.relationship if claim.patient is None else "", held.group_number,
        plain(held.group_name), held.insurance_type, "", "", "", held.filing_indicator,
    )  # fmt: skip
    write_nm1(out, held.party)
    write_address(out, held.party)
    _birth(out, held.party)
    write_references(out, held.party)
    write_nm1(out, claim.payer)
    write_address(out, claim.payer)
    write_references(out, claim.payer)


def _patient(out: InterchangeWriter, claim: Claim, patient: Party) -> None:
    out.add("PAT", claim.patient_relationship)
    write_nm1(out, patient)
    write_address(out, patient)
    _birth(out, patient)
    write_references(out, patient)


def _birth(out: InterchangeWriter, party: Party) -> None:
    if party.birth_on is not None:
        out.add("DMG", "D8", format_day(party.birth_on), party.gender or "U")


def write_claim(out: InterchangeWriter, claim: Claim) -> None:
    """Loop 2300 with its lines."""
    accident: list[str] = []
    if claim.accident_causes:
        causes = [*claim.accident_causes, "", ""][:3]
        accident = [*causes, claim.accident_state]
    out.add(
        "CLM", claim.control_number, format_cents(claim.charge_cents), "", "",
        (claim.place_of_service, "B", claim.frequency), "Y" if claim.signature_on_file else "N",
        claim.assignment,
        claim.benefits_assigned, claim.release, claim.patient_signature, accident, claim.special_program, "",
        "", "",
        "", "", "", "", claim.delay_reason,
    )  # fmt: skip
    if len(claim.control_number) > 20:
        raise Unwritable(f"The claim number {claim.control_number[:40]} is longer than 20 characters.")
    for fact in claim.dates:
        out.add("DTP", fact.qualifier, *_days_or_text(fact))
    for attachment in claim.attachments:
        number = attachment.control_number
        out.add(
            "PWK", attachment.report_type, attachment.transmission, "", "", "AC" if number else "", number
        )
    for qualifier, cents in claim.amounts:
        out.add("AMT", qualifier, format_cents(cents))
    for reference in claim.references:
        out.add("REF", reference.qualifier, reference.value)
    for note in claim.notes:
        out.add("NTE", note.code, plain(note.text))
    _codes(out, claim)
    for provider in claim.providers:
        write_provider(out, provider)
    for coverage in claim.other_coverages:
        _coverage(out, coverage)
    for place, line in enumerate(claim.lines, 1):
        write_line(out, place, line)


def _days_or_text(fact: DatedFact) -> tuple[str, str]:
    if fact.from_on is None:
        return ("DT" if len(fact.text) > 8 else "D8"), fact.text
    if len(fact.text) == 12:
        return "DT", fact.text
    return format_days(fact.from_on, fact.through_on)


def _codes(out: InterchangeWriter, claim: Claim) -> None:
    if claim.diagnoses:
        out.add("HI", *[(found.qualifier, found.code) for found in claim.diagnoses])
    group: list[tuple[str, str]] = []
    for found, after in pairwise([*claim.health_codes, None]):
        if found is None:
            continue
        group.append((found.qualifier, found.code))
        if after is None or after.qualifier != found.qualifier or len(group) == 12:
            out.add("HI", *group)
            group = []


def write_provider(out: InterchangeWriter, provider: Party) -> None:
    """A provider of the claim or of a line."""
    write_nm1(out, provider)
    if provider.taxonomy and provider.entity == "82":
        out.add("PRV", "PE", "PXC", provider.taxonomy)
    write_address(out, provider)
    write_references(out, provider)


def _coverage(out: InterchangeWriter, coverage: OtherCoverage) -> None:
    out.add(
        "SBR", coverage.responsibility, coverage.relationship, coverage.group_number,
        plain(coverage.group_name),
        coverage.insurance_type, "", "", "", coverage.filing_indicator,
    )  # fmt: skip
    write_adjustments(out, coverage.adjustments)
    amounts = (
        ("D", coverage.paid_cents),
        ("A8", coverage.noncovered_cents),
        ("EAF", coverage.patient_owes_cents),
    )
    for qualifier, cents in amounts:
        if cents is not None:
            out.add("AMT", qualifier, format_cents(cents))
    out.add("OI", "", "", coverage.benefits_assigned, coverage.patient_signature, "", coverage.release)
    if coverage.remarks:
        out.add("MOA", "", "", *coverage.remarks[:5])
    if coverage.subscriber is not None:
        write_nm1(out, coverage.subscriber)
        write_address(out, coverage.subscriber)
        write_references(out, coverage.subscriber)
    if coverage.payer is not None:
        write_nm1(out, coverage.payer)
        write_address(out, coverage.payer)
        if coverage.paid_on is not None:
            out.add("DTP", "573", "D8", format_day(coverage.paid_on))
        write_references(out, coverage.payer)
