"""The calendar between people: two windows see each other's changes, keys do it all, list and paper say the same."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from .test_calendar import HOUR_PX, book_tomorrow, face, place_of
from .visiting import NEEDS_BROWSER

pytestmark = NEEDS_BROWSER

#: What "at once" means to whoever looks at another window.
SOON = 2_500


def another_window_sees_it(day, visit, address):
    """What one person moves is seen in another window, where the person's own place and focus stay."""
    with day.visited_by("sally", address) as sally, day.visited_by("simon", address) as simon:
        expect(face(simon.page)).to_be_visible()
        face(simon.page).focus()
        scroll = "document.querySelector('.calendar-host .ec-main').scrollTop"
        before, at = face(simon.page).bounding_box(), simon.page.evaluate(scroll)
        box = face(sally.page).bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + 8
        sally.page.mouse.move(x, y)
        sally.page.mouse.down()
        sally.page.mouse.move(x, y + HOUR_PX, steps=12)
        sally.page.mouse.up()
        expect(sally.page.locator("#toasts").get_by_text(re.compile("^Moved to"))).to_be_visible()
        expect(face(simon.page)).to_contain_text("3:00 AM", timeout=SOON)
        assert face(simon.page).bounding_box()["y"] > before["y"]
        assert simon.page.evaluate(scroll) == at
        expect(face(simon.page)).to_be_focused()
        sally.page.locator("#toasts").get_by_role("button", name="Undo").click()
        expect(sally.page.locator("#toasts").get_by_text(re.compile("^Undone"))).to_be_visible()
        expect(face(simon.page)).to_contain_text("2:00 AM", timeout=SOON)
    assert place_of(day, visit) == ("02:00", "Dr. Hale")


def resize_where_it_can_be(day, visit, address):
    """The lower edge makes a visit longer, where the operation can; elsewhere there is no edge to take."""
    with day.visited_by("sally", address) as sally:
        page = sally.page
        expect(face(page)).to_be_visible()
        edge = page.locator(
            ".ec-event", has=page.get_by_role("button", name=re.compile("Lindqvist"))
        ).locator(".ec-resizer")
        expect(edge).not_to_have_count(0)
        page.locator(".calendar-host").scroll_into_view_if_needed()
        box = face(page).bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] - 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x, y + HOUR_PX / 2, steps=8)
        page.mouse.up()
        expect(page.locator("#toasts").get_by_text(re.compile(r"^Now \d+ minutes"))).to_be_visible()
        page.locator("#toasts").get_by_role("button", name="Undo").click()
        expect(page.locator("#toasts").get_by_text(re.compile("^Undone"))).to_be_visible()


def walk_by_keys(day, visit, address):
    """Arrows go from the visit to the free times around it and into the next column; Enter on one of them books."""
    with day.visited_by("sally", address) as sally:
        page = sally.page
        face(page).focus()
        page.keyboard.press("ArrowDown")
        free = page.locator('[data-event="free-cursor"]')
        expect(free).to_be_focused()
        expect(free).to_have_text(re.compile("2:30 AM.*Free.*Dr. Hale"))
        page.keyboard.press("ArrowRight")
        expect(free).to_have_text(re.compile("2:30 AM.*Free.*Dr. Ito"))
        expect(free).to_be_focused()
        sally.look("calendar-free-time")
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("2:30 AM, Dr. Ito")
        sally.look("calendar-book-dialog")
        dialog.get_by_role("link", name=re.compile("^Follow-up")).click()
        expect(page.get_by_role("heading", name="Book a visit")).to_be_visible()
        expect(page.get_by_role("definition").filter(has_text="Dr. Ito")).to_be_visible()
        page.go_back()
        expect(face(page)).to_be_visible()


def cancel_from_the_menu(day, visit, address):
    """A point opens what can be done; canceling asks why, hides the visit, and can be taken back."""
    with day.visited_by("sally", address) as sally:
        page = sally.page
        face(page).focus()
        page.keyboard.press(".")
        menu = page.get_by_role("menu")
        expect(menu.get_by_role("menuitem", name="Open")).to_be_focused()
        sally.look("calendar-menu")
        menu.get_by_role("menuitem", name="Cancel…").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("button", name="Cancel the visit").click()
        expect(dialog.get_by_role("alert")).to_contain_text("Choose the reason first.")
        dialog.get_by_label("Reason").select_option("Weather")
        dialog.get_by_role("button", name="Cancel the visit").click()
        expect(face(page)).to_have_count(0)
        page.locator("#toasts").get_by_role("button", name="Undo").click()
        expect(face(page)).to_be_visible()


def list_and_paper(day, visit, address):
    """L shows the list: the same things as the columns. On paper each provider has a page."""
    with day.visited_by("sally", address) as sally:
        page = sally.page
        expect(face(page)).to_be_visible()
        drawn = page.evaluate(
            "[...document.querySelectorAll('.event-face')].map((each) => each.dataset.event).sort()"
        )
        page.keyboard.press("l")
        row = page.get_by_role("row", name=re.compile("Lindqvist"))
        expect(row).to_contain_text("2:00 AM to 2:30 AM")
        listed = page.evaluate(
            "[...document.querySelectorAll('tr[data-event]')].map((each) => each.dataset.event).sort()"
        )
        assert listed == drawn
        sally.look("calendar-list")
        sally.look_narrow("calendar-list-narrow")
        page.get_by_role("button", name="Who or what").click()
        expect(page.get_by_role("columnheader", name="Who or what")).to_have_attribute(
            "aria-sort", "ascending"
        )
        page.get_by_role("link", name="Print").click()
        page.emulate_media(media="print")
        sheets = page.locator(".calendar-sheet")
        expect(sheets.filter(has_text="Dr. Hale")).to_contain_text("Lindqvist")
        assert all(box["height"] < 960 for box in (each.bounding_box() for each in sheets.all()))
        page.emulate_media(media="screen")


def every_view(day, visit, address):
    """Axe finds nothing in any view, and nothing is wider than a telephone."""
    with day.visited_by("sally", address) as sally:
        for view in ("day", "rooms", "week", "month", "department"):
            sally.go(re.sub("$", f"&view={view}", address))
            if view in ("day", "rooms", "week"):
                expect(sally.page.locator(".calendar-host .ec-main")).to_be_visible()
            sally.look(f"calendar-{view}")
            sally.look_narrow(f"calendar-{view}-narrow")
        sally.go(address)
        sally.page.set_viewport_size({"width": 390, "height": 844})
        bar = sally.page.locator(".calendar-narrow")
        expect(bar).to_contain_text("Dr. Hale (1 of 2)")
        bar.get_by_role("button", name="The column after").click()
        expect(bar).to_contain_text("Dr. Ito (2 of 2)")
        expect(face(sally.page)).to_have_count(0)


def test_the_calendar_between_people(day):
    visit, address = book_tomorrow(day)
    for act in (another_window_sees_it, resize_where_it_can_be, walk_by_keys, cancel_from_the_menu,
                list_and_paper, every_view):  # fmt: skip
        act(day, visit, address)
