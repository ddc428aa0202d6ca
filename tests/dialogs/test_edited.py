"""A dialog edited between two turns: nothing raises, nothing that still exists is asked twice, no answer is lost."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs import NOT_SURE, Content, Dialog, Reply, Turn, begin, profile_fields, show, step
from dialogs.replies import fits
from knowledge.datafile import freeze, thaw
from tests.dialogs.talking import ADVISOR, SMALL, Chat, at

Data = dict[str, Any]


def data_of(dialog: Dialog) -> Data:
    data: Data = json.loads(freeze(dialog.content))
    return data


def made(data: Data) -> Dialog:
    content = thaw(json.dumps(data), Content)
    assert content is not None
    return Dialog(content)


def edited(dialog: Dialog, *edits: tuple[str, Any]) -> Dialog:
    """The dialog with parts of its script set anew, each named like "questions.shop.routes"; None takes it away."""
    data = data_of(dialog)
    for place, value in edits:
        *way, last = place.split(".")
        part = data["script"]
        for name in way:
            part = part[name]
        if value is None:
            del part[last]
        else:
            part[last] = value
    return made(data)


def taken_over(chat: Chat, dialog: Dialog) -> Chat:
    chat.dialog = dialog
    return chat


def test_a_question_put_in_before_is_asked_after_the_one_on_the_screen() -> None:
    chat = at(SMALL, "tea")
    dialog = edited(SMALL, ("questions.product.routes", [{"to": "harvest"}]))

    taken_over(chat, dialog).say("yes")

    assert chat.answers == {"product": "tea", "shop": "yes"}
    assert chat.place == "harvest"
    assert chat.say("5").place == "goals"


def test_back_and_keep_leave_a_question_that_moved_off_the_way() -> None:
    dialog = edited(
        SMALL, ("questions.product.routes", [{"to": "goals"}]), ("questions.staff.routes", [{"to": "shop"}])
    )

    assert taken_over(at(SMALL, "tea"), dialog).say("what?").place == "shop"
    assert taken_over(at(SMALL, "tea"), dialog).say("back").place == "goals"


def test_a_question_left_over_after_the_way_has_ended_is_the_last_one() -> None:
    chat = taken_over(at(SMALL, "tea"), edited(SMALL, ("questions.product.routes", [{"to": "resting"}])))

    assert "Question 2 of at most 2\nDo you run a shop?" in chat.say("what?").text
    assert chat.say("yes").turn.outcome == "resting"


def test_an_option_that_is_gone_is_asked_once_more_and_named() -> None:
    chat = at(SMALL, "tea", "yes")
    data = data_of(SMALL)
    del data["script"]["questions"]["product"]["options"]["tea"]
    data["script"]["questions"]["product"]["routes"] = [{"to": "harvest"}]

    taken_over(chat, made(data)).say("1")

    assert chat.turn.lead == ("Once more: Goods.", "Goals: Grow")
    assert chat.place == "product"
    assert chat.answers["goals"] == ["grow"]


def test_a_renamed_question_keeps_its_answer() -> None:
    data = data_of(SMALL)
    script = json.dumps(data["script"]).replace('"shop": {', '"web_shop": {')
    data["script"] = json.loads(script.replace('"to": "shop"', '"to": "web_shop"'))
    data["script"]["questions"]["web_shop"]["renamed_from"] = ["shop"]
    for text in data["texts"].values():
        text["questions"]["web_shop"] = text["questions"].pop("shop")
    chat = at(SMALL, "tea", "yes")

    taken_over(chat, made(data)).say("1")

    assert chat.answers == {"product": "tea", "web_shop": "yes", "goals": ["grow"]}
    assert profile_fields(chat.dialog, chat.session)["shop"] == "yes"


def test_an_answer_under_the_new_id_is_kept_before_one_under_the_old() -> None:
    session = replace(at(SMALL, "peaches", "12", "yes").session, version="", path=())
    turn = show(SMALL, replace(session, answers={**session.answers, "money": 500, "cash": 200}))

    assert turn.session is not None
    assert turn.session.answers["money"] == 500


def test_a_removed_question_leaves_its_answer_aside() -> None:
    chat = at(SMALL, "peaches", "12", "yes")
    dialog = edited(
        SMALL,
        ("questions.harvest", None),
        ("questions.product.routes", [{"to": "shop"}]),
        ("questions.shop.routes", [{"to": "goals"}]),
    )

    assert profile_fields(dialog, chat.session) == {"keeps": "days", "shop": "yes"}
    taken_over(chat, dialog).say("500")

    assert chat.place == "goals"
    assert chat.answers["harvest"] == 12
    assert "harvest_tonnes" not in profile_fields(dialog, chat.session)


def test_what_was_picked_and_opened_survives_an_edit_where_it_still_exists() -> None:
    data = data_of(SMALL)
    del data["script"]["questions"]["goals"]["options"]["learn"]
    picking = at(SMALL, "tea", "yes").tap("grow", "learn")
    opened = at(SMALL).tap("fruit")

    assert taken_over(picking, made(data)).say("done").answers["goals"] == ["grow"]
    assert taken_over(opened, made(data)).say("2").answers["product"] == "apple"


def test_an_edit_without_a_new_version_number_is_noticed() -> None:
    assert edited(SMALL, ("questions.shop.routes", [{"to": "goals"}])).version != SMALL.version
    assert made(data_of(SMALL)).version == SMALL.version


# --- any edit


def mangled(dialog: Dialog, luck: random.Random) -> Dialog:
    """A sound dialog with questions skipped, moved, renamed, and options taken away."""
    data = data_of(dialog)
    script, texts = data["script"], data["texts"]
    rename(script, texts, luck)
    for question in script["questions"].values():
        options = question.get("options", {})
        if question["kind"] != "yes_no" and len(options) > 2 and luck.random() < 0.3:
            del options[luck.choice(list(options))]
    order = list(script["questions"])
    luck.shuffle(order)
    order = order[: luck.randint(2, len(order))]
    script["questions"] = {id: script["questions"][id] for id in order}
    script["start"] = order[0]
    outcome = next(iter(script["outcomes"]))
    script["outcomes"] = {outcome: {}}
    for id, after in zip(order, [*order[1:], outcome], strict=True):
        script["questions"][id]["routes"] = [{"to": after}]
    return made(data)


def rename(script: Data, texts: Data, luck: random.Random) -> None:
    """One question by another id."""
    old = luck.choice(list(script["questions"]))
    question = script["questions"].pop(old)
    question["renamed_from"] = [*question.get("renamed_from", []), old]
    script["questions"][f"{old}_anew"] = question
    for text in texts.values():
        text["questions"][f"{old}_anew"] = text["questions"].pop(old)


def answer_to(turn: Turn, luck: random.Random) -> Reply:
    assert turn.message is not None
    buttons = [button.id for row in turn.message.buttons for button in row]
    ids = [id for id in buttons if id.rpartition(":")[2] not in ("back", "why", "more", "keep")]
    return Reply(button=luck.choice(ids)) if luck.random() < 0.8 else Reply(text=luck.choice(["1", "a", "12"]))


@settings(deadline=None)
@given(st.sampled_from([SMALL, ADVISOR]), st.randoms(use_true_random=False))
def test_random_edits_between_turns_never_raise_and_ask_nothing_twice(dialog: Dialog, luck: random.Random) -> None:
    turn = show(dialog, begin(dialog, "en", "cn"))
    for _ in range(60):
        if turn.outcome is not None or turn.session is None:
            return
        before = turn.session
        version = mangled(dialog, luck) if luck.random() < 0.3 else None
        reply = answer_to(turn, luck)
        dialog = version or dialog
        turn = step(dialog, before, reply)
        assert turn.session is not None
        asked = turn.session.changing or turn.session.path[-1]
        if asked in dialog.questions:
            answer = turn.session.answers.get(asked)
            assert answer is None or not fits(dialog.questions[asked], answer)
        known = {dialog.renamed.get(id, id) for id in before.answers}
        assert known <= turn.session.answers.keys()
    raise AssertionError("no outcome after 60 turns")


def test_not_sure_survives_only_where_it_is_still_an_answer() -> None:
    chat = at(SMALL, "not sure", "yes")
    dialog = edited(SMALL, ("questions.product.not_sure", False), ("questions.product.routes", [{"to": "shop"}]))

    taken_over(chat, dialog).say("1")

    assert chat.place == "product"
    assert chat.answers["product"] == NOT_SURE
