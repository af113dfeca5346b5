"""Invented rows for the gallery: nobody here exists."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms

from wellrun.platform.ui.forms import (
    BirthDateField,
    KitForm,
    MoneyField,
    PersonNameField,
    PhoneField,
    PlainTextField,
)
from wellrun.platform.ui.navigation import NavItem, PersonMenu, arrange_navigation
from wellrun.platform.ui.tables import Column, DiffRow, EmptyState, Table, TimelineEntry
from wellrun.platform.ui.toasts import Toast

ZONE = "America/Chicago"
NOON = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


class SampleForm(KitForm):
    """Every kind of field once."""

    family_name = PersonNameField(label="Family name")
    birth_on = BirthDateField(label="Birth date", today=lambda: TODAY)
    mobile = PhoneField(label="Mobile phone", help_text="Reminders go here.", required=False)
    copay_cents = MoneyField(label="Copay", required=False)
    payer = forms.ChoiceField(
        label="Payer", choices=[("", "Choose…"), ("a", "Prairie Mutual"), ("b", "Lakeside Health")]
    )
    reason = PlainTextField(
        label="Reason for visit", widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    contact_by = forms.ChoiceField(
        label="Best way to reach",
        choices=[("text", "Text message"), ("call", "Phone call")],
        widget=forms.RadioSelect,
        initial="text",
    )
    interpreter = forms.BooleanField(label="Needs an interpreter", required=False)


class FilterForm(KitForm):
    """Two filters in a line."""

    section = forms.ChoiceField(
        label="Section", choices=[("", "All sections"), ("c", "Cardiology")], required=False
    )
    search = forms.CharField(label="Name", required=False)


VISITS: list[dict[str, Any]] = [
    {
        "who": "Rivera, Ana",
        "at": NOON - timedelta(hours=3),
        "born_on": date(1962, 4, 7),
        "state": "with_provider",
        "phone": "+13125550142",
        "due": 3500,
        "waits": 12,
        "tone": "",
    },
    {
        "who": "Chen, Wei",
        "at": NOON - timedelta(hours=2),
        "born_on": date(2025, 8, 1),
        "state": "roomed",
        "phone": "+13125550177",
        "due": 0,
        "waits": 31,
        "tone": "warn",
    },
    {
        "who": "Okonkwo, Grace",
        "at": NOON - timedelta(hours=1),
        "born_on": date(1948, 12, 30),
        "state": "checked_in",
        "phone": "",
        "due": 123456,
        "waits": 4,
        "tone": "",
    },
    {
        "who": "Haddad, Samir",
        "at": NOON,
        "born_on": date(1990, 2, 14),
        "state": "late",
        "phone": "+13125550119",
        "due": -2050,
        "waits": 0,
        "tone": "bad",
    },
]

COLUMNS = (
    Column(label="Patient", value="who", heading=True, sort="name"),
    Column(label="Time", value="at", kind="time", sort="time"),
    Column(label="Born", value="born_on", kind="day"),
    Column(label="State", value="state", kind="status", status_kind="visit", sort="state"),
    Column(label="Phone", value="phone", kind="phone"),
    Column(label="Waiting min", value="waits", kind="number"),
    Column(label="Balance", value="due", kind="money", sort="balance"),
)

NO_VISITS = EmptyState(
    title="No visits today",
    text="Nobody is booked in this section. Book a visit, or look at another day.",
    action_label="Book a visit",
    action_url="#book",
    icon="calendar-plus",
)


def sample_table(rows: list[dict[str, Any]], caption: str) -> Table:
    """The visits of a morning as a table, with totals when there are rows."""
    return Table(
        caption=caption,
        columns=COLUMNS,
        rows=rows,
        empty=NO_VISITS,
        row_url=lambda row: "#visit",
        row_tone=lambda row: row["tone"],
        totals=("Total", None, None, None, None, None, sum(row["due"] for row in rows)) if rows else (),
        sorted_by="time",
        zone=ZONE,
    )


def sample_shell(path: str) -> dict[str, Any]:
    """What the shell needs around the gallery."""
    items = [
        ("Today", NavItem(label="Day board", url="/day/", icon="layout-dashboard", keys="g d", count=7)),
        ("Today", NavItem(label="Worklist", url="/work/", icon="checklist", count=3, count_tone="bad")),
        ("Patients", NavItem(label="Patients", url="/patients/", icon="users", keys="g p")),
        ("Patients", NavItem(label="Appointments", url="/appointments/", icon="calendar-event")),
        ("Money", NavItem(label="Claims", url="/claims/", icon="file-dollar", count=12, count_tone="warn")),
        ("Money", NavItem(label="Payments", url="/payments/", icon="cash")),
        ("Office", NavItem(label="Staff", url="/staff/", icon="id-badge-2")),
        ("Office", NavItem(label="Supplies", url="/supplies/", icon="package")),
        ("System", NavItem(label="Components", url="/gallery/", icon="table")),
    ]
    account = NavItem(label="My account", url="#account", icon="settings")
    return {
        "navigation": arrange_navigation(items, path=path),
        "person_menu": PersonMenu(name="Maya Brooks", role="Office manager", items=(account,)),
        "current_unit": "Cardiology",
        "unit_switch_url": "#unit",
    }


DIFFERENCES = (
    DiffRow(name="address", label="Street", old="12 Elm St", new="480 W Lake St, Apt 3"),
    DiffRow(name="mobile", label="Mobile phone", old="", new="(312) 555-0142"),
    DiffRow(name="email", label="Email", old="ana@example.org", new="ana@example.org"),
)

HISTORY = (
    TimelineEntry(
        what="Checked in",
        at=NOON,
        by="Jo Park",
        icon="clipboard-check",
        tone="warn",
        detail="Copay $35.00 by card.",
    ),
    TimelineEntry(what="Confirmed by text message", at=NOON - timedelta(days=1), icon="message", tone="info"),
    TimelineEntry(
        what="Booked", at=NOON - timedelta(days=21), by="Jo Park", icon="calendar-plus", url="#booking"
    ),
)

TOASTS = (
    Toast(text="Visit canceled. 1 patient told.", undo_url="/gallery/undo/"),
    Toast(text="The remittance does not balance by $12.00.", level="error"),
)
