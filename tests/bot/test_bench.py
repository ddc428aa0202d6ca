"""The measurements of speed: their shape, never their size."""

from __future__ import annotations

import json
import math

from click.testing import CliRunner

from bot.__main__ import main
from bot.bench import MEASURES, Bench, measured, table
from tests.bot.talk import LIBRARY, TODAY


def test_every_measurement_is_finite_and_stands_beside_a_simpler_one() -> None:
    rows = measured(Bench(LIBRARY, "cn", TODAY), repeats=2)

    assert [row["name"] for row in rows] == list(MEASURES)
    assert all(math.isfinite(row["median_ms"]) and row["median_ms"] > 0 for row in rows)
    assert all(row["p95_ms"] > 0 and row["what"] for row in rows)
    assert all(row["ratio"] > 0 for row in rows if row["beside"])
    assert {row["beside"] for row in rows if row["beside"]} == {row["name"] for row in rows if not row["beside"]}


def test_the_table_shows_each_with_its_ratio() -> None:
    lines = list(table(measured(Bench(LIBRARY, "cn", TODAY), repeats=1, names=iter(["scoring", "advice"]))))

    assert lines[0].startswith("advice")
    assert " x scoring " in lines[0]
    assert "aim 5 ms" in lines[0]


def test_the_command_prints_the_measurements_as_data() -> None:
    result = CliRunner().invoke(main, ["bench", "--json", "--repeats", "1", "--profiles", "20"])

    assert result.exit_code == 0
    printed = json.loads(result.output)
    assert {row["name"] for row in printed["measurements"]} == set(MEASURES)
    assert 1 <= printed["questions"]["asked"] <= printed["questions"]["without_stop"] <= 10
