"""The files of a researcher: a workbook to read and count further, and the same rows for a machine."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils import timezone
from django.utils.formats import date_format

from kring.engine.people.models import Person
from kring.engine.reports.xlsx import xlsx
from kring.engine.research.material import Material, Row
from kring.engine.research.models import ResearchProject
from kring.engine.words import interface, of_tool, shared
from kring.kit.document import Sheet, Value


def as_zip(project: ResearchProject, material: Material, reader: Person, lang: str) -> bytes:
    """The zip: workbook and JSON. The list of names is in neither (roles.md 6)."""
    words, kept = interface(lang), BytesIO()
    first = about(project, material, reader, lang)
    with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
        archive.writestr(f"{words.text('research', 'file')}.xlsx", xlsx(first, sheets(material, lang), words))
        archive.writestr(f"{words.text('research', 'file')}.json", as_json(first, material))
    return kept.getvalue()


def about(project: ResearchProject, material: Material, reader: Person, lang: str) -> list[tuple[str, str]]:
    """What every file begins with: what was replaced, that names are made up, who went through it, when."""
    words = interface(lang)
    told = {
        "project": project.name,
        "question": project.question,
        "circles": words.text("research", "take_counts", n=material.circles, of=material.asked),
        **{
            name: words.text("research", "about", f"{name}_text")
            for name in ("replaced", "names", "days", "few")
        },
        "read_by": reader.shown_name,
        "made": date_format(timezone.localdate(), "j F Y"),
    }
    lines = [(words.text("research", "about", name), text) for name, text in told.items()]
    return [*lines, ("", shared(lang).text("texts", "cv.own_thresholds"))]


def sheets(material: Material, lang: str) -> list[Sheet]:
    """A sheet for each section."""
    words = interface(lang)
    return [
        Sheet(
            words.text("research", "sections", name),
            [words.text("research", "fields", field) for field in rows[0]],
            [[in_words(field, value, lang) for field, value in row.items()] for row in rows],
        )
        for name, rows in material.sections.items()
    ]


def in_words(field: str, value: Any, lang: str) -> Value:
    """A code as people read it; everything else as it is."""
    words = interface(lang)
    if value is None or value == "":
        return None
    match field:
        case "tools":
            return ", ".join(of_tool(one, lang).text("about", "title") for one in value)
        case "tool":
            return of_tool(value, lang).text("about", "title")
        case "scale":
            return of_tool(value[0], lang).text("scales", value[1])
        case "step":
            return of_tool(value[0], lang).text("script", value[1])
        case "band":
            return words.text("research", "bands", value)
        case "alpha_word":
            return shared(lang).text("texts", f"cv.alpha_{value}")
        case "meeting_kind":
            return words.text("research", "meeting_kinds", value)
        case "harvest_kind":
            return words.text("harvest", value)
        case "work":
            wider = words.has("research", "wider", value)
            return words.text("research", "wider", value) if wider else shared(lang).text("roles", value)
        case "by":
            return ", ".join(value) if isinstance(value, list) else str(value)
    found: Value = value
    return found


def as_json(first: list[tuple[str, str]], material: Material) -> str:
    """For a machine: codes as they are, days as ISO, exact fractions as text."""
    rows = {name: [plain(row) for row in rows] for name, rows in material.sections.items()}
    made = {"about": [f"{label}: {text}" if label else text for label, text in first], **rows}
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def plain(row: Row) -> Row:
    """A row in what JSON knows."""
    return {field: plain_value(value) for field, value in row.items()}


def plain_value(value: Any) -> Any:
    """A value in what JSON knows."""
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value[1] if isinstance(value, tuple) else value
