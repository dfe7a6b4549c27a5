"""A publication comes back exactly as it was (C-30)."""

from __future__ import annotations

import json
from collections import OrderedDict
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.kit.freeze import freeze, thaw

signs = st.sampled_from(["~f", "~d", "~t", "~s", "~u", "~n", "~~f", "~", "mean", ""])
plain = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | signs
    | st.fractions()
    | st.decimals(allow_nan=False)
    | st.dates()
    | st.datetimes(timezones=st.none() | st.just(UTC))
    | st.frozensets(st.text(max_size=3), max_size=3)
)
results: st.SearchStrategy[Any] = st.recursive(
    plain,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(signs | st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


def typed(value: Any) -> Any:
    """The value with the type of every part beside it, for True == 1 and 1 == Fraction(1)."""
    if isinstance(value, dict):
        return {key: typed(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return type(value).__name__, [typed(one) for one in value]
    return type(value).__name__, value


@given(results)
def test_a_result_survives_the_store(result: Any) -> None:
    back = thaw(json.loads(json.dumps(freeze(result))))
    assert typed(back) == typed(result)
    if isinstance(result, dict):
        assert list(back) == list(result)


def test_how_it_is_written_down() -> None:
    result = {
        "mean": Fraction(31, 54),
        "sd": Decimal("1.50"),
        "on": date(2026, 3, 16),
        "at": datetime(2026, 3, 16, 15, 15, tzinfo=UTC),
        "who": {"bram", "amina"},
        "pair": ("a", 1),
        "n": 5,
    }
    assert freeze(result) == {
        "mean": {"~f": "31/54"},
        "sd": {"~n": "1.50"},
        "on": {"~d": "2026-03-16"},
        "at": {"~t": "2026-03-16T15:15:00+00:00"},
        "who": {"~s": ["amina", "bram"]},
        "pair": {"~u": ["a", 1]},
        "n": 5,
    }


def test_a_text_that_somebody_wrote_stays_a_text() -> None:
    assert thaw(freeze('{"~f": "1/2"}')) == '{"~f": "1/2"}'
    assert thaw(freeze({"~f": "1/2"})) == {"~f": "1/2"}
    assert thaw(freeze({"~~f": {"~f": "no number"}})) == {"~~f": {"~f": "no number"}}


@pytest.mark.parametrize(
    "wrong", [0.5, {1: "one"}, {"a": [0.5]}, {1, 2}, b"bytes", OrderedDict(a=1), object()]
)
def test_what_would_come_back_as_something_else_is_refused(wrong: object) -> None:
    with pytest.raises(TypeError):
        freeze(wrong)
