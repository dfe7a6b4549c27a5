"""The mail in the log, and a mail server that is away."""

from __future__ import annotations

import logging
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from kring.engine.post import POSTMAN, LogBackend, PatientBackend

MAIL = EmailMessage(
    "Ésther nodigt je uit", "Dag,\n\nDit is je code: 1234-5678\n", "kring@x.example", ["b@x.example"]
)


def test_a_mail_can_be_read_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        assert LogBackend().send_messages([MAIL]) == 1
    assert "Mail to b@x.example: Ésther nodigt je uit" in caplog.text
    assert "    | Dit is je code: 1234-5678" in caplog.text


def test_who_is_reminded_of_what_does_not_stand_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """Who gets a reminder took no paper yet (C-09)."""
    way_out = {"List-Unsubscribe": "<https://x.example/stop/>"}
    reminder = EmailMessage("Dit kan nog: Vooraf", "Dag Bram,", to=["b@x.example"], headers=way_out)
    with caplog.at_level(logging.INFO):
        LogBackend().send_messages([reminder])
    assert "Dit kan nog: Vooraf" in caplog.text
    assert "b@x.example" not in caplog.text and "Bram" not in caplog.text


def test_what_a_mail_server_says_is_logged_without_addresses(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> int:
        raise SMTPRecipientsRefused({"b@x.example": (550, b"5.1.1 <b@x.example> is nobody")})

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    PatientBackend().deliver([MAIL])
    assert "5.1.1" in caplog.text and "b@x.example" not in caplog.text


def test_a_mail_server_that_is_away_is_a_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    server = PatientBackend(host="127.0.0.1", port=9, timeout=1)
    assert server.send_messages([MAIL]) == 1
    POSTMAN.submit(int).result(timeout=5)
    assert "1 mails could not be sent" in caplog.text and "1234" not in caplog.text
