"""The content as every turn uses it: dialog, packs, chat words, each read once, from a compiled copy if it fits."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from bot.settings import HERE
from dialogs import Content, Country, Dialog, Session, load_country
from dialogs.country import FILE as COUNTRY_FILE
from knowledge import Pack, load_pack
from knowledge.contract_check import CHECKS, CheckId
from knowledge.datafile import Record, freeze, load, thaw
from knowledge.pack import load_head

if TYPE_CHECKING:
    from bot.search import Search
    from knowledge.settled import Outlook

R = TypeVar("R", bound=Record)

DIALOG = "advisor"


class ChatWords(Record):
    """The words of bot/text, by language and topic."""

    languages: dict[str, dict[str, dict[str, Any]]]


class Library:
    """
    What can be asked and what is true.

    Args:
        content: the folder with dialogs/ and knowledge/.
        cache: where compiled copies are kept; None: nowhere.
    """

    def __init__(self, content: Path, cache: Path | None) -> None:
        self._content = content
        self._cache = cache
        self._packs: dict[str, Pack] = {}
        self._outlooks: dict[str, Outlook] = {}
        self._searches: dict[tuple[str, int], Search] = {}
        self._words: ChatWords | None = None
        self._dialogs: dict[str, Dialog] = {}
        self._checks: dict[tuple[CheckId, str], Dialog] = {}

    def dialog(self, pack: str) -> Dialog:
        """The interview as the country of this pack asks it; raises BrokenData when it cannot be used."""
        if pack not in self._dialogs:
            asked, country = self._content / "dialogs" / DIALOG, self._content / "knowledge" / pack
            files = [*asked.glob("*.yaml"), *country.glob(COUNTRY_FILE), *country.parent.glob("*/pack.yaml")]
            content = self._compiled(f"dialog-{pack}", files, Content, lambda: load_country(asked, country_of(country)))
            self._dialogs[pack] = Dialog(content)
        return self._dialogs[pack]

    @cached_property
    def checks(self) -> list[CheckId]:
        """The checks of an offered contract that have a dialog here, beside the interview."""
        return [name for name in CHECKS if (self._content / "dialogs" / name / "dialog.yaml").is_file()]

    def check(self, name: CheckId, pack: str) -> Dialog:
        """A check of an offered contract as the country of this pack asks it."""
        if (name, pack) not in self._checks:
            asked, country = self._content / "dialogs" / name, self._content / "knowledge" / pack
            files = [*asked.glob("*.yaml"), *(asked.parent / DIALOG).glob("text.*.yaml")]
            files += [*country.glob(f"{name}.yaml"), *country.parent.glob("*/pack.yaml")]
            here = lambda: load_country(asked, country_of(country, f"{name}.yaml"))  # noqa: E731
            self._checks[name, pack] = Dialog(self._compiled(f"check-{name}-{pack}", files, Content, here))
        return self._checks[name, pack]

    def check_of(self, session: Session) -> CheckId | None:
        """The check that a chat is in; None in the interview."""
        return next((name for name in self.checks if name == session.dialog), None)

    def dialog_of(self, session: Session) -> Dialog:
        """The dialog that a chat is in."""
        check = self.check_of(session)
        return self.dialog(session.pack) if check is None else self.check(check, session.pack)

    def has_pack(self, name: str) -> bool:
        return name.isalnum() and (self._content / "knowledge" / name / "pack.yaml").is_file()

    def pack(self, name: str) -> Pack:
        """The country pack of this name; raises BrokenData when its files cannot be used."""
        if name not in self._packs:
            folder = self._content / "knowledge"
            files = [
                path for path in folder.rglob("*.yaml") if path.name != "cases.yaml"
            ]  # a pack may borrow of another
            self._packs[name] = self._compiled(f"pack-{name}", files, Pack, lambda: load_pack(folder / name)[0])
        return self._packs[name]

    def outlook(self, name: str) -> Outlook:
        """What answers can still change by the pack of this name."""
        from knowledge.settled import Outlook

        if name not in self._outlooks:
            self._outlooks[name] = Outlook(self.pack(name))
        return self._outlooks[name]

    def search(self, name: str, on: date) -> Search:
        """What can be looked up in the pack of this name, figures with their age in the year of this day."""
        from bot.search import Search
        from dialogs.goods import goods_words

        if (name, on.year) not in self._searches:
            reading = self.dialog(name).content.reading
            goods = {one: goods_words(wording) for one, wording in reading.languages.items()} if reading else {}
            self._searches = {(name, on.year): Search(self.pack(name), on, goods)}
        return self._searches[name, on.year]

    def words(self, language: str, topic: str = "chat") -> dict[str, Any]:
        """The words of the chat in one language."""
        if self._words is None:
            files = list((HERE / "text").glob("*/*.yaml"))
            self._words = self._compiled("chat", files, ChatWords, lambda: _read_words(files))
        return self._words.languages[language][topic]

    def _compiled(self, name: str, files: list[Path], kind: type[R], build: Callable[[], R]) -> R:
        """The value these files make: the copy made from the same bytes, or a new one, which is then kept."""
        digest = hashlib.sha256()
        for path in sorted(files):
            digest.update(path.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
        copy = self._cache / f"{name}-{digest.hexdigest()[:32]}.json" if self._cache else None
        if copy is not None and copy.is_file() and (value := thaw(copy.read_text("utf-8"), kind)) is not None:
            return value
        value = build()
        if copy is not None:
            _keep(copy, freeze(value), name)
        return value


def country_of(folder: Path, file: str = COUNTRY_FILE) -> Country:
    """
    What a dialog has to know of the pack in a folder; `file` is the one in which the pack says otherwise what it asks.

    Raises:
        BrokenData: pack.yaml cannot be used.
    """
    head = load_head(folder)
    return Country(folder, head.languages, head.currency, head.foreign_words, file)


def _read_words(files: list[Path]) -> ChatWords:
    languages: dict[str, dict[str, dict[str, Any]]] = {}
    for path in files:
        languages.setdefault(path.parent.name, {})[path.stem] = load(path, dict[str, Any])[0]
    return ChatWords(languages=languages)


def _keep(copy: Path, text: str, name: str) -> None:
    """Write a compiled copy whole or not at all, and drop older ones; a full or read-only disk is no harm."""
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        for old in copy.parent.glob(f"{name}-*.json"):
            old.unlink(missing_ok=True)
        part = copy.with_suffix(f".{os.getpid()}")
        part.write_text(text, "utf-8")
        part.replace(copy)
    except OSError:
        pass
