"""procedures.csv: procedures on the day they were done, under the history's surgeries."""

from __future__ import annotations

from wellrun.practice.interop.operations.import_synthea.history import Told, bring_history
from wellrun.practice.interop.operations.import_synthea.work import Work


def import_procedures(work: Work) -> None:
    """Bring in each procedure."""
    bring_history(
        work,
        [
            Told(
                source=parsed.source,
                kind="surgery",
                system="snomed",
                code=parsed.row.code,
                text=parsed.row.text,
                onset_on=work.day(parsed.row.starts_at),
                detail=f"for {parsed.row.reason}" if parsed.row.reason else "",
            )
            for parsed in work.parse("procedures")
            if not parsed.target_id
        ],
    )
