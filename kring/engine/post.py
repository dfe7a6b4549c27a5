"""The mail: to a server without keeping anybody waiting, or to the log in words that can be read there."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

log = logging.getLogger("kring.mail")
POSTMAN = ThreadPoolExecutor(1, "kring-mail")


class LogBackend(BaseEmailBackend):
    """No mail server: every mail is written to the log as it would be read."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for mail in email_messages:
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
            log.error("%d mails could not be sent: %s", len(mails), reason)
