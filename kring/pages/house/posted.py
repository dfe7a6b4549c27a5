"""A contribution from a form that was posted without script: the same envelope the script would have sent."""

from __future__ import annotations

import json
import uuid
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, QueryDict

from kring.engine.meetings.models import Activity
from kring.engine.meetings.photos import LARGEST, keep_photo
from kring.kit.payload import Refused
from kring.kit.tool import Tool
from kring.pages.house.saying import NEW, payload_of

PRESSES = uuid.UUID("4c1b0d0a-5a52-4f4b-9b35-6f3f0a4f5d11")
"""The name space of uuids that follow from what was posted."""


def envelope_of(form: QueryDict, participant: str, tool: Tool) -> dict[str, Any]:
    """{uuid, step, kind, key, payload} of C-03 for this participant.

    Without script nobody makes a uuid before the press, so a double press must be recognised by what it says:
    the same card or new record twice is one. An answer gets a fresh uuid: twice the same answer is no harm,
    and going back to an earlier answer is a new one.
    """
    kind, key = form.get("_kind", ""), form.get("_key", "")
    payload = payload_of(form)
    said = json.dumps([participant, kind, key, payload], sort_keys=True)
    if key == NEW:
        key = str(uuid.uuid5(PRESSES, said))
    shape = next((one.shape for one in tool.kinds if one.name == kind), "answer")
    ident = uuid.uuid5(PRESSES, "card" + said) if shape == "card" else uuid.uuid4()
    return {"uuid": str(ident), "step": form.get("_step", ""), "kind": kind, "key": key, "payload": payload}


def with_photo(request: HttpRequest, activity: Activity) -> QueryDict:
    """What was posted; a photo that came along is kept, and its id stands beside the words as a script would put it.

    The same photo posted twice is one. Raises Refused: photo, photos_full.
    """
    given = request.FILES.get("_photo")
    if given is None:
        return request.POST
    if (given.size or 0) > LARGEST:
        raise Refused("photo")
    content = given.read()
    ident = uuid.uuid5(PRESSES, f"{activity.pk}:{sha256(content).hexdigest()}")
    keep_photo(activity, ident, content)
    form = request.POST.copy()
    form["image"] = str(ident)
    return form


def typed_texts(form: QueryDict) -> list[str]:
    """What somebody typed, to give back when it could not be stored."""
    texts = payload_of(form).values()
    return [one for one in texts if isinstance(one, str) and len(one) > 12]
