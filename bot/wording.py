"""An advice as people see it in a chat: one short first screen, and the cards behind its buttons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from textwrap import shorten
from typing import Any

from bot import people_cards
from dialogs import Button, Message
from dialogs.answer_code import WrongCode
from dialogs.replies import typed
from knowledge import Report

Words = dict[str, Any]
"""bot/text/<language>/chat.yaml."""

CARDS = ("why", "costs", "risks", "week", "people", "others", "change", "share")
"""The buttons of the first screen, in order; `change` belongs to the dialog."""

FIRST_MODE_NUMBER, FIRST_BESIDE_NUMBER, FIRST_CHECK_NUMBER, PLAN_NUMBER = 11, 21, 41, 51
CARDS_WITHOUT_ADVICE = ("others", "change")
"""The buttons while too little is known to name a mode."""

DIALOG_BUTTONS = ("change", "deepen", "helper")
"""Buttons of the advice that lead back into the dialog."""

ROWS = 2
"""Buttons in a row: two short labels fit on a small phone."""

LONGEST_TITLE = 60
"""Letters of a document's title on a card."""

DETAILS = {"costs": "cost_lines"}
"""Cards that open from another card, and the first of the numbers that stand for them where they are typed."""
FIRST_DETAIL_NUMBER = 20
MOST_LINES = 10
"""Lines of the ledger on the short card."""
RESULTS = ("break_even", "beats_present_buyer_from", "months_money_lasts", "waiting_for_payment")

MOST_REASONS, MOST_RISKS, MOST_SOURCES = 5, 3, 3
FITS_WELL, FITS_PARTLY = 0.65, 0.45


def first_screen(
    report: Report, words: Words, button: Callable[[str], str], deepen: bool, lead: Iterable[str]
) -> Message:
    """
    The advice on one screen: what was read last, the mode, the two reasons that decided, the cost, the first step.

    Args:
        button: the callback data of a card.
        deepen: whether further questions can still be offered.
    """
    advice = words["advice"]
    if report["recommended"] is None:
        names = [one["name"] for one in report.get("find_out", ())] or report["unknown_names"][:3]
        lines = [
            advice["not_enough_known"].format(fields=words["separator"].join(names)),
            *_find_out(report, words),
        ]
    else:
        lines = [
            advice[report["verdict"]].format(mode=mode_name(report), also=also_name(report)),
            "",
            advice["why"],
            *(f"• {text}" for text in deciding(report, words)),
            _cost(report, words),
            *_loses(report),
            advice["first_step"].format(step=report["path"][0]["step"]),
            *([advice["settled"]] if report.get("enough") else []),
        ]
    head = [*lead, ""] if lead else []
    cards = [*CARDS, *checks(report)] if report["recommended"] else CARDS_WITHOUT_ADVICE
    names = [*cards, *(["deepen"] if deepen else []), *(["helper"] if report.get("find_out") else [])]
    return _screen("\n".join([*head, *lines]), names, report, words, button, edit=False)


def checks(report: Report) -> list[str]:
    """The checks of an offered contract that this advice calls for."""
    return [one["check"] for one in report["contract"] if one["offered"]]


def dialog_button(text: str | None, words: Words) -> str | None:
    """The button of the advice that leads back into the dialog, where it was typed by its number or its words."""
    labels = _numbered(words)
    return _typed(text, {name: labels[name] for name in DIALOG_BUTTONS}, words)


def opened_check(text: str | None, words: Words) -> str | None:
    """The check of a contract that was typed by its number or its words."""
    offered = enumerate(words["checks"]["open"].items(), FIRST_CHECK_NUMBER)
    return _typed(text, {name: (at, label) for at, (name, label) in offered}, words)


def asked(text: str | None, button: str | None, report: Report, words: Words) -> str | None:
    """The card or control that was tapped, or typed by its number or its words."""
    tapped, labels = (button or "").rpartition(":")[2], _labels(report, words)
    return tapped if tapped in labels else _typed(text, labels, words)


