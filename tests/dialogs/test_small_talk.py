"""A greeting, thanks, an emoji or a swear word gets a short reaction and the same question; nothing else does."""

from __future__ import annotations

import pytest

from dialogs import Dialog, begin, load_dialog, show, step
from dialogs.model import Reply, Turn
from tests.bot.talk import ROOT

ADVISOR = load_dialog(ROOT / "dialogs" / "advisor")
SAID = {
    "zh-Hans": {
        "greeting": ["你好", "您好呀", "老师好", "在吗？", "hi"],
        "thanks": ["谢谢", "谢谢你啊", "thanks"],
        "ok": ["好的", "嗯嗯", "知道了", "OK！"],
        "laugh": ["哈哈哈哈"],
        "waiting": ["我想想", "等一下", "我先忙去了"],
        "any_of_them": ["都有", "随便吧", "两个都是"],
        "which": ["第一个和第三个", "上面的"],
        "puzzled": ["？？", "听不懂", "看不懂啥意思"],
        "who": ["你是谁", "你是真人吗"],
        "person": ["转人工", "给我打电话"],
        "trust": ["你们是骗子吧", "收费吗"],
        "tired": ["烦死了", "太累了"],
        "complaint": ["这什么破东西", "我要投诉你们"],
        "too_many": ["怎么问这么多", "还有几题啊"],
        "useless": ["答非所问啊你"],
        "rude": ["你他妈的", "傻逼东西"],
        "sign": ["😀", "👍👍", "……"],
    },
    "en": {
        "greeting": ["hi", "hello there", "Good morning!", "你好"],
        "thanks": ["thank you so much", "thx"],
        "ok": ["ok", "okay good", "got it"],
        "laugh": ["lol"],
        "waiting": ["let me think", "later"],
        "any_of_them": ["all of them", "whatever"],
        "which": ["the first one", "first and third"],
        "puzzled": ["??", "I don't understand", "what do you mean"],
        "who": ["who are you", "are you a human?"],
        "person": ["talk to a person please", "call me"],
        "trust": ["is this free", "are you a scam"],
        "tired": ["i am tired"],
        "complaint": ["this is stupid"],
        "too_many": ["why so many questions"],
        "useless": ["you useless bot"],
        "rude": ["fuck you"],
        "sign": ["😀"],
    },
}
MORE = [
    *(
        "你好，拼多多押金多少",
        "谢谢，那运费谁出",
        "他妈妈会开店",
        "我妈的店",
        "今日你们收不收",
        "我靠卖果子过日子",
        "差评太多了怎么办",
        "客人骂我白",
    ),
    *(
        "hello, how much deposit",
        "the first one is broken",
        "thanks but who pays",
        "shipping is too long and costs a lot",
        "7",
    ),
]


def asked(dialog: Dialog, language: str) -> Turn:
    """The first question, the chat under way."""
    return show(dialog, begin(dialog, language, "cn"))


@pytest.mark.parametrize(
    ("language", "kind", "text"),
    [(language, kind, text) for language in SAID for kind, texts in SAID[language].items() for text in texts],
)
def test_small_talk_gets_its_reaction_and_the_same_question(language: str, kind: str, text: str) -> None:
    turn = asked(ADVISOR, language)
    assert turn.session
    assert turn.message

    again = step(ADVISOR, turn.session, Reply(text))

    assert again.session
    assert again.message
    assert again.lead == (ADVISOR.text(language).small_talk[kind].say,)
    assert again.session.answers == turn.session.answers
    assert again.message.text.endswith(turn.message.text.rpartition("\n\n")[2])


@pytest.mark.parametrize("text", MORE)
def test_a_text_that_says_more_is_no_small_talk(text: str) -> None:
    assert ADVISOR.small_talk.kind(text) is None


def test_somebody_who_comes_back_and_greets_is_told_where_they_were() -> None:
    turn = asked(ADVISOR, "zh-Hans")
    assert turn.session

    back = step(ADVISOR, turn.session, Reply("你好", after_days=5))

    assert ADVISOR.text("zh-Hans").small_talk["greeting"].say not in back.lead


def test_every_kind_is_said_in_every_language_and_tried_here() -> None:
    for language, text in ADVISOR.texts.items():
        assert SAID[language].keys() == text.small_talk.keys()
