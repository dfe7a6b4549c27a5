"""Cards in their places: edits, moves, bundles, hidden and withdrawn ones, and those that wait."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kring.kit.payload import Refused
from kring.tools.change_lab.tests.scenes import ALL, Lab
from kring.tools.change_lab.wall import material

MIRROR = "mirror.present"


@pytest.fixture
def lab() -> Lab:
    return Lab(6, steps=ALL)


def code(lab: Lab, *args: Any, **kwargs: Any) -> str:
    """Why something was refused, "" when it was not."""
    try:
        lab.say(*args, **kwargs)
    except Refused as refused:
        return refused.code
    return ""


def test_a_new_text_keeps_the_card_in_its_place(lab: Lab) -> None:
    first = lab.card(0, MIRROR, "Eerst")
    second = lab.card(1, MIRROR, "Van een ander")
    edit = lab.card(0, MIRROR, "Daarna", replaces=first)
    assert lab.texts(MIRROR) == ["Daarna", "Van een ander"]
    assert [one["id"] for one in lab.wall()["cells"][MIRROR]] == [first, second]
    lab.card(0, MIRROR, "Ten slotte", replaces=edit)
    assert lab.texts(MIRROR)[0] == "Ten slotte"
    assert code(lab, 1, "mirror_in", "cl.withdraw", target=first) == "not_yours"
    lab.say(0, "mirror_in", "cl.withdraw", target=edit)
    assert lab.texts(MIRROR) == ["Van een ander"]


def test_two_people_move_one_card_and_the_last_one_decides(lab: Lab) -> None:
    card = lab.card(0, MIRROR, "Wie heeft gelijk?")
    lab.say(0, "mirror_in", "cl.move", card, surface="worksheet", time="present")
    lab.say(1, "mirror_in", "cl.move", card, surface="model", time="future", leads=True)
    assert lab.texts("model.future") == ["Wie heeft gelijk?"]
    lab.say(0, "mirror_in", "cl.move", card, surface="mirror", time="past")
    assert lab.texts("mirror.past") == ["Wie heeft gelijk?"]


def test_a_new_text_does_not_undo_a_move_unless_another_place_is_chosen(lab: Lab) -> None:
    card = lab.card(0, MIRROR, "Eerst")
    lab.say(0, "mirror_in", "cl.move", card, surface="mirror", time="past")
    lab.card(0, MIRROR, "Daarna", replaces=card)
    assert lab.texts("mirror.past") == ["Daarna"]
    lab.card(0, "worksheet.future", "Toch iets anders", replaces=card)
    assert lab.texts("worksheet.future") == ["Toch iets anders"]


def test_the_author_of_an_earlier_meeting_still_moves_and_edits(lab: Lab) -> None:
    card = lab.card(0, MIRROR, "Van vorige keer")
    lab.meet(steps=ALL)
    assert code(lab, 1, "mirror_in", "cl.move", card, surface="model", time="past") == "only_author"
    lab.say(0, "mirror_in", "cl.move", card, surface="model", time="past")
    lab.card(0, "model.past", "Van vorige keer, beter", replaces=card)
    assert lab.texts("model.past") == ["Van vorige keer, beter"]
    assert lab.mine(0)["cards"][0]["text"] == "Van vorige keer, beter" and lab.mine(1)["cards"] == []


def test_a_hidden_card_is_gone_with_all_its_texts(lab: Lab) -> None:
    card = lab.card(0, MIRROR, "Een naam")
    edit = lab.card(0, MIRROR, "Weer een naam", replaces=card)
    lab.card(0, MIRROR, "Blijft")
    lab.hide(edit)
    assert lab.texts(MIRROR) == ["Een naam", "Blijft"]
    lab.hide(card)
    assert lab.texts(MIRROR) == ["Blijft"]


def test_bundles_come_first_and_a_card_lies_in_the_last_one_that_took_it(lab: Lab) -> None:
    ids = [lab.card(0, MIRROR, f"Kaart {n}") for n in range(5)]
    lab.say(0, "mirror_in", "cl.cluster", "b1", title="Een", cards=ids[3:5], leads=True)
    lab.say(0, "mirror_in", "cl.cluster", "b2", title="Twee", cards=[ids[2], ids[3]], leads=True)
    assert lab.texts(MIRROR) == ["Kaart 4", "Kaart 2", "Kaart 3", "Kaart 0", "Kaart 1"]
    assert [(one["title"], len(one["cards"])) for one in lab.wall()["clusters"]] == [("Een", 1), ("Twee", 2)]
    lab.say(0, "mirror_in", "cl.cluster", "b2", title="Anders", leads=True)
    assert [one["title"] for one in lab.wall()["clusters"]] == ["Een", "Anders"]
    lab.say(0, "mirror_in", "cl.cluster", "b2", gone=True, leads=True)
    assert lab.texts(MIRROR) == ["Kaart 3", "Kaart 4", "Kaart 0", "Kaart 1", "Kaart 2"]
    assert (
        code(lab, 0, "mirror_in", "cl.cluster", "b3", title="x", cards=[ids[0], "weg"], leads=True) == "gone"
    )
    assert code(lab, 0, "mirror_in", "cl.cluster", "b3", title="x", cards=ids[:1], leads=True) == "unreadable"


def test_whoever_writes_along_may_bundle(lab: Lab) -> None:
    ids = [lab.card(0, MIRROR, f"Kaart {n}") for n in range(2)]
    assert code(lab, 3, "mirror_in", "cl.cluster", "b1", title="x", cards=ids) == "only_scribe"
    lab.say(3, "mirror_in", "cl.scribe", text="We begonnen.")
    assert code(lab, 3, "mirror_in", "cl.cluster", "b1", title="x", cards=ids) == ""


def test_two_scribes_are_read_one_after_the_other(lab: Lab) -> None:
    lab.say(3, "mirror_in", "cl.scribe", text="Eerst dit.", quotes=["Zo!"])
    lab.say(4, "mirror_in", "cl.scribe", text="En dat.")
    lab.say(3, "mirror_in", "cl.scribe", text="Eerst dit, en meer.")
    assert [one["text"] for one in lab.live("close")["texts"]] == ["En dat.", "Eerst dit, en meer."]
    lab.meet(steps=ALL)
    so_far = lab.live("mirror_in")["so_far"]
    assert len(so_far["texts"]) == 2 and lab.live("close")["texts"] == []


def test_reactions_put_cards_in_order_once_they_were_shown(lab: Lab) -> None:
    a, b = (lab.card(0, MIRROR, text) for text in ("Weinig", "Veel"))
    for seat in range(5):
        lab.say(seat, "mirror_look", "cl.react", f"{b}:recognise", on=True)
    lab.say(0, "mirror_look", "cl.react", f"{a}:touches", on=True)
    lab.say(0, "mirror_look", "cl.react", f"{a}:touches", on=False)
    assert lab.texts(MIRROR) == ["Weinig", "Veel"]
    assert all(one["reactions"] is None for one in lab.wall()["cells"][MIRROR])
    shown = lab.reveal("mirror_look")
    assert shown["counts"] == {b: {"recognise": 5, "touches": 0, "question": 0}}
    assert lab.texts(MIRROR) == ["Veel", "Weinig"]
    assert code(lab, 0, "mirror_look", "cl.react", f"{a}:touches", on=True) == "locked"
    assert code(lab, 5, "mirror_look", "cl.react", f"{a}:love", on=True) == "unreadable"


def test_cards_without_a_name_are_opened_all_together_in_drawn_order(lab: Lab) -> None:
    for seat in range(5):
        lab.card(seat, MIRROR, f"Zonder naam {seat}", lane="anonymous")
    lab.card(5, MIRROR, "Met naam")
    assert lab.texts(MIRROR) == ["Met naam"]
    assert lab.wall()["waiting"] == lab.live("mirror_in")["waiting"] == 5
    assert lab.choices("mirror_in") == ("cards",)
    assert len(lab.reveal("mirror_in", "cards")["cards"]) == 5
    texts = lab.texts(MIRROR)
    assert texts[0] == "Met naam" and sorted(texts[1:]) == [f"Zonder naam {n}" for n in range(5)]
    assert texts[1:] != [f"Zonder naam {n}" for n in range(5)], "not in the order in which they came"
    opened = lab.wall()["cells"][MIRROR][1]
    assert (opened["by"], opened["former"], opened["nameless"]) == ("", False, True)
    assert lab.choices("mirror_in") == ()


def test_four_people_do_not_open_cards_without_a_name() -> None:
    lab = Lab(4, steps=ALL)
    for seat in range(4):
        lab.card(seat, MIRROR, f"Met naam {seat}")
        lab.card(seat, MIRROR, f"Zonder naam {seat}", lane="anonymous")
    with pytest.raises(Refused, match="too_few"):
        lab.reveal("mirror_in", "cards")


def test_a_table_does_not_make_five_of_four(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a table wrote under its name does not open the cards of four people (C-33, C-35)."""
    lab = Lab(5, steps=ALL)
    for seat in range(5):
        lab.card(seat, MIRROR, f"Met naam {seat}")
    lab.card(0, MIRROR, "Zonder naam", lane="anonymous")
    own = lab.present()
    with monkeypatch.context() as seated:
        seated.setattr(lab, "present", lambda: [*own[:4], replace(own[4], table=True)])
        with pytest.raises(Refused, match="too_few"):
            lab.reveal("mirror_in", "cards")
    assert lab.reveal("mirror_in", "cards")["respondents"] == 5


