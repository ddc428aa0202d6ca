"""A chat at a terminal whose answers are on disk before the reply is seen, so that it goes on where it was."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.delivery import DAY_SECONDS, Respond
from bot.store import Store
from bot.updates import Update
from dialogs.model import Message


def kept_chat(store: Store, respond: Respond) -> Callable[[Update], list[Message]]:
    """What an update brings back, its turn already saved; one that a crash left waiting has its turn first."""

    def answer(update: Update) -> list[Message]:
        now = time.time()
        store.receive([replace(update, update_id=time.time_ns())], now)
        said: list[Message] = []
        while (claim := store.claim()) is not None:
            saved = store.session(claim.update.address)
            days = int((now - saved.heard) // DAY_SECONDS) if saved else 0
            session, said = respond(saved.session if saved else None, claim.update, date.today(), days)
            store.finish(claim, session, [], now)
        return said

    return answer
