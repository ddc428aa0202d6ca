"""Why a text states no amount."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.amount_parts import of_known_size
from dialogs.amount_words import NUMBER_ROLES, Token, multiplies


@dataclass(frozen=True)
class Refusal:
    """
    Why no amount was read: a field of script.Refused.

    Args:
        word: the bag or box whose weight is not known, or the currency that is asked for.
        whole: whether every word was understood, so that the text does speak of an amount.
    """

    reason: str
    word: str = ""
    whole: bool = False


def reason(tokens: list[Token]) -> str | None:
    """Why these tokens state no amount, as far as single words tell."""
    roles = {token.role for token in tokens}
    if "foreign" in roles:
        return "currency"
    figures = roles & {"figure", "word", "none", "half", "article"}
    if "vague" in roles or (roles & {"times", "tail", "some_more", "about"} and not figures and not _alone(tokens)):
        return "vague"
    if not figures and not roles & {"times", "tail"}:
        return "unclear" if any(map(str.isdigit, "".join(token.text for token in tokens))) else "no_number"
    if _bare(tokens):
        return "vague"
    size = next((at for at, token in enumerate(tokens) if token.role == "size"), None)
    if "percent" in roles or ("share" in roles and not (size and of_known_size(tokens, size))):
        return "total"
    if roles & {"period", "week"}:
        return "period"
    other = next((role for role in sorted(roles) if role.startswith("not_")), None)
    if other or "unknown" in roles or ("goods" in roles and not roles & {"unit", "size"}):
        return other or "unclear"
    if size is not None and not of_known_size(tokens, size):
        return "total" if "unit" in roles else "size"
    return None


def _alone(tokens: list[Token]) -> bool:
    """Whether the number begins with a multiplier that needs no digit, as in "hundred kg" or "thousand odd"."""
    number = [token for token in tokens if token.role in NUMBER_ROLES]
    return bool(number) and multiplies(number[0]) and (number[0].alone or any(t.role == "or_so" for t in number[1:2]))


def _bare(tokens: list[Token]) -> bool:
    """Whether a word for "some more" has no number before it."""
    befores = zip([Token("idle"), *tokens], tokens, strict=False)
    return any(token.role == "some_more" and before.role not in (NUMBER_ROLES | {"unit"}) for before, token in befores)
