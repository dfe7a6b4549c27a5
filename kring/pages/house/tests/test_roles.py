"""Who somebody is, is read once for a page that shows, and each time for one that changes something."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kring.conftest import Cast
from kring.engine.people.models import Membership, RoleGrant
from kring.engine.people.roles import read_once, roles_in


@pytest.mark.parametrize("table", ["engine_rolegrant", "engine_membership"])
def test_a_page_asks_once_who_somebody_is(cast: Cast, table: str) -> None:
    amina = cast.amina.signed_in()
    with CaptureQueriesContext(connection) as asked:
        assert amina.get(f"/communities/{cast.community.pk}/").status_code == 200
    of_amina = f'"{table}"."person_id" = \'{cast.amina.person.pk.hex}\' AND "{table}"."since" <='
    asks = [one["sql"] for one in asked if of_amina in one["sql"]]
    if table == "engine_membership":
        asks = [
            one
            for one in asks
            if f"\"community_id\" = '{cast.community.pk.hex}'" in one.replace(f'"{table}".', "")
        ]
    assert len(asks) == 1


def test_whoever_loses_a_right_sees_nothing_on_the_next_page(cast: Cast) -> None:
    bram, page = cast.bram.signed_in(), f"/communities/{cast.community.pk}/road/"
    assert bram.get(page).status_code == 200
    Membership.objects.filter(person=cast.bram.person).update(status="ended")
    assert bram.get(page).status_code == 404


def test_outside_such_a_page_nothing_is_remembered(cast: Cast) -> None:
    els, today = cast.els.person, timezone.localdate()
    with read_once():
        assert "SL" in roles_in(els, cast.school, today).codes
        RoleGrant.objects.filter(person=els).delete()
        assert "SL" in roles_in(els, cast.school, today).codes
    assert "SL" not in roles_in(els, cast.school, today).codes
