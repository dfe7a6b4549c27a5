"""The sheet for on the door: join by a QR code or by typing the digits."""

from __future__ import annotations

from kring.engine.reports.typeset import breakable, shortened, typeset
from kring.kit.words import Words

LONGEST_TITLE = 120


def join_sheet(title: str, code: str, address: str, qr_svg: str, words: Words) -> bytes:
    """One A4 as PDF: the meeting's title, the QR code (see `qr.qr_svg`) and `code` as it is to be typed;
    without a code (the meeting is not open yet) only the QR code.

    `address` is where the digits are typed, without a scheme. `words` are the interface's (file `report`).
    """
    name = shortened(title, LONGEST_TITLE)
    told = {
        ident: words.text("report", ident) for ident in ("sender", "join", "scan", "or_type", "no_account")
    }
    return typeset(
        "poster.typ",
        {
            **told,
            "lang": words.lang,
            "title": breakable(name),
            "document_title": words.text("report", "join_title", title=name) if name else told["join"],
            "code": code,
            "address": breakable(address),
            "qr": qr_svg,
            "qr_alt": words.text("report", "qr_alt", address=address),
        },
    )
