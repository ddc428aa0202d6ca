"""The bot in Telegram from outside: real processes, real HTTP, people who write and tap, and all that goes wrong."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import httpx
import pytest

from dialogs import load_dialog
from tests.endtoend.people import Talker, Tapper, Typer, Wanderer, is_advice, told
from tests.endtoend.process import ROOT, BotProcess
from tests.endtoend.talks import Course, talk_again, talk_quietly
from tests.standin import TOKEN, Fault, Faults, Person, StandIn

SEED = 20_261_122
KILLS = 20
TALKS = 20
FIRST_CHAT = 5_200_000_001
GROUP = -1_001_234_567_890
LANGUAGES = ("en", "zh-hans")
EXPECTED_REFUSALS = (
    "bot was blocked by the user",
    "message is not modified",
    "query is too old",
    "terminated by other getUpdates request",
    "can't use getUpdates method while webhook is active",
    "Too Many Requests",
)


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn() as running:
        yield running


@pytest.fixture
def bot(standin: StandIn, tmp_path: Path) -> Iterator[BotProcess]:
    with BotProcess(standin, tmp_path) as process:
        yield process
        assert TOKEN not in process.output
        assert "Traceback" not in process.output, process.output
        assert "Warning" not in process.output, process.output
        assert not unexpected_refusals(standin)


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory) -> list[Course]:
    """The twenty talks in quiet."""
    with StandIn() as standin, BotProcess(standin, tmp_path_factory.mktemp("quiet")) as bot:
        bot.wait_until_it_polls()
        talkers = talkers_at(standin)
        courses = talk_quietly(talkers, 120)
        assert all(is_advice(talker.screen) for talker in talkers)
        assert not unexpected_refusals(standin), bot.output
    return courses


def talkers_at(standin: StandIn) -> list[Talker]:
    """Twenty people: tappers, typers and wanderers, half of them in Chinese."""
    kinds = {id: question.kind for id, question in load_dialog(ROOT / "dialogs" / "advisor").questions.items()}
    people = [standin.person(FIRST_CHAT + at, LANGUAGES[at % 2]) for at in range(TALKS)]
    made: list[Callable[[int], Talker]] = [
        lambda at: Tapper(people[at], at),
        lambda at: Typer(people[at], at, kinds=kinds),
        lambda at: Wanderer(people[at], at),
    ]
    return [made[at // 2 % 3](at) for at in range(TALKS)]


def unexpected_refusals(standin: StandIn) -> list[str]:
    """What the bot sent and Telegram would not have taken."""
    return [
        f"{refused.method}: {refused.description}"
        for refused in standin.refused
        if not any(expected in refused.description for expected in EXPECTED_REFUSALS)
    ]


def next_shown(person: Person, act: Callable[[], object]) -> str:
    """What the person is told because of this."""
    before = len(person.history)
    act()
    return person.wait_for(before + 1)[-1].text


class Killer:
    """Kills the bot again and again while people talk; the talks may go on as far as the kills have come."""

    def __init__(self, bot: BotProcess, times: int) -> None:
        self.bot = bot
        self.times = times
        self.kills = 0
        self._random = random.Random(SEED)
        self._live()

    def may_act(self, done: float) -> bool:
        """Kill where the moment has come; whether the talks may go on."""
        if self.kills < self.times:
            self._kill_in_time()
        assert self.kills < self.times or self.bot.running, self.bot.output
        return done < (self.kills + 1) / (self.times + 1)

    def _live(self) -> None:
        """Start it; a quarter of the lives ends while it starts, the others soon after its first poll."""
        self._polls = self.bot.standin.polls
        self._dies_starting = self._random.random() < 0.25
        self._moment = time.monotonic() + self._random.uniform(0.05, 0.8) if self._dies_starting else None
        self.bot.start()

    def _kill_in_time(self) -> None:
        if self._moment is None and self.bot.standin.polls > self._polls:
            self._moment = time.monotonic() + self._random.uniform(0.0, 0.5)
        if self._moment is None or time.monotonic() < self._moment:
            assert self.bot.running, f"the bot ended by itself:\n{self.bot.output}"
            return
        self.bot.kill()
        self.kills += 1
        self._live()


def test_every_chat_is_asked_the_same_through_kills_duplicates_and_faults(
    courses: list[Course], tmp_path: Path
) -> None:
    chances = {Fault.TOO_MANY: 0.03, Fault.BAD_GATEWAY: 0.02, Fault.BAD_GATEWAY_AFTER: 0.02}
    faults = Faults(SEED, chances, duplicate=0.15, hang_seconds=2)
    faults.plant("getUpdates", Fault.BAD_GATEWAY, Fault.TOO_MANY, Fault.HANG_AFTER)
    faults.plant("answerCallbackQuery", Fault.BAD_GATEWAY, Fault.HANG)
    faults.plant("sendMessage", Fault.HANG_AFTER, Fault.HANG)
    begin = time.monotonic()
    with StandIn(faults=faults) as standin, BotProcess(standin, tmp_path) as bot:
        bot.kill()
        talkers = talkers_at(standin)
        killer = Killer(bot, KILLS)
        talk_again(talkers, courses, killer.may_act, 150, random.Random(SEED))
        status, _ = bot.terminate()

        for talker, course in zip(talkers, courses, strict=True):
            assert is_advice(talker.screen)
            assert talker.screen.text == course.shown[-1].text
        assert status == 0
        assert TOKEN not in bot.output
        assert "dropped" not in bot.output, bot.output
        assert not unexpected_refusals(standin)
        assert killer.kills == KILLS >= 20
        world = standin.world
        assert world.duplicates
        assert all(faults.drawn[fault] for fault in Fault)
        messages = sum(len(talker.person.history) for talker in talkers)
        repeats = messages - sum(course.messages for course in courses)
        drawn = ", ".join(f"{count} x {fault}" for fault, count in sorted(faults.drawn.items()))
        print(
            f"\n{TALKS} talks, {messages} messages and edits in {time.monotonic() - begin:.0f} s: "
            f"{killer.kills} kills, {world.duplicates} duplicates, {world.given_again} updates given again, {drawn}; "
            f"{repeats} messages shown twice, none lost, none out of order"
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_always_taps_the_first_button_reaches_the_advice_within_ten_questions(
    courses: list[Course], language: str
) -> None:
    tapper = courses[LANGUAGES.index(language)]

    assert all(before != after for before, after in pairwise(tapper.shown))
    assert tapper.shown[-1].labels
    assert any("\u4e00" <= letter <= "\u9fff" for letter in tapper.shown[-1].text) == (language != "en")


def test_who_taps_every_message_is_asked_nothing_twice_where_messages_come_twice(
    courses: list[Course], tmp_path: Path
) -> None:
    faults = Faults(SEED, {Fault.BAD_GATEWAY_AFTER: 0.4})
    with StandIn(faults=faults) as standin, BotProcess(standin, tmp_path):
        people = [standin.person(FIRST_CHAT + at, language) for at, language in enumerate(LANGUAGES)]
        tap_every_message(people, standin)

        assert sum(len(person.history) for person in people) > sum(len(course.shown) for course in courses[:2])
        for person, course in zip(people, courses, strict=False):
            assert told(person.history) == course.shown


def tap_every_message(people: list[Person], standin: StandIn) -> None:
    """Each taps the first button of every message in the order they come, until the advice is all that comes."""
    looked_at = [0 for _ in people]
    for person in people:
        person.start()

    def something_new() -> bool:
        return any(len(person.showings) > looked_at[at] for at, person in enumerate(people))

    def at_the_advice() -> bool:
        return all(any(is_advice(screen) for screen in person.showings[-1:]) for person in people)

    while standin.wait_until(something_new, 4 if at_the_advice() else 30):
        for at, person in enumerate(people):
            for screen in person.showings[looked_at[at] :]:
                looked_at[at] += 1
                if not is_advice(screen):
                    person.tap(screen.buttons[0], screen)


def test_sigterm_ends_the_bot_cleanly_in_the_middle_of_talks(bot: BotProcess, standin: StandIn) -> None:
    people = [standin.person(FIRST_CHAT + at) for at in range(10)]
    bot.wait_until_it_polls()
    for person in people:
        person.start()
    people[0].wait_for(1)
    status, seconds = bot.terminate()

    assert status == 0
    assert seconds < 5
    bot.start()
    for person in people:
        assert len(told(person.wait_for(1))) == 1


def test_a_telegram_that_is_down_at_start_is_waited_for(bot: BotProcess, standin: StandIn) -> None:
    standin.stop()
    bot.kill()
    bot.start()
    time.sleep(2.5)
    assert bot.running, bot.output
    standin.start()
    person = standin.person(FIRST_CHAT)

    assert next_shown(person, person.start)
    status, seconds = bot.terminate()
    assert status == 0
    assert seconds < 5


def test_a_bot_that_cannot_reach_telegram_still_ends_on_sigterm(bot: BotProcess, standin: StandIn) -> None:
    standin.stop()
    time.sleep(1.5)
    status, seconds = bot.terminate()

    assert status == 0
    assert seconds < 5


@pytest.mark.parametrize("told_by_telegram", [True, False])
def test_who_blocks_the_bot_is_forgotten_and_may_come_back(
    bot: BotProcess, standin: StandIn, told_by_telegram: bool
) -> None:
    person, other = standin.person(FIRST_CHAT), standin.person(FIRST_CHAT + 1)
    first = next_shown(person, person.start)
    next_shown(other, other.start)
    next_shown(person, person.tap_first)
    assert rows_of(bot.database, person)
    if told_by_telegram:
        person.block()
    else:
        person.say("1")
        person.chat.blocked = True

    assert standin.wait_until(lambda: not rows_of(bot.database, person)), rows_of(bot.database, person)
    assert rows_of(bot.database, other)
    person.unblock()
    assert next_shown(person, person.start) == first


def rows_of(database: Path, person: Person) -> list[str]:
    """The tables in which something of this person is kept."""
    wanted = str(person.chat.chat_id)
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [name for name in tables for row in db.execute(f'SELECT * FROM "{name}"') if wanted in str(row)]


@pytest.mark.usefixtures("bot")
def test_a_group_gets_one_sentence_and_then_silence(standin: StandIn) -> None:
    group, person = standin.group(GROUP), standin.person(FIRST_CHAT)
    group.add_bot(person)
    assert standin.wait_until(lambda: bool(group.texts))
    for text in ("good morning", "1", "back"):
        group.say(text, person)
    next_shown(person, person.start)

    assert len(group.texts) == 1
    group.remove_bot(person)
    next_shown(person, person.tap_first)


@pytest.mark.parametrize("kind", ["photo", "voice", "sticker"])
@pytest.mark.usefixtures("bot")
def test_what_cannot_be_read_is_answered_with_what_to_do_and_the_same_question(standin: StandIn, kind: str) -> None:
    person = standin.person(FIRST_CHAT, "zh-hans")
    first = next_shown(person, person.start)
    buttons = person.history[-1].labels
    answer = next_shown(person, lambda: person.send(kind))

    assert answer != first
    assert first.splitlines()[-1] in answer
    assert person.history[-1].labels == buttons


@pytest.mark.usefixtures("bot")
def test_every_tap_is_answered_and_every_screen_shows_that_someone_types(standin: StandIn) -> None:
    person = standin.person(FIRST_CHAT)
    next_shown(person, person.start)
    for _ in range(3):
        next_shown(person, person.tap_first)

    assert standin.wait_until(lambda: all(query.answered for query in standin.world.queries.values()))
    assert "sendChatAction" in {call.method for call in standin.accepted}


@pytest.mark.usefixtures("bot")
def test_commands_and_descriptions_are_set_in_both_languages(standin: StandIn) -> None:
    def texts() -> int:
        return len(standin.world.commands) + len(standin.world.texts)

    assert standin.wait_until(lambda: texts() == 6), standin.world.commands
    english, chinese = (standin.world.commands["default", code] for code in ("", "zh"))
    assert [one["command"] for one in english] == [one["command"] for one in chinese]
    assert all(one != two for one, two in zip(english, chinese, strict=True))


def test_set_up_calls_that_fail_do_not_matter(standin: StandIn, tmp_path: Path) -> None:
    for method in ("setMyCommands", "setMyDescription", "setMyShortDescription"):
        standin.faults.plant(method, *[Fault.TOO_MANY, Fault.BAD_GATEWAY])
    with BotProcess(standin, tmp_path):
        person = standin.person(FIRST_CHAT)

        assert next_shown(person, person.start)


def test_a_webhook_left_behind_is_taken_away(standin: StandIn, tmp_path: Path) -> None:
    standin.world.webhook = "https://example.org/hook"
    with BotProcess(standin, tmp_path):
        person = standin.person(FIRST_CHAT)

        assert next_shown(person, person.start)


def test_a_second_poller_on_the_same_token_is_said_aloud(bot: BotProcess, standin: StandIn) -> None:
    assert standin.wait_until(lambda: standin.polls >= 2, 20), bot.output  # the first asks only whether anyone answers
    httpx.post(f"{standin.url}/bot{TOKEN}/getUpdates", json={"timeout": 1}, verify=False)
    person = standin.person(FIRST_CHAT)

    assert standin.wait_until(lambda: "terminated by other getUpdates" in bot.output), bot.output
    assert next_shown(person, person.start)


def test_a_wrong_token_is_said_in_a_sentence_without_the_token(tmp_path: Path) -> None:
    with StandIn(token="111:another") as standin, BotProcess(standin, tmp_path) as bot:
        assert standin.wait_until(lambda: not bot.running, 20)

        assert TOKEN not in bot.output
        assert "TELEGRAM_BOT_TOKEN" in bot.output
        assert "Traceback" not in bot.output


def test_a_chat_that_takes_one_message_a_second_is_told_everything_in_order(tmp_path: Path) -> None:
    with StandIn(burst=2) as standin, BotProcess(standin, tmp_path):
        person = standin.person(FIRST_CHAT)
        first = next_shown(person, person.start)
        for _ in range(4):
            person.send("sticker")
        person.wait_for(5, 20)

        assert {call.code for call in standin.refused} == {429}
        assert all(first.splitlines()[-1] in shown.text for shown in person.history)


@pytest.mark.usefixtures("bot")
def test_an_unknown_payload_is_ignored(standin: StandIn) -> None:
    plain, linked = standin.person(FIRST_CHAT), standin.person(FIRST_CHAT + 1)

    assert next_shown(plain, plain.start) == next_shown(linked, lambda: linked.start("x-nothing"))


@pytest.mark.usefixtures("bot")
def test_markup_in_what_people_write_is_only_text(standin: StandIn) -> None:
    person = standin.person(FIRST_CHAT)
    next_shown(person, person.start)

    assert "<b>&amp;" in next_shown(person, lambda: person.say("<b>&amp; \u202e\x00</i>"))
