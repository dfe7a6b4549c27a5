"""Settings from the environment: sound defaults, and a wrong value is refused at start in one sentence."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit


class WrongSetting(SystemExit):
    """Stops the start; its text says which setting, what it holds and what to write."""


@dataclass(frozen=True)
class Variable:
    """One environment variable: its default, what it is for, and how it is read."""

    name: str
    default: str
    meaning: str
    read: Callable[[str, str], object]


def flag(name: str, value: str) -> bool:
    """yes or no."""
    if value not in ("yes", "no"):
        raise WrongSetting(f"{name} is '{value}'; write yes or no.")
    return value == "yes"


def is_whole(value: str) -> bool:
    """Only the digits 0 to 9."""
    return value.isascii() and value.isdigit()


def port(name: str, value: str) -> int:
    """A port number, 1 to 65535."""
    if not is_whole(value) or not 1 <= int(value) <= 65535:
        raise WrongSetting(f"{name} is '{value}'; write a port number from 1 to 65535, for example 8000.")
    return int(value)


def count(name: str, value: str) -> int:
    """A whole number of one or more."""
    if not is_whole(value) or int(value) < 1:
        raise WrongSetting(f"{name} is '{value}'; write a whole number of one or more.")
    return int(value)


def folder(name: str, value: str) -> Path:
    """A folder that exists or can be made, and can be written to."""
    place = Path(value).expanduser().absolute()
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        raise WrongSetting(
            f"{name} is '{value}', but that folder cannot be made: {reason.strerror}."
        ) from None
    if not os.access(place, os.W_OK):
        raise WrongSetting(f"{name} is '{value}', but Kring may not write there; give it another folder.")
    return place


def parts_of(value: str) -> SplitResult | None:
    """An address in its parts, or None for what is none (a port of letters, half a bracket)."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return None
    return parts


def host(name: str, value: str) -> str:
    """A network address of this machine, 0.0.0.0 for all."""
    try:
        return value if value == "localhost" else str(ip_address(value))
    except ValueError:
        raise WrongSetting(f"{name} is '{value}'; write 127.0.0.1 or 0.0.0.0.") from None


HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[\w.-]+)(:\d+)?")
"""The name or number of a machine, and maybe a port."""


def address(name: str, value: str) -> str:
    """A web address without a path, or nothing."""
    parts = parts_of(value)
    if value and (
        not parts
        or parts.scheme not in ("http", "https")
        or not HOST.fullmatch(parts.netloc)
        or any((parts.path.strip("/"), parts.query, parts.fragment))
    ):
        raise WrongSetting(f"{name} is '{value}'; write an address such as https://kring.school.nl.")
    # Browsers say in small letters which page they come from.
    return value.rstrip("/").lower()


def database(name: str, value: str) -> str:
    """A database address for PostgreSQL, or nothing for SQLite in the data folder."""
    parts = parts_of(value)
    if value and (not parts or parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/")):
        raise WrongSetting(
            f"{name} is '{value}'; write postgresql://name:password@host/database or leave it out."
        )
    return value


def mail(name: str, value: str) -> str:
    """A mail server, or nothing to write mails to the log."""
    parts = parts_of(value)
    if value and (not parts or not parts.hostname or parts.scheme not in ("smtp", "smtps")):
        raise WrongSetting(f"{name} is '{value}'; write smtp://name:password@host:587 or leave it out.")
    return value


def sender(name: str, value: str) -> str:
    """A mail address, with a name if wanted."""
    if "@" not in parseaddr(value)[1] or "\n" in value:
        raise WrongSetting(f"{name} is '{value}'; write an address such as Kring <kring@school.nl>.")
    return value


def language(name: str, value: str) -> str:
    """nl or en."""
    if value not in ("nl", "en"):
        raise WrongSetting(f"{name} is '{value}'; write nl or en.")
    return value


def zone(name: str, value: str) -> str:
    """The name of a time zone."""
    from zoneinfo import available_timezones

    if value not in available_timezones():
        raise WrongSetting(f"{name} is '{value}'; write a time zone such as Europe/Amsterdam.")
    return value


VARIABLES = {
    variable.name: variable
    for variable in (
        Variable("PORT", "8000", "Port the server listens on.", port),
        Variable("KRING_HOST", "0.0.0.0", "Network address the server listens on.", host),
        Variable("KRING_ADDRESS", "", "Address people type, for links, QR codes and mail.", address),
        Variable("KRING_DATA", "kring-data", "Folder for the database, the keys and the files.", folder),
        Variable("DATABASE_URL", "", "PostgreSQL instead of the SQLite file in KRING_DATA.", database),
        Variable("KRING_MAIL", "", "Mail server; without one, mails are written to the log.", mail),
        Variable("KRING_FROM", "Kring <kring@localhost>", "Sender of the mails.", sender),
        Variable("KRING_LANGUAGE", "nl", "Language of people who have not chosen one.", language),
        Variable("KRING_TIMEZONE", "Europe/Amsterdam", "Time zone of the school.", zone),
        Variable("KRING_PROXY", "no", "Behind a proxy that sets X-Forwarded-For and -Proto.", flag),
        Variable(
            "KRING_LIVE", "yes", "Serve the live addresses outside Django (only the bench says no).", flag
        ),
        Variable("KRING_DEMO", "no", "Demo school: links that sign in, printed at start.", flag),
        Variable("KRING_DEBUG", "no", "Developers only: reload, and errors in the browser.", flag),
        Variable("KRING_SYNCDB", "no", "Developers only: tables from the models, without migrations.", flag),
        Variable("KRING_BACKUPS_KEPT", "30", "Number of backups that bin/backup keeps.", count),
    )
}


def value(name: str) -> object:
    """What the environment says of this variable, read and checked. Raises WrongSetting."""
    variable = VARIABLES[name]
    return variable.read(name, os.environ.get(name, "").strip() or variable.default)


def refuse_wrong() -> None:
    """A wrong value must not come to light later, when it is first needed. Raises WrongSetting."""
    refuse_unknown()
    for name in VARIABLES:
        value(name)


def refuse_unknown() -> None:
    """A misspelt name would be ignored in silence, so it is refused. Raises WrongSetting."""
    for name in os.environ:
        if name.startswith("KRING_") and name not in VARIABLES:
            near = get_close_matches(name, VARIABLES, n=1)
            hint = f"did you mean {near[0]}?" if near else "take it away; docs/for-it.md names all settings."
            raise WrongSetting(f"{name} is no setting of Kring; {hint}")


def table() -> str:
    """The settings as a Markdown table, as it stands in docs/for-it.md."""
    rows = [
        f"| `{one.name}` | {f'`{one.default}`' if one.default else ''} | {one.meaning} | {one.read.__doc__} |"
        for one in VARIABLES.values()
    ]
    return "\n".join(["| setting | default | what for | write |", "|---|---|---|---|", *rows])
