"""Every picture of the kit, ordinary and at its limits: long names, nothing, all, one person, thirty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations

from kring.kit.picture import Picture
from kring.kit.pictures import bars
from kring.kit.pictures.circle import people_circle, rings
from kring.kit.pictures.network import Link, Node, network, settle
from kring.kit.pictures.parts import Amount, Category, Entry, Look, Series
from kring.kit.pictures.phases import Phase, PhaseStep, phases
from kring.kit.pictures.signs import COLOURS, SERIES
from kring.kit.pictures.slope import Side, slope
from kring.kit.pictures.table_of_signs import SignRow, table_of_signs
from kring.kit.pictures.transitions import Mark, Role, Scale, transitions
from kring.kit.pictures.trend import Line, Moment, trend
from kring.kit.pictures.triangle import Box, Tension, Weight, triangle

Draw = Callable[[Look], Picture]

YELLOW, BLUE, RED, GREEN, WHITE = FIVE = [
    Category(name, COLOURS[key].coded(code))
    for key, name, code in (
        ("yellow", "Geel", "GE"),
        ("blue", "Blauw", "BL"),
        ("red", "Rood", "RO"),
        ("green", "Groen", "GR"),
        ("white", "Wit", "WI"),
    )
]
LONG_NAMES = [
    "Professionele leergemeenschap",
    "Medezeggenschapsraadsverkiezingen",
    "Onderwijsontwikkeling en begeleiding",
    "Rooster",
    "Leerlingbespreking <b>&",
]
LONG = [Category(name, SERIES[i].coded(f"K{i}")) for i, name in enumerate(LONG_NAMES)]
PLAIN = [Category(name) for name in LONG_NAMES]


def counts(*values: int | None) -> list[Amount]:
    return [Amount(value, "–" if value is None else str(value)) for value in values]


def shares(*parts: str) -> list[Amount]:
    return [Amount(Fraction(part), f"{float(Fraction(part)):.1%}") for part in parts]


FIGURE_8 = {
    "Aart": ("BLUE RED", "BLUE"),
    "Bert": ("BLUE RED", "BLUE"),
    "Claire": ("BLUE RED", "BLUE"),
    "Dirk": ("RED GREEN", "RED"),
    "Emese": ("RED GREEN", "RED"),
    "Frans": ("RED GREEN WHITE", "GREEN"),
    "Gerlof": ("RED GREEN", "GREEN RED"),
    "Hermien": ("WHITE GREEN RED", "GREEN"),
    "Ivo": ("BLUE", "BLUE"),
}
BY_NAME = {"YELLOW": YELLOW, "BLUE": BLUE, "RED": RED, "GREEN": GREEN, "WHITE": WHITE}
TEAM = [
    SignRow(name, [[BY_NAME[one] for one in words.split()] for words in both])
    for name, both in FIGURE_8.items()
]
THIRTY = [
    SignRow(f"{('Anne', 'Marie-Louise', 'Jan Willem van der Oudenhoven')[i % 3]} {i}", TEAM[i % 9].groups)
    for i in range(30)
]

LINE = [
    Phase(
        "Verkennen",
        RED,
        [PhaseStep("Koffie met alle secties", RED), PhaseStep("Planning", BLUE)],
        "september",
    ),
    Phase(
        "Uitproberen",
        GREEN,
        [PhaseStep("Besluit in de raad", YELLOW, "botst met groen"), PhaseStep("Kijken", GREEN)],
    ),
    Phase("Vastleggen", BLUE),
]
SEVEN = [
    Phase(
        f"{LONG_NAMES[i % 5]} {i}",
        LONG[i % 5],
        [PhaseStep(LONG_NAMES[i % 5], LONG[-1], "botst" if i % 2 else "")],
    )
    for i in range(7)
]

PARTS = {
    "subject": Box("Wie", "5 kaarten"),
    "instruments": Box("Waarmee", "3 kaarten"),
    "object": Box("Waaraan", "12 kaarten"),
    "rules": Box("Regels", "4 kaarten"),
    "community": Box("Met wie", "nog leeg"),
    "division": Box("Wie doet wat", "2 kaarten"),
    "outcome": Box("Opbrengst", "1 kaart"),
}
LONG_PARTS = {
    "subject": Box("Team van de onderbouw", "Het team van de onderbouw en de mentoren"),
    "instruments": Box("Instrumenten", "Kijkwijzer, gezamenlijke les"),
    "object": Box("Onderwijsontwikkeling", "Lezen bij alle vakken"),
    "rules": Box("Regels", "De deur van je lokaal blijft dicht"),
    "community": Box("Gemeenschap", "Vaksectie, ouders, buurschool"),
    "division": Box("Arbeidsverdeling", "De teamleider schrijft, de rest knikt"),
    "outcome": Box("Opbrengst", "Leerlingen lezen ook bij biologie"),
}
FEW = [
    Tension("rules", "community", "Regels en gewoonten", 3, 1, "4,8"),
    Tension("community", "division", "Wie mag wat", 2, 2, "3,6"),
    Tension("rules", "division", "Dwars", 0, 1, "nog te weinig stemmen"),
    Tension("object", "object", "Twee doelen", 2, 1, "3,0"),
]
WEIGHTS: tuple[Weight, ...] = (1, 2, 3)
EVERY = [
    Tension(a, b, f"{a}-{b}", WEIGHTS[i % 3], 1, str(i)) for i, (a, b) in enumerate(combinations(PARTS, 2))
]


def mark(role: Role, name: str, value: str | None, text: str) -> Mark:
    return Mark(role, name, Amount(None if value is None else Fraction(value), text))


SCALES = [
    Scale(
        "Maken",
        "Loopt iets vast, dan kijken we vooral wat het voor onszelf betekent.",
        "Loopt iets vast, dan durven we ook ons uitgangspunt te veranderen.",
        [
            mark("before", "sessie 1", "2.1", "2,1"),
            mark("before", "sessie 3", "2.4", "2,4"),
            mark("now", "nu", "3.2", "3,2"),
            mark("wanted", "over een jaar", "4", "4,0"),
        ],
    ),
    Scale("Voeden", "van", "naar", [mark("before", "sessie 1", "1", "1,0"), mark("now", "nu", "1", "1,0 ")]),
    Scale(
        "Uitwisselen",
        "van",
        "naar",
        [mark("now", "nu", "5", "5,0"), mark("wanted", "over een jaar", "5", "5,0")],
    ),
    Scale("Verdelen en doorgeven", "van", "naar", [mark("now", "nu", None, "–")]),
]
MOMENTS = [
    Moment("september", "n = 23"),
    Moment("december", "n = 19"),
    Moment("maart", "n = 21"),
    Moment("juni", "n = 20"),
]
MANY_MOMENTS = [Moment(f"{i + 1} september 2025", "n = 123") for i in range(8)]

NAMES = ["Aart", "Bert", "Claire", "Dirk", "Emese", "Frans", "Gerlof", "Hermien", "Ivo", "Marie-Louise"]
TIES = [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (6, 7), (7, 8), (0, 3), (6, 8)]


def circle_of(people: int, *, named: bool) -> Draw:
    nodes = [Node(f"n{i}", f"{NAMES[i % 10]} {i}" if named else "", SERIES[i % 4]) for i in range(people)]
    pairs = [(a, b) for a, b in TIES if b < people] + [(i, i * 7 % people) for i in range(9, people)]
    links = [Link(f"n{a}", f"n{b}", 1 + a % 3, a % 4 == 0) for a, b in pairs if a != b]
    places = settle([node.id for node in nodes], [(link.a, link.b) for link in links])
    legend = [Category(f"Team {i}", SERIES[i]) for i in range(4)]
    rows = [("Dichtheid", "0,2")]
    return lambda look: network(
        "Netwerk", "Wie", ("Maat", "Waarde"), rows, nodes, links, places, legend=legend, look=look
    )


def pair(categories: Sequence[Category], first: Sequence[Amount], second: Sequence[Amount]) -> Draw:
    thinking, doing = Series("Wat we vinden", first), Series("Wat we doen", second)
    return lambda look: bars.stacked_pair(
        "Groep", "Twee staven", ("Kleur",), categories, thinking, doing, look=look
    )


def own(categories: Sequence[Category]) -> Draw:
    rows = [
        Series("Zo denk je", counts(3, 3, 8, 9, 7), frozenset({2, 3})),
        Series("Zo doe je", counts(0, 12, 6, None, 1), frozenset({1})),
    ]
    return lambda look: bars.diverging_bars(
        "Jij",
        "Rijen",
        ("Kleur",),
        categories,
        rows,
        line_text="6 is het midden",
        framed_text="leidend",
        look=look,
    )


def beside(categories: Sequence[Category]) -> Draw:
    asked = Series("Wat deze verandering vraagt", shares("0", "1", "0.4", "0.2", "0.1"))
    given = Series("Wat wij doen", shares("0", "0.5", "1", "0", "0"))
    return lambda look: bars.paired_bars(
        "Situatie", "Paren", ("Kleur",), categories, asked, given, top=1, look=look
    )


def standing(categories: Sequence[Category]) -> Draw:
    values = counts(12, 50, 100, 0, None)
    return lambda look: bars.columns(
        "Fasen",
        "Staven",
        ("Fase", "Waarde"),
        categories,
        values,
        top=100,
        line=50,
        line_text="de helft",
        look=look,
    )


def heat(look: Look) -> Picture:
    words = ["nog leeg", "halverwege", "helemaal vol", "nog leeg", "onbekend"]
    return bars.heat_row(
        "Cellen",
        "Rij",
        ("Cel", "Waarde", "Woord"),
        LONG_NAMES,
        counts(0, 50, 100, 1, None),
        words,
        top=100,
        look=look,
    )


def table(people: Sequence[SignRow]) -> Draw:
    return lambda look: table_of_signs(
        "Wie", "Tabel", ("Naam", "Denken", "Doen"), people, legend=FIVE, look=look
    )


def four(category: Category, *values: int) -> Draw:
    names = ("denkt zo en doet het", "denkt zo, doet het niet", "doet het, denkt niet zo", "geen van beide")
    lanes = [Entry(name, amount) for name, amount in zip(names, counts(*values), strict=True)]
    first, second = (
        Side("Wat wij vinden", "gelooft er wel in", "gelooft er niet in"),
        Side("Doen", "doet het", "doet het niet"),
    )
    return lambda look: slope(
        "Een kleur", "Banen", ("Groep", "Mensen"), category, first, second, lanes, look=look
    )


def line(steps: Sequence[Phase]) -> Draw:
    head = ("Fase", "Kleur", "Stap", "Kleur van de stap", "Let op")
    return lambda look: phases("Aanpak", "Fasen", head, steps, look=look)


def progress(total: int, filled: int, small: str) -> Draw:
    big = f"{filled} van {total}"
    return lambda look: people_circle(
        "Klaar", "Kring", ("Wat", "Aantal"), total, filled, big, small, look=look
    )


def from_edge(names: Sequence[str]) -> Draw:
    entries = [Entry(name, Amount(100 + i, str(100 + i))) for i, name in enumerate(names)]
    return lambda look: rings("Ringen", "Van rand naar kern", ("Ring", "Mensen"), entries, look=look)


def system(parts: dict[str, Box], tensions: Sequence[Tension]) -> Draw:
    head = ("Spanning", "Van", "Naar", "Gewicht")
    return lambda look: triangle("Driehoek", "Zeven delen", head, parts, tensions, look=look)


def moved(scales: Sequence[Scale]) -> Draw:
    return lambda look: transitions("Beweging", "Lijnen", ("Proces", "Van", "Naar"), scales, look=look)


def over_time(moments: Sequence[Moment], *lines: Sequence[Amount]) -> Draw:
    drawn = [Line(name, amounts) for name, amounts in zip(("Zelf", "Taak", "Ander"), lines, strict=False)]
    return lambda look: trend("Door de tijd", "Lijnen", ("Moment", "Mensen"), moments, drawn, look=look)


GALLERY: dict[str, Draw] = {
    "stacked pair": pair(
        FIVE, shares("0", "0.278", "0.407", "0.241", "0.074"), shares("0", "0.444", "0.278", "0.278", "0")
    ),
    "stacked pair, one has all": pair(
        LONG, shares("0", "0", "1", "0", "0"), shares("0.01", "0.01", "0.01", "0.01", "0.96")
    ),
    "stacked pair, nothing": pair(FIVE, shares("0", "0", "0", "0", "0"), shares("0", "0", "0", "0", "0")),
    "own outcome": own(FIVE),
    "own outcome, long names": own(LONG),
    "paired bars": beside(FIVE),
    "paired bars, long names": beside(LONG),
    "columns": standing(FIVE),
    "columns, long names": standing(PLAIN),
    "heat row": heat,
    "table of signs": table(TEAM),
    "table of thirty": table(THIRTY),
    "table of one": table([SignRow("Ivo", [[], [WHITE]])]),
    "slope": four(RED, 3, 5, 0, 1),
    "slope, all together": four(LONG[1], 200, 0, 0, 0),
    "phases": line(LINE),
    "seven phases": line(SEVEN),
    "no phases": line([]),
    "progress": progress(25, 17, "zijn klaar"),
    "progress of one": progress(1, 0, "is klaar"),
    "progress of 200": progress(200, 117, "mensen hebben de vragen beantwoord"),
    "rings": from_edge(["rand: leest mee en komt soms langs", "actief", "kern"]),
    "five rings": from_edge(LONG_NAMES),
    "triangle": system(PARTS, FEW),
    "triangle, long names": system(LONG_PARTS, FEW),
    "triangle, every pair": system(PARTS, EVERY),
    "triangle, no tensions": system(PARTS, []),
    "transitions": moved(SCALES),
    "trend": over_time(MOMENTS, counts(72, 60, 48, 40), counts(50, 58, 49, 41), counts(20, None, 50, 100)),
    "trend of one moment": over_time(MOMENTS[:1], counts(0)),
    "trend of eight moments": over_time(
        MANY_MOMENTS, counts(*range(0, 80, 10)), counts(*range(100, 20, -10))
    ),
    "network": circle_of(14, named=False),
    "network with names": circle_of(9, named=True),
    "network of thirty": circle_of(30, named=True),
}
