"""Photos on paper: a picture of a tool leaves a place for each, and here the photo itself comes in that place."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kring.kit.document import Block, Document, Figure

PLACE = re.compile(r'<image href="photo:([0-9a-f-]*)/([0-9a-f-]+)"([^>]*)/>')


def with_photos(document: Document, running: str, find: Callable[[str, str], Path | None]) -> Document:
    """The document with the photos that `find(activity, photo)` gives, and without the places of others.

    `running` is the activity of which a picture says "" .
    """

    def photo(place: re.Match[str]) -> str:
        found = find(place[1] or running, place[2])
        if found is None:
            return ""
        return f'<image href="data:image/jpeg;base64,{b64encode(found.read_bytes()).decode()}"{place[3]}/>'

    def filled(block: Block) -> Block:
        if not isinstance(block, Figure) or "photo:" not in block.picture.svg:
            return block
        return replace(block, picture=replace(block.picture, svg=PLACE.sub(photo, block.picture.svg)))

    return replace(document, blocks=[filled(block) for block in document.blocks])
