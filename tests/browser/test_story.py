"""The deadline story, played on the page with the real bot."""

import pytest
from playwright.async_api import Page, expect

from sandbox.clock import MovableClock
from sandbox.practice import practice

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def types(page: Page, words: str) -> None:
    box = page.locator("#composer-text")
    await box.fill(words)
    await box.press("Enter")


async def becomes(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name).first.click()
    await expect(page.get_by_role("button", name=name).first).to_have_attribute("aria-pressed", "true")


async def test_a_deadline_moves_with_the_other_roles_word_only(page: Page) -> None:
    async with practice(MovableClock(flowing=True)) as slack:
        await page.goto(slack.base)
        await types(page, "/project new")
        form = page.get_by_role("dialog")
        await form.get_by_label("Name").fill("Acme site")
        await form.get_by_label("Client").fill("Acme")
        await form.get_by_label("Account manager").select_option("Ada Adeyemi")
        await form.get_by_label("Project manager").select_option("Petra Novak")
        await form.get_by_label("Deadline").fill("2027-11-30")
        await form.locator("button[type=submit]").click()
        await expect(form).to_be_hidden()

        await becomes(page, "Petra")
        await page.get_by_role("button", name="Agree to start").click()
        await expect(page.get_by_role("button", name="Agree to start")).to_have_count(0)

        await becomes(page, "Ada")
        await types(page, "/deadline 14 Dec 2027 because the client's event moved")
        await page.get_by_role("button", name="Approve").click()
        await expect(page.locator(".whisper")).to_have_count(2)

        await becomes(page, "Olaf")
        await page.get_by_role("button", name="Approve").click()
        await expect(page.locator(".whisper")).to_have_count(1)

        await becomes(page, "Petra")
        await page.get_by_role("button", name="Approve").click()
        await expect(page.get_by_role("button", name="Approve")).to_have_count(0)
        await expect(page.get_by_text("Approved by").last).to_be_visible()

        await becomes(page, "Ada")
        await types(page, "/project")
        await expect(page.locator(".whisper").last).to_contain_text("Tue 14 Dec 2027")
