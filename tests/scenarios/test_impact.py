"""What a change moves: said while the date is picked, kept on the card, and looked at again before a yes."""

from datetime import date

from models import ChangeRequest, Milestone
from models.enums import RequestState
from sandbox.sights import View
from tests.scenarios.conftest import SITE, Stage

STUDIO = "studio"


async def _types(stage: Stage, who: str, text: str, command: str = "/project", channel: str = SITE) -> str:
    answer = await getattr(stage, who).command(command, text, channel=channel)
    await stage.told()
    return answer.plain


async def _plan(stage: Stage) -> None:
    """Copy on Fri 5 Nov, then Look on Wed 10 Nov, which the client was told; photos for Copy by Wed 3 Nov."""
    await stage.project(started=False)
    await _types(stage, "petra", "milestone Copy 5 Nov 2027")
    await _types(stage, "petra", "milestone Look 10 Nov 2027 client")
    await _types(stage, "petra", "after Copy Look")
    await _types(stage, "petra", "Photos from Carla by 3 Nov 2027 for Copy", "/inputs")
    for person in (stage.ada, stage.petra):
        card = stage.card("Acme site")
        if "Agree to start" in card.buttons:
            await person.press("Agree to start", on=card)
            await stage.told()


async def _books_sam(stage: Stage, channel: str, until: date) -> None:
    picker = (await stage.petra.command("/request", channel=channel)).view
    form = (await stage.petra.choose("What is it about?", "Change who works on it", on=picker)).view
    given = {"Who": stage.sam, "Hours in total": 40, "Until": until, "Why": "They know the client"}
    assert (await stage.petra.submit(form, given)).closed
    await stage.told()


async def _form(stage: Stage) -> View:
    form = (await stage.ada.command("/deadline", channel=SITE)).view
    assert form is not None
    return form


async def test_the_form_says_what_else_moves_as_the_date_is_picked(stage: Stage) -> None:
    await _plan(stage)
    form = await _form(stage)
    assert "If it is" not in form.plain
    await stage.ada.fill(form, {"What moves": "Copy (Fri 5 Nov 2027)"})
    await stage.ada.fill(form, {"New date": date(2027, 11, 9)})
    assert "If it is Tue 9 Nov 2027" in form.plain
    assert "Look moves along: Wed 10 Nov 2027 → Fri 12 Nov 2027" in form.plain
    assert "3 working days before Look (Fri 12 Nov 2027), which the client was told." in form.plain
    await stage.ada.fill(form, {"New date": date(2027, 11, 2)})
    assert "If it is Tue 2 Nov 2027" in form.plain
    assert "Tue 9 Nov 2027" not in form.plain
    assert "Photos (needed from the client by Wed 3 Nov 2027) would be late for Copy." in form.plain
    await stage.ada.fill(form, {"New date": date(2027, 11, 13)})
    assert "Sat 13 Nov 2027 is a weekend." in form.plain
    sent = await stage.ada.submit(form, {"New date": date(2027, 11, 9), "Why": "The photos"})
    assert sent.closed, sent.errors
    await stage.told()
    assert stage.request().after["date"] == "2027-11-09"


async def test_a_public_holiday_is_named_in_the_form_on_the_cards_and_for_inputs(stage: Stage) -> None:
    """In Czechia 26 March 2027 is Good Friday, and 17 November 2027, a Wednesday, a public holiday too."""
    form = (await stage.oona.command("/countersign", "settings workspace", channel=SITE)).view
    assert (await stage.oona.submit(form, {"Public holidays of": "Czechia"})).closed
    await stage.project(Deadline=date(2027, 11, 17))
    named = "falls on Struggle for Freedom and Democracy Day and International Students' Day"
    assert "Wed 17 Nov 2027 (client date, Struggle for Freedom and Democracy Day" in stage.card("Acme site").plain
    form = await _form(stage)
    await stage.ada.fill(form, {"New date": date(2027, 3, 26)})
    assert "Fri 26 Mar 2027 falls on Good Friday." in form.plain
    assert (await stage.ada.submit(form, {"Why": "The client asks"})).closed
    await stage.told()
    assert "Fri 26 Mar 2027 falls on Good Friday." in stage.card("CR-1").plain
    said = await _types(stage, "petra", "milestone Copy 13 Nov 2027")
    assert "Done" in said
    assert "Sat 13 Nov 2027 is a weekend." in stage.card("CR-2").plain
    assert "Copy: Sat 13 Nov 2027 (internal date, a weekend)" in stage.card("Read messages here").plain
    said = await _types(stage, "petra", "Photos from Carla by 17 Nov 2027", "/inputs")
    assert f"Wed 17 Nov 2027 {named}." in said


async def test_what_is_typed_stays_while_the_form_is_redrawn(stage: Stage) -> None:
    await _plan(stage)
    form = await _form(stage)
    values = {"Why": "The photos", "What moves": "Copy (Fri 5 Nov 2027)", "New date": date(2027, 11, 9)}
    assert (await stage.ada.submit(form, values)).closed
    await stage.told()
    assert (stage.request().reason, stage.request().target) == ("The photos", "milestone:1")


