"""Every folder of `pages/` that has addresses brings them along."""

from pathlib import Path

from django.urls import include, path

PAGES = Path(__file__).parent / "pages"

urlpatterns = [
    path("", include(f"kring.pages.{place.parent.name}.urls")) for place in sorted(PAGES.glob("*/urls.py"))
]
