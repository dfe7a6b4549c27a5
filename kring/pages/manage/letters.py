"""Invitations: who was asked and has not come yet; asking somebody, sending again, taking back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kring.engine.access import row_to_manage
from kring.engine.people.accounts import address_of
from kring.engine.people.actions import invite, take_back
from kring.engine.people.letters import send_invitation
from kring.engine.people.models import Invitation
from kring.kit.payload import Refused
from kring.pages.account.asking import said, sift
from kring.pages.manage.door import Desk, for_admin, sheet


@require_http_methods(["GET", "HEAD", "POST"])
@for_admin
def page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """GET: the open invitations. POST: one more, for the organisation."""
    if request.method != "POST":
        return show(request, desk, typed={}, wrong={})
    good, wrong = sift({"email": address_of}, request.POST)
    try:
        if not wrong:
            name = request.POST.get("name", "")
            send_invitation(invite(None, email=good["email"], name=name, by=desk.by))
            return redirect("/manage/invitations/?kept=sent")
    except Refused as refused:
        wrong = {"email": said(refused)}
    return show(request, desk, typed=request.POST, wrong=wrong, status=422)


def show(request: HttpRequest, desk: Desk, *, status: int = 200, **given: Any) -> HttpResponse:
    """The page of invitations."""
    open_letters = Invitation.objects.filter(organisation=desk.organisation, accepted_at=None)
    letters = open_letters.select_related("community", "invited_by").order_by("-at")
    return sheet(request, "letters", "letters", status=status, letters=letters, now=timezone.now(), **given)


@require_POST
@for_admin
def letter(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Take an invitation back, or (`do=again`) renew one of the organisation and send it again."""
    row: Invitation = row_to_manage(desk.organisation, Invitation.objects.filter(accepted_at=None), pk)
    if request.POST.get("do") == "again" and row.community is None:
        send_invitation(invite(None, email=row.email, name=row.shown_name, by=desk.by))
        return redirect("/manage/invitations/?kept=sent")
    take_back(row, by=desk.by)
    return redirect("/manage/invitations/?kept=yes")
