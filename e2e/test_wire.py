"""What a first visit costs over the wire, counted by the browser itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

FIRST_VISIT = 60_000
SCRIPT = 14_000


@pytest.mark.parametrize("step", ["join", "test"])
def test_a_first_visit_weighs_at_most_sixty_kilobytes(meeting: Callable[..., Any], step: str) -> None:
    """Scanning, joining and the phone page together, with fonts and headers, nothing from another host."""
    here = meeting()
    if step != "join":
        here.facilitator().goes_to(step)
    phone = here.phone()
    line = phone.page.context.new_cdp_session(phone.page)
    line.send("Network.enable")
    sizes: dict[str, float] = {}
    urls: dict[str, str] = {}
    line.on("Network.responseReceived", lambda got: urls.update({got["requestId"]: got["response"]["url"]}))
    line.on(
        "Network.dataReceived",
        lambda got: sizes.update(
            {got["requestId"]: sizes.get(got["requestId"], 0) + got["encodedDataLength"]}
        ),
    )
    line.on("Network.loadingFinished", lambda got: sizes.update({got["requestId"]: got["encodedDataLength"]}))
    phone.scan()
    phone.join("Hermien")
    phone.page.wait_for_timeout(1500)
    by_url = sorted(((size, urls.get(ident, "?")) for ident, size in sizes.items()), reverse=True)
    told = "\n".join(f"{size:8.0f} {url}" for size, url in by_url)
    told = f"{sum(sizes.values()):.0f} bytes in all\n{told}"
    assert all(url.startswith(here.house.address) for url in urls.values()), told
    assert sum(sizes.values()) <= FIRST_VISIT, told
    assert sum(size for size, url in by_url if url.endswith(".js")) <= SCRIPT, told
