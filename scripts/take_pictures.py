"""Take the pictures of README and guides from a running demo: `python scripts/take_pictures.py http://127.0.0.1:8000`.

Signs in as the roles of the demo and photographs the pages they work on, so that pictures never show what is not there.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, TimeoutError, sync_playwright

from wellrun.platform.testing.live import BROWSER

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
#: (file, user name, addresses or texts of links to follow one after another, width, color scheme)
PAGES = (
    ("day-board", "jenny.marsh", ("/board/",), 1440, "light"),
    ("calendar-dark", "jenny.marsh", ("/appointments/calendar/",), 1440, "dark"),
    ("find-a-time", "jenny.marsh", ("/appointments/find/",), 1440, "light"),
    ("check-in", "jenny.marsh", ("/board/?state=expected", "link: Check in"), 1440, "light"),
    ("patient", "jenny.marsh", ("/patients/?q=Raymond+Ashby", "row"), 1440, "light"),
    ("calendar-week", "jenny.marsh", ("/appointments/calendar/?view=week",), 1440, "light"),
    ("calendar-department", "jenny.marsh", ("/appointments/calendar/?view=department",), 1440, "light"),
    ("book", "jenny.marsh", ("/appointments/find/", "key: 1"), 1440, "light"),
    (
        "visit",
        "jenny.marsh",
        ("/board/?state=expected", "press: main th a", "press: summary.btn"),
        1440,
        "light",
    ),
    ("change-a-day", "nina.farrow", ("/appointments/bulk/",), 1440, "light"),
    ("not-rebooked", "jenny.marsh", ("/appointments/unscheduled/",), 1440, "light"),
    ("wait-list", "jenny.marsh", ("/appointments/waiting/",), 1440, "light"),
    ("walk-ins", "jenny.marsh", ("/queue/",), 1440, "light"),
    ("waiting-room", "jenny.marsh", ("/queue/", "link: Waiting room screen"), 1440, "light"),
    ("calls", "jenny.marsh", ("/calls/",), 1440, "light"),
    ("call-list", "jenny.marsh", ("/outreach/calls/",), 1440, "light"),
    (
        "absence-plan",
        "nina.farrow",
        ("/appointments/absences/", "press: main a.row-link", "link: plan"),
        1440,
        "light",
    ),
    ("kiosk", "jenny.marsh", ("/intake/kiosks/", "form: Open the kiosk"), 1024, "light"),
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
    elif step.startswith("press: "):
        page.locator(step[7:]).first.click()
    elif step.startswith("key: "):
        page.keyboard.press(step[5:])
        page.wait_for_url("**/new/**")
    else:
        page.locator("main a", has_text=step[6:]).first.click()
    page.wait_for_load_state("networkidle")


def sign_in(page: Page, origin: str, user: str, password: str) -> None:
    """Sign in as one of the demo's users."""
    page.goto(f"{origin}/account/login/")
    page.fill("[name=login]", user)
    page.fill("[name=password]", password)
    page.click("button[type=submit]")


def main(origin: str, password: str, wanted: Sequence[str] = ()) -> None:
    """Take every picture, or those that are named; a page that has nothing to show yet keeps its old one."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        for name, user, steps, width, scheme in PAGES:
            if wanted and name not in wanted:
                continue
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page = context.new_page()
            sign_in(page, origin, user, password)
            page.set_default_timeout(10_000)
            try:
                for step in steps:
                    follow(page, origin, step)
                taken = Image.open(BytesIO(page.screenshot())).convert("RGB")
                # 64 colors are plenty for a page, and a third of the bytes.
                taken.quantize(64, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)
            except TimeoutError as missing:
                print(f"{name}: not taken. {missing.message.splitlines()[0]}")
            context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
