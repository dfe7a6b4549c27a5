"""What people do with people: every verb, in one place to find them. Each checks, records and refuses."""

from kring.engine.people.accounts import (
    add_person,
    add_school,
    add_team,
    change_person,
    change_school,
    change_team,
    close_account,
    make_organisation,
    open_account,
    promise,
    promised,
    restrict,
    set_language,
)
from kring.engine.people.circles import (
    accept_invitation,
    change_role,
    invite,
    leaders_present,
    leave,
    make_community,
    take_back,
)
from kring.engine.people.erasing import ask_erasure, erase_due, keep_me
from kring.engine.people.grants import grant, withdraw
from kring.engine.people.own_data import own_data
from kring.engine.people.sessions import end_sessions, sessions_of

__all__ = [
    "accept_invitation",
    "add_person",
    "add_school",
    "add_team",
    "ask_erasure",
    "change_person",
    "change_role",
    "change_school",
    "change_team",
    "close_account",
    "end_sessions",
    "erase_due",
    "grant",
    "invite",
    "keep_me",
    "leaders_present",
    "leave",
    "make_community",
    "make_organisation",
    "open_account",
    "own_data",
    "promise",
    "promised",
    "restrict",
    "sessions_of",
    "set_language",
    "take_back",
    "withdraw",
]
