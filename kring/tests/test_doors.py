"""A walk past every door of the house, as everybody who might knock. What you may not see is a 404."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from django.http import HttpResponse

from kring.conftest import Cast
from kring.tests.doors import VISITORS, Street, addresses

TABLE = yaml.safe_load((Path(__file__).parent / "examples" / "doors.yaml").read_text(encoding="utf-8"))
GROUPS, DOORS = TABLE["groups"], TABLE["doors"]
WITHOUT_ACCOUNT = ("stranger", "guest", "guest_elsewhere", "voice", "slip")
FEW = ("stranger", "bram")
"""Who tries the doors that are open to everybody."""


def expected(visitor: str, door: dict[str, str], method: str) -> str:
    """What the table says of this visitor at this door."""
    if visitor in GROUPS[door[method]]:
        return "in"
    return door.get("strangers", "no") if visitor in WITHOUT_ACCOUNT else "no"


def test_every_address_says_who_gets_in() -> None:
    assert set(addresses()) == set(DOORS)


@pytest.fixture
def bare_404(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the words: a thousand doors stay closed on this walk, and how that looks is tried elsewhere."""
    monkeypatch.setattr(
        "kring.urls.handler404", lambda request, exception: HttpResponse(status=404), raising=False
    )


@pytest.mark.parametrize("visitor", VISITORS)
def test_the_walk_past_all_doors(cast: Cast, bare_404: None, visitor: str) -> None:
    street = Street(cast)
    browser = street.browser(visitor)
    wrong = [
        f"{method} {address or '/'}: '{found}', should be '{wanted}'"
        for address, door in DOORS.items()
        for method in ("GET", "POST")
        if method in door and (visitor in FEW or door[method] != "everybody")
        if (found := street.knock(browser, address, method)) != (wanted := expected(visitor, door, method))
    ]
    assert wrong == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_door_takes_a_method_it_does_not_name(cast: Cast, method: str) -> None:
    street = Street(cast)
    lead = cast.amina.signed_in()
    closed = [address for address, door in DOORS.items() if method not in door]
    answers = {address: lead.generic(method, street.path(address)).status_code for address in closed}
    assert closed and {address: code for address, code in answers.items() if code not in (404, 405)} == {}
