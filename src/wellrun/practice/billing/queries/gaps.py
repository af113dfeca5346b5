"""What a draft of charges says, and what is missing before it can be posted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from wellrun.platform.ui.formatting import format_long_day
from wellrun.practice.billing.models import DiagnosisCode, Encounter, EncounterState, ProcedureCode
from wellrun.practice.billing.queries.codes import diagnoses_by_code, procedures_by_code
from wellrun.practice.billing.queries.fees import Wanted, fees_for
from wellrun.practice.billing.rules.charges import dotted, form_gaps, tidy_draft
from wellrun.practice.billing.rules.drafts import ChargeDraft, Gap, LineDraft
from wellrun.practice.coverage.api import Coverage, coverage_on
from wellrun.practice.workforce.api import Standing, standings_of


@dataclass(frozen=True)
class ReadDraft:
    """A draft with all that the books know of it. `fees` are cents for one unit; codes without one are absent.

    `coverages` are those of the day, as far as they were asked for; `coverage` is the one that is billed.
    """

    draft: ChargeDraft
    coverage: Coverage | None
    coverages: list[Coverage]
    standing: Standing
    diagnoses: dict[str, DiagnosisCode]
    procedures: dict[str, ProcedureCode]
    fees: dict[Wanted, int]
    gaps: list[Gap]

    def cents_of(self, line: LineDraft) -> int:
        """What a line comes to; nothing as long as it has no fee."""
        return self.fees.get((line.code, tuple(line.modifiers)), 0) * max(0, line.units)


def completed(draft: ChargeDraft, encounter: Encounter) -> ChargeDraft:
    """The draft in the form that is stored, with the encounter's place of service where it names none."""
    tidy = tidy_draft(draft)
    return tidy if tidy.place_of_service else replace(tidy, place_of_service=encounter.place_of_service)


def read_draft(draft: ChargeDraft, *, encounter: Encounter) -> ReadDraft:
    """The draft completed, with its codes, fees, coverage and gaps."""
    draft, on = completed(draft, encounter), encounter.service_on
    # What is posted stays with the coverage it was posted to; before that, it is the one of the day as it now stands.
    if encounter.state == EncounterState.CHARGED:
        coverage, coverages = encounter.coverage, []
    else:
        coverages = coverage_on(patient_id=encounter.patient_id, on=on)
        coverage = next(iter(coverages), None)
    wanted = [(line.code, tuple(line.modifiers)) for line in draft.lines]
    payer_id = coverage.payer_id if coverage else None
    read = ReadDraft(
        draft=draft,
        coverage=coverage,
        coverages=coverages,
        standing=standings_of([encounter.provider_id])[encounter.provider_id],
        diagnoses=diagnoses_by_code(draft.diagnoses) if draft.diagnoses else {},
        procedures=procedures_by_code(line.code for line in draft.lines) if wanted else {},
        fees=fees_for(wanted, payer_id, on) if wanted else {},
        gaps=[],
    )
    read.gaps.extend(form_gaps(draft))
    read.gaps.extend(_diagnosis_gaps(read, on))
    read.gaps.extend(_procedure_gaps(read, on))
    read.gaps.extend(_coverage_gaps(coverage, on))
    read.gaps.extend(_provider_gaps(read, on))
    return read


def _diagnosis_gaps(read: ReadDraft, on: date) -> list[Gap]:
    return [
        Gap(f"diagnoses.{place}", sentence)
        for place, code in enumerate(read.draft.diagnoses)
        if (sentence := _why_not(code, read.diagnoses.get(code), on))
    ]


def _why_not(code: str, row: DiagnosisCode | None, on: date) -> str:
    if row is None:
        return f"{dotted(code)} is not a diagnosis code."
    if not row.billable:
        return f"{dotted(code)} is a heading. Choose one of the codes beneath it."
    if row.effective_from and on < row.effective_from:
        return f"{dotted(code)} did not exist yet on {format_long_day(on)}."
    if row.effective_to and on >= row.effective_to:
        return f"{dotted(code)} was no longer valid on {format_long_day(on)}."
    return ""


def _procedure_gaps(read: ReadDraft, on: date) -> list[Gap]:
    gaps = []
    for place, line in enumerate(read.draft.lines):
        field, row = f"lines.{place}.code", read.procedures.get(line.code)
        if len(line.code) != 5:
            continue
        if row is None:
            gaps.append(Gap(field, f"{line.code} is not among the practice's codes."))
        elif not row.active:
            gaps.append(Gap(field, f"{line.code} is no longer used here."))
        elif (line.code, tuple(line.modifiers)) not in read.fees:
            gaps.append(Gap(field, f"{line.code} has no fee on {format_long_day(on)}."))
    return gaps


def _coverage_gaps(coverage: Coverage | None, on: date) -> list[Gap]:
    if coverage is None:
        sentence = f"No insurance on file for {format_long_day(on)}: the patient will be charged."
        return [Gap("coverage", sentence, blocks=False)]
    if coverage.verified_result == "inactive":
        return [Gap("coverage", "The insurer said that this coverage was not active.", blocks=False)]
    return []


def _provider_gaps(read: ReadDraft, on: date) -> list[Gap]:
    found = read.standing.gap(on, read.coverage.payer_id if read.coverage else None)
    if not found:
        return []
    # Without a license nothing is billed; an enrollment may still come in time for the claim.
    blocking = read.standing.gap(on)
    return [Gap("provider", blocking)] if blocking else [Gap("provider", found, blocks=False)]
