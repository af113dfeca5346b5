"""The downtime packs: how old they are, where they lie, their password, and one to take along now."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

from wellrun.platform.access.api import Actor, NotFound, screen, show
from wellrun.platform.audit.api import record_read
from wellrun.platform.clock import now
from wellrun.platform.database.identity import in_compartments
from wellrun.platform.ui.papers import pdf
from wellrun.practice.frontdesk.operations.downtime import SEEN, file_of, password_of
from wellrun.practice.frontdesk.queries.downtime import pack_of
from wellrun.practice.frontdesk.queries.printing.downtime import downtime_pdf
from wellrun.practice.organization.api import Unit, sites_of


def _sites(by: Actor) -> list[Unit]:
    return [site for site in sites_of(by.organization_id) if by.may("downtime.print", site.id)]


@screen("downtime.print")
def packs(request: HttpRequest) -> HttpResponse:
    """The packs of one's sites."""
    rows = [(site, file_of(site), _written_at(site), password_of(site.id)) for site in _sites(request.actor)]
    context = {"page_title": "Downtime pack", "rows": rows, "zone": request.actor.zone}
    return show(request, "frontdesk/downtime.html", context, patients=[])


def _written_at(site: Unit) -> datetime | None:
    path = file_of(site)
    return datetime.fromtimestamp(path.stat().st_mtime, UTC) if path.exists() else None


@screen("downtime.print")
def pack(request: HttpRequest, site_id: uuid.UUID) -> HttpResponse:
    """A site's pack as things stand now."""
    site = next((each for each in _sites(request.actor) if each.id == site_id), None)
    if site is None:
        raise NotFound()
    # Whoever may see more takes along what the pack's password is for, and no more.
    with in_compartments(SEEN):
        made = pack_of(site=site, at=now())
    record_read("downtime.print", subject_type="downtime pack", subject_id=site.id, patients=made.patients)
    return pdf(downtime_pdf(pack=made, password=password_of(site.id)), file_of(site).name, saved=True)
