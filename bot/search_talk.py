"""What is said to a text that is no answer: what the pack knows of it, above the same screen again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from bot.library import Library
from bot.wording import LONGEST_TITLE, Words
from dialogs import Session, Turn
from dialogs.replies import refused
from knowledge import Pack
from knowledge.entries import source_title

if TYPE_CHECKING:
    from bot.search import Found

MOST_SOURCES = 2
FEWEST_LETTERS, MOST_LETTERS = 2, 200
"""Letters of a question; a number question takes a text with digits for an amount."""


def looked_up(turn: Turn, session: Session, text: str, library: Library, today: date) -> tuple[str, ...]:
    """
    The lines above the screen of a turn whose text was not understood: the best that is known of it. Where nothing is:
    whom to ask, below the turn's own lines unless it was surely a question.
    """
    id, dialog = session.changing or (session.path[-1] if session.path else ""), library.dialog_of(session)
    asked = dialog.questions.get(id)
    amount = asked is not None and asked.bands and (any(map(str.isdigit, text)) or refused(dialog, id, text))
    if amount or not FEWEST_LETTERS <= sum(map(str.isalpha, text)) <= MOST_LETTERS:
        return turn.lead
    search, words = library.search(session.pack, today), library.words(session.language)
    found = search.find(text, session.language)
    if found:
        pack = library.pack(session.pack)
        return words["search"]["title"], *(line for one in found for line in told(one, pack, session.language, words))
    if whom := search.beyond(text, session.language):
        return (whom,)
    if dialog.asks(text):
        return (words["search"]["nothing"],)
    return (*turn.lead, words["search"]["unknown"]) if search.asks(text) else turn.lead


def told(found: Found, pack: Pack, language: str, words: Words) -> Iterator[str]:
    """One thing found: its title, what of its text speaks of the question, its link, its sources with their years."""
    passage = found.passage
    yield words["search"]["found"].format(title=passage.title)
    text = words["search"]["call"].format(text=found.snippet) if passage.kind == "call" else found.snippet
    yield from filter(None, (text, passage.url))
    if passage.kind == "law":
        yield words["search"]["law"]
    yield from source_line(passage.sources[:MOST_SOURCES], pack, language, words)


def source_line(names: Iterable[str], pack: Pack, language: str, words: Words) -> Iterator[str]:
    """One line with the documents of these ids, each with its year; nothing where there are none."""
    titles = []
    for name in names:
        source = pack.sources[name]
        title = source_title(source, language)
        short = title if len(title) <= LONGEST_TITLE else f"{title[:LONGEST_TITLE]}…"
        frame = words["source"] if source.as_of else words["source_undated"]
        titles.append(frame.format(title=short, year=(source.as_of or "")[:4]))
    if titles:
        yield words["sources"].format(titles=words["separator"].join(titles))
