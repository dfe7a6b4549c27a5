"""A cast you know by name. Everyone stands for a right, and some always stand outside.

Kring Noord: Amina guides, Bram takes part, Dewi looks along as critical friend until a date. Chris is from
Kring Zuid in the same school. Els leads the school, Hanna is on the board, Iris does HRM, Gijs does research,
Fatih looks after the machine, Joost has an account and nothing else. Zara is from another organisation.
"""

from __future__ import annotations

import copy
import gc
import pickle
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any, ClassVar

import pytest
from allauth.usersessions.models import UserSession
from auditlog.context import disable_auditlog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone

from kring.engine.live.request import seat_cookie
from kring.engine.meetings.course import AgendaItem, close_meeting, open_meeting, plan_meeting
from kring.engine.meetings.models import Activity, Meeting, Seat
from kring.engine.meetings.papers import show_paper, take_paper
from kring.engine.meetings.seats import take_seat
from kring.engine.meetings.state import digest
from kring.engine.people.models import Community, Membership, Organisation, Person, RoleGrant, School, Team
from kring.engine.research.models import ResearchProject
from kring.pages.house.naming import CURIOUS
from kring.tests.remembered import Layer, layer_of

GUESTS = ("Aart", "Bert", "Claire", "Dirk", "Emese", "Frans", "Gerlof", "Hermien", "Ivo")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def pytest_configure() -> None:
    """No test of pages asks for a static file; the part that brings those makes two threads of every request."""
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if not one.startswith("servestatic")]


