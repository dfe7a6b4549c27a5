"""Contributions are taken from our own pages only, also behind a proxy that calls the host otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from kring.engine.live.request import Asker


def asks(origin: str, host: str, kind: str = "application/json") -> Asker:
    """A browser that posts from a page of `origin`."""
    said = {b"content-type": kind.encode(), b"host": host.encode()} | (
        {b"origin": origin.encode()} if origin else {}
    )
    return Asker(said.items())


@pytest.mark.parametrize(
    ("origin", "host", "ours"),
    [
        ("https://kring.school.nl", "kring.school.nl", True),
        ("", "kring.school.nl", True),
        # What nginx calls $host has no port; another proxy names the machine behind it.
        ("https://kring.school.nl:8443", "kring.school.nl", True),
        ("https://kring.school.nl:8443", "127.0.0.1:8000", True),
        ("https://elsewhere.nl", "kring.school.nl", False),
        ("https://kring.school.nl.elsewhere.nl:8443", "kring.school.nl", False),
        ("null", "kring.school.nl", False),
    ],
)
def test_only_our_own_pages_contribute(settings: Any, origin: str, host: str, ours: bool) -> None:
    settings.ADDRESS = "https://kring.school.nl:8443"
    assert asks(origin, host).same_site is ours


def test_a_form_of_another_site_never_does() -> None:
    assert not asks("", "kring.school.nl", "text/plain").same_site
