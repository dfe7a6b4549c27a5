"""What the weekly letter says of a slow carousel."""

from __future__ import annotations

from kring.kit.scene import Scene
from kring.kit.words import Words
from kring.tools.carousel.mine import mine
from kring.tools.carousel.wording import listed


def remind(scene: Scene, seat: str, words: Words) -> str:
    """For the weekly letter: with whom this person talks this week, as long as nobody said how it went; or ""."""
    own = mine(scene, seat)
    now = [one for one in own.get("rounds", ()) if one["state"] == "now" and one["partners"]]
    if not own.get("in") or not now or own["week"]["answer"]:
        return ""
    names = listed(words, [one["name"] for one in now[0]["partners"]])
    if own["week"]["asked"]:
        return words.text("slow", "remind_friday", name=names)
    theme = str(scene.settings.get("theme") or "") or words.text("settings", "theme", "empty")
    question = words.text("questions", now[0]["prompts"]["orientation"], theme=theme)
    return words.text("slow", "remind", name=names, question=question)
