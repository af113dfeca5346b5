"""What is missing before charges can be posted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from wellrun.practice.billing.models import DiagnosisCode, Encounter, EncounterState
from wellrun.practice.billing.queries.codes import diagnoses_by_code, procedures_by_code
from wellrun.practice.billing.queries.fees import fees_for
from wellrun.practice.billing.rules.charges import dotted, form_gaps, tidy_draft
from wellrun.practice.billing.rules.drafts import ChargeDraft, Gap
from wellrun.practice.coverage.api import Coverage, coverage_on
from wellrun.practice.workforce.api import credential_gap


def coverage_of(encounter: Encounter) -> Coverage | None:
    """The primary coverage: as it was posted to, or, while nothing is posted, as it now stands for that day."""
    if encounter.state == EncounterState.CHARGED:
        return encounter.coverage
    return next(iter(coverage_on(patient_id=encounter.patient_id, on=encounter.service_on)), None)


def completed(draft: ChargeDraft, encounter: Encounter) -> ChargeDraft:
    """The draft in the form that is stored, with the encounter's place of service where it names none."""
    tidy = tidy_draft(draft)
    return tidy if tidy.place_of_service else replace(tidy, place_of_service=encounter.place_of_service)


def charge_gaps(draft: ChargeDraft, *, encounter: Encounter) -> list[Gap]:
    """Everything missing from a draft, or worth knowing, each with its field and a sentence; posts nothing."""
    draft = completed(draft, encounter)
    coverage = coverage_of(encounter)
    return [
        *form_gaps(draft),
        *_diagnosis_gaps(draft, encounter.service_on),
        *_procedure_gaps(draft, coverage, encounter.service_on),
        *_coverage_gaps(coverage, encounter.service_on),
        *_provider_gaps(encounter, coverage),
    ]


def _diagnosis_gaps(draft: ChargeDraft, on: date) -> list[Gap]:
    known = diagnoses_by_code(draft.diagnoses)
    return [
        Gap(f"diagnoses.{place}", sentence)
        for place, code in enumerate(draft.diagnoses)
        if (sentence := _why_not(code, known.get(code), on))
    ]


def _why_not(code: str, row: DiagnosisCode | None, on: date) -> str:
    if row is None:
        return f"{dotted(code)} is not a diagnosis code."
    if not row.billable:
        return f"{dotted(code)} is a heading. Choose one of the codes beneath it."
    if row.effective_from and on < row.effective_from:
        return f"{dotted(code)} did not exist yet on {on:%B %-d, %Y}."
    if row.effective_to and on >= row.effective_to:
        return f"{dotted(code)} was no longer valid on {on:%B %-d, %Y}."
    return ""


def _procedure_gaps(draft: ChargeDraft, coverage: Coverage | None, on: date) -> list[Gap]:
    known = procedures_by_code(line.code for line in draft.lines)
    fees = fees_for(
        [(line.code, tuple(line.modifiers)) for line in draft.lines],
        coverage.payer_id if coverage else None,
        on,
    )
    gaps = []
    for place, line in enumerate(draft.lines):
        field, row = f"lines.{place}.code", known.get(line.code)
        if len(line.code) != 5:
            continue
        if row is None:
            gaps.append(Gap(field, f"{line.code} is not among the practice's codes."))
        elif not row.active:
            gaps.append(Gap(field, f"{line.code} is no longer used here."))
        elif (line.code, tuple(line.modifiers)) not in fees:
            gaps.append(Gap(field, f"{line.code} has no fee on {on:%B %-d, %Y}."))
    return gaps


def _coverage_gaps(coverage: Coverage | None, on: date) -> list[Gap]:
    if coverage is None:
        sentence = f"No insurance on file for {on:%B %-d, %Y}: the patient will be charged."
        return [Gap("coverage", sentence, blocks=False)]
    if coverage.verified_result == "inactive":
        return [Gap("coverage", "The insurer said that this coverage was not active.", blocks=False)]
    return []


def _provider_gaps(encounter: Encounter, coverage: Coverage | None) -> list[Gap]:
    blocking = credential_gap(provider_id=encounter.provider_id, on=encounter.service_on)
    if blocking:
        return [Gap("provider", blocking)]
    if coverage is None:
        return []
    enrollment = credential_gap(
        provider_id=encounter.provider_id, on=encounter.service_on, payer_id=coverage.payer_id
    )
    return [Gap("provider", enrollment, blocks=False)] if enrollment else []