def test_one_late_card_without_a_name_waits_for_more_people() -> None:
    lab = Lab(9, steps=ALL)
    for seat in range(5):
        lab.card(seat, MIRROR, f"Zonder naam {seat}", lane="anonymous")
    lab.reveal("mirror_in", "cards")
    lab.card(5, MIRROR, "Te laat", lane="anonymous")
    with pytest.raises(Refused, match="wait_more"):
        lab.reveal("mirror_in", "cards")
    for seat in (6, 7):
        lab.say(seat, "mirror_in", "cl.done", "mirror_in", lane="anonymous")
    lab.reveal("mirror_in", "cards")
    assert "Te laat" in lab.texts(MIRROR)


def test_an_opened_card_can_be_withdrawn_and_is_gone_everywhere(lab: Lab) -> None:
    ids = [lab.card(seat, MIRROR, f"Zonder naam {seat}", lane="anonymous") for seat in range(5)]
    shown = lab.reveal("mirror_in", "cards")
    assert not any("Zonder" in str(value) for value in shown.values())
    assert code(lab, 0, "mirror_in", "cl.withdraw", target=ids[0]) == "not_yours", "a seat is no voice"
    lab.say(0, "mirror_in", "cl.withdraw", target=ids[0], lane="anonymous")
    assert "Zonder naam 0" not in lab.texts(MIRROR) and len(lab.texts(MIRROR)) == 4
    assert lab.own(0)["cards"] == [] and lab.own(1)["cards"][0]["text"] == "Zonder naam 1"


