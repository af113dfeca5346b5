"""The downtime pack as a PDF that opens with a password and nothing else."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf

from wellrun.platform.money import format_cents
from wellrun.platform.printing import typeset
from wellrun.platform.ui.formatting import format_clock, format_day, format_long_day, format_phone, in_zone
from wellrun.practice.frontdesk.queries.downtime import Pack, PackRow
from wellrun.practice.frontdesk.queries.printing.head import head_of


def downtime_pdf(*, pack: Pack, password: str) -> bytes:
    """The pack, encrypted with AES-256 under `password`: it lies on workstations where the server cannot protect it."""
    made = in_zone(pack.made_at, pack.site.zone)
    data = head_of(pack.site.id) | {
        "made": f"{format_day(made)}, {format_clock(made)}",
        "days": [
            {
                "on": f"{day.on:%A}, {format_long_day(day.on)}",
                "providers": [
                    {"name": name, "visits": [_visit(row) for row in rows]} for name, rows in day.by_provider
                ],
            }
            for day in pack.days
        ],
    }
    plain = typeset(Path(__file__).with_name("downtime.typ"), data, pack.made_at)
    sealed = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain)) as document:
        document.save(sealed, encryption=pikepdf.Encryption(owner=password, user=password, R=6))
    return sealed.getvalue()


def _visit(row: PackRow) -> dict[str, str]:
    visit = row.visit
    return {
        "clock": format_clock(visit.starts),
        "who": visit.patient_name,
        "about": f"{format_day(visit.birth_on)}, {visit.sex}, chart {visit.patient_number}",
        "phone": format_phone(visit.phone),
        "visit": visit.visit_type + (f", {visit.room}" if visit.room else ""),
        "language": f"Interpreter: {visit.language}" if visit.interpreter else "",
        "coverage": "; ".join(row.coverage) or "No insurance on file",
        "allergies": ", ".join(row.allergies),
        "due": format_cents(row.due_cents) if row.due_cents else "",
        "note": visit.note_for_desk,
    }
