"""The day sheet and the close of the day: every number opens into its ledger lines."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, Refused, screen, show
from wellrun.platform.clock import asked_day, now
from wellrun.platform.ui.formatting import format_day
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.billing.api import patients_of_accounts
from wellrun.practice.frontdesk.api import close_office_day, day_sheet
from wellrun.practice.ledger.api import ACCOUNTS, Account, lines_of_day
from wellrun.practice.organization.api import Unit, person_names, site_above, sites_of, units_under
from wellrun.practice.workspaces.queries.day import open_matters


def _site(request: HttpRequest, site_id: uuid.UUID) -> Unit:
    by = request.actor
    found = next((site for site in sites_of(by.organization_id) if site.id == site_id), None)
    if found is None or not by.may("day.close", found.id):
        raise NotFound()
    return found


def _on(text: str) -> date:
    day = asked_day(text)
    if day is None:
        raise NotFound()
    return day


@screen("day.close")
def days(request: HttpRequest) -> HttpResponse:
    """Lead to today's sheet of one's own site; who closes the day of no whole site is told so."""
    by = request.actor
    own = site_above(by.home_unit_id)
    sites = [site for site in sites_of(by.organization_id) if by.may("day.close", site.id)]
    site = next((one for one in sites if own is not None and one.id == own.id), sites[0] if sites else None)
    if site is None:
        return show(request, "workspaces/day_none.html", {"page_title": "Day sheet"}, patients=[])
    today = now().astimezone(ZoneInfo(site.zone)).date()
    return HttpResponseRedirect(reverse("workspaces:day", args=[site.id, today.isoformat()]))


@screen("day.close")
def day(request: HttpRequest, site_id: uuid.UUID, on: str) -> HttpResponse:
    """Show the sheet of a site's day, and what is still open about it."""
    return _sheet(request, _site(request, site_id), _on(on), at=now())


def _sheet(request: HttpRequest, site: Unit, on: date, *, at: datetime, refusal: str = "") -> HttpResponse:
    by = request.actor
    sheet = day_sheet(site_id=site.id, on=on, organization_id=by.organization_id)
    closed_by = person_names([sheet.closed.closed_by_id]) if sheet.closed else {}
    matters = open_matters(sheet, site, by=by, at=at)
    context = {
        "page_title": "Day sheet",
        "site": site,
        "sheet": sheet,
        "matters": matters,
        "visits_open": sum(matter.number for matter in matters if matter.of_visits),
        "sites": [
            one for one in sites_of(by.organization_id) if by.may("day.close", one.id) and one.id != site.id
        ],
        "closed_by": next(iter(closed_by.values()), ""),
        "may_close": by.may("day.close", site.id) and sheet.closed is None,
        "earlier": _url(site, date.fromordinal(on.toordinal() - 1)),
        "later": _url(site, date.fromordinal(on.toordinal() + 1)),
        "lines": f"{_url(site, on)}lines/",
        "refusal": refusal,
        "zone": site.zone,
    }
    return show(
        request, "workspaces/day.html", context, patients=[], subject=site.id, status=409 if refusal else 200
    )


def _url(site: Unit, on: date) -> str:
    return reverse("workspaces:day", args=[site.id, on.isoformat()])


@screen("day.close")
@require_POST
def close(request: HttpRequest, site_id: uuid.UUID, on: str) -> HttpResponse:
    """Close the day, or say why it is not closed."""
    site, day_on, at = _site(request, site_id), _on(on), now()
    try:
        close_office_day(site_id=site.id, on=day_on, by=request.actor, at=at)
    except NotFound:
        raise
    except Refused as refusal:
        return _sheet(request, site, day_on, at=at, refusal=refusal.sentence)
    add_toast(request, f"{site.name}, {format_day(day_on)} is closed. Nothing posts to it any more.")
    return HttpResponseRedirect(_url(site, day_on))


@screen("day.close")
def day_lines(request: HttpRequest, site_id: uuid.UUID, on: str) -> HttpResponse:
    """The ledger lines behind one number of the sheet."""
    site, day_on = _site(request, site_id), _on(on)
    wanted = [Account(one) for one in request.GET.get("accounts", "").split(",") if one in set(Account)]
    if not wanted:
        raise NotFound()
    source = request.GET.get("source", "")[:30]
    found = lines_of_day(organization_id=request.actor.organization_id, on=day_on, unit_ids=units_under(site.id),
                         accounts=wanted, source_kind=source,
                         in_drawer=False if request.GET.get("drawer") == "none" else None, limit=1000)  # fmt: skip
    # The sheet shows charges as positive numbers, so the lines behind them are positive too.
    sign = -1 if wanted == [Account.PATIENT_REVENUE] else 1
    owners = patients_of_accounts(line.patient_account_id for line in found if line.patient_account_id)
    context = {
        "page_title": ", ".join(ACCOUNTS[account][0] for account in wanted),
        "site": site,
        "on": day_on,
        "source": source,
        "rows": [
            (line, ACCOUNTS[line.account][0], sign * line.amount_cents, owners.get(line.patient_account_id))
            for line in found
        ],
        "total": sum(sign * line.amount_cents for line in found),
        "may_see_account": request.actor.may("accounts.read"),
        "back": _url(site, day_on),
        "zone": site.zone,
    }
    seen = [patient.id for patient in owners.values()]
    return show(request, "workspaces/day_lines.html", context, patients=seen, subject=site.id)