def test_what_was_not_opened_before_the_session_closed_stays_unseen(lab: Lab) -> None:
    for seat in range(5):
        lab.card(seat, MIRROR, f"Zonder naam {seat}", lane="anonymous")
    lab.meet(steps=ALL)
    assert lab.texts(MIRROR) == [] and lab.wall()["waiting"] == 0
    assert lab.choices("mirror_in") == ()


def test_of_a_nameless_card_the_facilitator_has_the_last_word(lab: Lab) -> None:
    ids = [lab.card(seat, MIRROR, f"Zonder naam {seat}", lane="anonymous") for seat in range(5)]
    lab.reveal("mirror_in", "cards")
    lab.say(0, "mirror_in", "cl.move", ids[0], surface="worksheet", time="past", leads=True)
    lab.say(0, "mirror_in", "cl.move", ids[0], surface="model", time="past", lane="anonymous")
    assert lab.texts("worksheet.past") == ["Zonder naam 0"]


def test_what_a_school_brings_waits_until_it_is_bundled(lab: Lab) -> None:
    lab.meet(wide=True, session_no=2)
    ids = [lab.card(seat, MIRROR, f"Uit de school {seat}") for seat in range(3)]
    assert lab.texts(MIRROR) == [] and len(lab.live("mirror_in")["queue"]) == 3
    lab.meet(steps=ALL, session_no=2)
    lab.say(0, "mirror_in", "cl.cluster", "b1", title="School", cards=ids[:2], leads=True)
    assert lab.texts(MIRROR) == ["Uit de school 0", "Uit de school 1"] and len(lab.wall()["queue"]) == 1


