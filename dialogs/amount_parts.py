"""What the tokens of a text state together: one number or range, its unit, its bounds."""

from __future__ import annotations

from dialogs.amount_number import Span, exactly, range_of, span
from dialogs.amount_words import NUMBER_ROLES, Token, multiplies
from dialogs.script import Number

Segment = tuple[list[Token], float | None]
"""The tokens of one number, and its unit where it is said."""


def ends(tokens: list[Token], unit: Number) -> tuple[float, float | None] | None:
    """The ends in base units, with what is said of bounds; None: not understood."""
    bounds = [token.role for token in tokens if token.role in ("at_most", "at_least")]
    if bounds == ["at_least", "at_most"]:
        found = _spoken(_split_at_bounds(tokens), unit)
        return found if found and found[0] < found[1] else None
    found = _spoken(tokens, unit)
    if found is None or len(bounds) > 1:
        return None
    if not bounds:
        return found
    if found[0] != found[1] and not _led_by_a_bound(tokens):
        return None
    return (0.0, found[1]) if bounds == ["at_most"] else (found[0], None)


def _led_by_a_bound(tokens: list[Token]) -> bool:
    """Whether the bound stands first: "at most 3 or 4" is a bound of both, "3 or 4 at most" may be one of neither."""
    roles = NUMBER_ROLES | {"at_most", "at_least"}
    return next(token.role for token in tokens if token.role in roles) not in NUMBER_ROLES


def _split_at_bounds(tokens: list[Token]) -> list[Token]:
    """ "Over 2 but under 3" and "2 or more, 3 or less" as a range."""
    least = next(at for at, token in enumerate(tokens) if token.role == "at_least")
    most = next(at for at, token in enumerate(tokens) if token.role == "at_most")
    first = next((at for at, token in enumerate(tokens) if token.role in NUMBER_ROLES), 0)
    cut = most if least < first else least + 1
    return [*tokens[:cut], Token("to"), *tokens[cut:]]


def _spoken(tokens: list[Token], unit: Number) -> Span | None:
    """The one number or range of the tokens, in base units."""
    size = next((at for at, token in enumerate(tokens) if token.role == "size"), None)
    if size is not None:
        bags, weight = _spoken(tokens[:size], 1), _spoken(one_bag(tokens[size:]), unit)
        return (bags[0] * weight[0], bags[1] * weight[1]) if bags and weight and bags[1] > 1 else None
    parts = [_segments(part) for part in _parts(tokens)]
    if len(parts) == 1:
        return _joined(parts[0], unit) if parts[0] else None
    if len(parts) != 2 or not all(part and len(part) == 1 for part in parts):
        return None
    (first, one), (second, other) = (part[0] for part in parts if part)
    nearest = max(token.value for token in tokens if token.role in ("to", "plus", "ends"))
    if one is None or other is None or one == other:
        found, factor = range_of(first, second), one or other or unit
        near = found and not 0 < nearest * found[0] < found[1]
        return (found[0] * factor, found[1] * factor) if found and near else None
    low, high = exactly(first), exactly(second)
    return (low * one, high * other) if low is not None and high is not None and low * one < high * other else None


def _parts(tokens: list[Token]) -> list[list[Token]]:
    """The tokens before and after each word that makes a range."""
    between = any(token.role == "between" for token in tokens)
    parts: list[list[Token]] = [[]]
    for at, token in enumerate(tokens):
        if between and token.role in ("plus", "ends"):
            parts.append([])
        elif token.role != "to":
            parts[-1].append(token)
        elif not _hyphen(tokens[at - 1 : at + 2]):
            parts.append([])
    return parts


def _hyphen(around: list[Token]) -> bool:
    """Whether this is "twenty-five"."""
    if [token.role for token in around] != ["word", "to", "word"]:
        return False
    tens, dash, digit = around
    return tens.value in range(20, 100, 10) and digit.value in range(1, 10) and not dash.text.isalpha()


