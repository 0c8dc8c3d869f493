"""The contract of telling: every move, every part, every channel."""

import pytest

from champions.enums import Channel
from champions.models import Message
from ideas.enums import NEXT_STAGES, TOLD, IdeaStage, Outcome, ReactionKind, Told
from ideas.models import Idea
from ideas.services import moves
from ideas.services.answers import Gathering, Wording, answer_idea, words_of
from ideas.services.ideas import start_running
from tests.factories import in_days, make_champion, make_idea

MOVES = [
    (origin, to)
    for origin, ways in NEXT_STAGES.items()
    for to in IdeaStage
    if to in ways
]
# The one way in which somebody can be reached.
WAYS = {
    Channel.EMAIL: {"email": "friend@example.org"},
    Channel.LETTER: {"address": "3 Elm Street"},
    Channel.PHONE: {"phone": "+17055550142"},
}


@pytest.fixture
def make_reader(centre, circle):
    def made(channel, **ways):
        return make_champion(centre, circle, "Friend", channel=channel, **ways)

    return made


def idea_in(stage, author):
    into = make_idea(author, "Another") if stage == IdeaStage.MERGED else None
    return make_idea(author, "Tea", stage=stage, merged_into=into)


def arrive(idea, to, anne):
    """The move itself, with the words that its services give it."""
    fields = {}
    if to == IdeaStage.MERGED:
        fields["merged_into"] = make_idea(idea.author, "Another")
    moves._move(idea, to, by=anne, **fields)
    words = {}
    if to in set(Outcome) - {Outcome.YES_IF}:
        answer = Wording(Outcome(to), "Because we can, and we will", "Tea", in_days(2))
        words = words_of(idea, answer, Gathering(), by=anne)
    moves.tell_concerned(idea, **words)


@pytest.mark.parametrize("channel", WAYS)
@pytest.mark.parametrize("part", Told)
@pytest.mark.parametrize(("origin", "to"), MOVES)
def test_a_move_tells_each_part_once_or_not_at_all(
    origin, to, part, channel, make_reader, amina, anne
):
    reader = make_reader(channel, **WAYS[channel])
    idea = idea_in(origin, reader if part == Told.AUTHOR else amina)
    if part != Told.AUTHOR:
        idea.reactions.create(
            centre=idea.centre, person=reader, kind=moves.REACTION_OF[part]
        )

    arrive(idea, to, anne)

    told = Message.objects.filter(person=reader).values_list("channel", flat=True)
    assert list(told) == ([channel] if part in TOLD[to] else [])


def test_every_channel_of_a_person_is_told_by_one_message(make_reader, anne):
    every_way = WAYS[Channel.EMAIL] | WAYS[Channel.LETTER] | WAYS[Channel.PHONE]
    readers = [make_reader(channel, **every_way) for channel in Channel]
    ideas = [make_idea(reader, "Tea") for reader in readers]

    for idea in ideas:
        arrive(idea, IdeaStage.RUNNING, anne)

    told = Message.objects.order_by("pk").values_list("person", flat=True)
    assert list(told) == [reader.pk for reader in readers]


def test_somebody_in_three_parts_is_told_once_as_the_author(amina, idea, anne):
    for kind in ReactionKind:
        idea.reactions.create(centre=idea.centre, person=amina, kind=kind)

    arrive(idea, IdeaStage.RUNNING, anne)

    message = Message.objects.get()
    assert message.subject == "It is happening: Bus buddy"
    assert "This is about your idea" in message.text


def test_a_second_arrival_at_a_stage_is_told_again(idea, anne):
    for stage in (IdeaStage.RUNNING, IdeaStage.RESTING, IdeaStage.RUNNING):
        arrive(idea, stage, anne)

    assert Message.objects.count() == 3


def test_an_answer_reaches_each_in_their_language(idea, lucille, anne, amina):
    idea.reactions.create(
        centre=idea.centre, person=lucille, kind=ReactionKind.CAN_HELP
    )

    answer_idea(
        idea,
        outcome=Outcome.YES,
        by=anne,
        promise="Free rides",
        due_on=in_days(9),
        together_with=[amina],
    )

    subjects = Message.objects.order_by("person__first_name").values_list(
        "subject", "language", "channel"
    )
    assert list(subjects) == [
        ("Our answer: Bus buddy", "en", "email"),
        ("Notre réponse : Bus buddy", "fr", "letter"),
    ]


def test_the_message_says_what_is_promised_why_and_who_decided(idea, anne, amina):
    answer_idea(
        idea,
        outcome=Outcome.YES_IF,
        by=anne,
        reason="The bus company has to say yes to free rides first.",
        gathering_words="the monthly get-together",
        together_with=[amina],
    )

    assert Message.objects.get().text == (
        "Hello Amina,\n\n"
        "This is about your idea “Bus buddy”.\n\n"
        "Yes, if we find a way.\n"
        "Why: The bus company has to say yes to free rides first.\n"
        "Anne, together with Amina, the monthly get-together.\n\n"
        "Do you see it differently? Say so on the page, or call us. Then we look "
        "again.\n\n"
        "Here is the idea, with all that was said:\n{link:idea}"
    )


def test_whoever_asked_not_to_be_written_to_is_not(make_reader, anne, amina):
    amina.do_not_contact_at = "2026-01-01T00:00Z"
    amina.save()

    arrive(make_idea(amina, "Tea"), IdeaStage.RUNNING, anne)

    assert Message.objects.count() == 0


def test_the_programme_tells_once_and_may_change_its_address(idea):
    for url in ("/en/soup/", "/en/soup/", "/en/big-soup/"):
        start_running(idea, url=url)

    idea.refresh_from_db()
    assert (idea.stage, idea.programme_url) == (IdeaStage.RUNNING, "/en/big-soup/")
    assert Message.objects.count() == 1


def test_a_programme_of_an_idea_that_is_not_wanted_now_tells_nobody(amina):
    idea = make_idea(amina, "Tea", stage=IdeaStage.PARKED)

    start_running(idea, url="/en/tea/")

    assert Idea.objects.get().stage == IdeaStage.PARKED
    assert Message.objects.count() == 0
