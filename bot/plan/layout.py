"""Where everything of a document stands on its pages: pure sums in millimetres, from the width of each letter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from bot.plan.document import Block, Document, Points, Section, Signatures, Table, Text
from bot.plan.lines import wrapped

WIDTH, HEIGHT = 210.0, 297.0
SIDE, TOP, BOTTOM = 18.0, 13.0, 16.0
ROOM = WIDTH - 2 * SIDE
TITLE, HEADING, BODY, SMALL = 18.0, 12.5, 11.0, 9.0
"""Sizes of type in points."""
POINT = 25.4 / 72
LEADING = 1.38
INDENT, CELL = 5.5, 1.6
SIGN_HEIGHT = 10.0
MOST_PAGES = 2
SCALES = (1.08, 1.04, 1.0, 0.97, 0.94, 0.91, 0.88)
"""Of type; of these the one with the fewest pages and torn tables is taken, the largest first."""
SMALLER_SCALES = (0.84, 0.8, 0.76, 0.72)
"""For papers that have more pages than they may in all of the others."""

Measure = Callable[[str], float]
"""How wide a letter is at a size of one point, in millimetres."""


@dataclass(frozen=True)
class Words:
    """One line of text; y is its base line."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False


@dataclass(frozen=True)
class Rule:
    """A thin line."""

    x: float
    y: float
    to_x: float
    to_y: float


@dataclass(frozen=True)
class Shade:
    """A light grey field."""

    x: float
    y: float
    width: float
    height: float


Mark = Words | Rule | Shade
Page = tuple[Mark, ...]


@dataclass(frozen=True)
class Strip:
    """Marks that stay together, from y 0 down; `again` is put first where the strip begins a page."""

    height: float
    marks: tuple[Mark, ...] = ()
    again: Strip | None = None


def laid_out(document: Document, measure: Measure) -> list[Page]:
    """The pages of a document, no more than two, in as large a type as there is room for."""

    def setting(scale: float) -> Setting:
        return _Setter(document, measure, scale).setting()

    best = min(map(setting, SCALES), key=lambda one: (len(one.pages), one.torn))
    for scale in SMALLER_SCALES:
        if len(best.pages) <= MOST_PAGES:
            break
        best = setting(scale)
    return best.pages


@dataclass(frozen=True)
class Setting:
    """A document set in one scale of type: its pages, and how many tables go on from one page to the next."""

    pages: list[Page]
    torn: int


