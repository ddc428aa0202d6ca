"""The pack cn as it stands, read once for all tests of the room."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from knowledge import load_pack

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
PACK = load_pack(ROOT / "knowledge" / "cn")[0]
