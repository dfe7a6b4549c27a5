"""What every page may use."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from kring.engine.access import may, pages_of_roles, person_of


def house(request: HttpRequest) -> dict[str, Any]:
    """Language, the other language, whether this is the demo; who reads, and whether they look after accounts."""
    lang = get_language() or "nl"
    return {
        "lang": lang,
        "other_lang": "en" if lang == "nl" else "nl",
        "demo": settings.DEMO,
        "me": SimpleLazyObject(lambda: person_of(request) if hasattr(request, "user") else None),
        "manages": SimpleLazyObject(lambda: manages(request)),
        "own_pages": SimpleLazyObject(lambda: own_pages(request)),
    }


def manages(request: HttpRequest) -> bool:
    """Whether the way to the administrator's pages is shown."""
    person = person_of(request) if hasattr(request, "user") else None
    return person is not None and may(person, "role_assignment_school", "manage", person.organisation)


def own_pages(request: HttpRequest) -> frozenset[str]:
    """To which pages of a role outside circles the way is shown."""
    person = person_of(request) if hasattr(request, "user") else None
    return pages_of_roles(person) if person is not None else frozenset()
