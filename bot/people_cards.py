"""The cards about people and this week, as lines: who does what, where to learn, whom to call, what to send."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from knowledge import Report

Words = dict[str, Any]

LETTERS = {"message": "offer", "overflow": "overflow", "job": "job"}
"""Card -> the kind of letter on it."""
WEEK_CARDS = ("calls", "message", "overflow")
PEOPLE_CARDS = ("learn", "job", "calls", "message")
"""Cards behind a card, before the lessons."""
BESIDE = ("learn", "job", "calls", "message", "overflow")
"""All of them, in the order of their numbers."""

PLACES_AT_ONCE, MOST_PLACES, MOST_KEEPING, MOST_RECRUITING = 2, 5, 3, 2


def there(report: Report) -> list[str]:
    """The cards behind cards that this report can fill: those of BESIDE, and its lessons."""
    kinds = {letter["kind"] for letter in report["letters"]}
    filled = {card for card, kind in LETTERS.items() if kind in kinds}
    filled |= {card for card, key in (("learn", "roles"), ("calls", "calls")) if report[key]}
    return [*(card for card in BESIDE if card in filled), *(lesson["id"] for lesson in report["lessons"])]


def behind(card: str, report: Report) -> list[str]:
    """The cards that the buttons of this one open; of one behind a card, the cards it was opened from."""
    open_ = there(report)
    if card == "week":
        return [name for name in WEEK_CARDS if name in open_]
    if card == "people":
        return [name for name in open_ if name in PEOPLE_CARDS or name not in BESIDE]
    return [name for name, inner in (("week", WEEK_CARDS), ("people", PEOPLE_CARDS)) if card in inner] or ["people"]


def week(report: Report, words: Words) -> Iterator[str]:
    """The first step, one action of each mechanism, and what to mind among people who know each other."""
    titles = words["cards"]["week"]
    yield titles["title"]
    yield from ("", titles["order"].format(step=report["path"][0]["step"] if report["path"] else ""))
    shown = _one_each(report)
    for at, action in enumerate(shown, 2):
        yield from ("", f"{at}. {action['text']}", titles["step"].format(text=action["first_step"]))
    yield from _mind([action["risk"] for action in shown], titles)


def people(report: Report, words: Words) -> Iterator[str]:
    """Who is needed and for how long, on few lines, the rest behind the buttons; without roles, what to learn where."""
    titles = words["cards"]["people"]
    yield titles["title"]
    if report["roles"]:
        yield ""
        yield from (titles["role"].format(name=role["name"], hours=role["hours"]["text"]) for role in report["roles"])
        yield _basis(report, titles)
    else:
        yield from _skills(report, titles)
    way = next((one for one in report["talent"] if one["about"] == "learn"), None)
    if way is not None:
        yield from ("", titles["grow"].format(text=way["text"]), titles["step"].format(text=way["first_step"]))


def learn(report: Report, words: Words) -> Iterator[str]:
    """For each role who could learn it, and where; where there is nothing left to name, whom to ask what."""
    titles = words["cards"]["people"]
    training = {one["id"]: one for one in report["training"]}
    yield titles["learn"]
    told: dict[str, None] = {}
    for role in report["roles"]:
        yield from ("", titles["who"].format(name=role["name"], who=role["who"]))
        near = [name for name in role["resources"] if training[name]["way"] in ("course", "class")]
        fresh = _fresh(near, told)
        for name in fresh:
            yield from _place(training[name], report, titles)
        if not fresh:
            yield role["ask"]
    visits = [name for role in report["roles"] for name in role["resources"] if training[name]["way"] == "visit"]
    if visits:
        yield from ("", titles["visit"], *_place(training[visits[0]], report, titles))


def _skills(report: Report, titles: Words) -> Iterator[str]:
    """What is worth learning, and where."""
    training = {one["id"]: one for one in report["training"]}
    told: dict[str, None] = {}
    for skill in report["skills"]:
        if fresh := _fresh(skill["resources"], told):
            yield from ("", titles["who"].format(name=skill["name"], who=skill["why"]))
            for name in fresh:
                yield from _place(training[name], report, titles)


def _fresh(names: list[str], told: dict[str, None]) -> list[str]:
    """The first of these places that were not told yet, as many as there is room for; noted as told."""
    room = min(PLACES_AT_ONCE, MOST_PLACES - len(told))
    fresh = [name for name in names if name not in told][:room]
    told |= dict.fromkeys(fresh)
    return fresh


def job(report: Report, words: Words) -> Iterator[str]:
    """A job post to copy, what makes people stay, and where to look for them."""
    titles = words["cards"]["people"]
    yield from _letter("job", report, words)
    for about, most in (("keep", MOST_KEEPING), ("recruit", MOST_RECRUITING)):
        ways = [one for one in report["talent"] if one["about"] == about][:most]
        if ways:
            yield from ("", titles[about], *(f"• {one['text']}" for one in ways))
            yield titles["step"].format(text=ways[0]["first_step"])


def calls(report: Report, words: Words) -> Iterator[str]:
    titles = words["cards"]["people"]
    yield titles["calls"]
    for at, call in enumerate(report["calls"], 1):
        yield from ("", titles["call"].format(at=at, who=call["who"]), titles["say"].format(ask=call["ask"]))
    yield from _mind([call["risk"] for call in report["calls"]], words["cards"]["week"])


def lesson(name: str, report: Report) -> Iterator[str]:
    found = next(one for one in report["lessons"] if one["id"] == name)
    yield from (found["title"], "", *found["text"].splitlines())


def lines(card: str, report: Report, words: Words) -> list[str]:
    """The lines of a card, whichever of those here or of the lessons it is."""
    if card in LETTERS and card != "job":
        return list(_letter(card, report, words))
    return list(CARDS[card](report, words) if card in CARDS else lesson(card, report))


def label(card: str, report: Report, words: Words) -> str:
    """The button that opens a card of these."""
    titles = {one["id"]: one["title"] for one in report["lessons"]}
    return str(titles.get(card) or words["cards"]["people"]["buttons"][card])


def cited(card: str, report: Report) -> list[str]:
    """The sources that a card stands on."""
    behind_it: dict[str, list[Report]] = {
        "week": _one_each(report),
        "calls": report["calls"],
        "people": [],
        "learn": [],
        "job": [one for one in report["talent"] if one["about"] != "learn"],
    }
    letters = [one for one in report["letters"] if one["kind"] == LETTERS.get(card)]
    own = [one for one in report["lessons"] if one["id"] == card]
    return [source for one in behind_it.get(card, [*letters, *own]) for source in one["sources"]]


def _one_each(report: Report) -> list[Report]:
    """The first action of each mechanism."""
    return list({action["mechanism"]: action for action in reversed(report["actions"])}.values())[::-1]


def _mind(risks: list[str | None], titles: Words) -> Iterator[str]:
    for risk in dict.fromkeys(filter(None, risks)):
        yield from ("", titles["mind"].format(text=risk))


def _basis(report: Report, titles: Words) -> str:
    """With how many boxes the hours are counted, and that they are assumed."""
    boxes = report["boxes_per_week"]
    if boxes is None or not any(role["by_box"] for role in report["roles"]):
        return str(titles["assumed"])
    return str(titles["with_boxes"][boxes["basis"]].format(boxes=f"{boxes['low']:g}"))


def _place(place: Report, report: Report, titles: Words) -> Iterator[str]:
    cost = titles["cost"][place["cost"]]
    foreign = [] if report["lang"] in place["languages"] else place["languages"][:1]
    notes = [cost, *(titles["in_language"][language] for language in foreign if language in titles["in_language"])]
    notes += [titles["state"][place["status"]]] if place["status"] in titles["state"] else []
    yield titles["resource"].format(name=place["name"], cost=titles["joiner"].join(notes))
    if place["url"]:
        yield str(place["url"])
    elif place["whom_to_ask"]:
        yield titles["ask"].format(text=place["whom_to_ask"])


def _letter(card: str, report: Report, words: Words) -> Iterator[str]:
    letter = next(one for one in report["letters"] if one["kind"] == LETTERS[card])
    yield from (letter["title"], "", *letter["text"].splitlines())
    yield from _mind([letter["risk"]], words["cards"]["week"])


CARDS: dict[str, Callable[[Report, Words], Iterator[str]]] = {
    "week": week,
    "people": people,
    "learn": learn,
    "job": job,
    "calls": calls,
}
