"""The page for developers and its screens: whole in both languages, and within the content policy."""

import gzip
import re
from pathlib import Path

import pytest
from django.test import Client

from kring.pages.style.views import PARTS, SCREENS

STATIC = Path(__file__).parents[2] / "static/kring"
PHONE = ("tokens", "base", "parts", "phone")
pytestmark = pytest.mark.django_db


def opened(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_stands_in_both_languages_and_keeps_the_content_policy(screen, lang):
    page = opened(f"/style/{screen}/?lang={lang}")
    assert f'<html lang="{lang}"' in page
    assert len(re.findall(r"<h1\b", page)) == 1
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\bsrc=)", page)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)


def test_every_part_has_a_place_of_its_own_and_every_id_is_there_once():
    page = opened("/style/?lang=nl")
    assert all(f'<section id="{part}">' in page for part in PARTS)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_a_theme_can_be_chosen_and_nothing_else():
    assert 'data-theme="dark"' in opened("/style/?theme=dark")
    assert "data-theme" not in opened('/style/?theme="><b>')


def test_an_unknown_screen_is_not_there():
    assert Client().get("/style/nothing/").status_code == 404


def test_the_style_of_the_phone_is_light():
    style = b"".join((STATIC / f"css/{name}.css").read_bytes() for name in PHONE)
    letters = sum(path.stat().st_size for path in (STATIC / "fonts").glob("*-phone.woff2"))
    assert len(gzip.compress(style)) <= 9_000
    assert letters <= 30_000


def test_every_file_that_a_style_asks_for_is_in_the_house():
    for css in (STATIC / "css").glob("*.css"):
        for path in re.findall(r'url\("([^"]+)"\)', css.read_text()):
            assert (css.parent / path).resolve().is_file(), f"{css.name} asks for {path}"


def test_colours_are_named_once():
    """Outside tokens.css no colour is a number, except what must be the same by day and by night."""
    for css in (STATIC / "css").glob("*.css"):
        if css.stem not in ("tokens", "print"):
            assert set(re.findall(r"#[0-9a-f]{3,6}\b", css.read_text())) <= {"#fff"}, css.name
