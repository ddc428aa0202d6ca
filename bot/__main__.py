"""The commands: `python -m bot COMMAND`, or `coopbot COMMAND`; without one, the chat in the terminal."""

from __future__ import annotations

import json
import locale
import signal
import sys
from contextlib import closing
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.settings import Settings, read_settings

if TYPE_CHECKING:
    from bot.library import Library
    from bot.search import Found
    from dialogs import Dialog

LANGUAGES = {"en": "en", "zh": "zh-Hans"}
"""What --lang takes, and the language folder it means."""

NO_STRING = {"error": "not a string"}
LONGEST_NAME = 200
"""Letters of a cooperative's name on a board plan."""

language_option = click.option("--lang", type=click.Choice(sorted(LANGUAGES)), help="Language; else the system's.")
day_option = click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help="The day by which the age of figures is told; else today."
)
pack_option = click.option("--pack", metavar="PACK", help="Country pack; else COOPBOT_PACK, else cn.")


class OneSentence(click.ClickException):
    """Wrong input: one sentence on standard error, status 1."""

    def show(self, file: Any = None) -> None:  # noqa: ARG002 - click calls it so
        click.echo(self.message, err=True)


class Commands(click.Group):
    """Ends in one sentence, never a traceback, where a data file cannot be used."""

    def invoke(self, context: click.Context) -> Any:
        from knowledge.datafile import BrokenData

        try:
            return super().invoke(context)
        except BrokenData as broken:
            raise OneSentence(f"{broken.problems[0]} (python -m bot check names every problem)") from broken


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def main(context: click.Context) -> None:
    """The cooperative adviser: which way of selling online suits a farmers' cooperative now."""
    if context.invoked_subcommand is None:
        context.invoke(chat)


@main.command()
@language_option
@pack_option
def chat(lang: str | None = None, pack: str | None = None) -> None:
    """The interview in the terminal, kept until the next time; from a pipe, one reply a line and nothing kept."""
    from bot.channels import terminal
    from bot.conversation import over_json
    from bot.updates import Update
    from dialogs import Message

    settings = read_settings()
    respond = over_json(_library(settings), _pack(settings, pack))
    language = LANGUAGES[lang or _system_language()]
    replies, screen = terminal.standard()
    if terminal.somebody_sits(replies, screen):
        from bot.keeping import kept_chat
        from bot.store import StoreUnusable
        from bot.store.sqlite import SqliteStore

        try:
            with closing(SqliteStore(settings.database.with_stem(f"{settings.database.stem}-terminal"))) as store:
                terminal.run(kept_chat(store, respond), language, replies, screen)
        except StoreUnusable as error:
            raise OneSentence(str(error)) from error
        return
    state: dict[str, Any] | None = None

    def answer(update: Update) -> list[Message]:
        nonlocal state
        state, messages = respond(state, update, date.today(), 0)
        return messages

    terminal.run(answer, language, replies, screen)


