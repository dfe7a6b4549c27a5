"""The address people type: as set, of the local network, or of this machine alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kring.engine.address import public_address, short_address


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    public_address.cache_clear()
    yield
    public_address.cache_clear()


def test_as_it_was_set(settings: Any) -> None:
    settings.ADDRESS = "https://kring.school.example"
    assert (public_address(), short_address()) == ("https://kring.school.example", "kring.school.example")


def test_where_nobody_else_is_listened_to(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address in the network would lead nowhere."""
    settings.ADDRESS, settings.PORT = "", 8123
    monkeypatch.setenv("KRING_HOST", "127.0.0.1")
    assert public_address() == "http://127.0.0.1:8123"


def test_the_usual_port_is_not_said(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ADDRESS, settings.PORT = "", 80
    monkeypatch.setenv("KRING_HOST", "localhost")
    assert short_address() == "127.0.0.1"
