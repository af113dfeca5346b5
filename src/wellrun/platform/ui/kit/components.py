"""Tags that draw one component from plain values: buttons, tiles, fields, confirmations, meters."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import template
from django.forms import BoundField
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

BUTTON_KINDS = ("primary", "plain", "danger", "quiet")


@register.inclusion_tag("ui/components/button.html")
def button(
    label: str,
    kind: str = "plain",
    icon: str = "",
    href: str = "",
    type: str = "submit",  # noqa: A002 - the word of HTML
    name: str = "",
    value: str = "",
    small: bool = False,
    disabled: bool = False,
    opens: str = "",
    keys: str = "",
    form: str = "",
    icon_only: bool = False,
    prints: bool = False,
) -> dict[str, Any]:
    """A button, or a link that looks like one when `href` is given.

    `kind` is one of BUTTON_KINDS; `opens` is the id of a dialog (the type is then "button"); `keys` a
    shortcut such as "g p"; `form` the id of a form elsewhere; `icon_only` hides the label from the eye
    alone; `prints` prints the page.
    """
    if kind not in BUTTON_KINDS:
        raise template.TemplateSyntaxError(f"button: no kind {kind!r}; one of {', '.join(BUTTON_KINDS)}")
    shown = {"primary": "btn-primary", "danger": "btn-danger", "quiet": "btn-quiet", "plain": ""}[kind]
    return {
        "label": label,
        "classes": " ".join(part for part in ("btn", shown, "btn-sm" if small else "") if part),
        "icon": icon,
        "href": href,
        "type": "button" if opens or prints else type,
        "name": name,
        "value": value,
        "disabled": disabled,
        "opens": opens,
        "keys": keys,
        "form": form,
        "icon_only": icon_only,
        "prints": prints,
    }


@register.inclusion_tag("ui/components/stat.html")
def stat(label: str, value: object, url: str = "", hint: str = "", tone: str = "") -> dict[str, Any]:
    """A tile with one number, which is a link to the rows it counts. `value` is drawn as given."""
    return {"label": label, "value": value, "url": url, "hint": hint, "tone": tone}


@register.simple_tag
def field(bound_field: BoundField) -> SafeString:
    """A form field with its label, help and refusal beside it."""
    return bound_field.as_field_group()


@register.simple_tag
def submission() -> SafeString:
    """A hidden key, new for each form drawn: by it the door answers a form once, however often it comes."""
    return format_html('<input type="hidden" name="submission" value="{}">', uuid4())


@register.inclusion_tag("ui/components/form_errors.html")
def form_errors(form: Any) -> dict[str, Any]:
    """What a form refuses as a whole, and links to the fields it refuses; nothing when all is well."""
    refused = [bound for bound in form if bound.errors and not bound.is_hidden]
    hidden = [error for bound in form.hidden_fields() for error in bound.errors]
    return {"whole": [*form.non_field_errors(), *hidden], "refused": refused}


@register.inclusion_tag("ui/components/confirm_once.html", takes_context=True)
def confirm_once(
    context: Context,
    label: str,
    action: str,
    consequence: str,
    question: str = "",
    confirm_label: str = "",
    icon: str = "trash",
    kind: str = "danger",
    small: bool = False,
) -> dict[str, Any]:
    """A button that asks once before it POSTs to `action`, saying the consequence in numbers.

    `consequence` is a sentence such as "3 visits will be canceled and 3 patients told."
    """
    return {
        "id": f"confirm-{uuid4().hex[:8]}",
        "label": label,
        "action": action,
        "consequence": consequence,
        "question": question or f"{label}?",
        "confirm_label": confirm_label or label,
        "icon": icon,
        "kind": kind,
        "small": small,
        "csrf_token": context.get("csrf_token", ""),
    }


@register.inclusion_tag("ui/components/progress.html")
def progress(label: str, value: int | None = None, maximum: int = 100, text: str = "") -> dict[str, Any]:
    """How far something is; without `value` it only says that it is under way."""
    shown = text or (f"{value:,} of {maximum:,}" if value is not None else "Working…")
    return {
        "id": f"progress-{uuid4().hex[:8]}",
        "label": label,
        "value": value,
        "maximum": maximum,
        "text": shown,
    }


@register.inclusion_tag("ui/components/file_drop.html")
def file_drop(
    name: str,
    label: str,
    accept: str = "",
    help: str = "",
    multiple: bool = False,
    id: str = "",  # noqa: A002
) -> dict[str, Any]:
    """A place to drop or choose files; its form must be multipart. `accept` is as in HTML."""
    return {
        "name": name,
        "label": label,
        "accept": accept,
        "help": help,
        "multiple": multiple,
        "id": id or f"id_{name}",
    }


@register.inclusion_tag("ui/components/typeahead.html")
def typeahead(
    name: str,
    label: str,
    url: str,
    value: str = "",
    shown: str = "",
    help: str = "",  # noqa: A002 - the word of the form field
    least: int = 2,
    required: bool = False,
    autofocus: bool = False,
) -> dict[str, Any]:
    """Search as you type over a JSON address ending in "q=", answering [{"value", "label", "hint"}].

    Posts the chosen `value` under `name`; asks from `least` letters on.
    """
    return {
        "name": name,
        "label": label,
        "url": url,
        "value": value,
        "shown": shown,
        "help": help,
        "least": least,
        "required": required,
        "autofocus": autofocus,
        "id": f"id_{name}",
    }


@register.inclusion_tag("ui/components/move_button.html")
def move_button(visit: str, title: str, move_url: str, free_url: str) -> dict[str, Any]:
    """The button “Move…” for one visit of the list beside `calendar`: free times to choose from.

    The POST to `move_url` carries `starts_at` ("YYYY-MM-DDTHH:MM", wall-clock time of the site) and
    `resource`; the answer is JSON {"sentence", "undo_url"}, with status 409 or 422 when refused.
    """
    return {"visit": visit, "title": title, "move_url": move_url, "free_url": free_url}


@register.inclusion_tag("ui/components/calendar.html")
def calendar(events_url: str, day: str, free_url: str = "", label: str = "Day by provider") -> dict[str, Any]:
    """The provider columns of one day ("YYYY-MM-DD"); the page must put a list of the same day beside it.

    `events_url` answers {"resources", "events", "opens", "closes", "slot_minutes"} in wall-clock time of the
    site; `free_url` answers [{"starts_at", "resource", "label"}] for "?event=<id>".
    """
    return {"events_url": events_url, "day": day, "free_url": free_url, "label": label}
