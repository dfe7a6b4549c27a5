"""What the pages about learning share: who comes in, and their words."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from kring.engine import access
from kring.engine.people.models import Community, Person
from kring.engine.words import interface
from kring.pages.harvest.look import together
from kring.pages.house.visiting import language


def circle_to_learn_in(person: Person, pk: object) -> Community:
    """The circle, for whoever may see what it is learning: its people, and its critical friends. Raises Http404."""
    circle = access.community_to_see(person, pk)
    if not access.may(person, "action_item", "view", circle):
        raise Http404
    return circle


def word(file: str, field: str = "", **values: object) -> str:
    """Words of these pages outside a template."""
    return interface(language()).text("learning", file, field, **values)


def names(people: Any) -> str:
    """Names as they are read aloud: Claire, Emese en Frans."""
    return together([one.name_to_others for one in people])
