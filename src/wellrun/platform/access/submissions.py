"""Answering a form once, however often it arrives."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from wellrun.platform.access.models import Submission
from wellrun.platform.clock import now

FIELD = "submission"


def answered_once(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """Run `answer` unless this form's key was answered before; then send the person where the first answer did.

    The key is taken with a unique index, so a second click waits for the first and then sees its outcome.
    A form that was refused gives its key back.
    """
    key = _key(request)
    if key is None:
        return answer()
    if not _take(key, request.user.pk):
        return _first_answer(key, request.user.pk)
    response = answer()
    location = response.headers.get("HX-Redirect") or response.headers.get("Location") or ""
    if response.status_code >= 400 or getattr(request, "refusal", None):
        Submission.objects.filter(key=key).delete()
    elif location:
        Submission.objects.filter(key=key).update(location=location[:500])
    return response


def _key(request: HttpRequest) -> uuid.UUID | None:
    if request.method != "POST" or not request.user.is_authenticated:
        return None
    try:
        return uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def _take(key: uuid.UUID, user_id: uuid.UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into access_submission (key, user_id, location, received_at) values (%s, %s, '', %s)"
            " on conflict (key) do nothing",
            [key, user_id, now()],
        )
        return bool(cursor.rowcount)


def _first_answer(key: uuid.UUID, user_id: uuid.UUID) -> HttpResponse:
    first = Submission.objects.filter(key=key, user_id=user_id).first()
    if first is None:
        return HttpResponse(status=409)
    return HttpResponseRedirect(first.location) if first.location else HttpResponse(status=204)
