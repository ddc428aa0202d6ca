"""A document as a PDF whose fonts are embedded, only with the letters that are used. Alone knows fpdf2."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time

from fpdf import FPDF
from fpdf.enums import TextMode

from bot.plan.document import Document
from bot.plan.fonts import Face
from bot.plan.layout import HEIGHT, POINT, WIDTH, Mark, Rule, Shade, laid_out

BOLD_BY = 0.045
"""How thick bold letters are drawn around, as a share of their size: one font file serves for both."""
GREY_LINE, GREY_FIELD = 120, 235
NOT_IN_ANY_FONT = "□"


class NoFont(Exception):
    """No font found has all letters; the sentence names what to install."""

    def __init__(self) -> None:
        super().__init__(
            "there is no font with Chinese letters here: install fonts-noto-cjk or fonts-droid-fallback with "
            "fonts-dejavu-core (Debian), or pylopdf-fonts-zh-cn (pip)"
        )


def drawn(document: Document, faces: Iterable[Face], unsure: str = "") -> bytes:
    """
    The PDF of a document; the same document gives the same bytes.

    Args:
        unsure: letters somebody typed, drawn as a small square where no font has them.
    Raises:
        NoFont: any other letter is in no font.
    """
    pdf = FPDF(format=(WIDTH, HEIGHT))
    missing = _add_fonts(pdf, document.letters(), faces)
    if missing - set(unsure):
        raise NoFont
    shown = str.maketrans(dict.fromkeys(missing, NOT_IN_ANY_FONT))
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.c_margin = 0
    pdf.set_title(document.title)
    pdf.set_lang(document.language)
    pdf.set_creation_date(datetime.combine(document.on, time(), UTC))
    pdf.set_font_size(100)
    widths = {letter: pdf.get_string_width(letter.translate(shown)) / 100 for letter in {*document.letters(), " "}}
    for page in laid_out(document, widths.__getitem__):
        pdf.add_page()
        for mark in page:
            _draw(pdf, mark, shown)
    return bytes(pdf.output())


def _add_fonts(pdf: FPDF, letters: set[str], faces: Iterable[Face]) -> set[str]:
    """Adds the first fonts that between them have the letters; returns the letters that none has."""
    missing = set(letters)
    families: list[str] = []
    for face in faces:
        family = f"face{len(families)}"
        pdf.add_font(family, fname=face.path, collection_font_number=face.number)
        has = {letter for letter in missing if ord(letter) in pdf.fonts[family].cmap}  # type: ignore[union-attr]
        if not has:
            del pdf.fonts[family]
            continue
        families.append(family)
        missing -= has
        if not missing:
            break
    if families:
        pdf.set_font(families[0])
        pdf.set_fallback_fonts(families[1:])
    return missing


def _draw(pdf: FPDF, mark: Mark, shown: dict[int, str]) -> None:
    if isinstance(mark, Shade):
        pdf.set_fill_color(GREY_FIELD)
        pdf.rect(mark.x, mark.y, mark.width, mark.height, style="F")
    elif isinstance(mark, Rule):
        pdf.set_draw_color(GREY_LINE)
        pdf.line(mark.x, mark.y, mark.to_x, mark.to_y)
    else:
        pdf.set_font_size(mark.size)
        pdf.set_draw_color(0)
        mode = TextMode.FILL_STROKE if mark.bold else TextMode.FILL
        with pdf.local_context(text_mode=mode, line_width=mark.size * BOLD_BY * POINT):
            pdf.text(mark.x, mark.y, mark.text.translate(shown))
