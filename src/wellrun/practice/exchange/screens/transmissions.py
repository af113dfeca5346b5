"""What went over the wires: the list, one file read segment by segment, and the file itself."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from wellrun.platform.access.api import NotAllowed, NotFound, screen, show
from wellrun.platform.audit.api import record_read
from wellrun.platform.clock import now
from wellrun.platform.ui.tables import Column, EmptyState, Table
from wellrun.practice.exchange.models import Direction, TransmissionState
from wellrun.practice.exchange.queries.transmissions import (
    TransmissionRow,
    content_of,
    patients_in,
    segment_rows,
    speaks_of_unseen,
    transmission,
    transmission_rows,
)

KINDS = ("837P", "999", "277CA", "835", "TA1", "unknown")
SEGMENTS_SHOWN = 500


@screen("exchange.read")
def index(request: HttpRequest) -> HttpResponse:
    """List transmissions, newest first; the filters stand in the address."""
    chosen = {name: request.GET.get(name, "") for name in ("direction", "kind", "state")}
    rows = transmission_rows(**chosen)
    context = {
        "page_title": "Transmissions",
        "table": _table(rows, filtered=any(chosen.values())),
        "chosen": chosen,
        "kinds": KINDS,
        "directions": Direction.choices,
        "states": TransmissionState.choices,
    }
    return show(request, "exchange/transmissions.html", context, patients=[])


@screen("exchange.read")
def detail(request: HttpRequest, transmission_id: uuid.UUID) -> HttpResponse:
    """Show one file, segment by segment; of one that speaks of charts out of reach, no more than its envelope."""
    found = transmission(transmission_id)
    if found is None:
        raise NotFound()
    everything = request.GET.get("all") == "1"
    unseen = speaks_of_unseen(found.id, by=request.actor, at=now())
    limit = 100_000 if everything else SEGMENTS_SHOWN
    rows = [] if unseen else segment_rows(content_of(found), limit=limit)
    context = {
        "page_title": found.name,
        "transmission": found,
        "direction": Direction(found.direction).label,
        "state": TransmissionState(found.state).label,
        "facts": _facts(found),
        "unseen": unseen,
        "segments": rows,
        "more": len(rows) == SEGMENTS_SHOWN and not everything,
    }
    patients = set() if unseen else patients_in(found.id)
    return show(request, "exchange/transmission.html", context, patients=patients, subject=found.id)


@screen("exchange.read")
def download(request: HttpRequest, transmission_id: uuid.UUID) -> HttpResponse:
    """The file itself, byte for byte, for those who may see all that it speaks of."""
    found = transmission(transmission_id)
    if found is None:
        raise NotFound()
    if speaks_of_unseen(found.id, by=request.actor, at=now()):
        raise NotAllowed()
    record_read(
        "exchange.read",
        subject_type="transmission",
        subject_id=found.id,
        patients=sorted(patients_in(found.id)),
    )
    answer = HttpResponse(content_of(found), content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{found.kind}-{found.id}.x12"'
    return answer


def _facts(found: object) -> list[tuple[str, object]]:
    size = getattr(found, "size_bytes", 0)
    return [
        ("Kind", getattr(found, "kind", "")),
        ("Control number", getattr(found, "control_number", "")),
        ("Size", f"{size:,} bytes"),
    ]


def _table(rows: list[TransmissionRow], *, filtered: bool) -> Table:
    empty = EmptyState(
        title="Nothing went over the wires yet" if not filtered else "No such transmission",
        text="Claims that are submitted and the answers to them appear here.",
        action_label="Show all" if filtered else "",
        action_url=reverse("exchange:transmissions") if filtered else "",
        icon="transfer",
    )
    columns = [
        Column(label="File", value="name", heading=True),
        Column(label="Kind", value="kind"),
        Column(label="Way", value=lambda row: Direction(row.direction).label),
        Column(label="State", value=lambda row: TransmissionState(row.state).label),
        Column(label="Control no.", value="control_number"),
        Column(label="Bytes", value="size_bytes", kind="number"),
        Column(label="Since", value="begun_at", kind="instant"),
        Column(label="Trouble", value="trouble"),
    ]
    return Table(
        caption="Transmissions", caption_hidden=True, columns=columns, rows=rows, empty=empty, tall=True,
        row_url=lambda row: reverse("exchange:transmission", args=[row.id]),
        row_tone=lambda row: "bad" if row.state == TransmissionState.QUARANTINED else "",
    )  # fmt: skip
