"""Screens: every view says which capability it needs, and shows health information only by saying whose."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html

from wellrun.platform.access.matrix import CAPABILITIES
from wellrun.platform.access.refusals import NotFound, Refused
from wellrun.platform.audit.api import record_read

View = TypeVar("View", bound=Callable[..., HttpResponse])
Result = TypeVar("Result")
PUBLIC = "(public)"
LINK = "(link)"


def screen(capability: str, *, background: bool = False) -> Callable[[View], View]:
    """Declare the capability a view needs; the door checks it before the view runs.

    `background` views are asked for by the page itself, and so do not count as activity of the person.
    """
    if capability not in CAPABILITIES:
        raise ImproperlyConfigured(f"{capability} is not in the matrix.")

    def declare(view: View) -> View:
        view.wellrun_capability = capability  # type: ignore[attr-defined]
        view.wellrun_background = background  # type: ignore[attr-defined]
        return view

    return declare


def public(view: View) -> View:
    """Declare that a view needs no sign-in. It must show nothing about anybody."""
    view.wellrun_capability = PUBLIC  # type: ignore[attr-defined]
    return view


def by_link(view: View) -> View:
    """Declare that a view is opened by a patient's signed link instead of a sign-in. It takes the token from its
    address and may show only what concerns the link's own subject; `enter` of the room `outreach` says whose that
    is."""
    view.wellrun_capability = LINK  # type: ignore[attr-defined]
    return view


def show(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    patients: Iterable[uuid.UUID] | None = None,
    subject: object = "",
    status: int = 200,
) -> HttpResponse:
    """Render a page and record whose health information is on it, in the same transaction.

    A screen whose capability shows health information must pass `patients`, if only an empty list.
    """
    asked = request.wellrun_capability
    name, phi = ("link", True) if asked == LINK else (asked, CAPABILITIES[asked].phi)
    if phi and patients is None:
        raise ImproperlyConfigured(f"{template} shows health information but does not say whose.")
    seen = sorted(set(patients or ()))
    if seen:
        record_read(name, subject_type=template, subject_id=subject, patients=seen)
    return render(request, template, dict(context), status=status)


def attempt(form: BaseForm, operation: Callable[..., Result], **arguments: Any) -> Result | None:
    """Run one operation for a form; a refusal undoes it whole and is put beside the field it names.

    What is not there, or not theirs, is no matter of a field: that refusal goes on to become the page for it.
    """
    try:
        with transaction.atomic():
            return operation(**arguments)
    except NotFound:
        raise
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, _said(refusal))
        return None


def _said(refusal: Refused) -> str:
    name, label = refusal.leads_to
    return (
        format_html('{} <a href="{}">{}</a>', refusal.sentence, reverse(name), label)
        if name
        else refusal.sentence
    )
