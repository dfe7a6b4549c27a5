"""The log says where something went wrong, and tells no key that stood in the path."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from kring.conftest import Cast
from kring.logs import FirstPartOfPath, first_part


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the server's own log handler writes."""
    [console] = [one for one in logging.getLogger().handlers if is_ours(one)]
    paper = io.StringIO()
    before = console.setStream(paper)
    yield paper
    console.setStream(before)


def is_ours(handler: Any) -> bool:
    return any(isinstance(one, FirstPartOfPath) for one in handler.filters)


def test_a_key_in_the_path_is_not_logged(cast: Cast, written: io.StringIO) -> None:
    assert Client(enforce_csrf_checks=True).post("/invitation/een-geheime-sleutel/").status_code == 403
    assert "/invitation/…" in written.getvalue() and "geheime" not in written.getvalue()


def test_a_broken_page_says_which_without_its_key(
    cast: Cast, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*given: Any, **named: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("kring.pages.join.views.meeting_to_join", broken)
    answer = Client(raise_request_exception=False).get("/j/een-geheime-sleutel/")
    assert answer.status_code == 500
    assert "/j/…" in written.getvalue() and "ZeroDivisionError" in written.getvalue()
    assert "geheime" not in written.getvalue()


@pytest.mark.parametrize(
    ("path", "short"), [("/", "/"), ("/home/", "/home/"), ("/b/abc/", "/b/…"), ("/x", "/x")]
)
def test_of_a_path_the_first_part(path: str, short: str) -> None:
    assert first_part(path) == short
