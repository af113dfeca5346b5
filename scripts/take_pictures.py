"""Take the pictures of README and guides from a running demo: `python scripts/take_pictures.py http://127.0.0.1:8000`.

Signs in as the roles of the demo and photographs the pages they work on, so that pictures never show what is not there.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from wellrun.platform.testing.live import BROWSER

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
#: (file, user name, addresses or texts of links to follow one after another, width, color scheme)
PAGES = (
    ("day-board", "jenny.marsh", ("/board/",), 1440, "light"),
    ("calendar-dark", "jenny.marsh", ("/appointments/calendar/",), 1440, "dark"),
    ("find-a-time", "jenny.marsh", ("/appointments/find/",), 1440, "light"),
    ("check-in", "jenny.marsh", ("/board/?state=expected", "link: Check in"), 1440, "light"),
    ("patient", "jenny.marsh", ("/patients/?q=Raymond+Ashby", "row"), 1440, "light"),
    ("manager", "ruth.calder", ("/today/",), 1440, "light"),
    ("day-sheet", "ruth.calder", ("/day/",), 1440, "light"),
    ("claims-desk", "irene.kovar", ("/claims/",), 1440, "light"),
    ("charges", "irene.kovar", ("/billing/missing-charges/", "form: Enter charges"), 1440, "light"),
    ("cases", "sonia.park", ("/cases/",), 1440, "light"),
    ("case", "sonia.park", ("/cases/", "row"), 1440, "light"),
    ("case-narrow-dark", "sonia.park", ("/cases/", "row"), 400, "dark"),
    ("case-sheet", "sonia.park", ("/cases/new/",), 1440, "light"),
    ("block-time", "sonia.park", ("/cases/blocks/",), 1440, "light"),
    ("case-checklist", "sonia.park", ("/cases/template/",), 1440, "light"),
    ("hospital-messages", "sonia.park", ("/cases/messages/",), 1440, "light"),
    ("worklist-narrow", "jenny.marsh", ("/work/",), 390, "light"),
)


def follow(page: Page, origin: str, step: str) -> None:
    """Go to an address, or press what a person would press on the page before."""
    if step.startswith("/"):
        page.goto(origin + step)
    elif step == "row":
        page.locator("a.row-link").first.click()
    elif step.startswith("form: "):
        page.locator("main button", has_text=step[6:]).first.click()
    else:
        page.locator("main a", has_text=step[6:]).first.click()
    page.wait_for_load_state("networkidle")


def sign_in(page: Page, origin: str, user: str, password: str) -> None:
    """Sign in as one of the demo's users."""
    page.goto(f"{origin}/account/login/")
    page.fill("[name=login]", user)
    page.fill("[name=password]", password)
    page.click("button[type=submit]")


def main(origin: str, password: str) -> None:
    """Take every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        for name, user, steps, width, scheme in PAGES:
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page = context.new_page()
            sign_in(page, origin, user, password)
            for step in steps:
                follow(page, origin, step)
            page.screenshot(path=PICTURES / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
