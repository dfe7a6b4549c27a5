"""The page of what makes a circle last: what the school enters, what the circle confirms, and who sees what."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from kring.conftest import Cast
from kring.engine.anchors.models import OutsideContact, RoleLink, TimeGrant
from kring.engine.anchors.rule import school_year

YEAR = school_year(timezone.localdate(), 8)


def at(cast: Cast) -> str:
    return reverse("anchors", args=[cast.community.pk])


def see(cast: Cast, name: str) -> str:
    answer = cast[name].signed_in().get(at(cast))
    assert answer.status_code == 200
    return answer.text


def send(cast: Cast, name: str, do: str, **said: Any) -> int:
    return cast[name].signed_in().post(at(cast), {"do": do, **said}).status_code


@pytest.mark.parametrize("name", ["chris", "dewi", "hanna", "gijs", "fatih", "joost", "zara"])
def test_who_enters_or_confirms_nothing_does_not_come_here(cast: Cast, name: str) -> None:
    assert cast[name].signed_in().get(at(cast)).status_code == 404
    assert send(cast, name, "hours", hours="40", year=str(YEAR)) == 404


def test_the_school_gives_hours_and_the_circle_notices_them(cast: Cast) -> None:
    assert send(cast, "els", "hours", hours="40", year=str(YEAR)) == 302
    row = TimeGrant.objects.get()
    assert "nog niet gezegd" in see(cast, "els") and "Ja, die uren" in see(cast, "bram")
    assert send(cast, "amina", "confirm", row=row.pk) == 409
    assert send(cast, "bram", "confirm", row=row.pk) == 302
    text = see(cast, "els")
    assert "merkt deze uren" in text and "Bram" not in text
    assert send(cast, "bram", "doubt", row=row.pk) == 302 and "nog niet gezegd" in see(cast, "els")


def test_what_is_wrong_is_said_and_stays_typed(cast: Cast) -> None:
    answer = cast.els.signed_in().post(at(cast), {"do": "hours", "hours": "heel veel", "year": str(YEAR)})
    assert answer.status_code == 409 and "heel veel" in answer.text


@pytest.mark.parametrize("fields", [{"year": "9" * 5000}, {"hours": "1e999999"}, {"hours": "NaN"}])
def test_a_number_that_is_none_is_refused(cast: Cast, fields: dict[str, str]) -> None:
    assert send(cast, "els", "hours", **{"hours": "40", "year": str(YEAR), **fields}) == 409
    assert not TimeGrant.objects.exists()


def test_a_role_is_noted_adopted_and_ended(cast: Cast) -> None:
    assert send(cast, "iris", "role", title="Coach van de kring") == 302
    row = RoleLink.objects.get()
    assert "Coach van de kring" in see(cast, "bram")
    assert send(cast, "els", "adopted", row=row.pk) == 302 and "vastgesteld" in see(cast, "iris")
    assert send(cast, "bram", "ended", row=row.pk) == 302 and "Coach van de kring" not in see(cast, "els")


def test_contacts_and_anchors_are_for_the_circle(cast: Cast) -> None:
    said = {"kind": "other_school", "organisation": "School Zuid", "on": timezone.localdate().isoformat()}
    assert send(cast, "els", "contact", **said) == 409
    assert send(cast, "bram", "contact", **said) == 302
    assert "School Zuid" in see(cast, "amina") and "Wat helpt om te blijven" in see(cast, "amina")
    for name in ("els", "iris"):
        assert "School Zuid" not in see(cast, name) and "Wat helpt om te blijven" not in see(cast, name)
    assert send(cast, "amina", "contact_away", row=OutsideContact.objects.get().pk) == 302


def test_hr_sees_no_hours(cast: Cast) -> None:
    send(cast, "els", "hours", hours="33", year=str(YEAR))
    assert "33 uur" not in see(cast, "iris")


def test_rows_of_another_circle_are_not_here(cast: Cast) -> None:
    other = RoleLink.objects.create(community=cast.other_community, title="Elders")
    assert send(cast, "bram", "adopted", row=other.pk) == 409
    other.refresh_from_db()
    assert other.status == "proposed"
