"""The mail in the log, and a mail server that is away."""

from __future__ import annotations

import logging

import pytest
from django.core.mail import EmailMessage

from kring.engine.post import POSTMAN, LogBackend, PatientBackend

MAIL = EmailMessage(
    "Ésther nodigt je uit", "Dag,\n\nDit is je code: 1234-5678\n", "kring@x.example", ["b@x.example"]
)


def test_a_mail_can_be_read_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        assert LogBackend().send_messages([MAIL]) == 1
    assert "Mail to b@x.example: Ésther nodigt je uit" in caplog.text
    assert "    | Dit is je code: 1234-5678" in caplog.text


def test_a_mail_server_that_is_away_is_a_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    server = PatientBackend(host="127.0.0.1", port=9, timeout=1)
    assert server.send_messages([MAIL]) == 1
    POSTMAN.submit(int).result(timeout=5)
    assert "1 mails could not be sent" in caplog.text and "1234" not in caplog.text
