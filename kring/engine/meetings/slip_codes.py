"""The code on a slip: a paper that people can read, type and scan.

28 letters and digits of Crockford's base 32 hold 16 bytes by chance and one byte that tells a slip of the pen from a
code that never was. Letters that look like digits are read as those; small letters, spaces and dashes do not matter.
"""

from __future__ import annotations

import secrets
from base64 import b32decode, b32encode
from hashlib import sha256

from kring.kit.payload import Refused

BYTES = 16
"""128 bits, as every paper (C-09)."""
LENGTH = 28
GROUP = 4
PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
OURS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
WRITE = str.maketrans(PLAIN, OURS)
READ = str.maketrans(OURS, PLAIN)
ALIKE = str.maketrans("OIL", "011")
PADDING = "===="


def new_code() -> str:
    """A code drawn by chance, as it is kept and sent: without spaces."""
    return code_of(secrets.token_bytes(BYTES))


def code_of(chance: bytes) -> str:
    """The code for these 16 bytes."""
    return b32encode(chance + check(chance)).decode().removesuffix(PADDING).translate(WRITE)


def check(chance: bytes) -> bytes:
    return sha256(chance).digest()[:1]


def in_groups(code: str) -> tuple[str, str]:
    """The code as it is printed: groups of four, on two lines."""
    groups = [code[start : start + GROUP] for start in range(0, len(code), GROUP)]
    return " ".join(groups[:4]), " ".join(groups[4:])


def read_code(typed: str) -> str:
    """What was typed or scanned, as a code. Raises Refused: slip_short(n), slip_typo."""
    letters = "".join(one for one in typed.upper() if one.isascii() and one.isalnum()).translate(ALIKE)
    if len(letters) != LENGTH:
        raise Refused("slip_short", n=LENGTH)
    if not set(letters) <= set(OURS):
        raise Refused("slip_typo")
    found = b32decode(letters.translate(READ) + PADDING)
    if found[BYTES:] != check(found[:BYTES]) or code_of(found[:BYTES]) != letters:
        raise Refused("slip_typo")
    return letters
