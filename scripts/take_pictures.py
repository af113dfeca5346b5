"""Take the pictures of README and guides from a running demo: `python scripts/take_pictures.py http://127.0.0.1:8000`.

Signs in as the roles of the demo and photographs the pages they work on, so that pictures never show what is not there.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from wellrun.platform.testing.live import BROWSER

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
#: (file, user name, address, width, height, color scheme)
PAGES = (
    ("day-board", "secretary", "/board/", 1440, 900, "light"),
    ("day-board-dark", "secretary", "/board/", 1440, 900, "dark"),
    ("manager", "manager", "/today/", 1440, 900, "light"),
    ("claims-desk", "biller", "/claims/", 1440, 900, "light"),
    ("worklist-narrow", "secretary", "/work/", 390, 844, "light"),
)


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
        for name, user, address, width, height, scheme in PAGES:
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
            page = context.new_page()
            sign_in(page, origin, user, password)
            page.goto(origin + address)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=PICTURES / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