@main.command("advise")
@click.argument("file", metavar="FILE", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the whole advice as JSON.")
@click.option("--jsonl", is_flag=True, help="Standard input holds one JSON profile a line; one JSON answer a line.")
@day_option
@language_option
@pack_option
def advise_file(file: str | None, as_json: bool, jsonl: bool, on: Any, lang: str | None, pack: str | None) -> None:
    """Advice for the profile in FILE (YAML or JSON; - for standard input), without any dialog."""
    from bot import wording
    from knowledge import ProfileError, advise, read_profile

    settings = read_settings()
    library = _library(settings)
    chosen = library.pack(_pack(settings, pack))
    language = chosen.language(LANGUAGES[lang or _system_language()])
    day = on.date() if on else date.today()

    def report(data: object) -> dict[str, Any]:
        return advise(read_profile(data), chosen, day, language)

    if jsonl:
        for line in terminal_lines():
            try:
                answer = report(json.loads(line))
            except (ValueError, RecursionError) as error:
                answer = {"error": str(error)}
            click.echo(json.dumps(answer, ensure_ascii=False))
        return
    if file is None:
        raise click.UsageError("name a FILE with a profile, or - for standard input")
    try:
        found = report(_read_data(file))
    except ProfileError as error:
        raise OneSentence(str(error)) from error
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        click.echo("\n\n".join(wording.whole(found, library.words(language))))


@main.command()
@click.argument("file", metavar="FILE")
@click.option("-o", "--output", metavar="OUT.pdf", type=click.Path(dir_okay=False, path_type=Path), help="The paper.")
@click.option("--text", "as_text", is_flag=True, help="Print a text to forward instead.")
@click.option("--name", default="", help="What the cooperative is called; else a line to write on.")
@day_option
@language_option
@pack_option
def plan(file: str, output: Path | None, as_text: bool, name: str, on: Any, lang: str | None, pack: str | None) -> None:
    """The board plan for the profile in FILE (YAML or JSON; - for standard input): a paper of one or two pages."""
    from bot.plan.board import board_plan
    from bot.plan.short import short_plan
    from bot.updates import clean
    from knowledge import ProfileError, advise, read_profile

    if as_text == (output is not None):
        raise click.UsageError("name the paper to write with -o OUT.pdf, or use --text")
    settings = read_settings()
    library = _library(settings)
    language = LANGUAGES[lang or _system_language()]
    chosen, words = library.pack(_pack(settings, pack)), library.words(language)
    try:
        report = advise(read_profile(_read_data(file)), chosen, on.date() if on else date.today(), language)
    except ProfileError as error:
        raise OneSentence(str(error)) from error
    if output is None:
        click.echo("\n".join(short_plan(report, words)))
        return
    from bot.plan.fonts import faces
    from bot.plan.paper import NoFont, drawn

    called = " ".join(clean(name).split())[:LONGEST_NAME]
    try:
        output.write_bytes(drawn(board_plan(report, library.words(language, "plan"), words, called), faces(), called))
    except NoFont as error:
        raise OneSentence(str(error)) from error
    except OSError as error:
        raise OneSentence(f"{output} cannot be written: {error.strerror}") from error


@main.command()
@click.argument("file", metavar="FILE", required=False)
@click.option("--decode", "text", metavar="CODE", help="Print the profile that a code holds, as JSON.")
@click.option("--layout", is_flag=True, help="Print the next version for codes.yaml, after an edit of dialog.yaml.")
@pack_option
def code(file: str | None, text: str | None, layout: bool, pack: str | None) -> None:
    """The answers of the profile in FILE (YAML or JSON; - for standard input) as a code to read out.

    Numbers become their bands: 15000 is kept as "10,000 to 19,999". Fields that the interview does not ask for are left
    out, and named on standard error.
    """
    if (file is not None) + (text is not None) + layout != 1:
        raise click.UsageError("name a FILE with a profile, or - for standard input; or use --decode, or --layout")
    settings = read_settings()
    if layout:
        click.echo(_layout(settings))
    elif text is not None:
        library, name = _library(settings), _pack(settings, pack)
        click.echo(json.dumps(_decoded(text, library, name), ensure_ascii=False, indent=2))
    else:
        click.echo(_encoded(file or "-", _library(settings).dialog(_pack(settings, pack))))


@main.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(exists=True, path_type=Path))
def check(paths: tuple[Path, ...]) -> None:
    """Every problem in every data file: file:line: what, remedy [code]."""
    from bot.checks import problems

    found = problems(read_settings().content, paths, date.today())
    for problem in found:
        click.echo(problem)
    click.echo(f"{len(found)} problem{'' if len(found) == 1 else 's'}", err=bool(found))
    sys.exit(1 if found else 0)


