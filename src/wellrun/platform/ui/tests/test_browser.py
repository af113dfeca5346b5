"""The gallery in a real browser: axe finds nothing, the keys work, the policy for scripts holds."""

from __future__ import annotations

import pytest

from wellrun.platform.ui.tests.browser import ORIGIN, needs_browser, violations
from wellrun.platform.ui.tests.drawing import draw_gallery

HITS = [{"label": "Rivera, Ana", "hint": "64 y", "url": "/patients/7/", "kind": "Patient"}]

pytestmark = needs_browser


@pytest.fixture
def open_gallery(open_page):
    """Opens the gallery, with a palette that always finds one patient."""

    def opened(width=1440, height=900, scheme="light"):
        pages = {"/gallery/": draw_gallery(), "/palette/": HITS}
        return open_page("/gallery/", pages, width=width, height=height, scheme=scheme)

    return opened


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_axe_finds_nothing_and_nothing_sticks_out(open_gallery, width, height, scheme):
    tab = open_gallery(width, height, scheme)
    assert tab.evaluate("document.documentElement.dataset.bsTheme") == scheme
    assert violations(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.complaints == []


def test_the_palette_is_worked_by_keys_alone(open_gallery):
    tab = open_gallery()
    tab.keyboard.press("Control+k")
    tab.keyboard.type("riv")
    tab.wait_for_selector("#palette [role=option][aria-selected=true]")
    assert violations(tab) == []
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/patients/7/")


def test_the_first_tab_stop_leads_past_the_navigation(open_gallery):
    tab = open_gallery()
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip-link"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "content"


def test_keys_go_places_but_not_while_typing(open_gallery):
    tab = open_gallery()
    tab.fill("#new_family_name", "")
    tab.keyboard.type("gd")
    assert tab.url == f"{ORIGIN}/gallery/"
    tab.evaluate("document.activeElement.blur()")
    tab.keyboard.type("gd")
    tab.wait_for_url("**/day/")


def test_a_confirmation_starts_on_the_harmless_choice_and_gives_the_focus_back(open_gallery):
    tab = open_gallery()
    tab.click("button:has-text('Cancel 3 visits') >> nth=0")
    assert tab.evaluate("document.activeElement.textContent") == "Keep as it is"
    assert violations(tab) == []
    tab.keyboard.press("Enter")
    assert "Cancel 3 visits" in tab.evaluate("document.activeElement.textContent")


def test_a_toast_from_an_answer_can_be_undone_and_dismissed(open_gallery):
    tab = open_gallery()
    detail = {"text": "Moved to 10:00 AM.", "undo_url": "/visits/7/move/"}
    tab.evaluate("detail => document.dispatchEvent(new CustomEvent('toast', {detail}))", detail)
    toast = tab.locator("#toasts .toast-note").last
    assert toast.locator("form").get_attribute("action") == "/visits/7/move/"
    assert toast.locator("input[name=csrfmiddlewaretoken]").input_value()
    toast.locator("[data-toast-close]").click()
    assert tab.locator("#toasts .toast-note:has-text('Moved to')").count() == 0


def test_the_theme_is_kept_in_a_cookie(open_gallery):
    tab = open_gallery(scheme="dark")
    tab.click("[data-theme-toggle]")
    assert tab.evaluate("document.documentElement.dataset.bsTheme") == "light"
    assert "wellrun_theme=light" in tab.evaluate("document.cookie")
    assert tab.evaluate("localStorage.length + sessionStorage.length") == 0


def test_paper_has_no_navigation_and_black_on_white(open_gallery):
    tab = open_gallery(scheme="dark")
    tab.emulate_media(media="print")
    assert not tab.is_visible("#navigation")
    assert not tab.is_visible(".shell-bar")
    assert tab.is_visible(".print-head")
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
