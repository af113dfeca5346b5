"""The islands of TypeScript in a real browser: calendar, live regions, typeahead, forms sent once."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from django.template import engines
from django.test import RequestFactory

from wellrun.platform.ui.tests.browser import needs_browser, violations

pytestmark = needs_browser

DAY = {
    "resources": [{"id": "1", "title": "Dr. Okafor"}, {"id": "2", "title": "Dr. Lindqvist"}],
    "opens": "08:00",
    "closes": "17:00",
    "slot_minutes": 15,
    "events": [
        {
            "id": "a",
            "resourceIds": ["1"],
            "start": "2026-11-23T09:00",
            "end": "2026-11-23T09:30",
            "title": "Rivera, Ana",
            "state": "confirmed",
            "state_label": "Confirmed",
            "url": "/visits/a/",
            "move_url": "/visits/a/move/",
        }
    ],
}
FREE = [{"starts_at": "2026-11-23T10:15", "resource": "2", "label": "10:15 AM, Dr. Lindqvist"}]


def page_around(content):
    """A bare page with the tags of the kit around `content`."""
    source = (
        '{% extends "ui/bare.html" %}{% load ui %}{% block content %}' + content + "{% endblock content %}"
    )
    return engines["django"].from_string(source).render({}, RequestFactory().get("/"))


BY_HAND = """<div class="table-frame"><table class="rows"><caption>Payments</caption><thead><tr>
  <th scope="col">Receipt</th><th scope="col">Taken</th><th scope="col">How</th><th scope="col">By</th>
  <th scope="col" class="num" data-keep>Amount</th><th scope="col">Remarks</th><th scope="col">Printed</th></tr></thead>
  <tbody><tr><th scope="row">10001</th><td>June 2, 2026, 9:00 AM</td><td>Card with an approval code</td>
  <td>Margarethe Longname</td><td class="num">$35.00</td><td>Paid by the daughter, who asks for a copy by mail</td>
  <td></td></tr></tbody></table></div>"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_table_written_by_hand_folds_on_a_narrow_screen_and_hides_nothing(open_page, scheme):
    tab = open_page("/money/", {"/money/": page_around(BY_HAND)}, width=390, height=844, scheme=scheme)
    frame = tab.locator(".table-frame")
    assert frame.evaluate("frame => frame.scrollWidth <= frame.clientWidth")
    row = tab.locator("tbody tr")
    tops = {
        cell: row.locator(f"text={cell}").bounding_box()["y"] for cell in ("10001", "$35.00", "Margarethe")
    }
    assert abs(tops["10001"] - tops["$35.00"]) < 4 < tops["Margarethe"] - tops["10001"]
    assert (
        row.locator("[data-label=By]").evaluate("cell => getComputedStyle(cell, '::before').content")
        == '"By "'
    )
    assert not row.locator("td >> nth=-1").is_visible()
    assert violations(tab) == []


def test_on_paper_a_table_is_a_table(open_page):
    tab = open_page("/money/", {"/money/": page_around(BY_HAND)}, width=390, height=844)
    shown = "table => getComputedStyle(table).display"
    assert tab.locator("table").evaluate(shown) == "block"
    tab.emulate_media(media="print")
    assert tab.locator("table").evaluate(shown) == "table"


@pytest.fixture
def open_calendar(open_page):
    """Opens a day by provider; `answer` is what the server says to a move. Gives (tab, moves asked for)."""

    def opened(answer):
        asked = []

        def move(request):
            asked.append({name: value[0] for name, value in parse_qs(request.post_data).items()})
            return answer

        calendar = '{% calendar "/day/events/" "2026-11-23" "/day/free/" %}'
        pages = {
            "/day/": page_around(calendar),
            "/day/events/": DAY,
            "/day/free/": FREE,
            "/visits/a/move/": move,
        }
        tab = open_page("/day/", pages, zone="Asia/Tokyo")
        tab.wait_for_selector(".event-face")
        return tab, asked

    return opened


def drag_down(tab, pixels):
    box = tab.locator(".event-face").bounding_box()
    x, y = box["x"] + 30, box["y"] + 8
    tab.mouse.move(x, y)
    tab.mouse.down()
    tab.mouse.move(x, y + 10, steps=3)
    tab.mouse.move(x, y + pixels, steps=6)
    tab.mouse.up()


def test_the_calendar_shows_the_day_and_axe_finds_nothing(open_calendar):
    tab, _ = open_calendar((200, {}))
    assert "9:00 AM Rivera, Ana Confirmed" in " ".join(tab.inner_text(".event-face").split())
    assert violations(tab) == []
    assert tab.complaints == []