def test_a_late_card_is_kept_for_the_follow_up(lab: Lab) -> None:
    lab.card(0, MIRROR, "Op tijd")
    lab.meet(finished=True, steps=ALL)
    lab.card(0, MIRROR, "Te laat")
    assert lab.texts(MIRROR) == ["Op tijd"] and lab.wall()["later"] == 1
    lab.meet(steps=ALL)
    assert lab.texts(MIRROR) == ["Op tijd", "Te laat"] and lab.wall()["later"] == 0


def test_a_member_who_left_stays_as_a_former_member(lab: Lab) -> None:
    lab.card(2, MIRROR, "Van wie wegging")
    lab.left.add(2)
    [card] = lab.wall()["cells"][MIRROR]
    assert (card["by"], card["former"]) == ("", True)


def test_a_card_is_released_by_its_author_and_an_experiment_by_all(lab: Lab) -> None:
    card = lab.card(0, MIRROR, "Mag gezien worden")
    tension = lab.tension(0)
    lab.experiment(0, "e1", title="Samen kijken", tension=tension, status="idea")
    lab.experiment(1, "e1", owner="Robot 2")
    lab.say(1, "close", "cl.release", card, on=True)
    assert not lab.wall()["cells"][MIRROR][0]["released"]
    lab.say(0, "close", "cl.release", card, on=True)
    lab.say(0, "close", "cl.release", "e1", on=True)
    assert lab.wall()["cells"][MIRROR][0]["released"] and lab.mine(0)["released"] == [card, "e1"]
    assert not lab.live("close")["experiments"][0]["released"]
    lab.say(1, "close", "cl.release", "e1", on=True)
    assert lab.live("close")["experiments"][0]["released"]
    lab.say(0, "close", "cl.release", card, on=False)
    assert not lab.wall()["cells"][MIRROR][0]["released"]


def test_the_wall_tells_its_balance_and_whoever_leads_what_is_missing(lab: Lab) -> None:
    for n in range(14):
        lab.card(n % 6, MIRROR, f"Spiegel {n}")
    for n in range(6):
        lab.card(n % 6, "worksheet.present", f"Werkblad {n}")
    assert lab.wall()["balance"] == 30
    assert lab.lead()["missing"] == ["model"] and "missing_model" in lab.lead()["hints"]


def test_a_trial_wall_becomes_material_for_a_lab() -> None:
    alone = Lab(1, steps=ALL, trial=True)
    alone.card(0, MIRROR, "Meegebracht")
    [given] = material(alone.wall(), "Robot 1")
    lab = Lab(2, steps=ALL)
    lab.say(1, "mirror_in", "cl.card", **given)
    assert lab.wall()["cells"][MIRROR][0]["source"] == "Robot 1"


def test_links_hold_between_things_that_are_there(lab: Lab) -> None:
    card, tension = lab.card(0, MIRROR, "Bewijs"), lab.tension(0)
    lab.say(0, "tensions", "cl.link", **{"from": tension, "to": card})
    assert lab.wall()["cells"][MIRROR][0]["links"] == [tension]
    assert lab.tensions()[0]["evidence"] == [{"id": card, "text": "Bewijs", "gone": False}]
    lab.say(0, "mirror_in", "cl.withdraw", target=card)
    assert lab.tensions()[0]["evidence"] == [] and lab.tensions()[0]["no_evidence"]
    assert code(lab, 0, "tensions", "cl.link", **{"from": tension, "to": card}) == "gone"
    assert code(lab, 0, "tensions", "cl.link", **{"from": tension, "to": tension}) == "unreadable"
