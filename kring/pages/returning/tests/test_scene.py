"""One scene over two meetings: what the group took along comes back by itself and is answered on phones."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.utils import timezone

from kring.engine.harvest.actions import add, close_harvest
from kring.engine.harvest.models import Experience
from kring.engine.harvest.opening import anything_open
from kring.engine.harvest.records import Draft
from kring.engine.harvest.returning import actions, counts_of
from kring.engine.meetings.models import Activity, Meeting


def say(phone, meeting, key, **form):
    """Without script, as a plain form."""
    kind = form.pop("kind", "op.item")
    return phone.post(
        f"/m/{meeting.pk}/say/",
        {"_step": "stand", "_kind": kind, "_key": str(key), "_uuid": str(uuid.uuid4()), **form},
    )


def test_harvest_comes_back(cast):
    soon = timezone.localdate() + timedelta(20)
    # The first meeting ends with three actions and an agreement.
    first = cast.meeting(people=3)
    first.sit_down("Bram", person=cast.bram.person)
    for text, owner in (
        ("Bram nodigt een collega uit in de les.", "Bram"),
        ("Claire zet de vragen op één blad.", "Claire"),
        ("Iemand vraagt het de leerlingen.", ""),
    ):
        add(first.meeting, "action", Draft(text, owner, soon), by="Amina", person=cast.amina.person)
    add(first.meeting, "agreement", Draft("We beginnen elke keer met een les van iemand."), by="Amina")
    first.close()
    close_harvest(first.meeting, by="Amina")
    assert anything_open(cast.community)

    # Planning the second one, the opening stands first by itself.
    amina = cast.amina.signed_in()
    plan = f"/meetings/new/?community={cast.community.pk}"
    assert 'name="0-tool" value="opening"' in amina.get(plan).content.decode()
    form = {"title": "Verder kijken", "day": soon.isoformat(), "clock": "15:30", "do": "save"}
    form |= {"0-tool": "opening", "0-minutes": "5", "1-tool": "change_colours", "1-minutes": "40"}
    amina.post(plan, form)
    meeting = Meeting.objects.get(title="Verder kijken")
    amina.post(f"/lead/{meeting.pk}/open/")
    meeting.refresh_from_db()
    second = type(first)(meeting)
    bram = second.phone(second.sit_down("Bram", person=cast.bram.person))
    claire = second.phone(second.sit_down("Claire"))
    dirk = second.phone(second.sit_down("Dirk"))

    # The wall shows all three and the agreement; phones answer.
    wall = cast.stranger().get(f"/b/{meeting.board_token}/").content.decode()
    assert all(one in wall for one in ("Bram nodigt", "Claire zet", "We beginnen elke keer"))
    by_text = {one.said: one for one in actions()}
    mine = by_text["Bram nodigt een collega uit in de les."]
    hers = by_text["Claire zet de vragen op één blad."]
    free = by_text["Iemand vraagt het de leerlingen."]
    assert say(bram, meeting, mine.pk, what="did", note="Chris kwam kijken.", due="").status_code == 302
    refused = say(dirk, meeting, hers.pk, what="did", note="", due="")
    assert refused.status_code == 409 and "Dit is van iemand anders" in refused.content.decode()
    why = "Het blad van vorig jaar voldoet nog."
    assert say(claire, meeting, hers.pk, what="let_go", note=why, due="").status_code == 302
    assert say(dirk, meeting, free.pk, what="take").status_code == 302
    wall = cast.stranger().get(f"/b/{meeting.board_token}/").content.decode()
    assert "3 van 3 gehoord" in wall and why in wall

    # The facilitator goes on; what was said counts.
    running = Activity.objects.get(meeting=meeting, tool="opening")
    amina.post(f"/lead/{meeting.pk}/next/", {"seen": f"{running.pk}/stand"})
    for one in (mine, hers, free):
        one.refresh_from_db()
    assert (mine.status, hers.status, free.status) == ("done", "dropped", "open")
    assert hers.node_status == "closed_on_purpose" and free.owner_text == "Dirk"
    assert Experience.objects.get().did == "Chris kwam kijken."
    assert counts_of(cast.community) == {"done": 1, "let_go": 1, "open": 1}

    # The report tells it without names.
    report = amina.get(f"/meetings/{meeting.pk}/report/").content.decode()
    assert "Losgelaten: 1" in report and why in report
