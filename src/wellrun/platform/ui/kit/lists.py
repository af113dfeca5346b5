"""Tags that draw many things: tables, differences, definitions, tabs, pages, timelines, empty places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import QueryDict
from django.template import Context

from wellrun.platform.ui.navigation import NavItem
from wellrun.platform.ui.tables import DiffRow, EmptyState, Table, TimelineEntry

register = template.Library()


def address_with(context: Context, **changes: object) -> str:
    """The query string of the request with some parameters set, or removed where the value is None."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return "?" + query.urlencode()


@register.inclusion_tag("ui/components/table.html", takes_context=True)
def table(context: Context, table: Table) -> dict[str, Any]:
    """A table with its caption; sortable headings link to `?sort=` of this page; no rows: what to do next."""
    headings = []
    for column in table.columns:
        ascending, descending = table.sorted_by == column.sort, table.sorted_by == f"-{column.sort}"
        order = ("ascending" if ascending else "descending" if descending else "") if column.sort else ""
        wanted = f"-{column.sort}" if ascending else column.sort
        address = address_with(context, sort=wanted, page=None) if column.sort else ""
        headings.append({"column": column, "order": order, "url": address})
    return {"table": table, "headings": headings, "zone": table.zone}


@register.inclusion_tag("ui/components/diff_table.html")
def diff_table(
    rows: Sequence[DiffRow],
    caption: str,
    name: str = "accept",
    old_label: str = "On file",
    new_label: str = "New",
) -> dict[str, Any]:
    """Two versions side by side; each changed field has a checkbox that posts its name under `name`."""
    return {"rows": rows, "caption": caption, "name": name, "old_label": old_label, "new_label": new_label}


@register.inclusion_tag("ui/components/definitions.html")
def definitions(rows: Sequence[tuple[str, object]]) -> dict[str, Any]:
    """(label, value) pairs; an empty value is a dash."""
    return {"rows": rows}


@register.inclusion_tag("ui/components/tabs.html")
def tabs(items: Sequence[NavItem], label: str = "Views") -> dict[str, Any]:
    """Links between views of one thing; the current one is marked."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page) -> dict[str, Any]:
    """Which rows are shown, of how many, and links to the other pages (`?page=`)."""
    numbers = []
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        url = address_with(context, page=number) if isinstance(number, int) else ""
        numbers.append({"number": number, "url": url, "current": number == page.number})
    earlier = address_with(context, page=page.previous_page_number()) if page.has_previous() else ""
    later = address_with(context, page=page.next_page_number()) if page.has_next() else ""
    return {"page": page, "numbers": numbers, "earlier": earlier, "later": later}


@register.inclusion_tag("ui/components/timeline.html")
def timeline(entries: Sequence[TimelineEntry], zone: Any = None) -> dict[str, Any]:
    """What happened, in the order given, in wall time of `zone`."""
    return {"entries": entries, "zone": zone}


@register.inclusion_tag("ui/components/empty_state.html")
def empty_state(
    title: str, text: str = "", action_label: str = "", action_url: str = "", icon: str = "inbox"
) -> dict[str, Any]:
    """What stands where nothing is yet, with what to do next."""
    empty = EmptyState(title=title, text=text, action_label=action_label, action_url=action_url, icon=icon)
    return {"empty": empty}
