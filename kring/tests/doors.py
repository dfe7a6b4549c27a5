"""Every address of the house, and everybody who might knock: tools for the walk past all doors."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from kring.conftest import Cast, Gathering
from kring.engine.harvest.agreements import propose_agreement
from kring.engine.harvest.feed import feed_of
from kring.engine.harvest.models import Action, HarvestProposal, Insight
from kring.engine.learning.goals import add_goal
from kring.engine.learning.questions import propose_question
from kring.engine.learning.tasks import add_task
from kring.engine.live.request import voice_cookie
from kring.engine.meetings.slips import make_slips
from kring.engine.people.models import Consent, Invitation, RoleGrant
from kring.engine.research.models import ResearchProject
from kring.engine.transfer.observing import invite
from kring.engine.transfer.practices import Draft, make_practice

PEOPLE = ("amina", "bram", "chris", "dewi", "els", "fatih", "gijs", "hanna", "iris", "joost", "zara")
VISITORS = ("stranger", "guest", "guest_elsewhere", "voice", "slip", *PEOPLE)


def addresses(resolver: Any = None, before: str = "") -> Iterator[str]:
    """Every address as it is declared, in the order in which Django looks."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern, here)
        else:
            yield here


class Street:
    """One meeting of Kring Noord that runs, with everything the addresses ask for, and a visitor's browsers."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.gathering: Gathering = cast.meeting(people=2)
        self.elsewhere = cast.meeting(people=1, community=cast.other_community, by="chris")
        meeting, bram = self.gathering.meeting, cast.bram.person
        letter = Invitation.objects.create(
            organisation=cast.organisation,
            email="noor@noord.example",
            invited_by=cast.fatih.person,
            expires_at=timezone.now() + timedelta(days=1),
        )
        asked = Invitation.objects.create(
            organisation=cast.organisation,
            community=cast.community,
            email="nora@noord.example",
            invited_by=cast.amina.person,
            expires_at=timezone.now() + timedelta(days=1),
        )
        proposal = HarvestProposal.objects.create(meeting=meeting, kind="insight", text="Samen zien we meer.")
        grant = RoleGrant.objects.create(person=bram, role="school_lead", school=cast.school)
        grant.until = grant.since - timedelta(days=1)
        grant.save()
        fatih = cast.fatih.person
        fatih.promises.create(text="it.promise")
        ours = {"organisation": cast.organisation, "community": cast.community}
        insight = Insight.objects.create(stage="insight", title="Samen zien we meer.", **ours)
        action = Action.objects.create(stage="action", title="Bram nodigt iemand uit.", **ours)
        action.owners.add(bram)
        tried = Action.objects.create(stage="action", title="Bram ging kijken.", status="done", **ours)
        seen = Draft("Elke les begint met een vraag.", "lesson")
        practice = make_practice(tried, seen, by=bram, doer=True)
        agreement = propose_agreement(cast.community, by=bram, text="We beginnen op tijd.")
        propose_question(cast.community, by=bram, text="Hoe geven wij feedback?")
        task = add_task(cast.community, by=bram, title="Ga bij elkaar kijken")
        goal = add_goal(cast.community, by=bram, text="Rustiger leren uitleggen.", collective=False)
        project = ResearchProject.objects.get(organisation=cast.organisation)
        for circle in (cast.community, None):
            Consent.objects.create(person=bram, about="research", community=circle)
        self.values: dict[str, Any] = {
            "research": project.pk,
            "<uuid:circle>": cast.community.pk,
            "actions": action.pk,
            "agreements": agreement.pk,
            "traces": agreement.pk,
            "practices": practice.pk,
            "look": invite(practice, by=bram).token,
            "<uuid:photo>": uuid.uuid4(),
            "tasks": task.pk,
            "goals": goal.pk,
            "calendar": f"{feed_of(bram).token}.ics",
            "communities": cast.community.pk,
            "meetings": meeting.pk,
            "lead": meeting.pk,
            "m": meeting.pk,
            "activities": self.gathering.activity.pk,
            "v": self.gathering.activity.pk,
            "slip": self.gathering.activity.pk,
            "<uuid:seat>": self.gathering.seats[0].pk,
            "<slug:verb>": "release",
            "<uuid:proposal>": proposal.pk,
            "<slug:kind>": "insight",
            "<int:row>": grant.pk,
            "<uuid:item>": insight.pk,
            "<int:member>": cast.community.memberships.get(person=bram).pk,
            "<int:letter>": asked.pk,
            "people": bram.pk,
            "schools": cast.school.pk,
            "teams": cast.team.pk,
            "invitations": letter.pk,
            "<meeting>": meeting.pk,
            "<activity>": self.gathering.activity.pk,
            "b": meeting.board_token,
            "j": meeting.join_token,
            "boards": meeting.board_token,
            "<uuid:thread>": uuid.uuid4(),
            "<photo>": uuid.uuid4(),
            "<uuid:photo>.jpg": f"{uuid.uuid4()}.jpg",
            "<uuid:activity>": self.gathering.activity.pk,
            "invitation": letter.token,
            "<str:signed>": "invented",
            "<str:key>": "invented",
            "<slug:key>": "opening",
            "<slug:slug>": "begin",
            "<slug:name>": "join",
        }

    def path(self, address: str) -> str:
        """A declared address with this street's own values filled in."""
        parts = address.split("/")
        for place, part in enumerate(parts):
            if part.startswith("<"):
                named = parts[place - 1] if place else ""
                parts[place] = str(self.values[part] if part in self.values else self.values[named])
        return "/" + "/".join(parts)

    def body(self, address: str) -> tuple[str, str]:
        """What is sent along: whole enough for a program's address to look at who asks."""
        if "api/" not in address:
            return "", "application/x-www-form-urlencoded"
        envelope = {"uuid": str(uuid.uuid4()), "step": "join", "kind": "cc.done", "key": "", "payload": {}}
        said = {"paper": {"paper": "invented"}, "contributions": envelope, "erasure": {"kinds": []}}
        said |= {"names": {"answer": "yes"}, "mentions": {"text": "Amina"}}
        return json.dumps(said.get(address.rpartition("/")[2], {})), "application/json"

    def browser(self, visitor: str) -> Client:
        """The browser of this visitor."""
        match visitor:
            case "stranger":
                client = self.cast.stranger()
            case "guest":
                client = self.gathering.phone(0)
            case "voice":
                token, _ = self.gathering.paper(1)
                client = Client(headers={"Authorization": f"Voice {token}"})
                client.cookies[voice_cookie(self.gathering.activity.pk)] = token
            case "slip":
                [code] = make_slips(self.gathering.activity, "student", 1, 0)
                client = Client(headers={"Authorization": f"Voice {code}"})
                client.cookies[voice_cookie(self.gathering.activity.pk)] = code
            case "guest_elsewhere":
                client = self.elsewhere.phone(0)
            case _:
                client = self.cast[visitor].signed_in()
        return client

    def knock(self, client: Client, address: str, method: str) -> str:
        """What happens at this door: in, login or no; nothing that happens inside stays."""
        cookies = dict(client.cookies)
        with transaction.atomic():
            body, kind = self.body(address)
            answer = client.generic(method, self.path(address), data=body, content_type=kind)
            transaction.set_rollback(True)
        client.cookies.clear()
        client.cookies.update(cookies)
        if answer.status_code == 302 and answer["Location"].startswith("/login/?next"):
            return "login"
        if answer.status_code in (401, 403, 404):
            return "no"
        assert answer.status_code != 405, f"{address} asks for another method than {method}"
        return "in"