async def test_a_late_answer_never_takes_the_place_of_a_newer_one(stage: Stage) -> None:
    await _plan(stage)
    form = await _form(stage)
    picked = {"type": "datepicker", "selected_date": "2027-11-29"}
    view = form.open.as_slack()
    await stage.ada.fill(form, {"New date": date(2027, 12, 14)})
    assert "If it is Tue 14 Dec 2027" in form.plain
    # The same form as it was before, used at an earlier moment, delivered only now.
    old = {"type": "datepicker", "action_id": "pick_date", "block_id": "date", "action_ts": "1.000001", **picked}
    payload = stage.slack.interactions.payloads.view_action(form.open, stage.ada.member, old) | {"view": view}
    await stage.slack.interactions.courier.carry("interactive", payload)
    assert "If it is Tue 14 Dec 2027" in form.plain


async def test_the_card_says_it_too_and_so_does_the_typed_command(stage: Stage) -> None:
    await _plan(stage)
    form = (await stage.ada.command("/deadline", "Copy 9 Nov 2027", channel=SITE)).view
    assert "Look moves along: Wed 10 Nov 2027 → Fri 12 Nov 2027" in form.plain
    await stage.ada.submit(form, {"Why": "The photos"})
    await stage.told()
    card = stage.card("CR-1").plain
    assert "Moves along:\nLook: Wed 10 Nov 2027 → Fri 12 Nov 2027" in card
    assert "3 working days before Look (Fri 12 Nov 2027), which the client was told." in card
    assert card.index("Withdraw") < card.index("3 working days before Look") < card.index("answers for dates")


async def test_who_is_elsewhere_then_is_named(stage: Stage) -> None:
    await _plan(stage)
    await stage.project("Acme shop", channel=STUDIO)
    await _books_sam(stage, SITE, date(2027, 11, 30))
    await _books_sam(stage, STUDIO, date(2027, 12, 31))
    form = await _form(stage)
    await stage.ada.fill(form, {"New date": date(2027, 12, 14)})
    assert "Sam is booked on Acme shop until Fri 31 Dec 2027: 40 hours." in form.plain
    await stage.ada.submit(form, {"Why": "It moved"})
    await stage.told()
    # The same person asked for here while the shop has them: both are told what that comes to.
    picker = (await stage.ada.command("/request", channel=SITE)).view
    form = (await stage.ada.choose("What is it about?", "Change who works on it", on=picker)).view
    days = {"From": date(2027, 11, 15), "Until": date(2027, 11, 26)}
    # The form says it as soon as somebody is picked, and for which days.
    await stage.ada.fill(form, {"Hours in total": 60, "Who": stage.olaf})
    assert "is booked on" not in form.plain
    await stage.ada.fill(form, {"Who": stage.sam})
    assert "Sam is booked on Acme shop until Fri 31 Dec 2027: 40 hours." in form.plain
    await stage.ada.fill(form, days)
    assert "In those days they work 85 hours, until Fri 26 Nov 2027." in form.plain
    await stage.ada.fill(form, {"From": date(2028, 1, 3), "Until": date(2028, 1, 7)})
    assert "is booked on" not in form.plain
    assert (await stage.ada.submit(form, {**days, "Why": "More work"})).closed
    await stage.told()
    assert stage.rows(ChangeRequest)[-1].after["hours"] == 60, "what was typed stayed"
    await stage.told()
    card = stage.cards("asked")[-1].plain
    assert "Sam is booked on Acme shop until Fri 31 Dec 2027: 40 hours." in card
    assert "In those days they work 85 hours, until Fri 26 Nov 2027." in card
    await _types(stage, "petra", "hold Acme shop", channel=STUDIO)
    shown = await _types(stage, "petra", stage.cards("asked")[-1].plain.split()[0], "/request")
    assert "Sam is not booked on Acme shop any more." in shown


async def test_the_budget_is_said_to_who_sees_money_and_never_on_the_card(stage: Stage) -> None:
    await stage.project(Budget="12,500", Currency="EUR")
    form = await _form(stage)
    await stage.ada.fill(form, {"New date": date(2027, 12, 14)})
    assert "The budget is EUR 12,500." in form.plain
    await stage.ada.submit(form, {"Why": "It moved"})
    await stage.told()
    assert "12,500" not in stage.card("CR-1").plain
    form = (await stage.sam.command("/deadline", channel=SITE)).view
    await stage.sam.fill(form, {"New date": date(2027, 12, 14)})
    assert "from today" in form.plain
    assert "12,500" not in form.plain


async def _asked(stage: Stage) -> None:
    await _plan(stage)
    await _types(stage, "ada", "Copy 9 Nov 2027 because of the photos", "/deadline")


