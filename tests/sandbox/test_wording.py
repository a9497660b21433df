"""What people type, as Slack sends it, and what the bot sends, as people read it."""

import httpx
import pytest

from sandbox.server import Sandbox
from sandbox.wording import mentions_of, readable, words_of
from tests.sandbox.parrot import everything

SITE = "C07ACMESITE0"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("@Petra hello", "<@U07PETRANOVA> hello"),
        ("hello @Petra Novak, and @sam", "hello <@U07PETRANOVA>, and <@U07SAMOKORO0>"),
        ("<@U07PETRANOVA> hello", "<@U07PETRANOVA> hello"),
        ("@Countersign deadline", "<@U07COUNTERSN> deadline"),
        ("see #studio", "see <#C07STUDIO000|studio>"),
        ("@nobody at #nowhere, a@b.example", "@nobody at #nowhere, a@b.example"),
        ("1 < 2 & 3 > 2", "1 &lt; 2 &amp; 3 &gt; 2"),
    ],
)
async def test_names_that_are_typed_become_mentions(slack: Sandbox, typed: str, kept: str) -> None:
    assert (await slack.person("Ada").says(typed, channel="acme-site")).text == kept


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("*Fri 15 Jan* → *Fri 22 Jan*", "Fri 15 Jan → Fri 22 Jan"),
        ("<@U07PETRANOVA> answers in <#C07ACMESITE0>", "@Petra answers in #acme-site"),
        ("<https://example.com|their note> &amp; more", "their note & more"),
        ("<!date^1800000000^{date}|Fri 15 Jan 2027>", "Fri 15 Jan 2027"),
        ("snake_case_name and 2*3*4", "snake_case_name and 2*3*4"),
    ],
)
def test_markup_reads_as_words(slack: Sandbox, sent: str, read: str) -> None:
    assert readable(sent, slack.workspace.called) == read


def test_blocks_read_as_words_in_their_order(slack: Sandbox) -> None:
    words = words_of(everything(), slack.workspace.called).splitlines()
    assert words[:2] == ["CR-12 · Homepage copy moves", "Fri 15 Jan 2027 → Fri 22 Jan 2027"]
    assert "asked by @Ada in #acme-site :calendar:" in words
    assert words.index("Answers") < words.index("Copy") < words.index("Approve")
    assert mentions_of(everything()) == ["U07ADAADEYEM"]


async def test_an_update_links_names_unless_told_not_to(slack: Sandbox, api: httpx.AsyncClient) -> None:
    ts = (await api.post("chat.postMessage", json={"channel": SITE, "text": "@Ada <@U07ADAADEYEM>"})).json()["ts"]
    message = slack.person("Ada").messages("acme-site")[-1]
    assert message.text == "@Ada <@U07ADAADEYEM>"
    given = {"channel": SITE, "ts": ts, "text": "@Ada <@U07ADAADEYEM> &amp;"}
    await api.post("chat.update", json=given | {"parse": "none"})
    assert message.text == "@Ada <@U07ADAADEYEM> &amp;"
    await api.post("chat.update", json=given)
    assert message.text == "<@U07ADAADEYEM> <@U07ADAADEYEM> &amp;"
