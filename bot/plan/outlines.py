"""One small font made of the letters a paper uses, taken from the font files found. Alone knows fontTools."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from bot.plan.fonts import Face

NAME = "Plan"
UNITS = 1000
"""Units in which outlines are drawn, of the size of the type."""
ASCENT, DESCENT = 880, -240
NEAREST_CURVE = 0.5
"""How far a curve may lie from the one it stands for, in units."""
BLANK = ".notdef"
NO_DAY = 0x7C259DC0
"""1970, as fonts count: no day of making is kept, so that the same letters give the same file."""


def built(faces: Iterable[Face], letters: set[str]) -> tuple[bytes, set[str]]:
    """
    A TrueType font with these letters, each from the first face that has it; every reader of PDF can show such a font.

    Returns:
        the font file, and the letters that no face has.
    """
    missing = set(letters)
    glyphs: dict[str, Any] = {BLANK: TTGlyphPen(None).glyph()}
    widths = {BLANK: UNITS}
    codes: dict[int, str] = {}
    for face in faces:
        for letter, (glyph, width) in _taken(face, missing).items():
            name = f"u{ord(letter):05X}"
            glyphs[name], widths[name], codes[ord(letter)] = glyph, width, name
        missing = {letter for letter in missing if ord(letter) not in codes}
        if not missing:
            break
    return _file(glyphs, widths, codes), missing


def _taken(face: Face, letters: set[str]) -> dict[str, tuple[Any, int]]:
    """The outline and width of each of these letters that a face has, in their order."""
    taken = {}
    with TTFont(face.path, fontNumber=face.number, lazy=True) as font:
        names, outlines = font.getBestCmap(), font.getGlyphSet()
        scale = UNITS / font["head"].unitsPerEm
        for letter in sorted(letter for letter in letters if ord(letter) in names):
            name = names[ord(letter)]
            drawn = DecomposingRecordingPen(outlines)
            outlines[name].draw(drawn)
            pen = TTGlyphPen(None)
            smooth = Cu2QuPen(pen, NEAREST_CURVE, reverse_direction="glyf" not in font)
            drawn.replay(TransformPen(smooth, (scale, 0, 0, scale, 0, 0)))
            taken[letter] = pen.glyph(), round(outlines[name].width * scale)
    return taken


def _file(glyphs: dict[str, Any], widths: dict[str, int], codes: dict[int, str]) -> bytes:
    builder = FontBuilder(UNITS, isTTF=True)
    builder.font.recalcTimestamp = False
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap(codes)
    builder.setupGlyf(glyphs)
    lefts = {name: getattr(builder.font["glyf"][name], "xMin", 0) for name in glyphs}
    builder.setupHorizontalMetrics({name: (width, lefts[name]) for name, width in widths.items()})
    builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    builder.setupNameTable({"familyName": NAME, "styleName": "Regular", "psName": NAME})
    builder.setupOS2(sTypoAscender=ASCENT, sTypoDescender=DESCENT, usWinAscent=ASCENT, usWinDescent=-DESCENT)
    builder.setupPost()
    builder.updateHead(created=NO_DAY, modified=NO_DAY)
    file = BytesIO()
    builder.save(file)
    return file.getvalue()
