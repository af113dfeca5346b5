"""The middleware that opens one transaction around the whole response and says who is asking.

Django's own `ATOMIC_REQUESTS` renders templates after the transaction has ended, where the identity is gone;
so the transaction is opened here, and everything up to the last rendered byte happens inside it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from wellrun.platform.access import sessions, sources
from wellrun.platform.access.refusals import NotAllowed, NotFound, Refused
from wellrun.platform.access.screens import LINK, PUBLIC
from wellrun.platform.access.submissions import answered_once
from wellrun.platform.audit.api import record_denial
from wellrun.platform.clock import now
from wellrun.platform.database.identity import Identity, acting, assume


class DoorMiddleware:
    """Who, then may they, then the view, then the record of it; all in one transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        request.request_id = uuid.uuid4()
        request.actor = None
        request.refusal = None
        if _too_large(request):
            happened = "What was sent is larger than anything that is taken here. Nothing was changed."
            return render(request, "ui/problems/422.html", {"happened": happened}, status=413)
        if _holds_null(request.GET):
            happened = "The address holds a character that nothing here can hold."
            return render(request, "ui/problems/422.html", {"happened": happened}, status=400)
        with transaction.atomic():
            request.actor = self._actor(request)
            assume(self._identity(request))
            with timezone.override(request.actor.zone if request.actor else None):
                response = answered_once(request, lambda: self.get_response(request))
            refusal = request.refusal
            if response.status_code >= 500 or refusal is not None:
                transaction.set_rollback(True)
        if request.actor is not None:
            # Whoever sits down after a sign-out finds nothing behind the back button (45 CFR 164.310(c)).
            response.headers.setdefault("Cache-Control", "private, no-store")
        if getattr(request, "wellrun_capability", None) == LINK:
            # The address is the key: no other site is told it, and nothing of the page stays behind.
            # Without any referrer a browser sends its forms from the origin "null", which no page may trust.
            response.headers["Referrer-Policy"] = "same-origin"
            response.headers["Cache-Control"] = "private, no-store"
        if isinstance(refusal, NotAllowed | NotFound):
            # The page's own transaction is gone with everything in it; the denial must not be.
            with acting(self._identity(request)):
                record_denial(type(refusal).__name__, subject_type="url", subject_id=request.path[:64])
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Check the capability that the view declares."""
        capability = getattr(view, "wellrun_capability", None)
        request.wellrun_capability = capability
        # What machines report is theirs to read: their signature is over every byte of it.
        if request.method == "POST" and not getattr(view, "csrf_exempt", False) and _holds_null(request.POST):
            happened = "The form holds a character that nothing here can hold. Nothing was changed."
            return render(request, "ui/problems/422.html", {"happened": happened}, status=400)
        if capability is None or capability in (PUBLIC, LINK):
            return None
        actor = request.actor
        if actor is None or not sessions.still_open(request, background=view.wellrun_background):
            logout(request)
            return _sign_in(request)
        if settings.REQUIRE_SECOND_FACTOR and not sources.has_second_factor(request.user):
            return HttpResponseRedirect(reverse("mfa_index"))
        if not actor.may(capability):
            # Django hands what a view raises to `process_exception`, but not what is raised here.
            return self.process_exception(request, NotAllowed())
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a refusal nobody handled into a page with its sentence."""
        if not isinstance(exception, Refused):
            return None
        request.refusal = exception
        if exception.status == 404:
            return render(request, "404.html", status=404)
        template = "ui/problems/409.html" if exception.status == 409 else "ui/problems/422.html"
        return render(request, template, {"happened": exception.sentence}, status=exception.status)

    def _actor(self, request: HttpRequest) -> Any:
        if not request.user.is_authenticated:
            return None
        return sources.actor_for(request.user, request_id=request.request_id, at=now())

    def _identity(self, request: HttpRequest) -> Identity:
        actor = request.actor
        return actor.identity() if actor else Identity(request_id=request.request_id)


def _too_large(request: HttpRequest) -> bool:
    """Whether a body is not even to be read: files in a form are kept on disk before anybody asks who sends them."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    except ValueError:
        return False


def _holds_null(said: QueryDict) -> bool:
    return any("\x00" in value for _, values in said.lists() for value in values)


def _sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in. A page that refreshes a part of itself leaves as a whole, and comes back as a whole."""
    if request.htmx:
        page = request.htmx.current_url_abs_path or "/"
        return HttpResponseClientRedirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': page})}")
    return HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?next={request.path}")