async def test_a_yes_to_a_plan_that_moved_since_shows_first_what_differs(stage: Stage) -> None:
    await _asked(stage)
    await _types(stage, "petra", "milestone Proof 15 Nov 2027 after Look")
    await stage.presses(stage.ada, "Acknowledge", "CR-2")
    answer = await stage.presses(stage.petra, "Approve", "CR-1")
    assert answer.view is not None
    assert "The plan moved since CR-1 was asked:" in answer.view.plain
    assert "Proof would move along too: Mon 15 Nov 2027 → Wed 17 Nov 2027." in answer.view.plain
    assert stage.request().state is RequestState.PENDING
    assert (await stage.petra.submit(answer.view)).closed
    await stage.told()
    assert stage.request().state is RequestState.APPROVED
    dates = {each.name: each.date for each in stage.rows(Milestone)}
    assert dates == {"Copy": date(2027, 11, 9), "Look": date(2027, 11, 12), "Proof": date(2027, 11, 17)}
    assert [each["name"] for each in stage.request().after["moves"]] == ["Look", "Proof"]
    await stage.presses(stage.petra, "Take back", "CR-1")
    dates = {each.name: each.date for each in stage.rows(Milestone)}
    assert dates == {"Copy": date(2027, 11, 5), "Look": date(2027, 11, 10), "Proof": date(2027, 11, 15)}


async def test_a_request_shows_how_the_plan_moved_since_before_anybody_answers(stage: Stage) -> None:
    await _asked(stage)
    assert "The plan moved" not in await _types(stage, "ada", "CR-1", "/request")
    await _types(stage, "petra", "milestone Proof 15 Nov 2027 after Look")
    shown = await _types(stage, "ada", "CR-1", "/request")
    assert "3 working days before Look (Fri 12 Nov 2027), which the client was told." in shown
    assert "The plan moved since CR-1 was asked:" in shown
    assert "Proof would move along too: Mon 15 Nov 2027 → Wed 17 Nov 2027." in shown


async def test_where_it_moves_again_while_they_look_that_is_shown_instead(stage: Stage) -> None:
    await _asked(stage)
    await _types(stage, "petra", "milestone Proof 15 Nov 2027 after Look")
    form = (await stage.presses(stage.petra, "Approve", "CR-1")).view
    await _types(stage, "petra", "milestone Print 18 Nov 2027 after Proof")
    answer = await stage.petra.submit(form)
    assert not answer.closed
    assert "Print would move along too: Thu 18 Nov 2027 → Mon 22 Nov 2027." in answer.view.plain
    assert stage.request().state is RequestState.PENDING
    assert (await stage.petra.submit(answer.view)).closed


async def test_what_came_from_the_client_since_is_a_difference(stage: Stage) -> None:
    await _plan(stage)
    await _types(stage, "ada", "Copy 2 Nov 2027 because it is urgent", "/deadline")
    assert "Photos (needed from the client by Wed 3 Nov 2027) would be late for Copy." in stage.card("CR-1").plain
    await _types(stage, "ada", "received photos", "/inputs")
    form = (await stage.presses(stage.petra, "Approve", "CR-1")).view
    assert "Photos would not be late any more." in form.plain


async def test_days_that_go_by_are_no_difference(stage: Stage) -> None:
    await _asked(stage)
    await stage.passes(days=1)
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert stage.request().state is RequestState.APPROVED


async def test_a_no_needs_no_look_at_the_plan(stage: Stage) -> None:
    await _asked(stage)
    await _types(stage, "petra", "milestone Proof 15 Nov 2027 after Look")
    await stage.presses(stage.petra, "Decline", "CR-1", why="Too late")
    assert stage.request().state is RequestState.DECLINED


async def test_a_forged_picture_is_no_yes(stage: Stage) -> None:
    await _asked(stage)
    await _types(stage, "petra", "milestone Proof 15 Nov 2027 after Look")
    form = (await stage.presses(stage.petra, "Approve", "CR-1")).view
    form.open.body["private_metadata"] = '{"request":1,"version":1,"picture":"0000000000000000"}'
    answer = await stage.petra.submit(form)
    assert not answer.closed
    assert stage.rows(ChangeRequest)[0].state is RequestState.PENDING


async def test_another_suggestion_shows_its_own_impact(stage: Stage) -> None:
    await _asked(stage)
    form = (await stage.petra.press("Suggest another", on=stage.card("CR-1"))).view
    assert "If it is Tue 9 Nov 2027" in form.plain
    await stage.petra.fill(form, {"New date": date(2027, 11, 8)})
    assert "If it is Mon 8 Nov 2027" in form.plain
    assert "Look moves along: Wed 10 Nov 2027 → Thu 11 Nov 2027" in form.plain
    assert (await stage.petra.submit(form, {"Why": "One day is enough"})).closed
    await stage.told()
    await stage.presses(stage.ada, "Approve", "CR-1")
    assert {each.name: each.date.isoformat() for each in stage.rows(Milestone)}["Look"] == "2027-11-11"
