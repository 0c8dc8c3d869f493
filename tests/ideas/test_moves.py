"""What those concerned read of a move, and when they are told again."""

from champions.models import Message
from ideas.enums import IdeaStage, Outcome, ReactionKind
from ideas.models import Idea
from ideas.services.answers import answer_idea
from ideas.services.ideas import rest_idea, start_idea, start_running
from tests.factories import in_days, make_idea


def test_a_second_arrival_at_a_stage_is_told_again(idea, anne):
    start_idea(idea, by_person=idea.author)
    rest_idea(idea, by=anne)
    start_idea(idea, by_person=idea.author)

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


def test_whoever_asked_not_to_be_written_to_is_not(amina):
    amina.do_not_contact_at = "2026-01-01T00:00Z"
    amina.save()

    start_idea(make_idea(amina, "Tea"), by_person=amina)

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
