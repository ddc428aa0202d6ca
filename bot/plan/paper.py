"""A document as a PDF whose font is embedded, only with the letters that are used. Alone knows fpdf2."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from fpdf import FPDF
from fpdf.enums import TextMode

from bot.plan.document import Document
from bot.plan.fonts import Face
from bot.plan.layout import HEIGHT, POINT, WIDTH, Mark, Rule, Shade, laid_out
from bot.plan.outlines import built

FAMILY = "plan"
BOLD_BY = 0.045
"""How thick bold letters are drawn around, as a share of their size: one font serves for both."""
GREY_LINE, GREY_FIELD = 120, 235
NOT_IN_ANY_FONT = "□"


class NoFont(Exception):
    """No font found has all letters; the sentence names what to install."""

    def __init__(self) -> None:
        super().__init__(
            "there is no font with Chinese letters here: install fonts-noto-cjk, or fonts-droid-fallback with "
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
    letters = document.letters() | {" ", NOT_IN_ANY_FONT}
    font, missing = built(faces, letters)
    if missing - set(unsure):
        raise NoFont
    shown = str.maketrans(dict.fromkeys(missing, NOT_IN_ANY_FONT))
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{FAMILY}.ttf"
        file.write_bytes(font)
        pdf = _blank(document, file)
        widths = {letter: pdf.get_string_width(letter.translate(shown)) / 100 for letter in sorted(letters)}
        for page in laid_out(document, widths.__getitem__):
            pdf.add_page()
            for mark in page:
                _draw(pdf, mark, shown)
        return bytes(pdf.output())


def _blank(document: Document, font: Path) -> FPDF:
    """A PDF without a page; its type is a hundred points large."""
    pdf = FPDF(format=(WIDTH, HEIGHT))
    pdf.add_font(FAMILY, fname=font)
    pdf.set_font(FAMILY, size=100)
    pdf.set_auto_page_break(False)
    pdf.set_title(document.title)
    pdf.set_lang(document.language)
    pdf.set_creation_date(datetime.combine(document.on, time(), UTC))
    return pdf


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
