"""The report: what was shown, in the order of the meeting, and nothing about persons (8.8); the printed schedule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from typing import Any, Literal
from zoneinfo import ZoneInfo

from kring.kit.document import Block, Document, Figure, Heading, Items, PageBreak, Paragraph, TableBlock
from kring.kit.scene import Settings, Shown
from kring.kit.words import Words
from kring.tools.carousel.pictures import network_picture
from kring.tools.carousel.vocabulary import TIES
from kring.tools.carousel.wording import (
    coverage_text,
    later_texts,
    listed,
    network_texts,
    talk_texts,
    trio_text,
)


def report(settings: Settings, shown: Shown, words: Words) -> list[Block]:
    """The blocks below the head of the activity; only the closing lines when nothing was shown."""
    return [
        *talk_blocks(shown.published.get("closing", {}), words),
        *sentence_blocks(shown, words),
        *network_blocks(shown.published.get("map", {}).get("shown", {}), words),
        *later_blocks(shown.published.get("later", {}), words),
        Paragraph(words.text("extra", "not_for_decisions"), "note"),
        Paragraph(words.text("extra", "own_thresholds"), "note"),
    ]


def talk_blocks(closing: Mapping[str, Any], words: Words) -> Iterator[Block]:
    """Who met whom in numbers, and what people say of their talks."""
    if not closing:
        return
    yield Heading(words.text("script", "round"))
    yield Paragraph(coverage_text(words, closing["coverage"]), "lead")
    texts = [trio_text(words, closing["coverage"]), *talk_texts(words, closing)]
    if any(texts):
        yield Items([text for text in texts if text])


def sentence_blocks(shown: Shown, words: Words) -> Iterator[Block]:
    """The sentences, without names, and what was agreed."""
    closing = shown.published.get("closing", {})
    agreed = shown.live.get("closing", {}).get("agreements", [])
    if not closing.get("sentences") and not agreed:
        return
    yield Heading(words.text("script", "closing"))
    for one in closing.get("sentences", []):
        yield Paragraph(one["text"], "quote")
    if agreed:
        yield Heading(words.text("extra", "agreed"), 3)
        yield Items([one["text"] for one in agreed])


def network_blocks(ties: Mapping[str, Any], words: Words) -> Iterator[Block]:
    """The network per question. A map with names stays in the meeting: here its names are left out."""
    if not ties:
        return
    yield Heading(words.text("script", "map"))
    for tie in TIES:
        if one := ties.get(tie):
            yield Heading(words.text("network", tie), 3)
            yield Items(network_texts(words, one))
            if one["map"]:
                yield Figure(network_picture(without_names(one), words))
            if one["table"]:
                yield team_table(one["table"], words)


def without_names(one: Mapping[str, Any]) -> dict[str, Any]:
    """The same tie with nameless points."""
    nodes = [{**node, "name": ""} for node in one["map"]["nodes"]]
    return {**one, "map": {**one["map"], "nodes": nodes}}


def team_table(rows: list[Mapping[str, Any]], words: Words) -> TableBlock:
    """Ties within and between teams."""
    head = [words.text("extra", "columns", name) for name in ("team", "other_team", "ties", "possible")]
    body = [[one["a"], one["b"], str(one["ties"]), str(one["possible"])] for one in rows]
    return TableBlock(words.text("extra", "team_table"), head, body)


def later_blocks(later: Mapping[str, Any], words: Words) -> Iterator[Block]:
    """What came of the talks."""
    texts = later_texts(words, later)
    if texts:
        yield Heading(words.text("script", "later"))
        yield Items(texts)


def prints(settings: Settings, shown: Shown, words: Words) -> list[Document]:
    """The schedule on paper, once there are rounds."""
    zone = ZoneInfo(settings["zone"]) if settings.get("zone") else None
    blocks = schedule(shown.live.get("round", {}), words, zone)
    lang: Literal["nl", "en"] = "en" if words.lang == "en" else "nl"
    return [Document(words.text("extra", "schedule"), lang, (), blocks)] if blocks else []


def schedule(going: Mapping[str, Any], words: Words, zone: tzinfo | None = None) -> list[Block]:
    """The printed schedule for who leads: a page per round with place and names, of the live part of `round`.

    It holds names and is for this meeting only. `zone`: in which the times are written.
    """
    rounds = [*going.get("past", []), *([going["now"]] if going.get("now") else []), *going.get("plan", [])]
    blocks: list[Block] = []
    for one in rounds:
        if blocks:
            blocks.append(PageBreak())
        blocks.append(Heading(words.text("extra", "round_title", n=one["number"]), 1))
        if one["begins"]:
            times = {"begins": hour(one["begins"], zone), "ends": hour(one["ends"], zone)}
            blocks.append(Paragraph(words.text("extra", "round_times", **times), "lead"))
        head = [words.text("extra", "columns", name) for name in ("place", "people")]
        rows = [
            [talk["place"] or words.text("extra", "free_place"), listed(words, talk["names"])]
            for talk in one["talks"]
        ]
        rows += [
            [words.text("extra", "rest_turn"), one_rest["team"] or listed(words, one_rest["names"])]
            for one_rest in one["resting"]
        ]
        blocks.append(TableBlock("", head, rows, large=True))
    return blocks


def hour(at: datetime, zone: tzinfo | None) -> str:
    """14:05, in the zone of the school."""
    return (at.astimezone(zone) if zone and at.tzinfo else at).strftime("%H:%M")
