"""The page shows what the bot sent, and lets people use it with mouse and keyboard."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from sandbox.clock import MovableClock
from sandbox.server import Sandbox
from tests.sandbox.conftest import MANIFEST
from tests.sandbox.parrot import connected

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def slack(page: Page) -> AsyncIterator[Sandbox]:
    async with Sandbox(MovableClock(flowing=True), manifest=MANIFEST) as there, connected(there):
        await page.goto(there.base)
        yield there
        # The workspace would wait two seconds for the window's connections.
        await page.context.close()


async def types(page: Page, words: str) -> None:
    box = page.locator("#composer-text")
    await box.fill(words)
    await box.press("Enter")


async def test_a_command_is_completed_and_its_card_can_be_used(page: Page, slack: Sandbox) -> None:
    box = page.locator("#composer-text")
    await box.press_sequentially("/ca")
    await expect(page.get_by_role("option", name="/card")).to_be_visible()
    await box.press("Tab")
    await box.press("Enter")
    card = page.get_by_role("article", name="Countersign")
    await expect(card.get_by_role("heading", name="CR-12 · Homepage copy moves")).to_be_visible()
    await expect(card.get_by_role("cell", name="22 Jan")).to_be_visible()
    await expect(card.get_by_label("Keep reading")).to_be_checked()
    await card.get_by_label("Urgency").select_option("Today")
    await expect(page.get_by_text("urgency: today")).to_be_visible()
    await expect(page.get_by_text("Only visible to you")).to_have_count(1)


async def test_a_dangerous_button_asks_first(page: Page, slack: Sandbox) -> None:
    await types(page, "/card")
    await page.get_by_role("button", name="Decline").click()
    await page.get_by_role("dialog").get_by_role("button", name="No", exact=True).click()
    assert not [each for each in slack.calls if each.method == "response_url"]
    await page.get_by_role("button", name="Decline").click()
    await page.get_by_role("button", name="Decline it").click()
    await expect(page.get_by_text("decline: it")).to_be_visible()


async def test_a_form_shows_errors_by_its_fields_and_keeps_what_was_filled_in(page: Page, slack: Sandbox) -> None:
    await types(page, "/form")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog.get_by_text("Please complete this required field.")).to_have_count(3)
    await dialog.get_by_label("Name").fill("wrong")
    await dialog.get_by_label("Account manager").select_option("Petra Novak")
    await dialog.get_by_label("Deadline").fill("2027-01-15")
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog.get_by_text("Please choose another name.")).to_be_visible()
    await expect(dialog.get_by_label("Deadline")).to_have_value("2027-01-15")
    await dialog.get_by_label("Name").fill("again")
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog.get_by_text("Once more")).to_be_visible()
    await dialog.get_by_label("Name").fill("Site")
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog).to_be_hidden()
    await expect(page.get_by_text("Site is made, @Petra runs it")).to_be_visible()


async def test_a_form_on_top_of_another_goes_back_with_escape(page: Page, slack: Sandbox) -> None:
    await types(page, "/form")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Name").fill("deeper")
    await dialog.get_by_label("Account manager").select_option("Petra Novak")
    await dialog.get_by_label("Deadline").fill("2027-01-15")
    await dialog.get_by_label("Name").press("Enter")
    await expect(dialog.get_by_role("heading", name="Deeper")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(dialog.get_by_role("heading", name="A form")).to_be_visible()


async def test_a_mention_is_answered_in_a_thread(page: Page, slack: Sandbox) -> None:
    box = page.locator("#composer-text")
    await box.press_sequentially("@Count")
    await box.press("Enter")
    await box.press_sequentially("hello")
    await box.press("Enter")
    await page.get_by_role("button", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    await expect(thread.get_by_text("you said")).to_be_visible()
    await thread.get_by_label("Message", exact=True).fill("thanks")
    await thread.get_by_label("Message", exact=True).press("Enter")
    await expect(page.get_by_role("button", name="2 replies")).to_be_visible()


async def test_each_person_sees_their_own_workspace(page: Page, slack: Sandbox) -> None:
    await types(page, "hello all")
    await expect(page.get_by_role("article").get_by_text("hello all")).to_be_visible()
    await page.get_by_role("button", name="Olaf").click()
    await expect(page.get_by_role("link", name="studio")).to_be_visible()
    await expect(page.get_by_role("link", name="leads")).to_have_count(0)
    await page.get_by_role("button", name="Cleo").click()
    await expect(page.get_by_role("link", name="acme-site")).to_have_count(0)
    await page.get_by_role("button", name="Petra").click()
    await page.get_by_role("link", name="Countersign Home").click()
    await expect(page.get_by_role("heading", name="Your desk")).to_be_visible()


async def test_the_clock_moves_and_shortcuts_open_forms(page: Page, slack: Sandbox) -> None:
    before = slack.clock.now()
    await page.get_by_role("button", name="Move clock").click()
    await page.get_by_role("menuitem", name="+1 week").click()
    await slack.wait_for(lambda: (slack.clock.now() - before).days == 7)
    await page.locator("#composer").get_by_role("button", name="Shortcuts").click()
    await page.get_by_role("menuitem", name="Start a change request").click()
    await expect(page.get_by_role("dialog").get_by_role("heading", name="A form")).to_be_visible()


async def test_it_fits_a_phone(page: Page, slack: Sandbox) -> None:
    await page.set_viewport_size({"width": 375, "height": 720})
    await types(page, "/card")
    await expect(page.get_by_role("button", name="Approve")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == 375
    await page.get_by_role("button", name="Show channels").click()
    await page.get_by_role("link", name="general").click()
    await expect(page.get_by_role("heading", name="# general")).to_be_visible()