def _typed(text: str | None, labels: Mapping[str, tuple[int, str]], words: Words) -> str | None:
    """What was typed by its number, its label or another word for it."""
    said = typed(text or "")
    known = ((name, [str(at), label, *words["typed"].get(name, ())]) for name, (at, label) in labels.items())
    return next((name for name, words_for in known if said in map(typed, words_for)), None)


def _labels(report: Report, words: Words) -> dict[str, tuple[int, str]]:
    """Every card and control with the number that stands for it where it is typed, the same on every screen."""
    modes = enumerate(report["modes"], FIRST_MODE_NUMBER)
    details = enumerate(DETAILS.values(), FIRST_DETAIL_NUMBER)
    beside = enumerate(people_cards.there(report), FIRST_BESIDE_NUMBER)
    offered = enumerate(words["checks"]["open"].items(), FIRST_CHECK_NUMBER)
    known = {one["check"] for one in report["contract"]}
    return (
        _numbered(words)
        | {name: (at, words["buttons"][name]) for at, name in details}
        | {mode["mode"]: (at, mode["name"]) for at, mode in modes}
        | {name: (at, people_cards.label(name, report, words)) for at, name in beside}
        | {name: (at, label) for at, (name, label) in offered if name in known}
    )


def _numbered(words: Words) -> dict[str, tuple[int, str]]:
    cards = {name: (at, words["buttons"][name]) for at, name in enumerate(("advice", *CARDS, "deepen", "helper"))}
    return cards | {"plan": (PLAN_NUMBER, words["buttons"]["plan"])}


def card(name: str, report: Report, words: Words, button: Callable[[str], str], deepen: bool) -> Message:
    """One card, put in the place of the screen whose button was tapped; `advice` is the first screen again."""
    modes = [mode["mode"] for mode in report["modes"]]
    beside = people_cards.there(report)
    if name not in (*_CARDS, *CARDS, *modes, *beside) or (
        report["recommended"] is None and name not in (*CARDS_WITHOUT_ADVICE, *modes)
    ):
        screen = first_screen(report, words, button, deepen, ())
        return Message(screen.text, screen.buttons, edit=True, choices=screen.choices)
    if name in beside:
        text = "\n".join(_beside(name, report, words))
    else:
        text = "\n".join(_mode(name, report, words) if name in modes else _CARDS[name](report, words))
    shown = [*_next_to(name, modes, report), "advice"]
    return _screen(text, shown, report, words, button, edit=True)


def _next_to(name: str, modes: list[str], report: Report) -> list[str]:
    """The cards that the buttons of this one open."""
    if name in ("week", "people", *people_cards.there(report)) and (behind := people_cards.behind(name, report)):
        return behind
    if name in ("others", *modes):
        checks = [one["check"] for one in report["contract"] if one["mode"] == name]
        return [*checks, *(mode for mode in modes if mode != name)]
    first = {"share": ["plan"]} | {card: [detail] for card, detail in DETAILS.items()}
    return [*first.get(name, []), *(card for card in CARDS if card != name)]


def whole(report: Report, words: Words) -> list[str]:
    """The first screen and every card, as plain texts one after the other."""
    first = first_screen(report, words, str, deepen=False, lead=())
    beside = people_cards.there(report) if report["recommended"] else []
    cards = [*(lines(report, words) for lines in _CARDS.values()), *(_beside(name, report, words) for name in beside)]
    return [first.text, *("\n".join(lines) for lines in cards)]


def hint(report: Report, words: Words) -> str:
    """One line on the way: where the answers so far point."""
    if report["recommended"] is None:
        return str(words["hint_open"])
    reason = next((one["text"] for one in report["modes"][0]["because"] if one["effect"] == "for"), "")
    return str(words["hint"].format(mode=mode_name(report), reason=reason)).strip()


def wrong_code(wrong: WrongCode, words: Words) -> str:
    """What is wrong with a code, and which group to read again where that can be told."""
    if wrong.group is None:
        return str(words["code"][wrong.reason])
    return str(words["code"]["group"].format(number=wrong.group + 1, part=wrong.part))


