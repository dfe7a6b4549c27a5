"""How people sign in: by a mailed code, only those the school knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from kring.engine.live.request import LANGUAGE_COOKIE
from kring.engine.words import refusal
from kring.pages.house.language import YEAR

SENTENCES = {
    "incorrect_code": "code_wrong",
    "too_many_login_attempts": "code_thrice",
    "rate_limited": "too_often",
    "unknown_email": "email_wrong",
    "account_inactive": "account_closed",
}


class Sentences(Mapping[str, str]):
    """The library's codes, said in our words and the reader's language."""

    def __getitem__(self, code: str) -> str:
        return refusal(SENTENCES.get(code, "unreadable"), get_language() or "nl")

    def __iter__(self) -> Iterator[str]:
        return iter(SENTENCES)

    def __len__(self) -> int:
        return len(SENTENCES)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = Sentences()

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes their own account; the school or a circle invites."""
        return False

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """What a form says; there, too many attempts means too many mails."""
        wrong: ValidationError = super().validation_error(
            "rate_limited" if code == "too_many_login_attempts" else code, *args
        )
        return wrong

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Only what went wrong is worth a message; that you are in, you see."""
        if level >= messages.ERROR:
            super().add_message(request, level, *args, **kwargs)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        """Whoever signs in reads the language they chose before, on any device."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        language = getattr(user, "language", "")
        if language in ("nl", "en"):
            response.set_cookie(
                LANGUAGE_COOKIE,
                language,
                max_age=YEAR,
                samesite="Lax",
                secure=settings.SECURE,
                httponly=False,
            )
        return response
