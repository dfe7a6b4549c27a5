"""Taking along what a circle put in: what is in it, and the one file that holds it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kring.engine import access
from kring.engine.access import Looker
from kring.engine.people.models import Community, Person
from kring.engine.reports.names import file_name, slug
from kring.engine.reports.pdf import pdf
from kring.engine.reports.xlsx import xlsx
from kring.engine.takeaway.whole import held, whole
from kring.engine.words import interface
from kring.pages.account.around import for_person
from kring.pages.report.document import meeting_document
from kring.pages.report.look import account_of
from kring.pages.report.sheets import about
from kring.pages.report.sheets import sheets as result_sheets
from kring.pages.takeaway.look import as_json, as_markdown, facts, sheets


def circle_to_take(person: Person, pk: UUID) -> Community:
    """The circle, for whoever may take it along (roles.md 3, `community_report`). Raises Http404."""
    circle = access.community_to_see(person, pk)
    if not access.may(person, "community_report", "export", circle):
        raise Http404
    return circle


@never_cache
@require_safe
@for_person
def page(request: HttpRequest, person: Person, pk: UUID) -> HttpResponse:
    """What is in the file, and what is not."""
    circle, words = circle_to_take(person, pk), interface(language())
    context = {
        "community": circle,
        "sections": [
            (words.text("takeaway", "sections", key), len(rows))
            for key, rows in whole(circle).items()
            if key != "circle"
        ],
        "reports": len(held(circle)),
    }
    return render(request, "takeaway/page.html", context)


@never_cache
@require_safe
@for_person
def download(request: HttpRequest, person: Person, pk: UUID) -> HttpResponse:
    """The file: a zip to read, to count further and for a machine, with the report of every meeting."""
    circle, lang = circle_to_take(person, pk), language()
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
        for place, content in files(circle, person, lang):
            archive.writestr(place, content)
    name = named(circle, "everything", "zip", lang)
    return HttpResponse(
        kept.getvalue(),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def files(circle: Community, person: Person, lang: str) -> Iterator[tuple[str, bytes | str]]:
    """(place in the zip, content), one after the other."""
    words, content = interface(lang), whole(circle)
    yield named(circle, "read", "md", lang), as_markdown(circle, content, lang)
    yield (
        named(circle, "tables", "xlsx", lang),
        xlsx(facts(circle, content, lang), sheets(content, lang), words),
    )
    yield named(circle, "data", "json", lang), as_json(circle, content)
    folder, taken = slug(words.text("takeaway", "meetings_folder")), set[str]()
    for meeting in held(circle):
        # Made for the whole circle: with what everybody may see, whoever takes it along.
        account = account_of(Looker(meeting, person, None, False), lang)
        day = timezone.localdate(meeting.opened_at or meeting.planned_at)
        place = f"{folder}/{file_name('', day, meeting.title, '', 'x')[6:-2]}"
        while place in taken:
            place += "-2"
        taken.add(place)
        yield (
            f"{place}/{slug(words.text('report', 'report_kind'))}.pdf",
            pdf(meeting_document(account), words),
        )
        made = xlsx(about(account, meeting.title), result_sheets(account), words)
        yield f"{place}/{slug(words.text('report', 'results'))}.xlsx", made


def named(circle: Community, kind: str, extension: str, lang: str) -> str:
    """`kring_<community>_<date>_<kind>.<ext>`."""
    told = interface(lang).text("takeaway", "files", kind)
    return file_name(circle.name, timezone.localdate(), "", told, extension)


def language() -> str:
    """The language of whoever asks."""
    return get_language() or "nl"
