"""The few questions a tool asks when it is put on the agenda: as fields of a form, and back to values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from kring.kit.payload import Refused
from kring.kit.tool import Setting, Tool, settled
from kring.kit.words import Words

MOST = 3
"""A tool asks at most so many questions; the rest has sound defaults."""


@dataclass(frozen=True)
class Option:
    key: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class Question:
    """One setting as the planner meets it. `value` is what was typed, also when it cannot be kept."""

    name: str
    type: str
    label: str
    help: str
    value: Any
    options: tuple[Option, ...]
    lowest: int
    highest: int
    error: str = ""
    more: bool = False
    """Folded away: most do without."""


def asked(tool: Tool) -> tuple[Setting, ...]:
    """The settings that the planner is asked for, and behind them those that stand folded away."""
    few = [setting for setting in tool.settings if setting.asked][:MOST]
    return (*few, *(setting for setting in tool.settings if setting.more))


def defaults(tool: Tool, people: int) -> dict[str, Any]:
    """The answers before anybody answered, for a circle of so many people (0 = not known)."""
    return {setting.key: setting.default_for(people) for setting in asked(tool)}


def read(tool: Tool, form: QueryDict, prefix: str) -> dict[str, Any]:
    """The answers as they were typed: a text, a list of texts for a subset, yes or no for a flag."""
    answers: dict[str, Any] = {}
    for setting in asked(tool):
        name = f"{prefix}{setting.key}"
        if setting.type == "subset":
            answers[setting.key] = form.getlist(name)
        elif setting.type == "flag":
            answers[setting.key] = name in form
        else:
            answers[setting.key] = form.get(name, "")
    return answers


def check(tool: Tool, answers: Mapping[str, Any]) -> dict[str, Refused]:
    """What cannot be kept: key -> why (text_too_long, number_between, or setting)."""
    wrong: dict[str, Refused] = {}
    for setting in asked(tool):
        value = answers.get(setting.key)
        if setting.type == "text" and isinstance(value, str) and len(value.strip()) > setting.limit:
            wrong[setting.key] = Refused("text_too_long", limit=setting.limit, length=len(value.strip()))
            continue
        try:
            settled(setting, value)
        except Refused as refused:
            between = Refused("number_between", lowest=setting.lowest, highest=setting.highest)
            wrong[setting.key] = between if setting.type == "number" else refused
    return wrong


def questions(
    tool: Tool, words: Words, answers: Mapping[str, Any], prefix: str, errors: Mapping[str, str]
) -> list[Question]:
    """The questions with their words (`settings.yaml` of the tool) and what was answered so far."""
    return [
        Question(
            name=f"{prefix}{setting.key}",
            type=setting.type,
            label=words.text("settings", setting.key, "label"),
            help=text_or_nothing(words, setting.key, "help"),
            value=shown_value(setting, answers.get(setting.key, setting.default)),
            options=options(setting, words, answers.get(setting.key, setting.default)),
            lowest=setting.lowest,
            highest=setting.highest,
            error=errors.get(setting.key, ""),
            more=setting.more,
        )
        for setting in asked(tool)
    ]


def options(setting: Setting, words: Words, value: Any) -> tuple[Option, ...]:
    """What can be chosen; of a flag the one box that means yes."""
    if setting.type == "flag":
        return (Option("yes", words.text("settings", setting.key, "yes"), value in (True, "yes")),)
    return tuple(
        Option(
            key,
            words.text("settings", setting.key, key),
            key in value if setting.type == "subset" else key == value,
        )
        for key in setting.options
    )


def shown_value(setting: Setting, value: Any) -> Any:
    """A value as it stands in a field: lines below each other, nothing as nothing."""
    if setting.type == "lines" and not isinstance(value, str):
        return "\n".join(value or ())
    return "" if value is None else value


def text_or_nothing(words: Words, key: str, field: str) -> str:
    """Words that a tool may leave out."""
    return words.text("settings", key, field) if words.has("settings", key, field) else ""
