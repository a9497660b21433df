"""`python docs/picture.py`: takes the README's picture of the practice workspace anew (needs a Chromium).

Plays one moment on the page: Ada asks for a new deadline, and Petra sees the card with its buttons.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

PICTURE = Path(__file__).with_name("practice.png")
NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
SIZE = {"width": 1280, "height": 800}
LARGEST = 300_000  # bytes


def main() -> int:
    """Write the picture; the exit status."""
    chromium = next(filter(None, map(shutil.which, NAMES)), None)
    if chromium is None:
        print("There is no Chromium on this machine.", file=sys.stderr)
        return 1
    workspace = subprocess.Popen(
        [sys.executable, "-m", "sandbox", "--port", "0"], cwd=PICTURE.parent.parent, stdout=subprocess.PIPE, text=True
    )
    try:
        assert workspace.stdout is not None
        address = workspace.stdout.readline().strip()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=QUIET.split())
            page = browser.new_page(viewport=SIZE)
            page.goto(address)
            play(page)
            page.screenshot(path=PICTURE)
            browser.close()
    finally:
        workspace.terminate()
        workspace.wait(30)
    size = PICTURE.stat().st_size
    print(f"{PICTURE.name}: {size // 1000} kB")
    return 0 if size < LARGEST else 1


def play(page: Page) -> None:
    """The next morning Ada notes the new milestones and asks for a new deadline; Petra looks at it."""
    expect(page.get_by_text("Design sign-off").first).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Move clock").click()
    page.get_by_role("menuitem", name="Next morning").click()
    notes = page.get_by_role("button", name="Acknowledge")
    for left in (1, 0):
        notes.first.click()
        expect(notes).to_have_count(left, timeout=30_000)
    box = page.locator("#composer-text")
    box.fill("/deadline +10 days because the client's event moved")
    box.press("Enter")
    expect(page.get_by_role("button", name="Approve").first).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Petra").first.click()
    expect(page.get_by_role("button", name="Petra").first).to_have_attribute("aria-pressed", "true")
    approve = page.get_by_role("button", name="Approve").first
    expect(approve).to_be_visible()
    approve.scroll_into_view_if_needed()
    page.mouse.move(0, 0)
    page.wait_for_timeout(1500)


if __name__ == "__main__":
    sys.exit(main())
