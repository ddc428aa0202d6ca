"""What is known of one cooperative: the fields, what each may hold, and reading them from outside data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from knowledge.datafile import nearest

Profile = dict[str, Any]
"""Field name -> choice, list of goals, number, or band {"low", "high"} (high None: open). Absent means unknown."""


class ProfileError(ValueError):
    """A profile that cannot be read; the sentence says which field, why, and the nearest right word."""


@dataclass(frozen=True)
class Field:
    """
    One field of a profile.

    `values` stand worst first where `rising`; a rising field never lowers a fit as it rises. `unit` is what a number
    counts, "money" standing for the pack's currency.
    """

    kind: Literal["number", "whole", "choice", "choices"]
    values: tuple[str, ...] = ()
    rising: bool = False
    at_most: float = 1e12
    unit: str = ""


FIELDS: dict[str, Field] = {
    "capital": Field("number", rising=True, unit="money"),
    "annual_sales": Field("number", rising=True, unit="money/year"),
    "annual_output_tonnes": Field("number", rising=True, unit="tonne/year"),
    "member_households": Field("whole", rising=True),
    "product_category": Field(
        "choice",
        (
            "fresh_fruit",
            "vegetables",
            "grain_oil",
            "tea",
            "meat_eggs",
            "aquatic",
            "dried_processed",
            "handicraft_textile",
            "flowers_seedlings",
            "other",
        ),
    ),
    "perishability": Field("choice", ("high", "medium", "low"), rising=True),
    "packaging": Field("choice", ("bulk", "graded", "retail_packed"), rising=True),
    "certification": Field("choice", ("none", "green", "organic", "gi"), rising=True),
    "brand": Field("choice", ("none", "registered", "known"), rising=True),
    "ecommerce_staff": Field("whole", rising=True),
    "leader_awareness": Field("choice", ("low", "medium", "high"), rising=True),
    "logistics": Field("choice", ("poor", "courier", "cold_chain"), rising=True),
    "supply_stability": Field("choice", ("low", "medium", "high"), rising=True),
    "partners_nearby": Field("choice", ("none", "some", "many"), rising=True),
    "current_channel": Field(
        "choice", ("none", "wholesale", "info_platform", "own_store", "operator", "platform_supply")
    ),
    "goals": Field("choices", ("quick_sales", "stable_sales", "higher_price_brand", "low_risk", "build_team", "learn")),
    "arriving_sound_percent": Field("number", rising=True, at_most=100, unit="percent"),
    "price_per_kg": Field("number", unit="money/kg"),
    "price_at_gate_per_kg": Field("number", unit="money/kg"),
    "buyer_price_per_kg": Field("number", unit="money/kg"),
    "parcel_kg": Field("number", unit="kg/parcel"),
    "freight_per_parcel": Field("number", unit="money/parcel"),
    "boxes_per_week": Field("number", unit="parcel/week"),
    "helper_wage_per_month": Field("number", unit="money/month"),
    "testing_per_year": Field("number", unit="money/year"),
    "freight_to_buyer_per_year": Field("number", unit="money/year"),
}


def read_profile(data: object) -> Profile:
    """
    The profile that outside data (YAML, JSON, a dialog's answers) describes; fields that are null are left out.

    Raises:
        ProfileError: no mapping, an unknown field, or a value the field cannot hold.
    """
    if not isinstance(data, Mapping):
        raise ProfileError("a profile is a mapping of fields, such as {capital: 50000, packaging: graded}")
    for name in data:
        if name not in FIELDS:
            raise ProfileError(f'"{name}" is no field of a profile: {nearest(str(name), FIELDS)}')
    return {name: _value(name, FIELDS[name], data[name]) for name in FIELDS if data.get(name) is not None}


def _value(name: str, field: Field, value: Any) -> Any:
    if field.kind == "choice":
        return _choice(name, field, value)
    if field.kind == "choices":
        if not isinstance(value, (list, tuple)):
            raise ProfileError(f'"{name}" is a list, such as [{field.values[0]}, {field.values[1]}]')
        return list(dict.fromkeys(_choice(name, field, one) for one in value))
    if isinstance(value, Mapping):
        return _band(name, field, value)
    return _number(name, field, value)


def _choice(name: str, field: Field, value: Any) -> str:
    if value not in field.values:
        raise ProfileError(f'"{name}" cannot be "{value}": {nearest(str(value), field.values)}')
    return str(value)


def _band(name: str, field: Field, value: Mapping[str, Any]) -> dict[str, float | None]:
    if not set(value) <= {"low", "high"} or value.get("low") is None:
        raise ProfileError(f'"{name}" as a band is {{low: 20000, high: 50000}}, high null for an open end')
    low = _number(name, field, value["low"])
    high = None if value.get("high") is None else _number(name, field, value["high"])
    if high is not None and high < low:
        raise ProfileError(f'"{name}" has its low end {low:g} above its high end {high:g}')
    return {"low": low, "high": high}


def _number(name: str, field: Field, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ProfileError(f'"{name}" is a number, such as 50000, not "{value}"')
    if not 0 <= value <= field.at_most:
        raise ProfileError(f'"{name}" lies between 0 and {field.at_most:g}, not {value}')
    if field.kind == "whole" and value != int(value):
        raise ProfileError(f'"{name}" is a whole number, not {value:g}')
    return value


FREIGHT_FIGURES = ("price_per_kg", "parcel_kg", "freight_per_parcel")
"""What the share of the freight is reckoned from."""


def freight_percent(profile: Profile) -> float | None:
    """
    Freight of a parcel in percent of what its goods sell for; None while one of the three figures is unknown.

    Rule of our own (freight against price): both ends are taken as the larger burden, low prices and dear freight.
    """
    price, weight, freight = (profile.get(name) for name in FREIGHT_FIGURES)
    if not all(isinstance(figure, (int, float)) and figure > 0 for figure in (price, weight)):
        return None
    return None if not isinstance(freight, (int, float)) else 100 * freight / (price * weight)  # type: ignore[operator]
