"""The two forms of signing in, with sentences of our own."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django.utils.translation import get_language

from kring.engine.words import refusal


def say(code: str) -> str:
    """A refusal in the reader's language."""
    return refusal(code, get_language() or "nl")


class RequestCode(RequestLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wrong = say("email_wrong")
        self.fields["email"].error_messages |= {"required": wrong, "invalid": wrong, "max_length": wrong}


class ConfirmCode(ConfirmLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].error_messages |= {"required": say("code_wrong")}