def _segments(tokens: list[Token]) -> list[Segment] | None:
    """The numbers of a part with their units; None when words that say nothing cut one apart."""
    found: list[Segment] = []
    number: list[Token] = []
    unit: float | None = None
    gap = done = False
    for token in tokens:
        if token.role in NUMBER_ROLES:
            if gap and (number or found):
                return None
            if done:
                found, number, unit = [*found, (number, unit)], [], None
            number, gap, done = [*number, token], False, False
        elif token.role == "unit":
            if unit not in (None, token.value):
                return None
            unit, gap, done = token.value, False, bool(number)
        else:
            gap = True
    return _with_rest(_trimmed([*found, (number, unit)]))


def _trimmed(segments: list[Segment]) -> list[Segment]:
    """The numbers without an "and" at their ends."""
    for number, _ in segments:
        while number and number[0].role == "plus":
            del number[0]
        while number and number[-1].role == "plus":
            del number[-1]
    return [segment for segment in segments if segment[0]]


def _with_rest(segments: list[Segment]) -> list[Segment] | None:
    """The numbers, with "two tonnes and a half" and "two tonnes odd" each as one."""
    if len(segments) == 2 and segments[1][1] is None and len(segments[1][0]) == 1:
        (number, unit), (rest, _) = segments
        if rest[0].role in ("some_more", "or_so"):
            return [([*number, *rest], unit)]
        if rest[0].role in ("half", "fraction") and not any(map(multiplies, number)):
            return [([*number, Token("fraction", rest[0].value or 0.5)], unit)]
        return None
    if any(unit is None and _needs_a_unit(number) for number, unit in segments):
        return None
    return segments


def _needs_a_unit(number: list[Token]) -> bool:
    """Whether this is only "a" or "half"."""
    return len(number) == 1 and (
        number[0].role in ("article", "half", "fraction") or (number[0].role == "word" and 0 < number[0].value < 1)
    )


def _joined(segments: list[Segment], unit: Number) -> Span | None:
    """One number, or "2 tonnes 500 kg": a second one that is less than one unit of the first."""
    number, first = segments[0]
    found = span(number)
    factor = first or unit
    if found is None or len(segments) > 2:
        return None
    if len(segments) == 1:
        return found[0] * factor, found[1] * factor
    rest, second = exactly(segments[1][0]), segments[1][1]
    if rest is None or second is None or found[0] != found[1] or found[0] % 1 or not 0 < rest * second < factor:
        return None
    total = found[0] * factor + rest * second
    return total, total


def of_known_size(tokens: list[Token], at: int) -> bool:
    """Whether "200 bags" goes on with the weight of one, "of 50 kg", and not with that of all, "together 10 tonnes"."""
    before, linked = tokens[:at], any(token.role in ("of", "share", "size") for token in tokens[at + 1 :])
    after = [token for token in one_bag(tokens[at:]) if token.role not in ("share", "idle", "of", "goods")]
    counted = (*NUMBER_ROLES, "about", "at_most", "at_least", "to", "idle")
    number = any(token.role in NUMBER_ROLES for token in before) and all(token.role in counted for token in before)
    weighed = bool(after) and after[0].role in NUMBER_ROLES and any(token.role == "unit" for token in after)
    return number and linked and weighed


def counted_first(tokens: list[Token]) -> list[Token]:
    """The tokens with the number of bags before the weight of one, where "25 kg a bag, 300 bags" tells it last."""
    sizes = [at for at, token in enumerate(tokens) if token.role == "size"]
    counted = [at for at in sizes if at and tokens[at - 1].role in NUMBER_ROLES and not _one(tokens[at - 1])]
    if len(counted) != 1 or sizes[0] == counted[0]:
        return tokens
    end = counted[0] + 1
    start = next((at for at in range(end - 2, 0, -1) if tokens[at].role not in NUMBER_ROLES), 0) + 1
    return [*tokens[start:end], *tokens[:start], *tokens[end:]]


def one_bag(tokens: list[Token]) -> list[Token]:
    """The tokens without the bags, and without the "one" of "one bag"."""
    afters = [*tokens[1:], Token("idle")]
    return [
        token
        for token, after in zip(tokens, afters, strict=True)
        if token.role != "size" and not (after.role == "size" and _one(token))
    ]


def _one(token: Token) -> bool:
    return token.role == "article" or token.value == 1
