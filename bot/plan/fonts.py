"""The font files a paper may be set in, wherever this machine has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
PACKAGE = "pylopdf_fonts_zh_cn"
"""From the Python package index: Noto Sans SC under the SIL Open Font License; the extra `font`."""

NAMES = (
    ("NotoSansCJK-Regular.ttc", 2),
    ("NotoSansSC-Regular.otf", 0),
    ("DejaVuSans.ttf", 0),
    ("LiberationSans-Regular.ttf", 0),
    ("DroidSansFallbackFull.ttf", 0),
)
"""File and the number of its simplified Chinese face, best first; Droid has no Latin letters, so those stand before."""


@dataclass(frozen=True)
class Face:
    """A font file, and the number of the face in it."""

    path: Path
    number: int = 0


def faces(folders: tuple[Path, ...] = FOLDERS, package: str = PACKAGE) -> Iterator[Face]:
    """The fonts found, best first."""
    found: dict[str, Path] = {}
    for folder in (*folders, *_package(package)):
        for path in sorted(folder.rglob("*.[ot]t[fc]")) if folder.is_dir() else ():
            found.setdefault(path.name, path)
    yield from (Face(found[name], number) for name, number in NAMES if name in found)


def _package(name: str) -> list[Path]:
    """The folder of an installed package, without importing it."""
    spec = find_spec(name)
    return [Path(folder) for folder in (spec.submodule_search_locations if spec else None) or ()]
