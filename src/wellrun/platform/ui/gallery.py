"""What the gallery shows: every component in its states, with invented values."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator

from wellrun.platform.ui import samples
from wellrun.platform.ui.navigation import NavItem
from wellrun.platform.ui.statuses import KINDS, TONES

REFUSED = {
    "family_name": "",
    "birth_on": "4/7/2062",
    "mobile": "555-0142",
    "copay_cents": "thirty",
    "reason": "card 4111 1111 1111 1111",
    "contact_by": "text",
}


def gallery_context(path: str) -> dict[str, Any]:
    """What the gallery shows, under the shell of an office manager at `path`."""
    return {
        **samples.sample_shell(path),
        "page_title": "Components",
        "tones": TONES,
        "statuses": [(kind, state) for kind, states in KINDS.items() for state in states],
        "now": samples.NOON,
        "today": samples.TODAY,
        "born": [row["born_on"] for row in samples.VISITS],
        "zone": samples.ZONE,
        "visits": samples.sample_table(samples.VISITS, "Visits this morning"),
        "no_visits": samples.sample_table([], "Visits this afternoon"),
        "page": Paginator(range(1234), 25).page(3),
        "form": samples.SampleForm(initial={"copay_cents": 3500}, auto_id="new_%s"),
        "refused_form": samples.SampleForm(REFUSED, auto_id="refused_%s"),
        "filter_form": samples.FilterForm(),
        "differences": samples.DIFFERENCES,
        "history": samples.HISTORY,
        "toasts": samples.TOASTS,
        "facts": [("Member id", "PM 4471 902"), ("Plan", "Prairie Mutual Silver"), ("Group", "")],
        "views": [
            NavItem(label="All", url="#all", current=True, count=12),
            NavItem(label="Mine", url="#mine", count=3, count_tone="bad"),
            NavItem(label="Done", url="#done"),
        ],
    }