@main.command()
@click.argument("text", metavar="TEXT", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@click.option("--jsonl", is_flag=True, help="Standard input holds one JSON string a line; one JSON answer a line.")
@click.option("--limit", type=click.IntRange(min=1), default=3, show_default=True, help="How many at most.")
@language_option
@pack_option
def search(text: str | None, as_json: bool, jsonl: bool, limit: int, lang: str | None, pack: str | None) -> None:
    """What the pack knows about TEXT: a question or a few words, in any language of the pack."""
    from bot.search import as_data
    from bot.search_talk import told
    from bot.updates import clean

    settings = read_settings()
    library, name = _library(settings), _pack(settings, pack)
    language = library.pack(name).language(LANGUAGES[lang or _system_language()])

    def find(asked: str) -> list[Found]:
        return library.search(name, date.today()).find(clean(asked), language, limit)

    if jsonl:
        for line in terminal_lines():
            try:
                asked = json.loads(line)
                answer = {"results": as_data(find(asked))} if isinstance(asked, str) else {"error": "not a string"}
            except (ValueError, RecursionError) as error:
                answer = {"error": str(error)}
            click.echo(json.dumps(answer, ensure_ascii=False))
        return
    if text is None:
        raise click.UsageError("name a TEXT to look up")
    found, words = find(text), library.words(language)
    whom = library.search(name, date.today()).beyond(clean(text), language)
    if as_json:
        click.echo(json.dumps({"results": as_data(found)}, ensure_ascii=False, indent=2))
    else:
        lines = [line for one in found for line in told(one, library.pack(name), language, words)]
        click.echo("\n".join(lines or [whom or words["search"]["nothing"]]))


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("text", metavar="TEXT", required=False)
@click.option("--unit", "kind", type=click.Choice(["money", "weight", "count"]), help="What is counted; else by TEXT.")
@click.option("--json", "as_json", is_flag=True, help="Print what was read as JSON.")
@click.option("--jsonl", is_flag=True, help="Standard input holds one JSON string a line; one JSON answer a line.")
@language_option
@pack_option
def amount(text: str | None, kind: Any, as_json: bool, jsonl: bool, lang: str | None, pack: str | None) -> None:
    """How one typed amount is read: money, a weight in kg, or a number of people; a month counts twelve times."""
    from bot.amount_command import Reading

    settings = read_settings()
    library, language = _library(settings), LANGUAGES[lang or _system_language()]
    dialog = library.dialog(_pack(settings, pack))
    if jsonl:
        for line in terminal_lines():
            try:
                said = json.loads(line)
                good = isinstance(said, str)
                answer = Reading(dialog, said, kind).data(language) if good else {"error": "not a string"}
            except (ValueError, RecursionError) as error:
                answer = {"error": str(error)}
            click.echo(json.dumps(answer, ensure_ascii=False))
        return
    if text is None:
        raise click.UsageError("name a TEXT with an amount, such as 20000")
    reading = Reading(dialog, text, kind)
    if as_json:
        click.echo(json.dumps(reading.data(language), ensure_ascii=False, indent=2))
    else:
        click.echo(reading.words(language, library.words(language, "amount")))


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print the measurements as data.")
@click.option("--repeats", type=click.IntRange(min=1), default=300, show_default=True, help="How often each is done.")
@click.option("--profiles", type=click.IntRange(min=1), default=2000, show_default=True, help="To count questions of.")
@pack_option
def bench(as_json: bool, repeats: int, profiles: int, pack: str | None) -> None:
    """How fast the bot is, each figure beside something simpler from the same run, and how many questions it asks."""
    from bot.bench import Bench, measured, table
    from bot.bench_questions import asked_line, questions_asked

    settings = read_settings()
    library, name = _library(settings), _pack(settings, pack)
    rows = measured(Bench(library, name, date.today()), repeats)
    asked = questions_asked(library, name, profiles)
    if as_json:
        click.echo(json.dumps({"measurements": rows, "questions": asked}, indent=2))
    else:
        click.echo("\n".join([*table(rows), "", asked_line(asked)]))


@main.command()
@click.argument("text", metavar="TEXT", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the fields and the words they were read from as JSON.")
@click.option("--jsonl", is_flag=True, help="Standard input holds one JSON string a line; one JSON answer a line.")
@language_option
@pack_option
def understand(text: str | None, as_json: bool, jsonl: bool, lang: str | None, pack: str | None) -> None:
    """What is read out of TEXT, a free description of a cooperative (standard input without TEXT)."""
    from bot.channels import terminal
    from bot.updates import clean
    from dialogs import told_lines

    settings, language = read_settings(), LANGUAGES[lang or _system_language()]
    dialog = _library(settings).dialog(_pack(settings, pack))
    understanding = dialog.understanding
    if understanding is None:
        raise OneSentence("this dialog has no understand.yaml")
    if jsonl:
        for line in terminal_lines():
            try:
                told = json.loads(line)
                answer = asdict(understanding.read(clean(told), language)) if isinstance(told, str) else NO_STRING
            except (ValueError, RecursionError) as error:
                answer = {"error": str(error)}
            click.echo(json.dumps(answer, ensure_ascii=False))
        return
    understood = understanding.read(clean(terminal.utf8(sys.stdin).read() if text is None else text), language)
    if as_json:
        click.echo(json.dumps(asdict(understood), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(told_lines(dialog, language, understood)))


@main.command()
def telegram() -> None:
    """The chat in Telegram, by long polling, with the token in TELEGRAM_BOT_TOKEN."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # until the bot listens and finishes its turn first
    import asyncio

    from bot import redaction
    from bot.channels.telegram import TokenRefused, run
    from bot.conversation import over_json
    from bot.store import StoreUnusable
    from bot.store.sqlite import SqliteStore

    settings = read_settings()
    if settings.telegram_token is None:
        raise OneSentence("set TELEGRAM_BOT_TOKEN to the token that BotFather gave you")
    if not settings.telegram_api_base.startswith(("http://", "https://")):
        raise OneSentence("TELEGRAM_API_BASE is an address such as http://127.0.0.1:9000")
    redaction.log_to(token=settings.telegram_token)
    library, pack = _library(settings), _pack(settings, None)
    library.pack(pack)
    try:
        with closing(SqliteStore(settings.database)) as store:
            asyncio.run(run(settings.telegram_token, settings.telegram_api_base, store, over_json(library, pack)))
    except (StoreUnusable, TokenRefused) as error:
        raise OneSentence(str(error)) from error


def terminal_lines() -> list[str]:
    """The lines of standard input, as UTF-8."""
    from bot.channels import terminal

    return terminal.utf8(sys.stdin).read().splitlines()


def _read_data(file: str) -> object:
    """The YAML or JSON of a file or of standard input; what cannot be read ends in one sentence."""
    from knowledge.datafile import BrokenData, read_text

    try:
        text = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return read_text(text, Path(file)).data
    except OSError as error:
        raise OneSentence(f"{file} cannot be read: {error.strerror}") from error
    except BrokenData as broken:
        raise OneSentence(str(broken.problems[0])) from broken


def _encoded(file: str, dialog: Dialog) -> str:
    from dialogs.answer_code import encode, of_profile, to_profile
    from knowledge import ProfileError, read_profile

    try:
        profile = read_profile(_read_data(file))
    except ProfileError as error:
        raise OneSentence(str(error)) from error
    interview = of_profile(dialog, profile)
    found = encode(dialog, interview)
    if found is None:
        raise OneSentence('no version in codes.yaml fits dialog.yaml: run "python -m bot check"')
    left_out = [name for name in profile if profile[name] != [] and name not in to_profile(dialog, interview)]
    if left_out:
        click.echo(f"not in the code: {', '.join(left_out)}", err=True)
    return found


def _decoded(text: str, library: Library, pack: str) -> dict[str, Any]:
    from bot import wording
    from dialogs.answer_code import WrongCode, decode, to_profile

    try:
        dialog = library.dialog(pack)
        return to_profile(dialog, decode(dialog.codes, text))
    except WrongCode as wrong:
        raise OneSentence(wording.wrong_code(wrong, library.words(LANGUAGES[_system_language()]))) from wrong


def _layout(settings: Settings) -> str:
    """The layout of dialog.yaml as it is now, whether or not the rest of the dialog is sound."""
    from bot.library import DIALOG
    from dialogs.codes import entry, layout
    from dialogs.folder import read_folder
    from knowledge.datafile import BrokenData

    try:
        return entry(layout(read_folder(settings.content / "dialogs" / DIALOG).content.script))
    except BrokenData as broken:
        raise OneSentence(str(broken.problems[0])) from broken


def _library(settings: Settings) -> Library:
    from bot.library import Library

    return Library(settings.content, settings.cache)


def _pack(settings: Settings, wanted: str | None) -> str:
    """The name of the country pack to use; an unknown one ends in one sentence."""
    from bot.library import Library

    name = wanted or settings.pack
    if not Library(settings.content, None).has_pack(name):
        raise OneSentence(f'there is no country pack "{name}" in {settings.content / "knowledge"}')
    return name


def _system_language() -> str:
    """The language of the system, as far as we speak it: zh or en."""
    return "zh" if (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"


if __name__ == "__main__":
    main(prog_name="python -m bot")