class _Setter:
    """Sets one document in one scale of type."""

    def __init__(self, document: Document, measure: Measure, scale: float) -> None:
        self.document = document
        self.measure = measure
        self.scale = scale

    def setting(self) -> Setting:
        """The strips one below the other; one that does not fit begins the next page."""
        pages: list[list[Mark]] = [[]]
        y, torn = TOP, 0
        for strip in self.strips():
            if y + strip.height > HEIGHT - BOTTOM and pages[-1]:
                pages.append([])
                y = TOP
                if strip.again:
                    strip, torn = _stacked([strip.again, strip]), torn + 1
            pages[-1] += (_moved(mark, y) for mark in strip.marks)
            y += strip.height
        return Setting([(*page, *self.footer(at, len(pages))) for at, page in enumerate(pages, 1)], torn)

    def footer(self, page: int, pages: int) -> Iterator[Mark]:
        size = SMALL * self.scale
        y = HEIGHT - BOTTOM + 8
        yield Rule(SIDE, y - 5, WIDTH - SIDE, y - 5)
        yield Words(SIDE, y, self.document.footer.format(page=page, pages=pages), size)

    def strips(self) -> Iterator[Strip]:
        yield self.text(self.document.title, TITLE, bold=True, after=1.5)
        for block in self.document.opening:
            yield from self.block(block)
        for section in self.document.sections:
            yield from self.section(section)

    def section(self, section: Section) -> Iterator[Strip]:
        """The strips of a section; its title never stands alone at the foot of a page."""
        title = self.text(section.title, HEADING, bold=True, before=3.2, after=0.8)
        strips = [strip for block in section.blocks for strip in self.block(block)]
        if section.whole:
            yield _stacked([title, *strips])
        else:
            yield _stacked([title, *strips[:1]])
            yield from strips[1:]

    def block(self, block: Block) -> Iterator[Strip]:
        if isinstance(block, Text):
            yield self.text(block.text, SMALL if block.small else BODY, bold=block.strong)
        elif isinstance(block, Points):
            yield from (self.point(item, at, block) for at, item in enumerate(block.items, 1))
        elif isinstance(block, Table):
            yield from self.table(block)
        else:
            yield from (self.signature(label, block) for label in block.labels)

    def text(self, text: str, size: float, *, bold: bool, before: float = 0, after: float = 0.8) -> Strip:
        lines = self.lines(text, ROOM, size, SIDE, before, bold)
        return Strip(before + len(lines) * self.leading(size) + after, tuple(lines))

    def point(self, item: str, at: int, block: Points) -> Strip:
        size = SMALL if block.small else BODY
        indent = INDENT * self.scale
        sign = Words(SIDE + 1, self.base(size), f"{at}." if block.numbered else "•", size * self.scale)
        lines = self.lines(item, ROOM - indent, size, SIDE + indent)
        return Strip(len(lines) * self.leading(size) + 0.6, (sign, *lines))

    def table(self, table: Table) -> Iterator[Strip]:
        """The head with the first row, then row by row, the last two together; a page that goes on repeats the head."""
        head = self.row(table.head, table, head=True)
        first, *rest = [self.row(row, table) for row in table.rows]
        yield _stacked([head, first])
        end = [_stacked(rest[-2:])] if rest else []
        yield from (replace(row, again=head) for row in (*rest[:-2], *end))
        yield Strip(1.5)

    def row(self, cells: Iterable[str], table: Table, head: bool = False) -> Strip:
        marks: list[Mark] = []
        size = SMALL if head else BODY
        x, tallest = SIDE, 0 if head else table.tall
        edges = [x]
        for cell, share in zip(cells, table.shares, strict=True):
            width = ROOM * share
            lines = self.lines(cell, width - 2 * CELL, size, x + CELL, CELL, bold=head)
            tallest = max(tallest, len(lines) * self.leading(size) + 2 * CELL)
            marks += lines
            x += width
            edges.append(x)
        frame = [Rule(SIDE, y, SIDE + ROOM, y) for y in (0, tallest)]
        frame += [Rule(edge, 0, edge, tallest) for edge in edges]
        shade = [Shade(SIDE, 0, ROOM, tallest)] if head else []
        return Strip(tallest, (*shade, *marks, *frame))

    def signature(self, label: str, block: Signatures) -> Strip:
        size, base = BODY, SIGN_HEIGHT - 2.5
        middle = SIDE + ROOM * 0.66
        first, second = (self.width(text, size) + 2 for text in (label, block.date))
        return Strip(
            SIGN_HEIGHT,
            (
                Words(SIDE, base, label, size * self.scale),
                Rule(SIDE + first, base + 1, middle - 4, base + 1),
                Words(middle, base, block.date, size * self.scale),
                Rule(middle + second, base + 1, SIDE + ROOM, base + 1),
            ),
        )

    def lines(self, text: str, room: float, size: float, x: float, y: float = 0, bold: bool = False) -> list[Words]:
        """The lines of a text, one below the other from y on."""
        scaled = size * self.scale
        broken = wrapped(text, room, lambda letter: self.measure(letter) * scaled)
        return [
            Words(x, y + self.base(size) + at * self.leading(size), line, scaled, bold)
            for at, line in enumerate(broken)
        ]

    def leading(self, size: float) -> float:
        """The height of a line."""
        return size * self.scale * POINT * LEADING

    def base(self, size: float) -> float:
        """From the top of a line down to where its letters stand."""
        return size * self.scale * POINT * (0.88 + (LEADING - 1) / 2)

    def width(self, text: str, size: float) -> float:
        return sum(map(self.measure, text)) * size * self.scale


def _stacked(strips: Iterable[Strip]) -> Strip:
    """Several strips as one that is never torn."""
    y, marks = 0.0, []
    for strip in strips:
        marks += [_moved(mark, y) for mark in strip.marks]
        y += strip.height
    return Strip(y, tuple(marks))


def _moved(mark: Mark, down: float) -> Mark:
    if isinstance(mark, Rule):
        return replace(mark, y=mark.y + down, to_y=mark.to_y + down)
    return replace(mark, y=mark.y + down)
