"""The files of a circle, in the words of whoever takes them along: to read, to count further, and for a machine."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.formats import date_format

from kring.engine.people.models import Community
from kring.engine.takeaway.harvest import Row, left_out
from kring.engine.words import HOUSE, interface, shared
from kring.kit.document import Sheet, Value
from kring.kit.words import Words, load_words
from kring.pages.report.look import program_version

WORDED = {
    "phase": ("learning", "phase_names"),
    "from_phase": ("learning", "phase_names"),
    "future": ("learning", "futures"),
    "goal_status": ("learning", "goal_status"),
    "task_status": ("learning", "task_status"),
    "activity_kind": ("learning", "activity_kinds"),
    "topic": ("learning", "topics"),
    "choice": ("learning", "choices"),
    "question_answer": ("learning", "values"),
    "agreement_kind": ("harvest", "agreement_kinds"),
    "agreement_status": ("harvest", "agreement_status"),
    "repertoire_kind": ("harvest", "repertoire_kinds"),
    "status": ("harvest", "status"),
    "answer": ("returning", "adopt_answers"),
    "node_status": ("takeaway", "node_status"),
    "source_kind": ("practice", "source_kinds"),
    "setting": ("practice", "settings"),
    "level": ("practice", "levels"),
    "seen": ("practice", "seen_short"),
    "observer": ("practice", "observers"),
    "lapsed": ("takeaway", "lapsed"),
    "visibility": ("takeaway", "visibility"),
    "meeting_status": ("takeaway", "meeting_status"),
    "confidentiality": ("takeaway", "confidentiality"),
}
"""Field -> the word file and id that say its codes."""
LIFECYCLE = {"session_role": ("session_roles", "sr."), "prompt": ("rhythm_five", "")}
"""Field -> the word file of the life of a circle, and what stands before the code there."""

Content = Mapping[str, Sequence[Row]]


def in_words(field: str, value: Any, lang: str) -> Value:
    """A code, a day or names as people read them; everything else as it is."""
    if isinstance(value, list):
        return ", ".join(value)
    if not isinstance(value, str) or not value:
        return value
    if field in WORDED:
        return interface(lang).text(*WORDED[field], value)
    if field in LIFECYCLE:
        file, before = LIFECYCLE[field]
        return load_words(HOUSE / "content" / "lifecycle", lang).text(file, f"{before}{value}")
    return shared(lang).text("role_names", value) if field == "role" else value


def facts(circle: Community, content: Content, lang: str) -> list[tuple[str, str]]:
    """What every file begins with: of which circle, which days, how much was left out, when it was made."""
    words, today = interface(lang), timezone.localdate()
    out = left_out(circle)
    told = words.text(
        "takeaway",
        "left_out_n",
        withdrawn=out["withdrawn"],
        doubles=out["doubles"],
        archived=out["archived"],
    )
    found = [
        (words.text("takeaway", "circle"), circle.name),
        (words.text("takeaway", "period"), period(circle, today, words)),
        (words.text("takeaway", "left_out"), told),
        (words.text("report", "version"), words.text("report", "version_of", version=program_version())),
        (words.text("takeaway", "made"), day(today)),
        ("", shared(lang).text("texts", "cv.own_thresholds")),
    ]
    if circle.confidentiality != "open":
        found.append(("", words.text("report", "for_circle")))
    if circle.confidentiality == "closed":
        found.append(("", words.text("report", "closed_circle")))
    return found


def period(circle: Community, today: date, words: Words) -> str:
    """From the beginning of the circle to its end, or to today."""
    return words.text("takeaway", "from_to", start=day(circle.created_on), end=day(circle.ended_on or today))


def day(on: date) -> str:
    """A day in full."""
    return date_format(on, "j F Y")


def sheets(content: Content, lang: str) -> list[Sheet]:
    """A sheet for each section."""
    words = interface(lang)
    return [
        Sheet(
            words.text("takeaway", "sections", section),
            [words.text("takeaway", "fields", field) for field in rows[0]],
            [[in_words(field, value, lang) for field, value in row.items()] for row in rows],
        )
        for section, rows in content.items()
    ]


def as_json(circle: Community, content: Content) -> str:
    """For a machine: codes as they are, days as ISO."""
    about = {
        "community": circle.name,
        "made_on": timezone.localdate(),
        "from": circle.created_on,
        "to": circle.ended_on,
        "confidentiality": circle.confidentiality,
        "left_out": left_out(circle),
        "version": program_version(),
    }
    made = {"about": about, **content}
    return json.dumps(made, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2) + "\n"


def as_markdown(circle: Community, content: Content, lang: str) -> str:
    """To read: a heading for each section, a line for each row."""
    return "\n".join(markdown(circle, content, lang)) + "\n"


def markdown(circle: Community, content: Content, lang: str) -> Iterator[str]:
    """The lines of the page to read."""
    words = interface(lang)
    yield f"# {plain(circle.name)}"
    yield ""
    for label, value in facts(circle, content, lang):
        yield f"- {label}: {plain(value)}" if label else f"- {plain(value)}"
    yield ""
    yield words.text("takeaway", "not_in")
    for section, rows in content.items():
        yield ""
        yield f"## {words.text('takeaway', 'sections', section)}"
        yield ""
        for row in rows:
            yield line(row, words, lang)


def line(row: Row, words: Words, lang: str) -> str:
    """One row: what it is about in bold, and what else there is to say."""
    said = [
        (field, written(in_words(field, value, lang)))
        for field, value in row.items()
        if value not in ("", None, [])
    ]
    (_, first), *more = said
    rest = "; ".join(f"{words.text('takeaway', 'fields', field).lower()}: {text}" for field, text in more)
    return f"- **{first}** ({rest})" if rest else f"- **{first}**"


def written(value: Value) -> str:
    """A value as text on one line."""
    return day(value) if isinstance(value, date) else plain(str(value))


def plain(text: str) -> str:
    """Text on one line in which nothing counts as mark-up."""
    return "".join(f"\\{sign}" if sign in "\\`*_#[]<>|" else sign for sign in " ".join(text.split()))
