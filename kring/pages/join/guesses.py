"""Wrong codes per network: a whole school behind one address may mistype, a machine that guesses must wait.

Only wrong guesses count, and the same wrong code (yesterday's, still on the board) counts once. Links and QR
codes hold a token that cannot be guessed and never pass here. Everything stays in the memory of this process:
a network is known by a keyed hash with a key of its own, and nothing is logged.
"""

from __future__ import annotations

import hmac
import ipaddress
import math
import secrets
import time
from dataclasses import dataclass, field
from itertools import islice

from django.conf import settings
from django.http import HttpRequest

FREE = 40
"""Different wrong codes that a network may try within the window."""
WINDOW = 600
SHORTEST, LONGEST = 5, 60
"""Seconds to wait after the first wrong guess too many; it doubles, but never becomes a locked door."""
MOST_NETWORKS = 5_000
MOST_AT_ONCE = 50

KEY = secrets.token_bytes(32)


@dataclass(slots=True)
class Network:
    """The wrong guesses of one network: hash of the code -> moment; and until when it waits."""

    wrong: dict[bytes, float] = field(default_factory=dict)
    until: float = 0.0


class Guesses:
    """Counts wrong guesses and says how long to wait."""

    def __init__(self) -> None:
        self.networks: dict[bytes, Network] = {}

    def wait(self, network: str, now: float | None = None) -> int:
        """Whole seconds until this network may guess again; 0 = now."""
        known = self.networks.get(hashed(network))
        now = time.monotonic() if now is None else now
        return max(0, math.ceil(known.until - now)) if known else 0

    def wrong(self, network: str, code: str, now: float | None = None) -> int:
        """Note a wrong guess; the seconds to wait before the next one."""
        now = time.monotonic() if now is None else now
        # Whoever tried last stands at the end, so that what may be forgotten stands in front.
        known = self.networks.pop(hashed(network), None) or Network()
        self.networks[hashed(network)] = known
        known.wrong = {one: at for one, at in known.wrong.items() if now - at < WINDOW}
        if (guess := hashed(code)) not in known.wrong:
            known.wrong[guess] = now
            if (over := len(known.wrong) - FREE) > 0:
                known.until = now + min(LONGEST, SHORTEST * 2 ** min(over - 1, 8))
        self.tidy(now)
        return self.wait(network, now)

    def tidy(self, now: float) -> None:
        """Forget networks that were quiet for a whole window, and the oldest when there are too many."""
        for one, known in list(islice(self.networks.items(), MOST_AT_ONCE)):
            if len(self.networks) <= MOST_NETWORKS and not stale(known, now):
                return
            del self.networks[one]


def stale(known: Network, now: float) -> bool:
    """Nothing wrong for a whole window."""
    return known.until < now and all(now - at >= WINDOW for at in known.wrong.values())


def hashed(text: str) -> bytes:
    """A text that can be compared but not read back; the key dies with the process."""
    return hmac.digest(KEY, text.encode(), "sha256")[:16]


def network_of(request: HttpRequest) -> str:
    """The network a request comes from: an address, or the half of an IPv6 address that a house shares."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.BEHIND_PROXY:
        # Only what our own proxy added is to be believed: the last one.
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((known, 64), strict=False)) if known.version == 6 else str(known)


codes = Guesses()
way_backs = Guesses()
slips = Guesses()
