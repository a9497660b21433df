"""A headless Chromium. Without one these tests are skipped, but never in CI."""

import os
import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIETER = ["--disable-component-update", "--disable-sync"]


def chromium() -> str:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None and os.environ.get("CI"):
        pytest.fail("CI needs a Chromium for the browser tests")
    if found is None:
        pytest.skip("no Chromium on this machine")
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One for all tests, which share its event loop: starting and ending it takes longer than most of them."""
    path = chromium()
    expect.set_options(timeout=15_000)
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=path, args=[*QUIET, *QUIETER])
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A blank page in a window that remembers nothing; whatever goes wrong in its scripts fails the test."""
    window = await browser.new_context(viewport={"width": 1280, "height": 860})
    opened = await window.new_page()
    opened.set_default_timeout(15_000)
    errors: list[str] = []
    opened.on("pageerror", lambda problem: errors.append(str(problem)))
    opened.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    yield opened
    await window.close()
    assert errors == []
