"""medications.csv: medications, with what they were for."""

from __future__ import annotations

from wellrun.practice.interop.operations.import_synthea.history import Told, bring_history
from wellrun.practice.interop.operations.import_synthea.work import Work


def import_medications(work: Work) -> None:
    """Bring in each medication."""
    bring_history(
        work,
        [
            Told(
                source=parsed.source,
                kind="medication",
                system="rxnorm",
                code=parsed.row.code,
                text=parsed.row.text,
                onset_on=work.day(parsed.row.starts_at),
                ended_on=work.day(parsed.row.ends_at) if parsed.row.ends_at else None,
                detail=f"for {parsed.row.reason}" if parsed.row.reason else "",
            )
            for parsed in work.parse("medications")
            if not parsed.target_id
        ],
    )
