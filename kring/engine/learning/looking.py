"""Looking back on how a circle works, in a meeting (lifecycle.md 2.4): whose turn it is, and what it leaves behind."""

from __future__ import annotations

from kring.engine.harvest.models import Agreement, HarvestProposal
from kring.engine.learning.criteria import MOVES, TOPICS
from kring.engine.learning.cycles import current_cycle
from kring.engine.learning.facts import criteria_of
from kring.engine.learning.models import Reflection
from kring.engine.learning.phases import open_proposal
from kring.engine.learning.together import topic_to_come
from kring.engine.meetings.models import Activity
from kring.engine.meetings.reading import day_of
from kring.engine.people.models import Community
from kring.engine.words import HOUSE, LANGUAGES, interface
from kring.kit.words import load_words
from kring.tools import TOOLS


def ready_for(community: Community) -> str:
    """The phase for which a circle has everything, while nobody was asked yet; "" for none."""
    cycle = current_cycle(community)
    if cycle is None or open_proposal(cycle) is not None:
        return ""
    if not all(holds for _, holds in criteria_of(cycle)):
        return ""
    return MOVES[cycle.phase][0]


def ready_text(community: Community, lang: str) -> str:
    """The proposal to move on, in words (lifecycle.md 2.3); "" when there is none."""
    to = ready_for(community)
    if not to:
        return ""
    phase = interface(lang).text("learning", "phase_names", to)
    return load_words(HOUSE / "content" / "lifecycle", lang).text("phase_texts", "phase.propose", phase=phase)


def look_back(activity: Activity) -> None:
    """As an activity opens that looks back: the topic whose turn it is, and whether the circle may move on."""
    community = activity.meeting.community
    if not TOOLS[activity.tool].looks_back:
        return
    cycle = current_cycle(community) if community else None
    topic = activity.settings.get("topic")
    if topic not in TOPICS:
        topic = topic_to_come(cycle) if cycle else TOPICS[0]
    ready = {lang: ready_text(community, lang) for lang in LANGUAGES} if community else {}
    ready = {lang: text for lang, text in ready.items() if text}
    activity.settings = {**activity.settings, "topic": topic, **({"ready": ready} if ready else {})}
    activity.save(update_fields=["settings"])


def looked_back(activity: Activity) -> None:
    """As it closes: the circle looked back on this topic, when anybody said anything."""
    community = activity.meeting.community
    cycle = current_cycle(community) if community else None
    if not TOOLS[activity.tool].looks_back or cycle is None:
        return
    if not activity.anonymous_lane.exists() and not activity.named.exists():
        return
    Reflection.objects.get_or_create(
        cycle=cycle,
        topic=activity.settings.get("topic", TOPICS[0]),
        held_on=day_of(activity),
        defaults={"meeting": activity.meeting},
    )
    taken = HarvestProposal.objects.filter(activity=activity, kind="agreement", status="accepted")
    for row in taken.exclude(node=None):
        otherwise(row)


def otherwise(row: HarvestProposal) -> None:
    """An agreement that came out of looking back is the one thing that the circle does otherwise."""
    activity = row.activity
    if activity is None or row.kind != "agreement" or not TOOLS[activity.tool].looks_back:
        return
    agreement = Agreement.objects.filter(pk=row.node_id).first() if row.node_id else None
    found = Reflection.objects.filter(meeting=row.meeting_id, topic=activity.settings.get("topic", ""))
    found.filter(adjustment=None).update(adjustment=agreement)
