"""A result as JSON and back, so that a publication stays exactly what it was (C-30).

What JSON has no word for becomes a dict of one key: {"~f": "31/54"} a fraction, {"~n": "1.50"} a decimal,
{"~d": "2026-03-16"} a date, {"~t": ...} a moment, {"~s": [...]} a set of texts, {"~u": [...]} a tuple.
A key of the result that begins with "~" itself gets one more, so nothing can be mistaken for a sign.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

SIGN = "~"


def freeze(result: Any) -> Any:
    """The result in what JSON knows. The order of a dict survives only where the store keeps it.

    Raises TypeError for a float, for a dict key or member of a set that is not a text, and for any other type
    (a subclass included: it would come back as something else). `dataclasses.asdict` helps for a dataclass.
    """
    kind = type(result)
    if result is None or kind in (bool, int, str):
        return result
    if kind is dict:
        return {lengthened(key): freeze(value) for key, value in result.items()}
    if kind is list:
        return [freeze(one) for one in result]
    if kind is tuple:
        return {"~u": [freeze(one) for one in result]}
    if kind in (set, frozenset):
        return {"~s": sorted(text(one) for one in result)}
    if kind is Fraction:
        return {"~f": str(result)}
    if kind is Decimal:
        return {"~n": str(result)}
    if kind is datetime:
        return {"~t": result.isoformat()}
    if kind is date:
        return {"~d": result.isoformat()}
    raise TypeError(f"a result cannot hold a {kind.__name__}")


def thaw(data: Any) -> Any:
    """What was frozen. A set comes back as a frozenset, a named time zone as its offset."""
    if isinstance(data, list):
        return [thaw(one) for one in data]
    if not isinstance(data, dict):
        return data
    if len(data) == 1 and (sign := next(iter(data))) in READ:
        return READ[sign](data[sign])
    return {key.removeprefix(SIGN): thaw(value) for key, value in data.items()}


READ: dict[str, Callable[[Any], Any]] = {
    "~u": lambda items: tuple(thaw(one) for one in items),
    "~s": frozenset,
    "~f": Fraction,
    "~n": Decimal,
    "~t": datetime.fromisoformat,
    "~d": date.fromisoformat,
}


def lengthened(key: object) -> str:
    name = text(key)
    return SIGN + name if name.startswith(SIGN) else name


def text(value: object) -> str:
    if type(value) is not str:
        raise TypeError(f"only a text can stand here, not a {type(value).__name__}")
    return value
