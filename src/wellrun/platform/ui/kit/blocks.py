"""Tags that frame what stands between them: panels, dialogs, notes, columns, live regions, filter bars."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


def framed(name: str, content: str, **values: Any) -> SafeString:
    """The component template `name` around `content`."""
    return render_to_string(f"ui/components/{name}.html", {"content": content, **values})


@register.simple_block_tag
def panel(
    content: str, title: str = "", link_label: str = "", link_url: str = "", flush: bool = False
) -> SafeString:
    """`{% panel "Title" %}…{% endpanel %}`: a bordered part of the page; `flush` leaves no inner space."""
    return framed("panel", content, title=title, link_label=link_label, link_url=link_url, flush=flush)


@register.simple_block_tag
def note(content: str, tone: str = "info", title: str = "", icon: str = "") -> SafeString:
    """`{% note "warn" "Title" %}…{% endnote %}`: something to read before going on."""
    known = {"good": "circle-check", "warn": "alert-triangle", "bad": "alert-circle"}
    return framed("note", content, tone=tone, title=title, icon=icon or known.get(tone, "info-circle"))


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:  # noqa: A002 - the word of HTML
    """`{% dialog "cancel" "Cancel visit" %}…{% enddialog %}`: opened by `{% button … opens="cancel" %}`."""
    return framed("dialog", content, id=id, title=title)


@register.simple_block_tag
def column(
    content: str, title: str, count: int | None = None, tone: str = "neutral", icon: str = ""
) -> SafeString:
    """One column of `<div class="board">`; the content is `<li>` cards. Say the number with `count`."""
    return framed("column", content, title=title, count=count, tone=tone, icon=icon)


@register.simple_block_tag
def live(content: str, id: str, url: str, every: int = 20) -> SafeString:  # noqa: A002 - the word of HTML
    """A region that asks `url` for itself every so many seconds, while the page is looked at."""
    return framed("live", content, id=id, url=url, every=every)


@register.simple_block_tag
def filter_bar(content: str, label: str = "Filter", clear_url: str = "") -> SafeString:
    """`{% filter_bar %}…fields…{% endfilter_bar %}`: a GET form in one line, with a way back to all."""
    return framed("filter_bar", content, label=label, clear_url=clear_url)
