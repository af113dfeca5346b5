"""conditions.csv: problems, and findings about a person's life as social history."""

from __future__ import annotations

from wellrun.practice.interop.operations.import_synthea.history import Told, bring_history
from wellrun.practice.interop.operations.import_synthea.work import Work
from wellrun.practice.interop.rules.synthea.words import SOCIAL_FINDINGS


def import_conditions(work: Work) -> None:
    """Bring in each condition."""
    bring_history(
        work,
        [
            Told(
                source=parsed.source,
                kind="social" if parsed.row.code in SOCIAL_FINDINGS else "problem",
                system="snomed",
                code=parsed.row.code,
                text=parsed.row.text,
                onset_on=parsed.row.starts_on,
                ended_on=parsed.row.ends_on,
            )
            for parsed in work.parse("conditions")
            if not parsed.target_id
        ],
    )
