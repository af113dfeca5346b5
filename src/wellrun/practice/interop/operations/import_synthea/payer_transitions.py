"""payer_transitions.csv: who was insured with whom, year by year."""

from __future__ import annotations

import uuid

from django.db import transaction

from wellrun.platform.access.refusals import Refused
from wellrun.practice.coverage.api import CoverageDetails, add_coverage
from wellrun.practice.interop.models import ImportedCoverage
from wellrun.practice.interop.operations.import_synthea.reading import SourceRow
from wellrun.practice.interop.operations.import_synthea.work import Parsed, Work
from wellrun.practice.interop.rules.synthea.people import TransitionRow
from wellrun.practice.interop.rules.synthea.periods import Period, card_number, periods_of

PAST = "past coverage"
#: What the patient is to the owner of the policy, as a claim says it.
_RELATIONSHIP = {"Self": "18", "Spouse": "01", "Guardian": "19"}


def import_payer_transitions(work: Work) -> None:
    """Bring in insurance by period. A row with a second payer makes a coverage of rank 2 beside its first."""
    fresh = [parsed for parsed in work.parse("payer_transitions") if not parsed.target_id]
    kept = [parsed.row for parsed in fresh if _is_insurance(work, parsed)]
    sources = {parsed.row.line: parsed.source for parsed in fresh}
    for period in periods_of(kept, rank=1, zone=work.zone):
        try:
            target_type, target_id = _write(work, period)
        except Refused as refusal:
            for row in period.rows:
                work.report(sources[row.line], refusal.sentence)
            kept = [row for row in kept if row not in period.rows]
            continue
        first, *later = period.rows
        work.bring(sources[first.line], target_type, target_id)
        if target_type == PAST:
            work.accounts.remark(
                sources[first.line],
                f"Kept as past insurance: {first.owner_name}, whose policy it was, has no birth date in these files.",
            )
        for row in later:
            work.merge(
                sources[row.line],
                target_type,
                target_id,
                f"The insurance of line {first.line} goes on unchanged.",
            )
    _second_payers(work, kept, sources)


def _is_insurance(work: Work, parsed: Parsed) -> bool:
    row: TransitionRow = parsed.row
    starts_on, ends_on = work.day(row.starts_at), work.day(row.ends_at)
    if row.payer not in work.refs.payers:
        work.report(parsed.source, "Its payer did not come in with payers.csv.")
    elif work.refs.payers[row.payer] is None:
        work.report(
            parsed.source, f"Paid alone from {starts_on} to {ends_on}: there is no insurance to bring in."
        )
    elif starts_on >= ends_on:
        work.report(parsed.source, f"It begins and ends on {starts_on}, so that it covers no day.")
    else:
        return True
    return False


def _second_payers(work: Work, rows: list[TransitionRow], sources: dict[int, SourceRow]) -> None:
    with_second = []
    for row in rows:
        if row.secondary_payer is None:
            continue
        if work.refs.payers.get(row.secondary_payer) is None:
            work.accounts.remark(sources[row.line], "Its second payer is not known and was left out.")
        else:
            with_second.append(row)
    for period in periods_of(with_second, rank=2, zone=work.zone):
        try:
            target_type, target_id = _write(work, period)
        except Refused as refusal:
            for row in period.rows:
                work.accounts.remark(
                    sources[row.line], f"Its second insurance was left out: {refusal.sentence}"
                )
            continue
        for row in period.rows:
            work.remember(
                sources[row.line], target_type, target_id, merged=row is not period.rows[0], part="|second"
            )


def _write(work: Work, period: Period) -> tuple[str, uuid.UUID]:
    """The coverage room's record where a claim could be made from it, else one of past insurance."""
    owner = work.refs.people.get(period.owner_name)
    if period.ownership not in ("", "Self") and owner is None:
        past = ImportedCoverage.objects.create(
            organization_id=work.by.organization_id,
            compartment=work.the_patient.compartment,
            patient=work.the_patient,
            payer_id=work.refs.payers[period.payer],
            rank=period.rank,
            member_id=period.member_id,
            relation=period.ownership,
            subscriber=period.owner_name,
            starts_on=period.starts_on,
            ends_on=period.ends_on,
        )
        return PAST, past.id
    details = CoverageDetails(
        payer_id=work.refs.payers[period.payer],
        member_id=card_number(period.member_id),
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        rank=period.rank,
        relationship=_RELATIONSHIP.get(period.ownership, "18"),
        subscriber_given_name=owner.given_name if owner else "",
        subscriber_family_name=owner.family_name if owner else "",
        subscriber_birth_on=owner.birth_on if owner else None,
        subscriber_sex=owner.sex if owner else "",
    )
    with transaction.atomic():
        coverage = add_coverage(patient_id=work.the_patient.id, details=details, by=work.by, at=work.at)
    return "coverage", coverage.id