def mode_name(report: Report) -> str:
    return str(report["modes"][0]["name"])


def also_name(report: Report) -> str:
    return str(report["modes"][1]["name"])


def deciding(report: Report, words: Words) -> list[str]:
    """The two reasons for the first mode that set it apart from the next; with none, that it asks the least."""
    first, second = report["modes"][:2]
    elsewhere = {(one["factor"]): one["points"] for one in second["because"] if one["effect"] in ("for", "against")}
    speaking = [one for one in first["because"] if one["effect"] == "for"]
    speaking.sort(key=lambda one: elsewhere.get(one["factor"], 0.0) - one["points"])
    chosen = list({one["factor"]: one["text"] for one in reversed(speaking)}.values())[::-1][:2]
    if report["verdict"] == "not_yet":
        chosen = [one["text"] for one in first["because"] if one["effect"] == "against"][:2]
    return chosen or [words["advice"]["asks_least"]]


def _screen(
    text: str, names: list[str], report: Report, words: Words, button: Callable[[str], str], edit: bool
) -> Message:
    labels = _labels(report, words)
    buttons = [Button(labels[name][1], button(name)) for name in names]
    rows = tuple(tuple(buttons[at : at + ROWS]) for at in range(0, len(buttons), ROWS))
    choices = [words["numbered"].format(number=labels[name][0], label=labels[name][1]) for name in names]
    return Message(text, rows, edit=edit, choices=(*choices, words["choose"]))


def _cost(report: Report, words: Words) -> str:
    """The line on money before the first sale; a sum that cannot be made is not made."""
    advice = words["advice"]
    before = report["costs"][report["recommended"]]["before_first_sale"]
    if before is None:
        return str(advice["cost_unknown"])
    if not before["high"]:
        return str(advice["cost_free"])
    if not before["expected"]:
        return str(advice["cost_may_be_free"].format(**before))
    return str(advice["cost"].format(**before))


def _loses(report: Report) -> list[str]:
    """That by the own figures the present buyer is the better one, where it is so."""
    even = report["costs"][report["recommended"]]["break_even"]
    return [even["text"]] if even["text"] and not even["missing"] and even["kg"]["expected"] is None else []


def _why(report: Report, words: Words) -> Iterator[str]:
    titles = words["cards"]["why"]
    first = report["modes"][0]
    yield titles["title"].format(mode=first["name"])
    for effect in ("blocks", "for", "against"):
        reasons = [one["text"] for one in first["because"] if one["effect"] == effect][:MOST_REASONS]
        yield from _list(titles[effect], reasons)
    unknown = [one["name"] for one in first["because"] if one["effect"] == "unknown"][:MOST_REASONS]
    if unknown:
        yield from ("", titles["unknown"].format(fields=words["separator"].join(unknown)))
    changes = [one["text"] for one in report["would_change"]] or [titles["no_change"]]
    if report["verdict"] == "close_call":
        frame = titles["close"][report["separates_how"]]
        yield from ("", frame.format(factor=report["separates"], change=report["separates_text"]))
    yield from _list(titles["changes"], [text for text in changes if text != report["separates_text"]])
    yield from _list(titles["story"], [one["text"] for one in report["stories"][:1]])
    yield from _list(titles["settled"], [one["text"] for one in report["tensions"][:2]])
    yield from _sources([one for reason in first["because"] for one in reason["sources"]], report, words)


def _costs(report: Report, words: Words) -> Iterator[str]:
    """The sums, what they come to, and the largest lines."""
    titles = words["cards"]["costs"]
    costs = report["costs"][report["modes"][0]["mode"]]
    yield from _totals(report, words)
    yield from _list("", [costs[name]["text"] for name in RESULTS if not costs[name]["missing"]])
    wanted = dict.fromkeys(one for name in RESULTS for one in costs[name]["missing_names"])
    if wanted:
        names = words["separator"].join(titles["results"][name] for name in RESULTS if costs[name]["missing"])
        yield from ("", titles["wanted"].format(names=names, fields=words["separator"].join(wanted)))
    labels = {line["id"]: line["label"] for line in costs["lines"]}
    yield from _list(titles["lines"], [_group_line(group, labels, titles) for group in costs["groups"][:MOST_LINES]])
    yield from ("", titles["check"])
    shown = {name for group in costs["groups"][:MOST_LINES] for name in group["ids"]}
    yield from _sources(
        [one["source"] for one in costs["lines"] if one["source"] and one["id"] in shown], report, words
    )


