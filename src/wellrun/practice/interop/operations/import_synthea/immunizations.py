"""immunizations.csv: immunizations on the day they were given."""

from __future__ import annotations

from wellrun.practice.interop.operations.import_synthea.history import Told, bring_history
from wellrun.practice.interop.operations.import_synthea.work import Work


def import_immunizations(work: Work) -> None:
    """Bring in each immunization."""
    bring_history(
        work,
        [
            Told(
                source=parsed.source,
                kind="immunization",
                system="cvx",
                code=parsed.row.code,
                text=parsed.row.text,
                onset_on=work.day(parsed.row.given_at),
            )
            for parsed in work.parse("immunizations")
            if not parsed.target_id
        ],
    )
