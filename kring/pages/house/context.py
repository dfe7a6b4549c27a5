"""What every page may use."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


def house(request: HttpRequest) -> dict[str, Any]:
    """Language, the other language, and whether this is the demo."""
    lang = get_language() or "nl"
    return {"lang": lang, "other_lang": "en" if lang == "nl" else "nl", "demo": settings.DEMO}
