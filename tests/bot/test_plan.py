"""The board plan: what it says, that it can be read anywhere, and that two pages are enough for everyone."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from bot.__main__ import main
from bot.plan.board import board_plan
from bot.plan.document import Document, Points, Table, Text
from bot.plan.fonts import Face, faces
from bot.plan.layout import SIDE, WIDTH, laid_out
from bot.plan.layout import Words as Line
from bot.plan.outlines import built
from bot.plan.paper import NoFont, drawn
from bot.plan.short import short_plan
from knowledge import advise, read_profile
from knowledge.profile import Profile
from tests.bot.talk import LIBRARY, ROOT, TODAY, Talk
from tests.knowledge.cn import PACK
from tests.knowledge.profiles import profiles

LANGUAGES = ("en", "zh-Hans")
FONT = next(faces(folders=()))
"""The font of the extra: there wherever the tests are."""

OWN_STORE = {
    "capital": 300_000,
    "annual_sales": {"low": 500_000, "high": 1_000_000},
    "member_households": 120,
    "product_category": "fresh_fruit",
    "perishability": "high",
    "packaging": "retail_packed",
    "ecommerce_staff": 4,
    "leader_awareness": "high",
    "logistics": "cold_chain",
    "supply_stability": "high",
    "goals": ["higher_price_brand", "build_team"],
    "price_per_kg": 12,
    "parcel_kg": 2.5,
    "freight_per_parcel": 6,
    "boxes_per_week": 50,
}
LONG_NAMES = {
    "en": "Long Valley Fresh Fruit and Vegetable Growing and Marketing Farmers' Professional Cooperative of Upper "
    "Village and Its Neighbours Downstream, Registered in the Market Supervision Bureau of the County",
    "zh-Hans": "山东省某某县龙泉镇上河村绿水青山特色果蔬种植农民专业合作社联合社" * 6,
}


def report_of(profile: Profile, language: str) -> dict[str, Any]:
    return advise(read_profile(profile), PACK, TODAY, language)


def document_of(report: dict[str, Any], language: str, name: str = "") -> Document:
    return board_plan(report, LIBRARY.words(language, "plan"), LIBRARY.words(language), name)


def reader_of(document: Document, *fonts: Face) -> PdfReader:
    return PdfReader(io.BytesIO(drawn(document, fonts or (FONT,))))


def squeezed(text: str) -> str:
    """A text without its spaces and line ends: where lines break is no matter."""
    return re.sub(r"\s+", "", text)


def printed(reader: PdfReader) -> str:
    return squeezed("".join(page.extract_text() for page in reader.pages))


def texts(document: Document) -> Iterator[str]:
    """Every text of a document but its dates of the weeks."""
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Text):
                yield block.text
            elif isinstance(block, Points):
                yield from block.items
            elif isinstance(block, Table):
                yield from (cell for row in block.rows for cell in row[1:])


def guess(letter: str) -> float:
    """About how wide a letter is; no font at hand draws them wider on the whole."""
    return (1.0 if letter >= "\u2e80" else 0.6) * 25.4 / 72


def run(*words: str, data: str = "") -> Result:
    return CliRunner().invoke(main, ["plan", *words], input=data)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_holds_everything_a_board_needs(language: str) -> None:
    report, words = report_of(OWN_STORE, language), LIBRARY.words(language, "plan")

    there = printed(reader_of(document_of(report, language)))

    mode = report["modes"][0]
    costs = report["costs"][mode["mode"]]
    wanted = [mode["name"], costs["before_first_sale"]["text"], costs["first_year"]["text"]]
    wanted += [costs["first_year"]["years"], report["spend_at_most"]["text"], report["path"][0]["step"]]
    wanted += [risk[part] for risk in report["risks"][:2] for part in ("text", "early_sign", "mitigation")]
    wanted += [step["step"] for step in report["path"][1:2]]
    wanted += [answer["text"] for answer in report["answers"]]
    wanted += [law["text"] for law in report["law"]]
    wanted += [*words["steps"]["head"], *words["vote"]["head"], *words["signatures"]["labels"], words["law"]["title"]]
    wanted += [report["sources"]["paper1"]["short"], str(TODAY.year), words["motion"]["lead"]]
    plain = str.maketrans(dict(words["instead"]))
    assert [text for text in wanted if squeezed(text.translate(plain)) not in there] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_font_is_embedded_with_only_the_letters_used(language: str) -> None:
    found = 0
    for page in reader_of(document_of(report_of(OWN_STORE, language), language)).pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)
            assert re.match(r"/[A-Z]{6}\+", descriptor["/FontName"])
            found += 1
    assert found


def test_the_same_answers_on_the_same_day_give_the_same_bytes() -> None:
    document = document_of(report_of(OWN_STORE, "zh-Hans"), "zh-Hans")

    assert drawn(document, [FONT]) == drawn(document, [FONT])


@given(profile=profiles(), language=st.sampled_from(LANGUAGES), named=st.booleans())
@settings(max_examples=30)
def test_two_pages_are_enough_for_every_cooperative(profile: Profile, language: str, named: bool) -> None:
    document = document_of(report_of(profile, language), language, LONG_NAMES[language][:200] if named else "")

    pages = laid_out(document, guess)

    assert 1 <= len(pages) <= 2
    for line in (mark for page in pages for mark in page if isinstance(mark, Line)):
        assert line.x >= SIDE
        assert line.x + sum(map(guess, line.text)) * line.size <= WIDTH - SIDE + 0.01
        assert "{" not in line.text
        assert "None" not in line.text


@given(profile=profiles(), language=st.sampled_from(LANGUAGES))
@settings(max_examples=25)
def test_a_figure_in_the_plan_stands_in_the_report_too(profile: Profile, language: str) -> None:
    report, words = report_of(profile, language), LIBRARY.words(language, "plan")
    report["costs"] = {mode: costs for mode, costs in report["costs"].items() if mode == report["modes"][0]["mode"]}
    document = document_of(report, language)
    lines = next(iter(report["costs"].values()))["lines"]
    counts = [sum(line["basis"] == one for line in lines) for one in ("yours", "source", "assumption")]
    known = json.dumps([report, words, LIBRARY.words(language), counts, len(lines)], ensure_ascii=False)
    known += document_of(report_of({}, language), language).footer + " 12 22"  # the day of the plan, thirty days on

    for text in texts(document):
        for figure in re.findall(r"\d+(?:[.,]\d+)*", re.sub(r"\[[\d,]+\]", "", text)):
            assert figure in known, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_name_is_printed_whole(language: str) -> None:
    name = LONG_NAMES[language][:200]

    reader = reader_of(document_of(report_of(OWN_STORE, language), language, name))

    assert len(reader.pages) == 2
    assert squeezed(name) in printed(reader)


def test_a_letter_of_the_name_that_no_font_has_becomes_a_square() -> None:
    report = report_of({}, "zh-Hans")
    document = document_of(report, "zh-Hans", "\U0001f34a合作社")

    there = squeezed(PdfReader(io.BytesIO(drawn(document, [FONT], "\U0001f34a合作社"))).pages[0].extract_text())

    assert "□合作社" in there


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_little_known_makes_a_plan_to_find_out(language: str) -> None:
    report, words = report_of({}, language), LIBRARY.words(language, "plan")

    reader = reader_of(document_of(report, language))

    assert len(reader.pages) == 1
    for name in report["unknown_names"][:3]:
        assert squeezed(words["steps"]["find_out"].format(field=name)) in printed(reader)


def test_figures_to_watch_are_named_where_the_advice_has_any() -> None:
    report = report_of(OWN_STORE, "en")
    report["path"][0]["watch"] = [{"name": "boxes sent back"}, {"name": "adverts"}]

    assert "Write down each month: boxes sent back; adverts." in texts(document_of(report, "en"))


def test_nothing_begun_this_season_is_put_to_the_vote_as_a_preparation() -> None:
    report = {**report_of(OWN_STORE, "en"), "verdict": "not_yet"}

    there = printed(reader_of(document_of(report, "en")))

    assert "tobeginnothinglargethisseasonandtopreparefor" in there


def test_two_fonts_help_each_other_out(tmp_path: Path) -> None:
    document = document_of(report_of(OWN_STORE, "zh-Hans"), "zh-Hans")
    letters = document.letters() | {" ", "□"}
    wide = {letter for letter in letters if letter >= "\u2e80"}
    latin, chinese = (Face(tmp_path / name) for name in ("latin.ttf", "chinese.ttf"))
    latin.path.write_bytes(built([FONT], letters - wide)[0])
    chinese.path.write_bytes(built([FONT], wide)[0])

    there = printed(reader_of(document, latin, chinese))

    assert "自己开网店" in there
    assert "2026" in there
    for half in (latin, chinese):
        with pytest.raises(NoFont):
            drawn(document, [half])


def test_fonts_are_found_by_name_the_best_first(tmp_path: Path) -> None:
    for name in ("b/DroidSansFallbackFull.ttf", "a/NotoSansCJK-Regular.ttc", "DejaVuSans.ttf", "Comic.ttf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()

    found = list(faces((tmp_path, tmp_path / "none"), "no_such_package"))

    assert [face.path.name for face in found] == [
        "NotoSansCJK-Regular.ttc",
        "DejaVuSans.ttf",
        "DroidSansFallbackFull.ttf",
    ]
    assert found[0].number == 2


def test_the_command_writes_a_paper_and_says_nothing(tmp_path: Path) -> None:
    paper = tmp_path / "plan.pdf"

    done = run("-", "-o", str(paper), "--lang", "zh", "--on", "2026-11-22", data=json.dumps(OWN_STORE))

    assert (done.exit_code, done.output) == (0, "")
    assert PdfReader(paper).metadata["/CreationDate"].startswith("D:20261122")


def test_without_a_font_the_command_names_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.plan.fonts.faces", lambda: iter(()))

    done = run("-", "-o", str(tmp_path / "plan.pdf"), data="{}")

    assert done.exit_code == 1
    assert done.stderr.startswith("there is no font with Chinese letters here: install fonts-noto-cjk")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "plan.pdf").exists()


@pytest.mark.parametrize(
    ("words", "data", "said"),
    [
        (("-",), "{}", "-o OUT.pdf"),
        (("-", "--text", "-o", "x.pdf"), "{}", "-o OUT.pdf"),
        (("-", "--text"), "{capital: much}", '"capital" is a number'),
        (("-", "-o", "/nowhere/x.pdf"), "{}", "/nowhere/x.pdf cannot be written"),
        (("/nowhere/profile.yaml", "--text"), "", "/nowhere/profile.yaml cannot be read"),
    ],
)
def test_wrong_use_ends_in_a_sentence(words: tuple[str, ...], data: str, said: str) -> None:
    done = run(*words, data=data)

    assert done.exit_code in (1, 2)
    assert said in done.stderr
    assert done.stdout == ""


@given(profile=profiles())
@settings(max_examples=40)
def test_the_text_to_forward_is_short_for_every_cooperative(profile: Profile) -> None:
    for language, most in (("en", 1_500), ("zh-Hans", 500)):
        text = "\n".join(short_plan(report_of(profile, language), LIBRARY.words(language)))
        assert 0 < len(text) <= most
        assert "{" not in text
        assert "None" not in text


def test_the_command_prints_the_text_to_forward() -> None:
    done = run("-", "--text", "--lang", "en", data=json.dumps(OWN_STORE))

    assert "We try: Run your own online shop." in done.output
    assert "At most 10,600 yuan before the first sale" in done.output


def test_the_share_card_leads_to_the_text_for_the_board_with_a_code_for_the_paper() -> None:
    talk = Talk("zh-Hans")
    talk.to_advice()
    shared = talk.tap_named("share")

    card = talk.tap_named("plan")

    assert card.edit
    assert card.text.startswith("给理事会")
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", card.text)
    assert talk.send("51").text == card.text
    assert any(button.id.endswith(":plan") for row in shared.buttons for button in row)


def test_a_chat_never_loads_the_library_for_paper() -> None:
    chat = (
        "import sys; from bot.__main__ import main; main(['chat'], standalone_mode=False); print('fpdf' in sys.modules)"
    )

    done = subprocess.run(
        [sys.executable, "-c", chat], input="1\n", capture_output=True, encoding="utf-8", cwd=ROOT, check=True
    )

    assert done.stdout.splitlines()[-1] == "False"
