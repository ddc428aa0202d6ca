"""The board plan as a text short enough to forward in a chat. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bot.wording import Words, deciding, mode_name
from knowledge import Report

MOST_RISKS = 2


def short_plan(report: Report, words: Words) -> Iterator[str]:
    """The lines of a text to forward: what is proposed, why, money, risks, this week, and what to vote on."""
    frames = words["cards"]["plan"]
    yield from (frames["title"], "")
    if report["recommended"] is None:
        yield frames["unknown"].format(fields=words["separator"].join(report["unknown_names"][:3]))
        return
    yield frames["not_yet" if report["verdict"] == "not_yet" else "proposal"].format(mode=mode_name(report))
    yield frames["why"].format(why=words["joiner"].join(deciding(report, words)))
    costs = report["costs"][report["recommended"]]
    before = costs["before_first_sale"]
    missing = words["separator"].join(costs["missing_names"])
    yield frames["no_cost"].format(fields=missing) if before is None else frames["cost"].format(**before)
    risks = [one for one in report["risks"] if one["mode"] == report["recommended"]][:MOST_RISKS]
    yield from (frames["risk"].format(text=risk["text"], sign=risk["early_sign"]) for risk in risks)
    yield frames["step"].format(step=report["path"][0]["step"])
    limit = report["spend_at_most"]
    yield frames["limit"].format(amount=limit["text"]) if limit else frames["no_limit"]
    yield from ("", frames["vote"])
    if report.get("code"):
        yield frames["paper"].format(code=report["code"])
