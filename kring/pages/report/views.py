"""What people take away from a meeting: on screen, on paper, and to count further.

All of it is made from what was shown, by the same rules as the board; nothing here reads an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from kring.engine import access
from kring.engine.address import public_address, short_address
from kring.engine.meetings.models import Meeting
from kring.engine.reports.names import file_name
from kring.engine.reports.pdf import pdf
from kring.engine.reports.photos import with_photos
from kring.engine.reports.poster import join_sheet
from kring.engine.reports.qr import qr_svg
from kring.engine.reports.xlsx import xlsx
from kring.engine.words import interface
from kring.kit.document import Block, Document, Figure, Heading, Items, PageBreak, Paragraph, TableBlock
from kring.kit.words import Words
from kring.pages.report.document import activity_document, meeting_document
from kring.pages.report.look import Account, Part, account_of, has_tool_blocks
from kring.pages.report.sheets import about, sheets
from kring.tools import TOOLS

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BLOCKS = {
    Heading: "heading",
    Paragraph: "paragraph",
    Items: "items",
    Figure: "figure",
    TableBlock: "table",
    PageBreak: "page",
}


@never_cache
@require_GET
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The report of a meeting on screen, with the same content as on paper."""
    looker = access.meeting_to_look_at(request, pk)
    account = account_of(looker, language())
    document = meeting_document(account)
    context = {
        "meeting": looker.meeting,
        "document": document,
        "blocks": list(anchored(document, account)),
        "parts": account.parts if len(account.parts) > 1 else [],
        "faces": [] if account.closed_circle else [part for part in account.parts if has_tool_blocks(part)],
        "ours": [
            part for part in account.parts if part.kept and not account.closed_circle and mine(part, looker)
        ],
        "leads": looker.leads,
        "sat": looker.seat is not None,
        "inside": looker.person is not None and looker.meeting.community is not None,
    }
    return render(request, "report/page.html", context)


def mine(part: Part, looker: access.Looker) -> bool:
    """Whether whoever looks took part in it by name, and may read back what came of it."""
    return access.sees_outcome(part.activity, looker.person, looker.seat)


def anchored(document: Document, account: Account) -> Iterator[tuple[str, Block, str]]:
    """Each block with the piece of page that shows it; the heading of an activity with its name for links."""
    waiting = list(account.parts)
    for block in document.blocks:
        anchor = ""
        if waiting and block == Heading(waiting[0].name, 1):
            anchor = f"activity-{waiting.pop(0).activity.pk}"
        yield BLOCKS[type(block)], block, anchor


@never_cache
@require_GET
def report_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The report of a meeting on paper."""
    account = account_of(access.meeting_to_look_at(request, pk), language())
    return handed(
        pdf(meeting_document(account), account.words), PDF, name_of_file(account, "", "report_kind", "pdf")
    )


@never_cache
@require_GET
def results_xlsx(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The results of a meeting to count further."""
    account = account_of(access.meeting_to_look_at(request, pk), language())
    made = xlsx(about(account, account.meeting.title), sheets(account), account.words)
    return handed(made, XLSX, name_of_file(account, "", "results", "xlsx"))


@never_cache
@require_GET
def activity_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The report of one activity on paper."""
    activity, looker = access.activity_to_look_at(request, pk)
    account = account_of(looker, language(), activity)
    made = pdf(activity_document(account), account.words)
    return handed(made, PDF, name_of_file(account, account.parts[0].name, "report_kind", "pdf"))


@never_cache
@require_GET
def activity_xlsx(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The results of one activity to count further."""
    activity, looker = access.activity_to_look_at(request, pk)
    account = account_of(looker, language(), activity)
    name = account.parts[0].name
    made = xlsx(about(account, name), sheets(account), account.words)
    return handed(made, XLSX, name_of_file(account, name, "results", "xlsx"))


@never_cache
@require_GET
def sheet_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sheet for on the door, for whoever leads. Before the meeting is open it has no code yet."""
    meeting = access.meeting_to_lead(request, pk).meeting
    words = interface(language())
    code = f"{meeting.code[:3]}-{meeting.code[3:]}" if meeting.code else ""
    link = f"{public_address()}/j/{meeting.join_token}/"
    made = join_sheet(meeting.title, code, short_address(), qr_svg(link), words)
    return handed(made, PDF, named(meeting, meeting.title, "sheet_kind", "pdf", words))


@never_cache
@require_GET
def print_pdf(request: HttpRequest, pk: UUID, place: int) -> HttpResponse:
    """A sheet that the tool makes for whoever leads: for on the wall, or to hold. `place` counts from 1."""
    activity, looker = access.activity_to_look_at(request, pk)
    if not looker.leads:
        raise Http404
    account = account_of(looker, language(), activity)
    [part] = account.parts
    made = TOOLS[activity.tool].prints(part.settings, part.shown, part.words)
    if not 1 <= place <= len(made):
        raise Http404
    name = named(account.meeting, part.name, "print_kind", "pdf", account.words)
    sheet = with_photos(made[place - 1], str(activity.pk), access.photo_on_paper)
    return handed(pdf(sheet, account.words), PDF, name)


def language() -> str:
    """The language of whoever asks."""
    return get_language() or "nl"


def name_of_file(account: Account, activity: str, kind: str, extension: str) -> str:
    """The name of a report's file; a whole meeting stands under its own title."""
    return named(account.meeting, activity or account.meeting.title, kind, extension, account.words)


def named(meeting: Meeting, activity: str, kind: str, extension: str, words: Words) -> str:
    """`kring_<community>_<date>_<activity>_<kind>.<ext>`."""
    day = timezone.localdate(meeting.opened_at or meeting.planned_at)
    circle = meeting.community.name if meeting.community else ""
    return file_name(circle, day, activity, words.text("report", kind), extension)


def handed(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to keep."""
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
