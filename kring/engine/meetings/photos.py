"""Photos on cards: files in the data folder, found by their activity and the id that the phone made.

No table holds them, so nothing says in which order they came or from whom (C-10): the card does, if it has a name.
Every photo is drawn anew before it is kept, so that what a camera writes beside it (place, moment, device) is gone.
"""

from __future__ import annotations

import io
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from PIL import Image, ImageOps

from kring.engine.meetings.models import (
    Activity,
    Addition,
    AnonymousContribution,
    Hiding,
    NamedContribution,
)
from kring.kit.payload import Refused
from kring.tools import TOOLS

LARGEST = 5 * 1024 * 1024
"""Bytes of a photo as it arrives."""
LONGEST_SIDE = 1600
"""Pixels of a photo as it is kept: enough for a wall and for A3."""
MOST_PIXELS = 50_000_000
"""Pixels of a photo as it arrives; more is no photo of a phone."""
MOST = 400
"""Photos in one activity."""
QUALITY = 82
FOR_EVER = datetime.max.replace(tzinfo=UTC)
FORMS = ("JPEG", "PNG")


def keep_photo(activity: Activity, photo: uuid.UUID, given: bytes) -> None:
    """Keep a jpeg or png for a card of this activity. The same id again changes nothing.

    Raises Refused: photo (too large, or no photo), photos_full, not_in_this_step (no card here has a photo).
    """
    if not kinds_with_photos(activity):
        raise Refused("not_in_this_step")
    place = place_of(activity.pk, photo)
    if place.exists():
        return
    made = drawn_anew(given)
    if place.parent.exists() and sum(1 for _ in place.parent.iterdir()) >= MOST:
        raise Refused("photos_full")
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = place.with_suffix(f".{uuid.uuid4().hex}")
    unfinished.write_bytes(made)
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
    os.utime(unfinished, (today, today))
    unfinished.replace(place)


def drawn_anew(given: bytes) -> bytes:
    """The picture itself as jpeg: upright, not larger than needed, nothing beside it. Raises Refused("photo")."""
    if not 0 < len(given) <= LARGEST:
        raise Refused("photo")
    try:
        with Image.open(io.BytesIO(given), formats=FORMS) as found:
            if found.width * found.height > MOST_PIXELS:
                raise Refused("photo")
            found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(found)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            plain = Image.new("RGB", upright.size, "white")
            seen = upright.convert("RGBA")
            plain.paste(seen, mask=seen.getchannel("A"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Refused("photo") from None
    kept = io.BytesIO()
    plain.save(kept, "JPEG", quality=QUALITY, optimize=True)
    return kept.getvalue()


def place_of(activity: object, photo: object) -> Path:
    """Where a photo of an activity stands."""
    return Path(settings.MEDIA_ROOT) / "photos" / str(activity) / f"{photo}.jpg"


def kinds_with_photos(activity: Activity) -> list[str]:
    """The kinds of this activity's tool whose cards may hold a photo."""
    return [kind.name for kind in TOOLS[activity.tool].kinds if kind.photo]


def hangs(activity: Activity, photo: object) -> bool:
    """Whether a card holds this photo that was not withdrawn, not hidden, and not changed into one without; or one that
    was added since and waits for the next meeting."""
    if waits(activity, photo):
        return True
    for lane in lanes(thread_of(activity)):
        holding = lane.filter(
            activity=activity, kind__in=kinds_with_photos(activity), payload__image__id=str(photo)
        )
        for card in holding:
            root = str(card.payload.get("replaces") or card.uuid)
            if newest_holds(lane, root, str(photo)) and not taken_away(activity, {root, str(card.uuid)}):
                return True
    return False


def waits(activity: Activity, photo: object) -> bool:
    """Whether a card holds this photo that was added between the meetings and waits for the next."""
    if activity.thread is None:
        return False
    return Addition.objects.filter(thread=activity.thread, payload__image__id=str(photo)).exists()


def lanes(
    activities: QuerySet[Activity],
) -> tuple[QuerySet[NamedContribution], QuerySet[AnonymousContribution]]:
    """What was said in these activities, with a name and without."""
    return (
        NamedContribution.objects.filter(activity__in=activities),
        AnonymousContribution.objects.filter(activity__in=activities),
    )


def thread_of(activity: Activity) -> QuerySet[Activity]:
    """The activity, with those that continue the same work."""
    same = Q(pk=activity.pk)
    return Activity.objects.filter(same | Q(thread=activity.thread) if activity.thread else same)


def newest_holds(
    lane: QuerySet[NamedContribution] | QuerySet[AnonymousContribution], root: str, photo: str
) -> bool:
    """Whether the newest text of this card still has the photo."""
    changed = lane.filter(payload__replaces=root).select_related("activity")
    newest = max(changed, key=lambda one: (one.activity.closed_at or FOR_EVER, one.seq), default=None)
    if newest is None:
        return True
    image = newest.payload.get("image")
    return bool(image) and image.get("id") == photo


def taken_away(activity: Activity, card: set[str]) -> bool:
    """Whether the card was withdrawn by its author or hidden by whoever leads."""
    if Hiding.objects.filter(contribution__in=card).exists():
        return True
    ends = f"{TOOLS[activity.tool].prefix}.withdraw"
    return any(
        lane.filter(kind=ends, payload__target__in=card).exists() for lane in lanes(thread_of(activity))
    )


def photos_of(contributions: Iterable[NamedContribution]) -> Iterator[tuple[str, Path]]:
    """(id, file) of the photos on these cards, for whoever made them."""
    for one in contributions:
        image = one.payload.get("image")
        if isinstance(image, dict) and (place := place_of(one.activity_id, image.get("id"))).is_file():
            yield str(image["id"]), place


def photos_added(additions: Iterable[Addition]) -> Iterator[tuple[str, Path]]:
    """(id, file) of the photos on cards that were added between meetings and wait."""
    for one in additions:
        image = one.payload.get("image")
        kept = kept_with(Activity.objects.filter(thread=one.thread), image["id"]) if image else None
        if kept:
            yield str(image["id"]), kept


def kept_with(activities: QuerySet[Activity], photo: object) -> Path | None:
    """The file of a photo that was kept with one of these activities."""
    places = (place_of(one, photo) for one in activities.values_list("pk", flat=True))
    return next((place for place in places if place.is_file()), None)


def bring_photo(activity: Activity, payload: Mapping[str, Any]) -> None:
    """The photo of a card that was added since the last meeting, to the activity in which the card is said. It is
    copied: with the activity before, the same photo may hang on another card."""
    image = payload.get("image")
    kept = kept_with(thread_of(activity).exclude(pk=activity.pk), image["id"]) if image else None
    if image and kept:
        goal = place_of(activity.pk, image["id"])
        goal.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(kept, goal)


def clear_photos(now: datetime, days: int) -> int:
    """Delete photos that no card holds any more, and those of activities that ended `days` ago; how many.

    A photo of today may still wait for its card.
    """
    root = Path(settings.MEDIA_ROOT) / "photos"
    count = 0
    for folder in sorted(root.iterdir()) if root.exists() else ():
        activity = Activity.objects.filter(pk=folder.name).first()
        old = activity is None or (
            activity.closed_at is not None and activity.closed_at < now - timedelta(days=days)
        )
        for place in sorted(folder.iterdir()):
            fresh = place.stat().st_mtime > (now - timedelta(days=1)).timestamp()
            needed = activity and (
                waits(activity, place.stem) if old else fresh or hangs(activity, place.stem)
            )
            if not needed:
                place.unlink(missing_ok=True)
                count += 1
        if not any(folder.iterdir()):
            folder.rmdir()
    return count
