"""Tags and filters that draw one value: money, instants, days, ages, phones, names, states, icons, keys."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from wellrun.platform.money import format_cents
from wellrun.platform.ui.formatting import (
    format_age,
    format_clock,
    format_day,
    format_person,
    format_phone,
    in_zone,
)
from wellrun.platform.ui.statuses import TONES, status_of

NOTHING = SafeString('<span class="quiet">–</span>')

register = template.Library()

NOTHING = format_html('<span class="quiet">{}</span>', "–")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of frontend/icons.json. Without `label` it is decoration; with it, it is read as an image."""
    href = f"{static('ui/dist/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, href
        )
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', href
    )


@register.simple_tag
def badge(text: object, tone: str = "neutral", icon_name: str = "") -> SafeString:
    """A pill of one of TONES with any short text. A pill that means a state is `status`."""
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"badge: no tone {tone!r}; one of {', '.join(TONES)}")
    drawn = icon(icon_name) if icon_name else ""
    return format_html('<span class="pill tone-{}">{}{}</span>', tone, drawn, text)


@register.simple_tag
def status(state: str, kind: str = "visit") -> SafeString:
    """The pill of a state in one of the vocabularies of `statuses.KINDS`: word, icon and tone."""
    shown = status_of(state, kind)
    return badge(shown.label, shown.tone, shown.icon)


@register.filter
def money(cents: int | None) -> SafeString:
    """Integer cents as dollars, negative in parentheses and marked; None is a dash."""
    if cents is None:
        return NOTHING
    name = "money money-negative" if cents < 0 else "money"
    return format_html('<span class="{}">{}</span>', name, format_cents(cents))


@register.filter
def number(value: int | float) -> str:
    """A number with commas between its thousands."""
    return f"{value:,}"


@register.filter
def day(value: date | None) -> SafeString:
    """A date as "Nov 23, 2026" in a <time>; None is a dash. An instant is not a date: use `instant`."""
    if value is None:
        return NOTHING
    return format_html('<time datetime="{}">{}</time>', value.strftime("%Y-%m-%d"), format_day(value))


@register.simple_tag
def instant(at: datetime | None, zone: ZoneInfo | str | None = None, show: str = "both") -> SafeString:
    """An instant in wall time of `zone` (the current zone of the request when none is given).

    `show` is "both" ("Nov 23, 2026, 8:05 AM"), "time", "date" or "zone" (both, with the zone's short name).
    """
    if at is None:
        return NOTHING
    local = in_zone(at, zone or timezone.get_current_timezone())
    text = {
        "both": f"{format_day(local)}, {format_clock(local)}",
        "time": format_clock(local),
        "date": format_day(local),
        "zone": f"{format_day(local)}, {format_clock(local)} {local.tzname()}",
    }[show]
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), text)


@register.simple_tag
def age(born_on: date | None, on: date) -> str:
    """Age on the day `on`, as "64 y", "17 mo", "9 wk" or "12 d"; an unknown birth date is a dash."""
    return "–" if born_on is None else format_age(born_on, on)


@register.simple_tag
def phone(number: str, link: bool = True) -> SafeString | str:
    """A phone number for reading, and for calling when `link`; nothing for an empty number."""
    if not number:
        return ""
    if not link:
        return format_phone(number)
    return format_html('<a class="phone" href="tel:{}">{}</a>', number, format_phone(number))


@register.simple_tag
def person_name(
    person: object = None,
    family: str = "",
    given: str = "",
    middle: str = "",
    suffix: str = "",
    preferred: str = "",
) -> str:
    """A name as lists sort it, from the parts or from the `*_name`, `suffix` attributes of `person`."""
    if person is not None:
        family = getattr(person, "family_name", "") or family
        given = getattr(person, "given_name", "") or given
        middle = getattr(person, "middle_name", "") or middle
        suffix = getattr(person, "suffix", "") or suffix
        preferred = getattr(person, "preferred_name", "") or preferred
    return format_person(family, given, middle=middle, suffix=suffix, preferred=preferred)


@register.simple_tag
def kbd(keys: str) -> SafeString:
    """Keys to press, each drawn as a key cap: `{% kbd "g d" %}`."""
    return format_html_join(" ", "<kbd>{}</kbd>", ((key,) for key in keys.split()))
