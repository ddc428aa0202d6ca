"""The store in one SQLite file with exactly one connection; the only module that knows sqlite_utils and filelock."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlite_utils import Database, Migrations

from bot.store import Claim, Json, Outgoing, Saved, StoreFailed, StoreUnusable, message_from_json, message_to_json
from bot.updates import Address, Update
from dialogs import Message

LOCK_WAIT_SECONDS = 1

SURVIVES_POWER_CUT = "FULL"
SURVIVES_DEATH = "NORMAL"
"""Enough for what is only counted or ticked off: a power cut may have a reply said twice, or an attempt not counted."""

HERE = "channel = :channel AND bot = :bot AND chat = :chat"
WAITING = "body IS NOT NULL"

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

migrations = Migrations("store")


@migrations()
def inbox_sessions_outbox(db: Database) -> None:
    """`place` is the turn of a waiting update in the rotation of the chats; once done it keeps no chat and no body."""
    for statement in (
        """CREATE TABLE inbox (
            id INTEGER PRIMARY KEY, channel TEXT NOT NULL, bot TEXT NOT NULL, update_id INTEGER NOT NULL, chat TEXT,
            received REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, place INTEGER NOT NULL, body TEXT,
            UNIQUE (channel, bot, update_id))""",
        f"CREATE INDEX inbox_rotation ON inbox (place, id) WHERE {WAITING}",
        f"CREATE INDEX inbox_chat ON inbox (channel, bot, chat, place) WHERE {WAITING}",
        """CREATE TABLE sessions (
            channel TEXT NOT NULL, bot TEXT NOT NULL, chat TEXT NOT NULL, body TEXT NOT NULL, heard REAL NOT NULL,
            PRIMARY KEY (channel, bot, chat))""",
        """CREATE TABLE outbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, bot TEXT NOT NULL, chat TEXT NOT NULL,
            body TEXT NOT NULL, edits INTEGER, attempts INTEGER NOT NULL DEFAULT 0,
            not_before REAL NOT NULL DEFAULT 0)""",
        "CREATE INDEX outbox_chat ON outbox (channel, bot, chat, id)",
    ):
        db.execute(statement)


class SqliteStore:
    """A Store (see bot.store) in one file, held by this process alone from opening to close."""

    def __init__(self, path: Path) -> None:
        """
        Opens the file, makes or migrates it, and looks through it for damage.

        Raises:
            StoreUnusable: another process holds it, it is damaged, or it cannot be opened here.
        """
        self._path = path
        self._lease = FileLock(f"{path}.lock")
        self._open_connection: sqlite3.Connection | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lease.acquire(timeout=0)
            path.touch(mode=0o600)
        except Timeout:
            raise StoreUnusable(f"another process of this bot uses {path}; stop it first") from None
        except OSError as error:
            raise StoreUnusable(f"{path} cannot be opened ({error.strerror}); name another file") from error
        try:
            self.check()
            with self._errors() as db:
                migrations.apply(Database(db, execute_plugins=False))
        except StoreFailed as error:
            self.close()
            raise StoreUnusable(f"{path} cannot be used: {error}") from error
        except BaseException:
            self.close()
            raise

    def receive(self, updates: Iterable[Update], now: float) -> None:
        """As in Store. A place comes after those of its chat that wait, and not before the one whose turn is next."""
        with self._transaction() as db:
            db.executemany(
                f"""INSERT INTO inbox (channel, bot, chat, update_id, received, body, place)
                VALUES (:channel, :bot, :chat, :update_id, :received, :body, max(
                    coalesce((SELECT max(place) + 1 FROM inbox WHERE {HERE} AND {WAITING}), 0),
                    coalesce((SELECT min(place) FROM inbox WHERE {WAITING}), 0)))
                ON CONFLICT DO NOTHING""",
                ({**vars(update), "received": now, "body": encode(vars(update))} for update in updates),
            )

    def claim(self) -> Claim | None:
        with self._transaction(SURVIVES_DEATH) as db:
            found = db.execute(
                f"""UPDATE inbox SET attempts = attempts + 1
                WHERE id = (SELECT id FROM inbox WHERE {WAITING} ORDER BY place, id LIMIT 1)
                RETURNING id, body, attempts"""
            ).fetchall()
        return next((Claim(row, Update(**json.loads(body)), attempts) for row, body, attempts in found), None)

    def session(self, address: Address) -> Saved | None:
        with self._errors() as db:
            row = db.execute(f"SELECT body, heard FROM sessions WHERE {HERE}", address._asdict()).fetchone()
        return Saved(json.loads(row[0]), row[1]) if row else None

    def finish(self, claim: Claim, session: Json | None, messages: Sequence[Message], now: float) -> None:
        address = claim.update.address
        with self._transaction() as db:
            if not db.execute(
                f"UPDATE inbox SET chat = NULL, body = NULL WHERE id = ? AND {WAITING}", [claim.row]
            ).rowcount:
                return
            if session is None:
                _forget(db, address)
            else:
                db.execute(
                    """INSERT INTO sessions VALUES (:channel, :bot, :chat, :body, :now)
                    ON CONFLICT DO UPDATE SET body = :body, heard = :now""",
                    address._asdict() | {"body": encode(session), "now": now},
                )
            for message in messages:
                edits = claim.update.message_id if message.edit else None
                db.execute(
                    "INSERT INTO outbox (channel, bot, chat, body, edits) VALUES (?, ?, ?, ?, ?)",
                    [*address, encode(message_to_json(message)), edits],
                )
        if session is None:
            self._wipe()

    def unsent(self, channel: str, bot: str, now: float, busy: Collection[Address], limit: int) -> list[Outgoing]:
        found: list[Outgoing] = []
        with self._errors() as db:
            rows = db.execute(
                """SELECT id, channel, bot, chat, body, edits, attempts FROM outbox AS this
                WHERE channel = ? AND bot = ? AND not_before <= ? AND NOT EXISTS (
                    SELECT 1 FROM outbox AS earlier WHERE earlier.channel = this.channel AND earlier.bot = this.bot
                    AND earlier.chat = this.chat AND earlier.id < this.id)
                ORDER BY id""",
                [channel, bot, now],
            )
            for row, *address, body, edits, attempts in rows:
                if len(found) == limit:
                    break
                if (where := Address(*address)) not in busy:
                    found.append(Outgoing(row, where, message_from_json(json.loads(body)), edits, attempts))
            rows.close()
        return found

    def sent(self, row: int) -> None:
        with self._transaction(SURVIVES_DEATH) as db:
            db.execute("DELETE FROM outbox WHERE id = ?", [row])

    def later(self, row: int, until: float) -> None:
        with self._transaction(SURVIVES_DEATH) as db:
            db.execute("UPDATE outbox SET attempts = attempts + 1, not_before = ? WHERE id = ?", [until, row])

    def forget(self, address: Address) -> None:
        with self._transaction() as db:
            _forget(db, address)
        self._wipe()

    def purge(self, idle_before: float, done_before: float) -> None:
        with self._transaction() as db:
            idle = db.execute("SELECT channel, bot, chat FROM sessions WHERE heard < ?", [idle_before]).fetchall()
            for address in idle:
                _forget(db, Address(*address))
            db.execute(f"DELETE FROM inbox WHERE received < ? AND NOT {WAITING}", [done_before])
        self._wipe()

    def export(self, address: Address) -> Json:
        here = address._asdict()
        saved = self.session(address)
        with self._errors() as db:
            waiting = db.execute(f"SELECT body FROM inbox WHERE {HERE} AND {WAITING} ORDER BY place", here).fetchall()
            unsent = db.execute(f"SELECT body FROM outbox WHERE {HERE} ORDER BY id", here).fetchall()
        return {
            "session": saved and saved.session,
            "heard": saved and saved.heard,
            "waiting": [json.loads(body) for (body,) in waiting],
            "unsent": [json.loads(body) for (body,) in unsent],
        }

    def check(self) -> None:
        remedy = f"stop the bot and put the last good copy in the place of {self._path}"
        try:
            (found,) = self._connection().execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.OperationalError as error:
            raise StoreFailed(str(error)) from error
        except sqlite3.DatabaseError as error:
            raise StoreUnusable(f"the database is damaged ({error}); {remedy}") from error
        if found != "ok":
            raise StoreUnusable(f"the database is damaged ({' '.join(found.split())}); {remedy}")

    def close(self) -> None:
        self._drop_connection()
        self._lease.release()

    def _connection(self) -> sqlite3.Connection:
        """The one connection; opened anew after an error."""
        if self._open_connection is None:
            self._open_connection = connect(self._path)
        return self._open_connection

    def _drop_connection(self) -> None:
        if self._open_connection is not None:
            self._open_connection.close()
            self._open_connection = None

    @contextmanager
    def _errors(self) -> Iterator[sqlite3.Connection]:
        """The connection; an error of the database drops it, and with it whatever was half done."""
        try:
            yield self._connection()
        except (sqlite3.ProgrammingError, sqlite3.IntegrityError):  # a fault of ours, which no second try mends
            raise
        except sqlite3.DatabaseError as error:
            self._drop_connection()
            raise StoreFailed(str(error)) from error

    @contextmanager
    def _transaction(self, safety: str = SURVIVES_POWER_CUT) -> Iterator[sqlite3.Connection]:
        """The connection inside BEGIN IMMEDIATE; committed at the end, or nothing of it happened."""
        with self._errors() as db:
            db.execute(f"PRAGMA synchronous = {safety}")
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise

    def _wipe(self) -> None:
        """Fold the write-ahead log into the file and cut it to nothing: deleted bytes are then gone from both."""
        with self._errors() as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def connect(path: Path) -> sqlite3.Connection:
    """A connection in autocommit mode: every transaction here is opened and closed by name."""
    db = sqlite3.connect(path, isolation_level=None, timeout=LOCK_WAIT_SECONDS)
    try:
        db.execute("PRAGMA secure_delete = ON")
        db.execute("PRAGMA journal_mode = WAL")
    except sqlite3.Error:
        db.close()
        raise
    return db


def full_text(rows: Iterable[dict[str, str]]) -> sqlite3.Connection:
    """
    Rows of text in memory, to be searched: the full-text table `entries_fts` over all their columns, and the table
    `words` (term, doc: in how many rows it stands).
    """
    db = Database(sqlite3.connect(":memory:", check_same_thread=False), execute_plugins=False)
    table = db.table("entries")
    table.insert_all(rows)
    table.enable_fts([column.name for column in table.columns])
    db.execute("CREATE VIRTUAL TABLE words USING fts5vocab(entries_fts, row)")
    return db.conn


def _forget(db: sqlite3.Connection, address: Address) -> None:
    """Updates that wait stay: they came after what is forgotten."""
    here = address._asdict()
    db.execute(f"DELETE FROM sessions WHERE {HERE}", here)
    db.execute(f"DELETE FROM outbox WHERE {HERE}", here)
