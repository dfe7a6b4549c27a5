"""Slips to cut: papers for people without a seat, eight on an A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kring.engine.reports.typeset import breakable, shortened, typeset
from kring.kit.words import Words

LONGEST_TITLE = 90


@dataclass(frozen=True)
class Slip:
    """One slip: its code as it is to be typed, line by line, and the QR code (see `qr.drawn`)."""

    code: Sequence[str]
    qr: str


def slips_sheet(
    slips: Sequence[Slip], *, title: str, over: str, role: str, address: str, until: str, words: Words
) -> bytes:
    """A4 sheets as PDF with lines to cut along; all slips of it are for people with the same role.

    `title` is the question, `over` stands above it, `address` is where the code is typed, without a scheme, `until` a
    sentence. `words` are the interface's (file `slip`).
    """
    name = shortened(title, LONGEST_TITLE)
    told = {ident: words.text("slip", ident) for ident in ("scan", "or_type", "what", "who_sees")}
    return typeset(
        "slips.typ",
        {
            **told,
            "lang": words.lang,
            "document_title": words.text("slip", "document", title=name),
            "title": breakable(name),
            "over": shortened(over, LONGEST_TITLE),
            "for": words.text("slip", "for", role=role),
            "address": breakable(address),
            "until": until,
            "qr_alt": words.text("slip", "qr_alt"),
            "slips": [{"code": list(slip.code), "qr": slip.qr} for slip in slips],
        },
    )
