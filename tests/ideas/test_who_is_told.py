"""The contract of telling: every move by the service that makes it, every part, every
channel; exactly one message, or exactly none. Ideas that are heard at once share one
message to each author, which counts once for each of them."""

import pytest

from champions.enums import Channel
from champions.models import Message
from ideas.enums import NEXT_STAGES, TOLD, IdeaStage, Outcome, ReactionKind, Told
from ideas.models import Idea, SameAs
from ideas.services.answers import answer_idea, ask_look_again
from ideas.services.days import day_is_set
from ideas.services.ideas import finish_idea, hear, rest_idea, start_idea
from ideas.services.moves import REACTION_OF
from ideas.services.same import take_apart, tell_together
from tests.factories import in_days, make_champion, make_idea

S = IdeaStage
MOVES = [(a, b) for a, ways in NEXT_STAGES.items() for b in IdeaStage if b in ways]
# The one way in which somebody can be reached.
WAYS = {
    Channel.EMAIL: {"email": "friend@example.org"},
    Channel.LETTER: {"address": "3 Elm Street"},
    Channel.PHONE: {"phone": "+17055550142"},
    Channel.TEXT: {"phone": "+17055550142"},
    Channel.IN_PERSON: {"address": "3 Elm Street"},
}
# Nothing about an idea fits a text message or a card to hand over: the nearest way.
NEAREST_WAY = {Channel.TEXT: Channel.PHONE, Channel.IN_PERSON: Channel.LETTER}


def answered(outcome):
    def answer(idea, anne):
        answer_idea(
            idea,
            outcome=outcome,
            by=anne,
            reason="Because we can, and we will.",
            promise="Tea",
            due_on=in_days(3),
            next_step="The library",
            look_again_on=in_days(20),
        )

    return answer


def look_again(idea, _anne):
    idea.answers.create(centre=idea.centre, outcome=Outcome.YES, promise="Tea")
    ask_look_again(idea, by_person=idea.author)


def apart(idea, anne):
    take_apart(SameAs.objects.get(idea=idea), by=anne)


BY = {
    S.SUPPORTED: answered(Outcome.YES),
    S.TRYING: answered(Outcome.TRY),
    S.PARKED: answered(Outcome.NOT_NOW),
    S.HANDED_ON: answered(Outcome.HANDED_ON),
    S.TALKING: look_again,
    S.RUNNING: lambda idea, _anne: start_idea(idea, by_person=idea.author),
    S.RESTING: lambda idea, anne: rest_idea(idea, by=anne),
    S.FINISHED: lambda idea, anne: finish_idea(idea, by=anne),
    S.MERGED: lambda idea, anne: tell_together(
        idea, make_idea(idea.author, "Another"), by=anne
    ),
    (S.SHARED, S.TALKING): lambda idea, anne: hear(idea, by=anne),
    (S.MERGED, S.SHARED): apart,
    (S.MERGED, S.TALKING): apart,
}


def told_of(origin, to):
    """Whoever was told that it is told together hears that it stands alone again."""
    return TOLD[S.MERGED if origin == S.MERGED else to]


def ways_of(channel):
    return {"channel": channel, **WAYS[channel]}


@pytest.fixture
def idea_of(circle, anne):
    """An idea in a stage whose author, helper and comer have one channel each."""

    def made(origin, to, channel):
        ways = ways_of(channel)
        author, helper, comer = (
            make_champion(circle.centre, circle, part.title(), **ways) for part in Told
        )
        stage = to if origin == S.MERGED else origin
        idea = make_idea(author, "Tea", circle=circle, stage=stage)
        for person, part in ((helper, Told.HELPER), (comer, Told.COMER)):
            kind = REACTION_OF[part]
            idea.reactions.create(centre=circle.centre, person=person, kind=kind)
        if origin == S.MERGED:
            tell_together(idea, make_idea(author, "Another"), by=anne)
            Message.objects.all().delete()
        return Idea.objects.get(pk=idea.pk)

    return made


@pytest.mark.parametrize("channel", WAYS)
@pytest.mark.parametrize(("origin", "to"), MOVES)
def test_a_move_tells_each_part_once_or_not_at_all(origin, to, channel, idea_of, anne):
    idea = idea_of(origin, to, channel)

    BY.get((origin, to), BY.get(to))(idea, anne)

    idea.refresh_from_db()
    told = Message.objects.order_by("pk").values_list("person__first_name", "channel")
    way = NEAREST_WAY.get(channel, channel)
    expected = [(p.title(), way) for p in Told if p in told_of(origin, to)]
    assert (idea.stage, sorted(told)) == (to, sorted(expected))


