"""What the lab tries out: experiments with their logs (sections 2.3 and 4.6).

An experiment: {id, n: from 1, title, tension: id, tension_gone: withdrawn since, principle: id or "", owner,
 where, from, until: date or None, look_for, status, verdict: newest or "", ran: ever running or done,
 finished: done, or stopped with a log, people: different seats that logged, places: different ones logged,
 logs: [{id, date, text, verdict, where, by, former, session: number, here}], by, former, session: number,
 here: begun or changed in this session, set_here: owner, end or status changed in this session,
 zone: {a, b, class: within | zone | beyond or None, w, dots} or None while it was not shown, released,
 links: ids, sources: uuids}
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from kring.tools.change_lab.lab import Card, Lab, Record
from kring.tools.change_lab.wall import releases

PLANNING = frozenset({"owner", "until", "status"})


def experiments(lab: Lab) -> list[dict[str, Any]]:
    """All experiments in the order they were begun; the shape stands at the head of this file."""
    told: dict[str, list[Card]] = {}
    for log in lab.logs.values():
        told.setdefault(log.payload["experiment"], []).append(log)
    judged = {one["id"]: one for one in lab.newest("zone").get("experiments", ())}
    released = releases(lab)
    return [
        {
            "id": ident,
            "n": n,
            **described(lab, one),
            **history_of(one, told.get(ident, [])),
            "logs": [shown_log(lab, log) for log in told.get(ident, [])],
            **lab.signed(one.author),
            "session": lab.sessions[one.session].number,
            "here": one.touched == lab.here,
            "set_here": any(place == lab.here and PLANNING & said.keys() for place, said in one.said),
            "zone": zone_of(judged[ident]) if ident in judged else None,
            "released": ident in released,
            "links": sorted(lab.linked_to(ident)),
            "sources": list(one.sources),
        }
        for n, (ident, one) in enumerate(lab.experiments.items(), start=1)
    ]


def described(lab: Lab, one: Record) -> dict[str, Any]:
    """What was filled in."""
    fields = one.fields
    tension = lab.root(fields["tension"])
    return {
        "title": fields["title"],
        "tension": tension,
        "tension_gone": tension not in lab.tensions,
        "principle": lab.root(fields.get("principle") or ""),
        **{name: fields.get(name) or "" for name in ("owner", "where", "look_for")},
        **{name: day(fields.get(name)) for name in ("from", "until")},
        "status": fields["status"],
    }


def day(text: str | None) -> date | None:
    """A date that a check has already read once."""
    return date.fromisoformat(text) if text else None


def ever(one: Record, *statuses: str) -> bool:
    """Whether an experiment ever had one of these statuses."""
    return any(said.get("status") in statuses for _, said in one.said)


def ran(one: Record) -> bool:
    """Whether it was ever tried out: what is done has run, also when nobody pressed the button."""
    return ever(one, "running", "done")


def finished(one: Record, logs: Sequence[Card]) -> bool:
    """Whether it ever came to an end: done, or stopped after something was told about it."""
    return ever(one, "done") or (ever(one, "stopped") and bool(logs))


def history_of(one: Record, logs: Sequence[Card]) -> dict[str, Any]:
    """How far it came, and what was seen of it."""
    verdicts = [log.payload["verdict"] for log in logs if log.payload["verdict"]]
    return {
        "ran": ran(one),
        "finished": finished(one, logs),
        "verdict": verdicts[-1] if verdicts else "",
        "people": len({log.author for log in logs}),
        "places": len({log.payload["where"].casefold() for log in logs if log.payload["where"]}),
    }


def shown_log(lab: Lab, log: Card) -> dict[str, Any]:
    """What somebody told about trying."""
    said = log.payload
    return {
        "id": log.id,
        "date": day(said["date"]),
        **{name: said[name] for name in ("text", "verdict", "where")},
        **lab.signed(log.author),
        "session": lab.sessions[log.session].number,
        "here": log.session == lab.here,
    }


def zone_of(judged: Any) -> dict[str, Any]:
    """What was shown of an experiment in the zone picture."""
    return {name: judged[name] for name in ("a", "b", "class", "w", "dots")}
