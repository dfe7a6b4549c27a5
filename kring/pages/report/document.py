"""A meeting as a document: facts, what was taken along, and per activity what its tool reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils import timezone

from kring.engine.meetings.slips import slips_of
from kring.engine.words import shared
from kring.kit.document import Block, Document, Heading, Items, PageBreak, Paragraph, TableBlock
from kring.kit.small_groups import FIVE
from kring.pages.harvest.look import day as short_day
from kring.pages.harvest.look import groups, owners_text, proposal_line
from kring.pages.report.look import (
    Account,
    Part,
    day,
    has_tool_blocks,
    people,
    program_version,
    tool_of,
    with_tables,
)


def meeting_document(account: Account) -> Document:
    """The report of a whole meeting."""
    blocks = [*harvest_blocks(account), *agenda_blocks(account)]
    for part in account.parts:
        blocks += part_blocks(account, part)
    return Document(account.meeting.title, account.lang, facts(account), [*blocks, *closing(account, blocks)])


def activity_document(account: Account) -> Document:
    """The report of one activity: the only part of the account."""
    [part] = account.parts
    blocks = list(tool_blocks(account, part))
    if account.harvest:
        blocks += harvest_blocks(account)
    return Document(part.name, account.lang, facts(account), [*blocks, *closing(account, blocks)])


def facts(account: Account) -> list[tuple[str, str]]:
    """Date, circle, how many, the rule about names, the instruments and their version."""
    words = account.words
    instruments = list(dict.fromkeys(part.instrument for part in account.parts))
    found = [(words.text("report", "when"), day(account.held_on))]
    if account.meeting.community:
        found.append((words.text("report", "who"), account.meeting.community.name))
    if account.n:
        found.append((words.text("report", "people"), with_tables(account)))
    if told := slips(account):
        found.append((words.text("slip", "asked"), told))
    if account.parts:
        found.append((words.text("report", "names"), rule(account)))
    if instruments:
        label = words.text("report", "instrument" if len(instruments) == 1 else "instruments")
        found.append((label, "; ".join(instruments)))
    found.append(
        (words.text("report", "version"), words.text("report", "version_of", version=program_version()))
    )
    return found


def slips(account: Account) -> str:
    """How many slips (C-09) were printed for whom and how many answered, in the parts together; "" without any.

    Beside the people: whoever holds a slip was not invited with a seat, and nobody knows who they are.
    """
    words, counts = account.words, [slips_of(part.activity) for part in account.parts]
    made = sum((Counter(one.made) for one in counts), Counter[str]())
    if not made:
        return ""
    roles = shared(account.lang)
    named = [
        words.text("slip", "asked_role", n=n, role=roles.text("roles", role)) for role, n in made.items()
    ]
    used = sum(one.used for one in counts)
    ident = "asked_few" if 0 < used < FIVE else "asked_used"
    return words.text("slip", ident, n=used, all=made.total(), roles=", ".join(named))


def rule(account: Account) -> str:
    """What holds for names."""
    if any(part.kept for part in account.parts):
        return account.words.text("report", "names_both" if account.anonymous else "names_kept")
    return account.words.text("report", "names_none" if account.anonymous else "names_given")


def harvest_blocks(account: Account) -> list[Block]:
    """What was taken along, by kind. Private actions never come in here."""
    words = account.words
    blocks: list[Block] = [Heading(words.text("report", "harvest"), 1)]
    found = groups(proposal_line(row, timezone.localdate()) for row in account.harvest)
    for group in found:
        blocks.append(Heading(group.heading, 2))
        if group.kind == "action":
            blocks.append(actions_table(account))
        else:
            blocks.append(Items([with_notes(line.text, line.notes) for line in group.lines]))
    if not found:
        blocks.append(Paragraph(words.text("report", "no_harvest"), "note"))
    return blocks


def actions_table(account: Account) -> TableBlock:
    """Who does what, when, and where it shows in lessons (when anybody said so)."""
    words = account.words
    actions = [row.node.action for row in account.harvest if row.kind == "action" and row.node]
    columns = ["what", "owner", "due"] + (["trace"] if any(one.practice_trace for one in actions) else [])
    rows = [
        [
            one.said,
            owners_text(one, words),
            short_day(one.due_on) if one.due_on else words.text("harvest", "no_date"),
            one.practice_trace,
        ][: len(columns)]
        for one in actions
    ]
    return TableBlock("", [words.text("report", name) for name in columns], rows)


def with_notes(text: str, notes: Sequence[str]) -> str:
    """A sentence with who and when behind it."""
    return text if not notes else f"{text} ({'; '.join(notes)})"


def agenda_blocks(account: Account) -> Iterator[Block]:
    """What the meeting consisted of; one part needs no list."""
    words = account.words
    if len(account.agenda) > 1:
        yield Heading(words.text("report", "agenda"), 1)
        yield Items(
            [words.text("report", "agenda_part", name=name, n=minutes) for name, minutes in account.agenda],
            True,
        )


def part_blocks(account: Account, part: Part) -> list[Block]:
    """One activity under its own heading."""
    took = people(part.n, account.words)
    sentence = (
        account.words.text("report", "took_part_one")
        if part.n == 1
        else account.words.text("report", "took_part", people=took)
    )
    counted = [Paragraph(sentence)] if part.n and len(account.parts) > 1 else []
    return [PageBreak(), Heading(part.name, 1), *counted, *tool_blocks(account, part)]


def tool_blocks(account: Account, part: Part) -> Iterator[Block]:
    """What the tool reports of what was shown; in a closed circle nothing of what was said."""
    if account.closed_circle:
        yield Paragraph(account.words.text("report", "closed_circle"), "note")
    elif part.kept:
        yield Paragraph(account.words.text("report", "names_stay"), "note")
    elif has_tool_blocks(part):
        yield from tool_of(part).report(part.settings, part.shown, part.words)
    else:
        yield Paragraph(account.words.text("report", "nothing_shown"), "note")


def closing(account: Account, blocks: Sequence[Block]) -> Iterator[Block]:
    """The lines every report ends with: whose choice the limits are (C-44), for whom it is, when it was made."""
    words = account.words
    own = shared(account.lang).text("texts", "cv.own_thresholds")
    said = {block.text for block in blocks if isinstance(block, Paragraph)}
    if account.parts and own not in said:
        yield Paragraph(own, "note")
    if account.meeting.community and account.meeting.community.confidentiality != "open":
        yield Paragraph(words.text("report", "for_circle"), "note")
    yield Paragraph(words.text("report", "made_on", date=day(timezone.localdate())), "note")