@pytest.mark.parametrize("channel", WAYS)
@pytest.mark.parametrize("origin", [S.SHARED, S.TALKING, S.PARKED, S.SUPPORTED])
def test_a_yes_if_is_told_as_an_answer(origin, channel, idea_of, anne):
    idea = idea_of(origin, S.TALKING, channel)

    answered(Outcome.YES_IF)(idea, anne)

    idea.refresh_from_db()
    told = Message.objects.values_list("name", "person__first_name", "channel")
    way = NEAREST_WAY.get(channel, channel)
    assert (idea.stage, list(told)) == (
        S.TALKING,
        [("ideas/answered", "Author", way)],
    )


@pytest.mark.parametrize("channel", WAYS)
@pytest.mark.parametrize(
    "to", [S.TALKING, S.SUPPORTED, S.TRYING, S.PARKED, S.HANDED_ON, S.RUNNING]
)
def test_the_people_of_what_is_told_under_it_are_told_too(to, channel, idea_of, anne):
    """As many as of an idea that stands alone, each once and by their own idea."""
    idea = idea_of(S.SHARED, to, channel)
    under = make_idea(make_champion(idea.centre, idea.circle, "Bo", **ways_of(channel)))
    helper = make_champion(idea.centre, idea.circle, "Cy", **ways_of(channel))
    under.reactions.create(
        centre=idea.centre, person=helper, kind=ReactionKind.CAN_HELP
    )
    tell_together(under, idea, by=anne)
    Message.objects.all().delete()

    BY.get((S.SHARED, to), BY[to])(Idea.objects.get(pk=idea.pk), anne)

    names = {p.title() for p in TOLD[to]} | {"Bo"}
    names |= {"Cy"} if Told.HELPER in TOLD[to] else set()
    told = Message.objects.values_list("person__first_name", "channel")
    way = NEAREST_WAY.get(channel, channel)
    assert sorted(told) == sorted((name, way) for name in names)
    assert "Sunday soup" in Message.objects.get(person=under.author).text


def test_every_channel_of_a_person_is_told_by_one_message(circle, anne):
    every_way = WAYS[Channel.EMAIL] | WAYS[Channel.LETTER] | WAYS[Channel.PHONE]
    for channel in Channel:
        reader = make_champion(circle.centre, circle, channel=channel, **every_way)
        start_idea(make_idea(reader, "Tea"), by_person=reader)

    assert Message.objects.count() == len(Channel)


def test_somebody_in_three_parts_is_told_once_as_the_author(amina, idea):
    for kind in ReactionKind:
        idea.reactions.create(centre=idea.centre, person=amina, kind=kind)

    start_idea(idea, by_person=amina)

    message = Message.objects.get()
    assert message.subject == "It is happening: Bus buddy"
    assert "This is about your idea" in message.text


@pytest.mark.parametrize("channel", WAYS)
def test_of_many_that_are_heard_at_once_each_is_told_by_exactly_one_message(
    circle, channel
):
    """One message may be about several ideas: it counts once for each of them."""
    way = NEAREST_WAY.get(channel, channel)
    for name in ("Amina", "Bo"):
        author = make_champion(circle.centre, circle, name, **ways_of(channel))
        for n in range(3):
            make_idea(author, f"{name}’s idea {n}", circle=circle)
    for _again in range(2):
        day_is_set(circle)

    told = Message.objects.values_list("person__first_name", "channel")
    assert sorted(told) == [("Amina", way), ("Bo", way)]
    for idea in Idea.objects.all():
        [message] = Message.objects.about(f"idea:{idea.pk}")
        assert message.person == idea.author
        assert idea.what in message.text


def test_who_authors_one_and_another_told_under_a_third_hears_once(circle, anne):
    amina, bo = (
        make_champion(circle.centre, circle, name, **ways_of(Channel.EMAIL))
        for name in ("Amina", "Bo")
    )
    under, own = make_idea(amina, "Tea", circle=circle), make_idea(amina, circle=circle)
    third = make_idea(bo, "Coffee", circle=circle)
    tell_together(under, third, by=anne)
    Message.objects.all().delete()

    day_is_set(circle)

    message = Message.objects.get(person=amina)
    assert "“Tea”. It is told together with “Coffee”" in message.text
    assert own.what in message.text
    assert Message.objects.filter(person=bo).count() == 1