def _totals(report: Report, words: Words) -> Iterator[str]:
    titles = words["cards"]["costs"]
    first = report["modes"][0]
    costs = report["costs"][first["mode"]]
    yield titles["title"].format(mode=first["name"])
    yield ""
    for total, known, unknown in (("before_first_sale", "before", "no_before"), ("first_year", "year", "no_year")):
        yield titles[unknown] if costs[total] is None else titles[known].format(**costs[total])
    if costs["missing"]:
        yield titles["missing"].format(fields=words["separator"].join(costs["missing_names"]))


def _cost_lines(report: Report, words: Words) -> Iterator[str]:
    """Every line of the ledger, one by one, and what the cooperative may do without."""
    titles = words["cards"]["costs"]
    costs = report["costs"][report["modes"][0]["mode"]]
    yield from _totals(report, words)
    if not costs["per_box"]["missing"]:
        yield costs["per_box"]["text"]
    yield from _list("", [_cost_line(line, titles) for line in costs["lines"] if not line["optional"]])
    yield from _list(titles["optional"], [_cost_line(line, titles) for line in costs["lines"] if line["optional"]])
    yield from ("", titles["check"])
    yield from _sources([line["source"] for line in costs["lines"] if line["source"]], report, words)


def _group_line(group: Report, labels: Words, titles: Words) -> str:
    """One line, or several of one kind of which one is paid."""
    single = len(group["ids"]) == 1
    label = labels[group["ids"][0]] if single else titles["kinds"][group["kind"]].format(count=len(group["ids"]))
    bases = [titles["basis"][basis].format(age=group["years"]) for basis in group["bases"]]
    return str(titles["line"].format(label=label, amount=group["text"], basis=titles["bases"].join(bases)))


def _cost_line(line: Report, titles: Words) -> str:
    basis = titles["basis"][line["basis"]].format(age=line["age"])
    return str(titles["line"].format(label=line["label"], amount=line["text"] or titles["no_figure"], basis=basis))


def _risks(report: Report, words: Words) -> Iterator[str]:
    titles = words["cards"]["risks"]
    yield titles["title"]
    shown = report["risks"][:MOST_RISKS]
    for at, risk in enumerate(shown, 1):
        yield from ("", f"{at}. {risk['text']}", titles["sign"].format(text=risk["early_sign"]))
        yield titles["do"].format(text=risk["mitigation"])
        if risk["story"]:
            yield titles["alike" if risk["story_alike"] else "elsewhere"].format(text=risk["story_text"])
    yield from _sources([one for risk in shown for one in risk["sources"]], report, words)


def _week(report: Report, words: Words) -> Iterator[str]:
    yield from _beside("week", report, words)
    yield from _find_out(report, words)


def _find_out(report: Report, words: Words) -> Iterator[str]:
    """How to find out what was left open and matters, the place being held for it."""
    for one in report.get("find_out", ()):
        yield from ("", words["asking"]["held"].format(**one))


def _people(report: Report, words: Words) -> Iterator[str]:
    return _beside("people", report, words)


def _beside(name: str, report: Report, words: Words) -> Iterator[str]:
    """A card about people or this week's actions, and where its statements come from."""
    yield from people_cards.lines(name, report, words)
    yield from _sources(people_cards.cited(name, report), report, words)


