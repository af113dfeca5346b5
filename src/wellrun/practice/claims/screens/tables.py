"""The tables of the claims room as data."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.timezone import localtime

from wellrun.platform.ui.tables import Column, EmptyState, Table
from wellrun.practice.claims.models import ClaimState, RemittanceState
from wellrun.practice.claims.queries.claims import TO_WORK, ClaimFilters, ClaimRow, WorkCount
from wellrun.practice.claims.queries.remittances import RemittanceRow

_NOTHING = {
    TO_WORK: ("Nothing needs work", "No claim waits for somebody here."),
    ClaimState.READY: (
        "Nothing is ready to send",
        "Claims become ready by themselves when charges are entered.",
    ),
    ClaimState.HELD: ("Nothing is held", "A claim that an edit finds wanting waits here until it is mended."),
    ClaimState.REJECTED: ("Nothing was turned back", "What a payer does not take in comes back here."),
    ClaimState.DENIED: ("Nothing is denied", "What a payer refuses to pay comes here."),
}


def claim_table(rows: Sequence[ClaimRow], filters: ClaimFilters, total: WorkCount) -> Table:
    """Claims with their money; those that waited too long for their payer's limit stand out."""
    title, text = _NOTHING.get(filters.state, ("No such claims", "Claims are made when charges are entered."))  # type: ignore[call-overload]
    narrowed = bool(filters.text or filters.payer_id or filters.unit_id or filters.said or filters.state)
    columns = [
        Column(label="Claim", value="number", heading=True, sort="number"),
        Column(label="Patient", value="patient_name", sort="patient"),
        Column(label="Payer", value="payer_name", sort="payer"),
        Column(label="Service", value="service_on", kind="day", sort="service"),
        Column(label="Charge", value="charge_cents", kind="money", sort="charge"),
        Column(label="Open", value="open_cents", kind="money", keep=True),
        Column(label="State", value="state", kind="status", status_kind="claim", keep=True),
        Column(label="Since", value=lambda row: localtime(row.state_at).date(), kind="day", sort="since"),
        Column(label="File by", value="file_by_on", kind="day", sort="file_by"),
        Column(label="What stands against it", value="trouble"),
    ]
    if filters.state not in (ClaimState.HELD, ClaimState.REJECTED):
        columns.pop()
    sums = {"Claim": "In all", "Charge": total.charge_cents, "Open": total.open_cents}
    totals = [sums.get(column.label) for column in columns]
    return Table(
        caption="Claims", caption_hidden=True, columns=columns, rows=rows, sorted_by=filters.sort, tall=True,
        row_url=lambda row: reverse("claims:claim", args=[row.id]), totals=totals if rows else (),
        empty=EmptyState(
            title=title, text=text, icon="file-invoice", action_label="Show all claims" if narrowed else "",
            action_url=f"{reverse('claims:desk')}?state=all" if narrowed else "",
        ),
    )  # fmt: skip


def remittance_table(rows: Sequence[RemittanceRow], *, narrowed: bool) -> Table:
    """Payments of payers, with what somebody must still look at."""
    columns = [
        Column(label="Payment", value="trace_number", heading=True),
        Column(label="Payer", value="payer_name"),
        Column(label="Paid on", value="paid_on", kind="day"),
        Column(label="Amount", value="amount_cents", kind="money", keep=True),
        Column(label="Claims", value="claim_count", kind="number"),
        Column(
            label="State",
            value=lambda row: RemittanceState(row.state).value,
            kind="status",
            status_kind="remittance",
            keep=True,
        ),
        Column(label="Exceptions", value=lambda row: row.exception_count or None, kind="number"),
        Column(label="Unapplied", value=lambda row: row.unapplied_cents or None, kind="money"),
        Column(label="Came in", value="staged_at", kind="instant"),
    ]
    return Table(
        caption="Remittances", caption_hidden=True, columns=columns, rows=rows, tall=True,
        row_url=lambda row: reverse("claims:remittance", args=[row.id]),
        empty=EmptyState(
            title="No such remittance" if narrowed else "No payer has paid yet",
            text="Remittances come in by themselves from the clearinghouse; one on disk can be uploaded.",
            icon="report-money", action_label="Show all" if narrowed else "",
            action_url=reverse("claims:remittances") if narrowed else "",
        ),
    )  # fmt: skip