def test_dragging_asks_the_server_in_wall_clock_time_of_the_site(open_calendar):
    tab, asked = open_calendar((200, {"sentence": "Moved to 10:00 AM.", "undo_url": "/visits/a/undo/"}))
    drag_down(tab, 4 * 22)
    tab.wait_for_selector("#toasts .toast-note")
    assert asked == [{"starts_at": "2026-11-23T10:00", "resource": "1"}]
    assert "Moved to 10:00 AM." in tab.inner_text("#toasts")
    assert tab.url.endswith("/day/")


def test_a_refused_move_goes_back_and_says_the_sentence_of_the_server(open_calendar):
    tab, _ = open_calendar((409, {"sentence": "Dr. Okafor is on leave at 10:00 AM."}))
    before = tab.locator(".event-face").bounding_box()
    drag_down(tab, 4 * 22)
    tab.wait_for_selector("#toasts .toast-note")
    assert "Dr. Okafor is on leave at 10:00 AM." in tab.inner_text("#toasts")
    assert tab.locator(".event-face").bounding_box() == before


def test_a_visit_is_moved_with_the_keyboard_alone(open_calendar):
    tab, asked = open_calendar((200, {"sentence": "Moved."}))
    tab.focus(".event-face")
    tab.keyboard.press("m")
    tab.wait_for_selector(".free-time")
    assert violations(tab) == []
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#toasts .toast-note")
    assert asked == [{"starts_at": "2026-11-23T10:15", "resource": "2"}]
    assert not tab.is_visible("#move-dialog")


def test_a_refusal_is_read_in_the_dialog_that_asked(open_calendar):
    tab, _ = open_calendar((409, {"sentence": "That time was just taken."}))
    tab.focus(".event-face")
    tab.keyboard.press("m")
    tab.click(".free-time")
    tab.wait_for_selector("#move-dialog [data-move-refusal]:has-text('That time was just taken.')")


def test_a_visit_is_moved_by_a_button_of_the_list_too(open_page):
    asked = []

    def move(request):
        asked.append(request.post_data)
        return 200, {"sentence": "Moved."}

    content = """{% calendar "/day/events/" "2026-11-23" "/day/free/" %}
        {% move_button "a" "Rivera, Ana" "/visits/a/move/" "/day/free/" %}"""
    pages = {
        "/day/": page_around(content),
        "/day/events/": DAY,
        "/day/free/": FREE,
        "/visits/a/move/": move,
    }
    tab = open_page("/day/", pages)
    tab.click("button:has-text('Move…')")
    tab.click(".free-time")
    tab.wait_for_selector("#toasts .toast-note:has-text('Moved.')")
    assert asked == ["starts_at=2026-11-23T10%3A15&resource=2"]


def test_enter_opens_the_visit(open_calendar):
    tab, _ = open_calendar((200, {}))
    tab.focus(".event-face")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/visits/a/")


def test_a_live_region_refreshes_when_looked_at_and_keeps_the_focus(open_page):
    region = '{% live "board" "/board/" 3600 %}<a id="first" href="#x">2 waiting</a>{% endlive %}'
    fresh = '<span data-live-summary="3 waiting"></span><a id="first" href="#x">3 waiting</a>'
    tab = open_page("/day/", {"/day/": page_around(region), "/board/": fresh})
    tab.focus("#first")
    tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    tab.wait_for_selector("#first:has-text('3 waiting')")
    tab.wait_for_selector("#announcements:has-text('3 waiting')", state="attached")
    assert tab.evaluate("document.activeElement.id") == "first"
    assert tab.complaints == []


def test_search_as_you_type_is_chosen_by_keys_and_posts_the_value(open_page):
    hits = [
        {"value": "7", "label": "Rivera, Ana", "hint": "Apr 7, 1962"},
        {"value": "8", "label": "Rivas, Jo"},
    ]
    box = '<form>{% typeahead "patient" "Patient" "/hits/?q=" %}</form>'
    tab = open_page("/x/", {"/x/": page_around(box), "/hits/": hits})
    tab.type("#id_patient", "riv")
    tab.wait_for_selector("#id_patient_list [role=option]")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowDown")
    assert tab.get_attribute("#id_patient", "aria-activedescendant") == "id_patient_list-1"
    assert violations(tab) == []
    tab.keyboard.press("Enter")
    assert tab.input_value("[name=patient]") == "8"
    tab.type("#id_patient", "x")
    assert tab.input_value("[name=patient]") == ""


def test_a_form_is_sent_once_with_the_value_of_its_button(open_page):
    sent = []

    def take(request):
        sent.append(request.post_data)
        return 204, None

    form = '<form method="post" action="/take/">{% button "Pay" name="act" value="pay" %}</form>'
    tab = open_page("/x/", {"/x/": page_around(form), "/take/": take})
    for _ in range(3):
        tab.evaluate("document.querySelector('form button').click()")
        tab.wait_for_timeout(150)
    assert sent == ["act=pay"]
    assert tab.is_disabled("form button")
