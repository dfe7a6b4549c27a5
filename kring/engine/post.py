"""The mail: to a server without keeping anybody waiting, or to the log in words that can be read there."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

log = logging.getLogger("kring.mail")
POSTMAN = ThreadPoolExecutor(1, "kring-mail")
ADDRESS = re.compile(r"[^\s<>()'\"]+@[^\s<>()'\"]+")
"""An address, in what a mail server says."""
WAY_OUT = "List-Unsubscribe"
"""The header of mails that Kring sends of its own accord."""


class LogBackend(BaseEmailBackend):
    """No mail server: every mail that somebody asked for is written to the log as it would be read.

    Of what Kring sends of its own accord only what it is about: a reminder tells of somebody that they took no paper
    yet (C-09), a letter what they would do, and a log is for everybody who looks after the server.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for mail in email_messages:
            if WAY_OUT in mail.extra_headers:
                log.info("Mail: %s", mail.subject)
                continue
            lines = [f"Mail to {', '.join(mail.to)}: {mail.subject}", *str(mail.body).strip().splitlines()]
            log.info("%s", "\n    | ".join(lines))
        return len(email_messages)


class PatientBackend(EmailBackend):
    """A mail server, in a thread of its own: whoever asks gets the same answer at the same speed, whether
    or not anything is sent, and a mail server that is away is a line in the log instead of a broken page."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        POSTMAN.submit(self.deliver, list(email_messages))
        return len(email_messages)

    def deliver(self, mails: list[EmailMessage]) -> None:
        """Hand the mails to the server."""
        try:
            super().send_messages(mails)
        except Exception as reason:  # whatever the server says, it belongs in the log
            log.error("%d mails could not be sent: %s", len(mails), ADDRESS.sub("…", str(reason)))
