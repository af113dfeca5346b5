"""Closing the office's day."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from zoneinfo import ZoneInfo

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.money import format_cents
from wellrun.practice.frontdesk.queries.day_sheet import DaySheet, day_sheet
from wellrun.practice.ledger.api import AlreadyClosed, ClosedDay, close_day, hold_day
from wellrun.practice.organization.api import UnitKind, units_by_id


class DrawersOpen(Refused):
    """Money is still in drawers that nobody counted."""

    status = 409


class DoesNotTie(Refused):
    """The sheet does not explain the day."""

    status = 409


class NotOverYet(Refused):
    """A day to come."""

    sentence = "This day has not begun. Close it when it is over."


def close_office_day(*, site_id: uuid.UUID, on: date, by: Actor, at: datetime) -> ClosedDay:
    """Close a site's day with the totals of its sheet; nothing posts to it from then on.

    Raises `DrawersOpen` naming whose drawers are not counted, `DoesNotTie`, `NotOverYet`, and `AlreadyClosed` to the
    second of two. Postings under way are waited for, so that the totals are those of the whole day.
    """
    require(by, "day.close", site_id)
    site = units_by_id([site_id]).get(site_id)
    if site is None or site.kind != UnitKind.SITE:
        raise NotFound()
    if on > at.astimezone(ZoneInfo(site.zone)).date():
        raise NotOverYet()
    hold_day(site_id=site_id, on=on)
    sheet = day_sheet(site_id=site_id, on=on, organization_id=site.organization_id)
    if sheet.closed is not None:
        raise AlreadyClosed()
    _refuse_open(sheet)
    return close_day(site_id=site_id, on=on, totals=closing_totals(sheet), by=by, at=at)


def _refuse_open(sheet: DaySheet) -> None:
    if sheet.open_drawers:
        names = [row.person for row in sheet.open_drawers]
        many = len(names) > 1
        raise DrawersOpen(
            f"{'Drawers are' if many else 'A drawer is'} not counted yet: {', '.join(names)}."
            f" Count {'them' if many else 'it'}, then close the day."
        )
    if not sheet.ties:
        raise DoesNotTie(
            f"The day does not tie: {format_cents(sheet.difference_cents)} of the receivable's change has no"
            " posting at this site. Open the ledger lines and correct them first."
        )


def closing_totals(sheet: DaySheet) -> dict[str, int]:
    """What a closed day keeps: cents by account, and the receivable before and after."""
    return sheet.totals | {
        "receivable before": sheet.receivable_before_cents,
        "receivable after": sheet.receivable_after_cents,
    }