def pytest_collection_finish() -> None:
    """What was loaded by now stays; to look through it again and again took a tenth of the time of the tests."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


@dataclass(frozen=True)
class Entry:
    """How somebody once signed in: with which password, what their browser got, and the rows that came of it."""

    password: str
    at: datetime
    cookies: SimpleCookie
    rows: Layer

    def holds(self, person: Person) -> bool:
        """Whether it would go the same way now."""
        return self.password == person.password and timezone.now() - self.at < timedelta(hours=1)


@dataclass
class Player:
    """Somebody with an account: the person, and a browser in which they signed in."""

    person: Person
    entries: ClassVar[dict[uuid.UUID, Entry]] = {}
    inside: ClassVar[set[uuid.UUID]] = set()

    def signed_in(self) -> Client:
        """A browser of their own, signed in: the first time in a scene as in the scene before, with the same rows."""
        client = Client()
        known = None if self.person.pk in self.inside else self.entries.get(self.person.pk)
        self.inside.add(self.person.pk)
        if known and known.holds(self.person):
            client.cookies = copy.deepcopy(known.cookies)
            known.rows.lay()
            Person.objects.filter(pk=self.person.pk).update(last_login=known.at)
            self.person.last_login = known.at
        else:
            client.force_login(self.person, backend=BACKEND)
        return client

    def remember_entry(self) -> None:
        """Sign in, to know what comes of it."""
        client = Client()
        tables = [Session._meta.db_table, UserSession._meta.db_table]
        _, rows = layer_of(lambda: client.force_login(self.person, backend=BACKEND), tables)
        self.entries[self.person.pk] = Entry(self.person.password, timezone.now(), client.cookies, rows)


@dataclass
class Gathering:
    """A meeting with the people who sat down. Seats without a person are guests."""

    meeting: Meeting
    seats: list[Seat] = field(default_factory=list)
    way_back: dict[Any, str] = field(default_factory=dict)

    @property
    def activity(self) -> Activity:
        """What runs now, fresh from the database."""
        self.meeting.refresh_from_db()
        current = self.meeting.current
        assert current is not None, "nothing runs; open the meeting first"
        return current

    def sit_down(self, name: str, role: str = "teacher", person: Person | None = None) -> Seat:
        """One more chair. The way-back code stays in `way_back[seat.pk]`."""
        seat, code = take_seat(self.meeting, name=name, role=role, person=person, ident=str(uuid.uuid4()))
        self.seats.append(seat)
        self.way_back[seat.pk] = code
        return seat

    def phone(self, seat: Seat | int) -> Client:
        """A phone that holds this seat (or the seat with this number, from 0), without an account."""
        chair = self.seats[seat] if isinstance(seat, int) else seat
        client = Client()
        client.cookies[seat_cookie(str(self.meeting.pk))] = f"{chair.pk}.{chair.key}"
        return client

    def paper(self, seat: Seat | int) -> tuple[str, str]:
        """The ballot paper this seat receives, and the voice (its digest) that belongs to it."""
        chair = self.seats[seat] if isinstance(seat, int) else seat
        token = show_paper(self.activity, chair)
        assert take_paper(self.activity, chair, token)
        return token, digest(token)

    def close(self) -> None:
        """End the meeting."""
        close_meeting(self.meeting)
        self.meeting.refresh_from_db()


@dataclass
class Cast:
    organisation: Organisation
    elsewhere: Organisation
    school: School
    other_school: School
    team: Team
    community: Community
    other_community: Community
    players: dict[str, Player]

    def __getattr__(self, name: str) -> Player:
        try:
            return self.__dict__["players"][name]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(name) from None

    def __getitem__(self, name: str) -> Player:
        return self.players[name]

    def stranger(self) -> Client:
        """A browser in which nobody signed in."""
        return Client()

    def join(self, name: str, community: Community, role: str = "member", **fields: Any) -> Membership:
        """Let a player take part in a circle."""
        return Membership.objects.create(
            person=self.players[name].person, community=community, role=role, **fields
        )

    def grant(self, name: str, role: str, **fields: Any) -> RoleGrant:
        """Give a player a right outside circles."""
        return RoleGrant.objects.create(person=self.players[name].person, role=role, **fields)

    def meeting(
        self,
        tool: str = "change_colours",
        people: int = 0,
        *,
        settings: dict[str, Any] | None = None,
        by: str = "amina",
        community: Community | None | str = "ours",
        kind: str = "live",
        agenda: list[AgendaItem] | None = None,
        opened: bool = True,
        title: str = "Hoe pakken we de nieuwe lestijden aan?",
    ) -> Gathering:
        """A meeting of Kring Noord (or of `community`; None is a loose one), with `people` guests seated."""
        meeting = plan_meeting(
            self.organisation,
            title=title,
            planned_at=timezone.now(),
            by=self.players[by].person,
            agenda=agenda if agenda is not None else [AgendaItem(tool, settings=settings or {})],
            community=self.community if isinstance(community, str) else community,
            kind=kind,
        )
        gathering = Gathering(open_meeting(meeting) if opened else meeting)
        for place in range(people):
            turn, name = divmod(place, len(GUESTS))
            gathering.sit_down(GUESTS[name] + (f" {turn + 1}" if turn else ""))
        return gathering


def person(organisation: Organisation, name: str, position: str = "teacher", **fields: Any) -> Person:
    """Somebody of the organisation, with an address."""
    return Person.objects.create_user(
        f"{name.lower()}@{'noord' if organisation.name == 'Scholengroep Noord' else 'ver'}.example",
        organisation=organisation,
        shown_name=name,
        position=position,
        **fields,
    )


@pytest.fixture
def cast(db: None) -> Cast:
    """Scholengroep Noord with school DO and two circles, and one neighbour. Who they are is not in the log.

    They are made once a day; in every other scene the same rows are laid out, for people who are copies.
    """
    Player.inside.clear()
    today = timezone.localdate()
    if today in REMEMBERED:
        known, rows = REMEMBERED[today]
        rows.lay()
    else:
        known, rows = REMEMBERED[today] = remember()
    made: Cast = pickle.loads(known)
    return made


REMEMBERED: dict[date, tuple[bytes, Layer]] = {}


def remember() -> tuple[bytes, Layer]:
    """Make the cast; gives how to copy it, the rows it left, and keeps how each of them signs in."""
    with disable_auditlog():
        made, rows = layer_of(gather)
    known = pickle.dumps(made)
    with transaction.atomic():
        for player in made.players.values():
            player.remember_entry()
        transaction.set_rollback(True)
    return known, rows


def gather() -> Cast:
    """The cast, in whatever database is open."""
    noord = Organisation.objects.create(name="Scholengroep Noord")
    ver = Organisation.objects.create(name="Scholengroep Ver")
    do = School.objects.create(organisation=noord, name="DO")
    dw = School.objects.create(organisation=noord, name="DW")
    team = Team.objects.create(school=do, name="Team onderbouw")
    circle = Community.objects.create(organisation=noord, school=do, name="Kring Noord")
    zuid = Community.objects.create(organisation=noord, school=do, name="Kring Zuid")
    people = {
        "amina": person(noord, "Amina", "teacher", school=do),
        "bram": person(noord, "Bram", "teacher", school=do),
        "chris": person(noord, "Chris", "support", school=do),
        "dewi": person(noord, "Dewi", "critical_friend_external"),
        "els": person(noord, "Els", "school_director", school=do),
        "fatih": person(noord, "Fatih", "support", school=do),
        "gijs": person(noord, "Gijs", "researcher"),
        "hanna": person(noord, "Hanna", "board"),
        "iris": person(noord, "Iris", "hrm", school=do),
        "joost": person(noord, "Joost", "teacher", school=dw),
        "zara": person(ver, "Zara", "teacher"),
    }
    people["bram"].teams.add(team)
    made = Cast(
        noord, ver, do, dw, team, circle, zuid, {name: Player(someone) for name, someone in people.items()}
    )
    made.join("amina", circle, "facilitator")
    made.join("bram", circle)
    made.join("chris", zuid)
    made.join("dewi", circle, "critical_friend", until=timezone.localdate() + timedelta(days=60))
    made.grant("els", "school_lead", school=do)
    made.grant("fatih", "it_admin", organisation=noord)
    project = ResearchProject.objects.create(
        organisation=noord, name="Leren in kringen", question="Wat helpt kringen verder?", shift_days=-21
    )
    project.communities.add(circle)
    made.grant("gijs", "researcher", project=project)
    made.grant("hanna", "board_viewer", organisation=noord)
    made.grant("iris", "hrm_viewer", school=do)
    return made


@pytest.fixture(autouse=True)
def clean_cache() -> Iterator[None]:
    """What one scene counted (codes asked, wrong tries) does not hinder the next."""
    cache.clear()
    CURIOUS.asked.clear()
    yield
