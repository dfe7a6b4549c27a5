"""What is shown to all, what to one, and what to nobody."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F
from typing import Any

import pytest

from kring.kit.freeze import freeze, thaw
from kring.kit.payload import Refused
from kring.kit.scene import Shown
from kring.tools.carousel.harvest import for_two
from kring.tools.carousel.later import pairs_asked
from kring.tools.carousel.measures import measures
from kring.tools.carousel.report import prints, schedule
from kring.tools.carousel.sheets import sheets
from kring.tools.carousel.tests.scenes import TODAY, Room, words
from kring.tools.carousel.told import TOLD
from kring.tools.carousel.tool import TOOL
from kring.tools.carousel.vocabulary import CONFIDENTIAL

EXCHANGE = "ab ba ac ca bc cd dc de ed ef fe eg fg"


def named(room: Room, arcs: str, answered: str, tie: str = "exchange") -> Room:
    """People name each other: "ab" is seat 0 who names seat 1."""
    for one in arcs.split():
        a, b = ("abcdefghijklmn".index(letter) for letter in one)
        if "abcdefghijklmn"[a] in answered:
            room.say(a, "cr.nominate", f"{tie}:s{b:03}", on=True)
    for letter in answered:
        room.say("abcdefghijklmn".index(letter), "cr.nominate", f"{tie}:done", done=True)
    return room


def ring(n: int) -> str:
    letters = "abcdefghijklmn"[:n]
    return " ".join(f"{a}{b}" for a, b in zip(letters, letters[1:] + letters[0], strict=True))


@pytest.fixture
def talked() -> Room:
    """Eight people, three rounds."""
    return Room(8, network="before", leader_feedback=True).everybody_joins().plays(3)


# Talks


def test_talk_items_are_shown_from_five_people(talked: Room) -> None:
    for seat in range(4):
        talked.say(seat, "cr.talk_item", "1:clear", value=4)
    assert talked.goes_to("closing").reveal("closing")["items"] == {"clear": None, "said": None}
    with pytest.raises(Refused, match="wait_more"):
        talked.reveal("closing")
    for seat in range(4, 8):
        talked.say(seat, "cr.talk_item", "1:clear", value=2)
    found = talked.reveal("closing")
    assert found["number"] == 2 and found["items"]["clear"] == {"n": 8, "mean": F(3), "share": F(1, 2)}
    assert found["coverage"]["met1"] == 12
    with pytest.raises(Refused, match="locked"):
        talked.say(0, "cr.talk_item", "1:clear", value=1)


def test_one_or_two_answers_more_do_not_change_what_was_shown(talked: Room) -> None:
    for seat in range(5):
        talked.say(seat, "cr.talk_item", "1:clear", value=4)
        talked.say(seat, "cr.talk_item", "1:said", value=4)
    first = talked.goes_to("closing").reveal("closing")
    for seat in (5, 6):
        talked.say(seat, "cr.talk_item", "1:clear", value=1)
    with pytest.raises(Refused, match="wait_more"):
        talked.reveal("closing")
    for seat in (5, 6, 7):
        talked.say(seat, "cr.talk_item", "1:said", value=1)
    found = talked.reveal("closing")
    assert found["items"]["clear"] == first["items"]["clear"], "two are too few to add"
    assert found["items"]["said"]["n"] == 8


def test_every_figure_says_of_how_many_and_below_half_that_it_is_indicative(talked: Room) -> None:
    """C-22: people of those who were invited, talks of those that were held."""
    for seat in range(5):
        for r in (1, 2, 3):
            for item in ("clear", "said"):
                talked.say(seat, "cr.talk_item", f"{r}:{item}", value=5)
    talked.settings["invited"] = 12
    found = talked.goes_to("closing").reveal("closing")
    assert found["of"] == 12 and found["both_ways"] is None, "fewer than five talks with all four answers"
    assert TOLD["talks"](found, words())[0].endswith("(5 van de 12 mensen, minder dan de helft: indicatief).")
    assert TOLD["talks"]({**found, "of": 10}, words())[0].endswith("(5 van de 10 mensen).")
    frozen_before = {name: value for name, value in found.items() if name != "of"}
    assert TOLD["talks"](frozen_before, words())[0].endswith("(5 mensen).")
    both = {**found, "both_ways": {"talks": 5, "share": F(1), "of": 12}}
    assert TOLD["talks"](both, words("en"))[-1].endswith("(5 of the 12 talks, fewer than half: indicative).")


def test_a_closing_without_rounds_shows_nothing() -> None:
    with pytest.raises(Refused, match="nothing_to_reveal"):
        Room(8).everybody_joins().reveal("closing")


# Sentences


def test_sentences_without_a_name_wait_for_five_voices(talked: Room) -> None:
    talked.goes_to("closing")
    mine = talked.say(0, "cr.group_sentence", "", "anonymous", text="We praten te weinig.")
    talked.say(1, "cr.group_sentence", "", "named", text="Ik kom langs.")
    for seat in (2, 3, 4):
        talked.say(seat, "cr.done", "", "anonymous")
    found = talked.reveal("closing")
    assert [one["text"] for one in found["sentences"]] == ["Ik kom langs."] and found["hidden"]
    assert found["sentences"][0]["name"] == "Bram"
    talked.say(5, "cr.done", "", "anonymous")
    found = talked.reveal("closing")
    assert {one["text"]: one["name"] for one in found["sentences"]} == {
        "We praten te weinig.": "",
        "Ik kom langs.": "Bram",
    }
    assert not found["hidden"]
    with pytest.raises(Refused, match="locked"):
        talked.say(0, "cr.withdraw", "", "anonymous", target=mine)


def test_a_sentence_is_edited_and_taken_back_before_it_is_shown(talked: Room) -> None:
    talked.goes_to("closing")
    first = talked.say(0, "cr.group_sentence", "", "anonymous", text="We praten te wenig.")
    second = talked.say(0, "cr.group_sentence", "", "anonymous", text="We praten te weinig.", replaces=first)
    other = talked.say(1, "cr.group_sentence", "", "anonymous", text="Weg ermee.")
    talked.say(1, "cr.withdraw", "", "anonymous", target=other)
    for seat in range(2, 6):
        talked.say(seat, "cr.done", "", "anonymous")
    assert [one["text"] for one in talked.reveal("closing")["sentences"]] == ["We praten te weinig."]
    assert talked.own(0)["sentence"] == {"uuid": second, "text": "We praten te weinig."}


def test_sentences_that_two_make_theirs_are_harvested(talked: Room) -> None:
    talked.goes_to("closing")
    told = [talked.say(seat, "cr.group_sentence", "", "anonymous", text=f"Zin {seat}") for seat in range(5)]
    talked.reveal("closing")
    for seat, n in ((0, 3), (1, 2), (2, 1), (3, 5), (4, 4)):
        for voice in range(n):
            talked.say(voice, "cr.mine_too", told[seat], on=True)
    for seat in range(5):
        talked.say(seat, "cr.opened", "ex_o1", on=True)
        talked.say(seat, "cr.opened", "ex_c1", on=seat < 4)
    talked.lead("cr.agreement", text="Elke maand een les bij elkaar.")
    found = TOOL.propose(talked.settings, talked.shown(), TODAY, words())
    assert [(one.kind, one.text) for one in found] == [
        ("agreement", "Elke maand een les bij elkaar."),
        ("insight", "Zin 3"),
        ("insight", "Zin 4"),
        ("insight", "Zin 0"),
        ("repertoire", "Waar heb je dit goed zien gaan?"),
    ]
    assert [one.rank for one in found] == [1, 2, 3, 4, 5]
    assert talked.own(3)["too"] == sorted([told[3], told[4]]) and talked.own(7) == {}


# Pairs


def test_an_expectation_is_seen_by_the_pair_when_both_have_sent_one(talked: Room) -> None:
    talked.say(0, "cr.expectation", "s001", mine="Dat je meekijkt.", yours="Dat ik bel.")
    assert talked.mine(0)["expectations"] == {
        "s001": {"mine": {"mine": "Dat je meekijkt.", "yours": "Dat ik bel."}, "theirs": None}
    }
    assert talked.mine(1)["expectations"] == {}, "the other does not even see that there is one"
    talked.say(1, "cr.expectation", "s000", mine="Dat je belt.")
    assert talked.mine(1)["expectations"]["s000"]["theirs"]["mine"] == "Dat je meekijkt."
    assert talked.mine(0)["expectations"]["s001"]["theirs"]["mine"] == "Dat je belt."
    assert talked.mine(2)["expectations"] == {}


def test_only_two_who_both_want_to_go_on_hear_of_it_after_the_last_round(talked: Room) -> None:
    talked.say(0, "cr.go_on", "s001", on=True)
    talked.say(1, "cr.go_on", "s000", on=True)
    talked.say(2, "cr.go_on", "s003", on=True)
    assert talked.mine(0)["together"] == []
    talked.ends(3, "done")
    assert talked.mine(0)["together"] == [{"id": "s001", "name": "Bram"}]
    assert talked.mine(2)["together"] == [] and talked.mine(3)["together"] == []
    talked.say(4, "cr.expectation", "s005", mine="Steun.")
    talked.say(5, "cr.expectation", "s004", mine="Een eerlijk woord.")
    found = for_two(talked.scene(), words())
    assert [(one.kind, one.text, one.private_to) for one in found] == [
        ("action", "Amina en Bram plannen een tweede gesprek.", ("s000", "s001")),
        ("agreement", "Els verwacht: Steun. Fatih verwacht: Een eerlijk woord.", ("s004", "s005")),
    ]
    assert TOOL.propose(talked.settings, talked.shown(), TODAY, words()) == []


def test_a_logbook_is_read_by_its_author_only(talked: Room) -> None:
    talked.say(0, "cr.log", "1:promised", text="Ik bel morgen.")
    talked.say(0, "cr.log", "0:after", text="Rust.")
    mine = talked.mine(0)
    assert mine["rounds"][0]["log"]["promised"] == "Ik bel morgen." and mine["log"]["after"] == "Rust."
    everything = [talked.mine(seat) for seat in range(1, 8)] + [talked.live(s.key) for s in TOOL.steps]
    assert "Ik bel morgen." not in str(everything + [talked.compute()])


def test_answers_that_were_restored_without_their_key_count_as_not_given(talked: Room) -> None:
    talked.lead("cr.forbid", a="s000", b="s001", on=True)
    talked.say(0, "cr.talk_item", "1:clear", value=4)
    talked.say(0, "cr.go_on", "s001", on=True)
    talked.say(0, "cr.expectation", "s001", mine="Steun.")
    emptied = [replace(one, payload={}) if one.kind in CONFIDENTIAL else one for one in talked.said]
    talked.said = emptied
    assert talked.mine(0)["expectations"] == {} and talked.compute()["items"]["clear"] is None


def test_whoever_is_not_here_sees_nothing(talked: Room) -> None:
    assert TOOL.mine(talked.scene(), "somebody else") == {}


# Network


def test_the_network_in_numbers_says_nothing_of_a_person() -> None:
    room = Room(8, teams=["N", "N", "N", "N", "Z", "Z", "Z", "Z"], network="before").everybody_joins()
    named(room, EXCHANGE, "abcdefgh")
    found = room.reveal("map")["shown"]
    assert set(found) == {"exchange"}, "about the other question nobody answered"
    one = found["exchange"]
    assert (one["density"], one["reciprocity"], one["ei"], one["ei_word"]) == (
        F(13, 56),
        F(10, 13),
        F(-3, 4),
        "ei_inside",
    )
    assert one["isolates"] == {"word": "some", "n": None} and one["bridges"] == {"word": "number", "n": 3}
    assert one["mode"] == "measures" and one["map"] is None
    assert not any(f"s{i:03}" in str(found) or f"p{i:03}" in str(found) for i in range(8))
    with pytest.raises(Refused, match="locked"):
        room.say(0, "cr.nominate", "exchange:s005", on=True)
    assert measures(room.shown())["carousel.ei_index"] == F(-3, 4)
    assert [one.text for one in TOOL.propose(room.settings, room.shown(), TODAY, words())] == [
        "De meeste uitwisseling blijft binnen het eigen team."
    ]


def test_too_few_answers_give_no_picture() -> None:
    room = Room(9, network="before").everybody_joins()
    named(room, "ab", "abcde")
    with pytest.raises(Refused, match="few_answered") as refused:
        room.reveal("map")
    assert refused.value.values == {"r": 5, "n": 9}
    named(room, "", "fg")
    assert room.reveal("map")["shown"]["exchange"]["answered"] == 7
    named(room, "", "h")
    with pytest.raises(Refused, match="wait_more"):
        room.reveal("map")


@pytest.mark.parametrize(
    ("n", "wanted", "no", "mode"),
    [
        (12, "measures", 0, "measures"),
        (12, "anonymous", 0, "anonymous"),
        (11, "anonymous", 0, "measures"),
        (12, "named", 0, "named"),
        (6, "named", 0, "named"),
        (12, "named", 1, "anonymous"),
        (6, "named", 1, "measures"),
    ],
)
def test_a_map_with_names_needs_the_yes_of_everybody(n: int, wanted: str, no: int, mode: str) -> None:
    room = Room(n, network="before", map_mode=wanted).everybody_joins()
    named(room, ring(n), "abcdefghijkl"[:n])
    room.goes_to("closing")
    for seat in range(n):
        room.say(seat, "cr.map_ok", "map_ok", ok=seat >= no)
    one = room.reveal("map")["shown"]["exchange"]
    assert one["mode"] == mode
    names = {node["name"] for node in one["map"]["nodes"]} if one["map"] else set()
    assert ("Amina" in names) == (mode == "named")
    assert one["map"] is None or len(one["map"]["links"]) == n


def test_who_says_nothing_about_names_says_no() -> None:
    room = Room(6, network="before", map_mode="named").everybody_joins()
    named(room, ring(6), "abcdef")
    room.goes_to("closing")
    for seat in range(5):
        room.say(seat, "cr.map_ok", "map_ok", ok=True)
    assert room.reveal("map")["shown"]["exchange"]["mode"] == "measures"


def test_only_large_teams_have_a_shape() -> None:
    room = Room(12, teams=["N"] * 5 + ["Z"] * 5 + ["", "X"], network="before", map_mode="anonymous")
    named(room.everybody_joins(), ring(12), "abcdefghijkl")
    drawn = room.reveal("map")["shown"]["exchange"]["map"]
    assert drawn["shapes"] == ["N", "Z"]
    assert sorted(str(node["team"]) for node in drawn["nodes"]) == ["0"] * 5 + ["1"] * 5 + ["None"] * 2


def test_people_keep_their_place_from_one_measurement_to_the_next() -> None:
    settings: dict[str, Any] = {"network": "before_after", "map_mode": "anonymous"}
    first = named(Room(12, **settings).everybody_joins(), ring(12), "abcdefghijkl")
    then = first.reveal("map")["shown"]["exchange"]
    again = Room(12, part="later", **settings).follows(first).goes_to("later")
    named(again, ring(12) + " ag", "abcdefghijkl")
    now = again.reveal("map")["shown"]["exchange"]

    def spots(one: Any) -> list[tuple[int, int]]:
        return [(node["x"], node["y"]) for node in one["map"]["nodes"]]

    assert sorted(spots(then)) == sorted(spots(now))
    assert now["change"] == {
        "n": 12,
        "new": 1,
        "lost": 0,
        "kept": 12,
        "density": F(1, 132),
        "reciprocity": F(0),
        "ei": None,
    }


def test_a_person_sees_the_own_place_only_after_it_was_let_go_and_it_does_not_move() -> None:
    room = Room(8, network="before").everybody_joins()
    named(room, EXCHANGE, "abcdefgh")
    assert room.mine(3)["place"] is None
    assert room.mine(0)["named"]["exchange"] == ["s001", "s002"] and room.mine(0)["answered"]["exchange"]
    room.goes_to("map").lead("cr.release", "network")
    assert room.mine(3)["place"] == {"bridge": True, "few": False}
    assert room.mine(7)["place"] == {"bridge": False, "few": True}
    assert room.mine(0)["place"] == {"bridge": False, "few": False}
    room.goes_to("prepare").say(0, "cr.nominate", "exchange:s007", on=True)
    room.say(1, "cr.nominate", "exchange:s007", on=True)
    assert room.mine(7)["place"] == {"bridge": False, "few": True}


# Leaders


def test_a_leader_reads_the_notes_from_five_people_after_the_end(talked: Room) -> None:
    talked.lead("cr.person", "s000", leader=True)
    for seat in range(1, 5):
        talked.say(seat, "cr.leader_note", "s000", "anonymous", keep=f"Blijf {seat}", wish="Vaker in de les.")
    assert talked.mine(0)["notes"] == {"state": "waiting", "notes": {}}
    talked.goes_to("map").lead("cr.release", "notes", upto=talked.live("map")["upto"])
    assert talked.mine(0)["notes"]["state"] == "too_few"
    assert talked.mine(1)["notes"] is None and talked.mine(1)["leaders"] == [{"id": "s000", "name": "Amina"}]


def test_notes_are_shuffled_per_field_and_nameless_unless_signed(talked: Room) -> None:
    talked.lead("cr.person", "s000", leader=True)
    for seat in range(1, 6):
        talked.say(seat, "cr.leader_note", "s000", "anonymous", keep=f"Blijf {seat}", change=f"Anders {seat}")
    talked.say(6, "cr.leader_note", "s000", "named", keep="Blijf 6")
    talked.goes_to("map").lead("cr.release", "notes", upto=talked.live("map")["upto"])
    notes = talked.mine(0)["notes"]
    keep = [one["text"] for one in notes["notes"]["keep"]]
    change = [one["text"] for one in notes["notes"]["change"]]
    assert notes["state"] == "shown" and sorted(keep) == [f"Blijf {seat}" for seat in range(1, 7)]
    assert [one[-1] for one in keep if one != "Blijf 6"] != [one[-1] for one in change]
    assert {one["name"] for one in notes["notes"]["keep"]} == {"", "Greet"}
    talked.goes_to("closing").say(7, "cr.leader_note", "s000", "anonymous", keep="Te laat")
    assert talked.mine(0)["notes"] == notes, "what comes after it is not passed on"
    assert talked.own(1)["notes"]["s000"]["keep"] == "Blijf 1"


def test_notes_are_refused_where_leaders_do_not_ask_for_them() -> None:
    room = Room(6).everybody_joins().goes_to("round")
    with pytest.raises(Refused, match="feedback_off"):
        room.say(1, "cr.leader_note", "s000", "anonymous", keep="Ga door")


# Later


def weeks_later() -> Room:
    before = Room(8).everybody_joins().plays(7, sealed=True)
    pair = before.live("round")["past"][6]["talks"][0]["seats"]
    a, b = (int(seat[1:]) for seat in pair)
    for one, other in ((a, b), (b, a)):
        before.say(one, "cr.go_on", f"s{other:03}", on=True)
        before.say(one, "cr.expectation", f"s{other:03}", mine="Steun.")
    return Room(8, part="later").follows(before).goes_to("later")


def test_weeks_later_everybody_is_asked_about_five_talks_those_to_go_on_first() -> None:
    room = weeks_later()
    asked = [room.mine(seat)["later"] for seat in range(8)]
    assert all(len(one) == 5 for one in asked)
    going_on = [seat for seat in range(8) if asked[seat][0]["go_on"]]
    assert len(going_on) == 2 and all(asked[seat][0]["round"] == 7 for seat in going_on)
    a, b = going_on
    for seat in range(8):
        for one in asked[seat]:
            room.say(seat, "cr.used", one["partner"], value="yes" if seat < 2 else "no", text="In de les.")
    room.say(a, "cr.kept", asked[a][0]["partner"], value=4)
    assert room.mine(a)["later"][0]["kept"] == {"mine": 4, "theirs": None}
    assert room.mine(b)["later"][0]["kept"] == {"mine": None, "theirs": None}
    room.say(b, "cr.kept", asked[b][0]["partner"], value=2)
    assert room.mine(a)["later"][0]["kept"] == {"mine": 4, "theirs": 2}
    assert room.mine(b)["later"][0]["kept"] == {"mine": 2, "theirs": 4}
    found = room.reveal("later")
    assert (
        found["used"] == {"answers": 40, "people": 8, "share": F(1, 4), "use": "image"}
        and found["kept"] is None
    )
    assert room.mine(a)["later"][0]["text"] == "In de les."
    assert pairs_asked(room.scene()) == 1
    told = TOLD["later"]({**found, "of": 20, "kept": {"pairs": 10, "mean": F(4), "of": 28}}, words())
    assert told == [
        "Van 25% van de gesprekken werd iets gebruikt "
        "(40 antwoorden van 8 van de 20 mensen, minder dan de helft: indicatief).",
        "Tweetallen maakten hun verwachtingen gemiddeld voor 4,0 van 5 waar "
        "(10 van de 28 tweetallen, minder dan de helft: indicatief).",
    ]


def test_nine_answers_are_too_few() -> None:
    room = weeks_later()
    for seat in range(4):
        for one in room.mine(seat)["later"]:
            room.say(seat, "cr.used", one["partner"], value="yes")
    with pytest.raises(Refused, match="too_few"):
        room.reveal("later")


# What is left behind


def test_report_sheets_and_words_hold_no_names_and_freeze(talked: Room) -> None:
    for seat in range(8):
        for r in (1, 2, 3):
            talked.say(seat, "cr.talk_item", f"{r}:clear", value=5)
            talked.say(seat, "cr.talk_item", f"{r}:said", value=4)
    talked.goes_to("prepare")
    named(talked, EXCHANGE, "abcdefgh")
    talked.goes_to("closing").reveal("closing")
    talked.reveal("map")
    assert thaw(freeze(talked.published[0].result)) == talked.published[0].result
    assert thaw(freeze(talked.published[1].result)) == talked.published[1].result
    for lang in ("nl", "en"):
        said = words(lang)
        report = TOOL.report(talked.settings, talked.shown(), said)
        assert not any(one.name in str(report) for one in talked.seats)
        made = sheets(talked.settings, talked.shown(), said)
        assert [len(one.title) <= 31 for one in made] == [True, True]
        assert all(len(row) == len(one.head) for one in made for row in one.rows)
    texts = TOLD["talks"](talked.published[0].result, words())
    assert texts[-1] == "In 100% van de gesprekken spraken allebei hun verwachting uit (12 gesprekken)."
    assert "Niet bedoeld voor besluiten over personen." in str(TOOL.report({}, talked.shown(), words()))


def test_the_printed_schedule_has_a_page_per_round_with_place_and_names(talked: Room) -> None:
    blocks = schedule(talked.live("round"), words())
    pages = [block for block in blocks if type(block).__name__ == "TableBlock"]
    assert len(pages) == 7 and all(len(page.rows) == 4 for page in pages)
    assert all(page.large for page in pages), "it hangs on a door"
    assert pages[0].rows[0][0] == "zoek zelf een plek" and " en " in pages[0].rows[0][1]


@pytest.mark.parametrize("n", [0, 1, 2, 9, 30, 200])
@pytest.mark.parametrize("look", ["", "_board", "_phone"])
def test_the_wheel_bears_any_number_of_people(n: int, look: str) -> None:
    room = Room(n).everybody_joins()
    if n > 1:
        room.plays(1)
    seen = room.live("round")
    picture = TOOL.pictures[f"wheel{look}"]({**seen["wheel"], "coverage": seen["coverage"]}, words())
    assert len(picture.rows) == n and picture.svg.startswith("<svg") and picture.description
    if n == 9:
        assert 'stroke-dasharray="' in picture.svg and "Amina" in picture.svg


@pytest.mark.parametrize("wanted", ["anonymous", "named"])
def test_the_map_has_names_only_where_all_said_yes(wanted: str) -> None:
    room = Room(12, network="before", map_mode=wanted).everybody_joins()
    named(room, ring(12), "abcdefghijkl")
    room.goes_to("closing")
    for seat in range(12):
        room.say(seat, "cr.map_ok", "map_ok", ok=True)
    one = room.reveal("map")["shown"]["exchange"]
    picture = TOOL.pictures["network"](one, words())
    assert ("Amina" in picture.svg) == ("Amina" in str(picture.rows)) == (wanted == "named")
    assert not any("Amina" in str(block) for block in TOOL.report({}, room.shown(), words()))


def test_the_schedule_is_printed_once_there_is_one() -> None:
    room = Room(4).everybody_joins()
    room.plays(2)
    [paper] = prints({"zone": "Europe/Amsterdam"}, room.shown(), words())
    assert paper.lang == "nl" and any("Amina" in str(block) for block in paper.blocks)
    assert prints({}, Shown(), words()) == []
