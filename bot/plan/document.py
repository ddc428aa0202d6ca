"""What a paper holds, before anyone knows how large it is: sections of blocks, in words of one language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Text:
    """A paragraph; `small` for what is looked up rather than read, `strong` for what is read first."""

    text: str
    small: bool = False
    strong: bool = False


@dataclass(frozen=True)
class Points:
    """A list, with dots or numbers before its items."""

    items: tuple[str, ...]
    numbered: bool = False
    small: bool = False


@dataclass(frozen=True)
class Table:
    """
    Rows under a head; empty cells are written in by hand.

    Args:
        shares: of the width, one for each column, together 1.
        tall: least height of a row in millimetres.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    tall: float = 0


@dataclass(frozen=True)
class Signatures:
    """A line to sign on behind each label, and one for the date."""

    labels: tuple[str, ...]
    date: str


Block = Text | Points | Table | Signatures


@dataclass(frozen=True)
class Section:
    """Blocks under a title; `whole` keeps them on one page."""

    title: str
    blocks: tuple[Block, ...]
    whole: bool = True


@dataclass(frozen=True)
class Document:
    """A paper; `footer` has the places {page} and {pages}."""

    title: str
    opening: tuple[Block, ...]
    sections: tuple[Section, ...]
    footer: str
    language: str
    on: date

    def letters(self) -> set[str]:
        """Every letter that will be printed, and the digits of page numbers."""
        texts = [self.title, self.footer, "0123456789", *(section.title for section in self.sections)]
        for block in (*self.opening, *(one for section in self.sections for one in section.blocks)):
            texts += _texts(block)
        return {letter for text in texts for letter in text if letter != "\n"}


def _texts(block: Block) -> list[str]:
    if isinstance(block, Text):
        return [block.text]
    if isinstance(block, Points):
        return ["•.", *block.items]
    if isinstance(block, Table):
        return [*block.head, *(cell for row in block.rows for cell in row)]
    return [*block.labels, block.date]
