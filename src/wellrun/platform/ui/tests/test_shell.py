import json
import re
from pathlib import Path

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory

from wellrun.platform.ui.navigation import NavItem, arrange_navigation
from wellrun.platform.ui.statuses import KINDS
from wellrun.platform.ui.tests.drawing import draw, draw_gallery
from wellrun.platform.ui.toasts import Toast, add_toast, take_toasts, trigger_toast

UI = Path(__file__).resolve().parent.parent
FRONTEND = UI.parents[3] / "frontend"


@pytest.fixture
def request_with_messages():
    request = RequestFactory().get("/")
    request._messages = CookieStorage(request)
    return request


def test_navigation_is_grouped_by_duty_and_marks_the_longest_match():
    items = [
        ("Money", NavItem(label="Claims", url="/claims/")),
        ("Today", NavItem(label="Day board", url="/day/")),
        ("Money", NavItem(label="Denials", url="/claims/denials/")),
    ]
    groups = arrange_navigation(items, path="/claims/denials/7/")
    assert [group.label for group in groups] == ["Today", "Money"]
    assert [item.label for group in groups for item in group.items if item.current] == ["Denials"]


def test_an_unknown_group_is_refused():
    with pytest.raises(ValueError, match="Fun"):
        arrange_navigation([("Fun", NavItem(label="x", url="/"))], path="/")


def test_a_page_has_its_landmarks_and_a_way_past_the_navigation():
    page = draw_gallery()
    assert page.index('class="skip-link" href="#content"') < page.index("<nav")
    assert '<main class="shell-main" id="content"' in page
    assert 'aria-current="page"' in page
    assert '<form method="post" action="/accounts/logout/">' in page
    assert page.count("<h1>") == 1


def test_a_page_needs_no_inline_script_style_or_handler():
    page = draw_gallery()
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page)


def test_the_theme_of_the_cookie_is_in_the_first_byte():
    assert 'data-bs-theme="dark"' in draw_gallery(wellrun_theme="dark")
    assert 'data-bs-theme="light"' in draw_gallery(wellrun_theme='"><script>')


def test_not_found_and_not_yours_answer_alike():
    assert render_to_string("403.html") == render_to_string("404.html")
    assert "Not found or not yours" in render_to_string("404.html")


@pytest.mark.parametrize("name", ["400", "403_csrf", "404", "500"])
def test_problem_pages_need_nothing_but_themselves(name):
    page = render_to_string(f"{name}.html")
    assert "<h1>" in page
    assert 'href="/"' in page


@pytest.mark.parametrize("status", [409, 422])
def test_a_refusal_says_what_happened_and_what_to_do(status):
    told = render_to_string(f"ui/problems/{status}.html", {"happened": "The <room> is taken."})
    assert "The &lt;room&gt; is taken." in told
    assert len(render_to_string(f"ui/problems/{status}.html")) > 500


def test_a_toast_waits_for_the_next_page_and_is_shown_once(request_with_messages):
    add_toast(request_with_messages, "Visit canceled.", undo_url="/visits/7/cancellation/")
    assert take_toasts(request_with_messages) == [
        Toast(text="Visit canceled.", undo_url="/visits/7/cancellation/", level="success")
    ]


def test_a_toast_undoes_by_post_on_this_site_only(request_with_messages):
    for address in ("https://elsewhere.example/", "//elsewhere.example/", "undo"):
        with pytest.raises(ValueError, match="on this site"):
            add_toast(request_with_messages, "x", undo_url=address)
    with pytest.raises(ValueError, match="level"):
        add_toast(request_with_messages, "x", level="loud")
    drawn = draw('{% include "ui/components/toast.html" %}', toast=Toast(text="Gone.", undo_url="/u/"))
    assert '<form method="post" action="/u/">' in drawn


def test_a_toast_travels_in_the_header_of_a_fragment():
    response = trigger_toast(HttpResponse(), "Saved.", undo_url="/u/")
    assert json.loads(response["HX-Trigger"]) == {
        "toast": {"text": "Saved.", "undo_url": "/u/", "level": "success"}
    }


def used_icons():
    pattern = re.compile(r"""(?:{%\s*icon\s+|\bicon=)["']([a-z0-9-]+)["']""")
    files = [*(UI / "templates").rglob("*.html"), *UI.glob("*.py")]
    named = {name for file in files for name in pattern.findall(file.read_text())}
    return named | {status.icon for states in KINDS.values() for status in states.values()}


@pytest.mark.skipif(
    not FRONTEND.is_dir(), reason="the sources of the icons are not part of an installed package"
)
def test_every_icon_that_is_used_is_in_the_sprite():
    offered = set(json.loads((FRONTEND / "icons.json").read_text()))
    assert len(used_icons()) > 50
    assert used_icons() <= offered


@pytest.mark.skipif(not FRONTEND.is_dir(), reason="the lock file is not part of an installed package")
def test_the_lock_file_names_no_download_address():
    text = (FRONTEND / "package-lock.json").read_text()
    assert "http" not in text
    assert '"resolved"' not in text
    packages = json.loads(text)["packages"]
    assert all("integrity" in package for path, package in packages.items() if path)