def _others(report: Report, words: Words) -> Iterator[str]:
    titles = words["cards"]["others"]
    yield titles["title"]
    for mode in report["modes"][1 if report["recommended"] else 0 :]:
        level = "high" if mode["fit"] >= FITS_WELL else "middle" if mode["fit"] >= FITS_PARTLY else "low"
        place = titles["blocked"] if mode["blocked"] else titles["fit"][level]
        yield from ("", titles["mode"].format(mode=mode["name"], place=place))
        for frame, effects in (("for", ("for",)), ("but", ("blocks", "against"))):
            texts = [one["text"] for one in mode["because"] if one["effect"] in effects]
            yield from (titles[frame].format(text=text) for text in texts[:1])
    if report["path"]:
        yield from ("", titles["path"], *_path(report, words))


def _mode(name: str, report: Report, words: Words) -> Iterator[str]:
    """One mode by itself: how it works, its good and bad sides, what it asks, whom it suits."""
    titles = words["cards"]["mode"]
    mode = next(one for one in report["modes"] if one["mode"] == name)
    yield mode["name"]
    for kind in ("how", "good", "bad", "asks", "suits"):
        yield from _list(titles[kind], [note["text"] for note in mode["notes"] if note["kind"] == kind])
    yield from _sources([one for note in mode["notes"] for one in note["sources"]], report, words)


def _path(report: Report, words: Words) -> Iterator[str]:
    """Each step of the path with the figures to watch; a threshold is named once, how to begin for the next step."""
    titles = words["cards"]["others"]
    named: set[str] = set()
    for at, step in enumerate(report["path"]):
        told = [one for one in step["when"] if step["way"] == "back" or one["field"] not in named]
        named |= {one["field"] for one in told}
        when = words["separator"].join(one["text"] for one in told)
        frame = "forward_ready" if step["way"] == "forward" and not when else step["way"]
        name = next(mode["name"] for mode in report["modes"] if mode["mode"] == step["mode"])
        yield str(titles[frame].format(mode=name, when=when, step=step["step"]))
        if step["way"] == "forward" and at == 1:
            yield titles["begin"].format(step=step["step"])
        if step["way"] == "now":
            yield from (titles["watch"].format(figure=one["name"], text=one["text"]) for one in step["watch"])
        elif step["way"] == "forward" and step["watch"]:
            figures = words["separator"].join(one["name"] for one in step["watch"])
            yield titles["watch_there"].format(figures=figures)


def _share(report: Report, words: Words) -> Iterator[str]:
    titles = words["cards"]["share"]
    step = report["path"][0]["step"] if report["path"] else ""
    yield from (titles["title"], "")
    yield titles["text"].format(mode=mode_name(report), why=words["joiner"].join(deciding(report, words)), step=step)
    if report.get("code"):
        yield from ("", titles["code"].format(code=report["code"]))
    yield from ("", titles["close"])


def _plan(report: Report, words: Words) -> Iterator[str]:
    from bot.plan.short import short_plan

    return short_plan(report, words)


def _list(title: str, lines: list[str]) -> Iterator[str]:
    """A title and its lines, after an empty line; nothing when there are none."""
    if lines:
        yield ""
        if title:
            yield title
        yield from (f"• {line}" for line in lines)


def _sources(names: Iterable[str], report: Report, words: Words) -> Iterator[str]:
    """One line with where the card's statements come from, each with its year."""
    titles = []
    for name in dict.fromkeys(names):
        source = report["sources"][name]
        frame = words["source"] if source["as_of"] else words["source_undated"]
        title = source["short"] or shorten(source["title"], LONGEST_TITLE, placeholder="…")
        titles.append(frame.format(title=title, year=(source["as_of"] or "")[:4]))
    if titles:
        shown = words["separator"].join(titles[:MOST_SOURCES])
        if more := titles[MOST_SOURCES:]:
            shown += words["separator"] + words["sources_more"].format(count=len(more))
        yield from ("", words["sources"].format(titles=shown))


_CARDS: dict[str, Callable[[Report, Words], Iterator[str]]] = {
    "why": _why,
    "costs": _costs,
    "cost_lines": _cost_lines,
    "risks": _risks,
    "week": _week,
    "people": _people,
    "others": _others,
    "share": _share,
    "plan": _plan,
}
