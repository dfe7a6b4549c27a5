"""A meeting as a workbook: first what it is, then what was taken along, then what each tool gives."""

from __future__ import annotations

from django.utils import timezone

from kring.kit.document import Sheet, Value
from kring.pages.harvest.look import owners_text
from kring.pages.report.document import facts
from kring.pages.report.look import Account, day, has_tool_blocks, tool_of


def about(account: Account, title: str) -> list[tuple[str, str]]:
    """The first sheet: instrument, version, n, the rule about names, date."""
    words = account.words
    lines = [(words.text("report", "what"), title), *facts(account)]
    if account.meeting.community and account.meeting.community.confidentiality != "open":
        lines.append(("", words.text("report", "for_circle")))
    if account.closed_circle:
        lines.append(("", words.text("report", "closed_circle")))
    lines.append(("", words.text("report", "made_on", date=day(timezone.localdate()))))
    return lines


def sheets(account: Account) -> list[Sheet]:
    """The other sheets, under the same rules as the report."""
    found = [harvest_sheet(account)] if account.harvest else []
    if account.closed_circle:
        return found
    for part in account.parts:
        if has_tool_blocks(part):
            found += tool_of(part).sheets(part.settings, part.shown, part.words)
    return found


def harvest_sheet(account: Account) -> Sheet:
    """What was taken along, a row each."""
    words = account.words
    head = [words.text("report", name) for name in ("kind", "text", "owner", "due", "trace", "state")]
    rows: list[list[Value]] = []
    for row in account.harvest:
        kind = words.text("harvest", row.kind)
        action = row.node.action if row.node and row.kind == "action" else None
        agreement = row.node.agreement if row.node and row.kind == "agreement" else None
        if action:
            state = words.text("harvest", "status", action.status)
            owner = owners_text(action, words)
            rows.append([kind, action.said, owner, action.due_on, action.practice_trace, state])
        elif agreement:
            state = words.text("harvest", "agreement_status", agreement.status)
            rows.append([kind, agreement.said, "", agreement.review_due, "", state])
        else:
            rows.append([kind, row.said, "", None, "", ""])
    return Sheet(words.text("report", "harvest"), head, rows)
