"""A QR code as a picture that can stand in a page, on the wall and on paper."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import segno

QUIET_ZONE = 4
"""White modules around the code, as the standard asks."""


@lru_cache(256)  # the same few codes stand on every wall, and the wall is drawn many times a second
def qr_svg(url: str) -> str:
    """`url` as `drawn` draws it, remembered: for addresses that are the same for everybody."""
    return drawn(url)


def drawn(url: str) -> str:
    """`url` as `<svg>` for inside a page: only a viewBox, no styles, the address as its title.

    Level M: a corner may be covered by a finger. Raises segno.DataOverflowError beyond about 2,300 bytes.
    """
    made = BytesIO()
    segno.make(url, error="m", micro=False).save(
        made,
        kind="svg",
        border=QUIET_ZONE,
        dark="#000",
        light="#fff",
        xmldecl=False,
        omitsize=True,
        svgclass=None,
        lineclass=None,
        nl=False,
        title=url,
    )
    # Without crisp edges thin white lines show between the rows on some screens.
    return made.getvalue().decode().replace("<svg ", '<svg role="img" shape-rendering="crispEdges" ', 1)
