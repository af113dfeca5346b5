"""Feeds of the calendar: the page where they are made and ended, and the address that calendar programs read."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_POST, require_safe

from wellrun.platform.access.api import NotFound, Refused, public, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.facilities.api import rooms_of
from wellrun.practice.organization.api import departments_among
from wellrun.practice.scheduling.models import CalendarFeed, FeedShows
from wellrun.practice.scheduling.operations.feeds import (
    TooOften,
    change_feed,
    end_feed,
    enter_by_feed,
    make_feed,
    note_content,
    renew_feed,
)
from wellrun.practice.scheduling.queries.feed_text import feed_text
from wellrun.practice.scheduling.queries.feeds import feed_entries, feeds_of
from wellrun.practice.scheduling.screens.chips import place_of
from wellrun.practice.workforce.api import providers_of


class FeedForm(forms.Form):
    """What a feed is about and what it tells."""

    provider = forms.UUIDField(required=False)
    room = forms.UUIDField(required=False)
    shows = forms.ChoiceField(choices=FeedShows.choices)


@screen("appointments.read")
def feeds(request: HttpRequest) -> HttpResponse:
    """Whose feeds one may make, which there are, and when each was last read."""
    return _shown(request)


def _shown(request: HttpRequest, address: str = "", about: uuid.UUID | None = None) -> HttpResponse:
    by = request.actor
    configured = by.reach.get("appointments.configure", frozenset())
    units = {unit.id: unit for unit in departments_among(configured)}
    everybody = providers_of(organization_id=by.organization_id)
    providers = [each for each in everybody if each.person_id == by.person_id or each.unit_id in units]
    living = {
        each.provider_id or each.room_id: each
        for each in feeds_of(units, provider_ids=[each.id for each in providers])
    }
    rows: list[dict[str, Any]] = [
        _row(living.get(each.id), "provider", each.id, each.display_name, each.unit.name)
        for each in providers
    ]
    rows += [
        _row(living.get(room.id), "room", room.id, room.name, place_of(units[room.unit_id]))
        for room in rooms_of(units)
    ]
    for row in rows:
        row["address"] = address if row["id"] == about else ""
    context = {"page_title": "Calendar feeds", "rows": rows, "shows": FeedShows.choices, "zone": by.zone}
    return show(request, "scheduling/feeds.html", context, patients=[])


def _row(feed: CalendarFeed | None, kind: str, subject: uuid.UUID, name: str, place: str) -> dict[str, Any]:
    return {"feed": feed, "kind": kind, "id": subject, "name": name, "place": place}


@screen("appointments.read")
@require_POST
def new(request: HttpRequest) -> HttpResponse:
    """Make a feed and show its address, this once."""
    form = FeedForm(request.POST)
    if not form.is_valid():
        raise NotFound()
    asked = form.cleaned_data
    return _told(
        request,
        lambda: make_feed(
            provider_id=asked["provider"],
            room_id=asked["room"],
            shows=FeedShows(asked["shows"]),
            by=request.actor,
            at=now(),
        ),
    )


@screen("appointments.read")
@require_POST
def renewal(request: HttpRequest, feed_id: uuid.UUID) -> HttpResponse:
    """Give a feed another address, or have it tell more or less."""
    if "shows" not in request.POST:
        return _told(request, lambda: renew_feed(feed_id=feed_id, by=request.actor, at=now()))
    if request.POST["shows"] not in FeedShows.values:
        raise NotFound()
    change_feed(feed_id=feed_id, shows=FeedShows(request.POST["shows"]), by=request.actor, at=now())
    add_toast(request, "Changed. Calendar programs show it when they look next.")
    return HttpResponseRedirect(reverse("scheduling:feeds"))


@screen("appointments.read")
@require_POST
def end(request: HttpRequest, feed_id: uuid.UUID) -> HttpResponse:
    """End a feed."""
    end_feed(feed_id=feed_id, by=request.actor, at=now())
    add_toast(request, "Ended. Its address answers nothing any more.")
    return HttpResponseRedirect(reverse("scheduling:feeds"))


def _told(request: HttpRequest, make: Callable[[], tuple[CalendarFeed, str]]) -> HttpResponse:
    try:
        feed, token = make()
    except NotFound:
        raise
    except Refused as refusal:
        add_toast(request, refusal.sentence, level="error")
        return HttpResponseRedirect(reverse("scheduling:feeds"))
    address = request.build_absolute_uri(reverse("scheduling:feed", args=[token]))
    return _shown(request, address, feed.provider_id or feed.room_id)


@public
@require_safe
def ics(request: HttpRequest, token: str) -> HttpResponse:
    """A feed by its secret address, without a sign-in; only what changed is sent again."""
    at = now()
    try:
        feed = enter_by_feed(token=token, request_id=request.request_id, at=at)
    except TooOften as refused:
        return HttpResponse(refused.sentence, status=429, headers={"Retry-After": "3600"})
    zone, entries = feed_entries(feed, at)
    name = "Wellrun provider" if feed.provider_id else "Wellrun room"
    content = feed_text(name=name, zone=zone, entries=entries)
    digest = hashlib.sha256(content).hexdigest()
    changed_at = note_content(feed=feed, content_hash=digest, at=at)
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["ETag"] = f'"{digest[:32]}"'
    answer["Last-Modified"] = http_date(changed_at.timestamp())
    answer["Cache-Control"] = "private, no-cache"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    found = get_conditional_response(request, answer["ETag"], int(changed_at.timestamp()), answer)
    return found or answer
