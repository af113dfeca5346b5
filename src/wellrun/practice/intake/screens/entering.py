"""Letting patients in by their links: who they are, in which language, and what they may see before they prove it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from wellrun.platform.access.api import Actor, NotFound, Refused, by_link, show
from wellrun.platform.clock import now
from wellrun.platform.database.identity import Identity, assume
from wellrun.platform.ui.formatting import format_phone, in_zone
from wellrun.practice.intake.operations.links import AFTER_VISIT
from wellrun.practice.intake.rules.words import LANGUAGES, clock_in, day_in, language_of, words_of
from wellrun.practice.organization.api import Site, place_of
from wellrun.practice.outreach.api import Link, LinkDead, enter_by_link, token_of
from wellrun.practice.patients.api import Patient, patient
from wellrun.practice.scheduling.api import Appointment, appointment

#: A browser that was left alone forgets the proof after this long.
PROOF_LASTS = timedelta(minutes=30)
_OVER = ("checked_out", "no_show", "cancelled")
_PROOFS, _LANGUAGE = "intake-proofs", "intake-language"


@dataclass(frozen=True)
class Guest:
    """Whoever follows a link. `proven` says that this browser has given the birth date."""

    link: Link
    actor: Actor
    patient: Patient
    language: str
    proven: bool
    visit: Appointment | None = None

    @property
    def words(self) -> dict[str, str]:
        """The sentences in the guest's language."""
        return words_of(self.language)

    @property
    def booked(self) -> Appointment:
        """The visit of a link that is for one."""
        assert self.visit is not None
        return self.visit

    def url(self, name: str, *arguments: str) -> str:
        """The address of another page of the same link."""
        return reverse(f"intake:{self.link.purpose}{name}", args=[token_of(self.link.id), *arguments])

    def when(self, at: datetime) -> tuple[str, str]:
        """Day and time of an instant in the guest's words, in wall time of the link's unit."""
        wall = in_zone(at, self.actor.zone)
        return day_in(self.language, wall.date()), clock_in(self.language, wall)


View = Callable[..., HttpResponse]


def guest_page(purpose: str, *, proven: bool = False) -> Callable[[View], View]:
    """Declare a page that is opened by a link of a purpose; with `proven` it leads who has not given the birth date to
    the link's first page. The view is given the request and the `Guest`."""

    def declare(view: View) -> View:
        @by_link
        @wraps(view)
        def opened(request: HttpRequest, token: str, **arguments: Any) -> HttpResponse:
            at = now()
            try:
                link, actor = enter_by_link(
                    token=token, purpose=purpose, request_id=request.request_id, at=at
                )
                request.actor = actor
                guest = _guest(request, link, actor, at)
            except LinkDead as dead:
                return dead_page(request, dead.link)
            if proven and not guest.proven:
                return HttpResponseRedirect(guest.url(""))
            return view(request, guest, **arguments)

        return opened

    return declare


def _guest(request: HttpRequest, link: Link, actor: Actor, at: datetime) -> Guest:
    visit = appointment(link.subject_id) if link.purpose in ("visit", "forms") else None
    if link.purpose in ("visit", "forms") and (
        visit is None or visit.state in _OVER or visit.starts_at + AFTER_VISIT <= at
    ):
        raise LinkDead(link)
    known = visit.patient if visit else patient(link.patient_id)
    if known is None:
        raise LinkDead(link)
    return Guest(
        link=link,
        actor=actor,
        patient=known,
        language=chosen_language(request, known.language),
        proven=_proven(request, link, at),
        visit=visit,
    )


def chosen_language(request: HttpRequest, known: str) -> str:
    """The language chosen on the page, kept for this browser session, or else the patient's own."""
    asked = request.GET.get("lang", "")
    if asked in LANGUAGES:
        request.session[_LANGUAGE] = asked
    return language_of(request.session.get(_LANGUAGE) or known)


def _proven(request: HttpRequest, link: Link, at: datetime) -> bool:
    given = request.session.get(_PROOFS, {}).get(str(link.id))
    if not given or datetime.fromisoformat(given) + PROOF_LASTS <= at:
        return False
    note_proof(request, link.id, at)
    return True


def note_proof(request: HttpRequest, link_id: uuid.UUID, at: datetime) -> None:
    """Remember for this browser session that the birth date was given for a link."""
    request.session[_PROOFS] = request.session.get(_PROOFS, {}) | {str(link_id): at.isoformat()}
    # Nothing of a patient's browser outlives the browser.
    request.session.set_expiry(0)


def guest_show(
    request: HttpRequest, guest: Guest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of a link in the guest's language, and the record of who was shown on it."""
    site = place_of(guest.link.unit_id).site
    whole = page_words(request, guest.language, site) | {
        "guest": guest,
        "home_url": guest.url(""),
        "hello": guest.words["hello"].format(name=guest.patient.preferred_name or guest.patient.given_name),
        **context,
    }
    return show(
        request, template, whole, patients=[guest.patient.id], subject=guest.link.subject_id, status=status
    )


def page_words(request: HttpRequest, language: str, site: Site | None) -> dict[str, Any]:
    """What every page for patients needs: the words, the other language, and whom to call."""
    words = words_of(language)
    name = site.unit.name if site else ""
    return {
        "t": words,
        "language": language,
        "languages": [(code, label) for code, label in LANGUAGES.items() if code != language],
        "site_name": name,
        "site": site,
        "call_label": words["call_us"].format(site=name),
        "phone": format_phone(site.phone) if site else "",
        "phone_url": f"tel:{site.phone}" if site and site.phone else "",
    }


def dead_page(request: HttpRequest, link: Link | None) -> HttpResponse:
    """What a link that is over shows: nothing about anybody, and the telephone of the office it was from."""
    site = None
    if link is not None:
        assume(Identity(organizations=frozenset({link.organization_id}), request_id=request.request_id))
        site = place_of(link.unit_id).site
    request.actor = None
    words = page_words(request, chosen_language(request, "en"), site)
    return render(request, "intake/public/dead.html", words, status=410)


def tried(operation: Callable[..., Any], **arguments: Any) -> tuple[Any, Refused | None]:
    """What an operation gave, or its refusal with everything undone; what is not there stays not found."""
    try:
        with transaction.atomic():
            return operation(**arguments), None
    except NotFound:
        raise
    except Refused as refused:
        return None, refused
