import re
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from pypdf import PdfReader

from champions import links
from champions.enums import CodePurpose, Role
from champions.models import Message, Person
from champions.services.codes import SOURCE_CEILING, digits_for
from champions.services.people import mark_do_not_contact
from meetings import counted_letters
from meetings.counted_letters import GeneralLetter
from meetings.enums import InvitationState, Route, Say
from meetings.how_it_went.counting import COUNTED, Step, Tally, cells_of, grouped
from meetings.how_it_went.page import by_route
from meetings.models import CountedMailing, Invitation
from meetings.services.counted import (
    CountedError,
    KnownAlreadyError,
    appear,
    count_letters,
    take_back_letters,
)
from meetings.services.gatherings import cancel_meeting
from meetings.services.invitations import invite
from meetings.services.joining import Way
from meetings.services.mailing_size import USUAL_RATE, expected_rate
from meetings.services.moving import move_meeting
from meetings.services.seats import answer, ask
from meetings.services.telling_invited import tell_invited
from meetings.workshop_dates import last_posting
from tests.factories import (
    AFTERNOON,
    in_days,
    make_centre,
    make_champion,
    make_person,
    make_staff,
)
from tests.meetings.test_front_desk import DESK, find, signed_in
from tests.meetings.workshops import a_workshop

pytestmark = pytest.mark.django_db
ADMIN = "/admin/workshops/"
ROSA = Way(email="rosa@example.org")


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture
def workshop(centre, anne):
    return a_workshop(centre, anne)


@pytest.fixture
def counted(workshop, anne):
    return count_letters(workshop, letters=480, posted_on=in_days(0), by=anne)


def code_of(counted):
    return digits_for(CodePurpose.LETTERS, counted.pk)


def link_of(counted, language="en"):
    token = links.token(CodePurpose.LETTERS, counted.pk, counted.generation)
    return f"/{language}/letter/{token}/"


def says_who(client, counted, **words):
    said = {"first_name": "Rosa", "reach": ROSA.email, "language": "en"} | words
    return client.post(link_of(counted), said)


def appears(counted, **words):
    said = {"first_name": "Rosa", "way": ROSA, "language": "en"} | words
    return appear(counted, **said)


def replies(client, invitation, say="yes"):
    said = {"say": say, "called": invitation.person.first_name}
    return client.post(f"/en/i/{invitation.pk}/", said)


# --- What is kept -----------------------------------------------------------------


def test_number_day_and_code_are_all_that_is_kept(counted):
    columns = {field.name for field in CountedMailing._meta.concrete_fields}

    assert columns == {
        "id", "centre", "meeting", "letters", "posted_on",
        "generation", "created_at", "taken_back_at",
    }  # fmt: skip
    assert re.fullmatch(r"\d{5} \d{5}", code_of(counted))
    assert (
        Invitation.objects.count(),
        Message.objects.filter(person=None).count(),
    ) == (
        0,
        0,
    )


def test_pressing_twice_counts_once(workshop, anne, counted):
    again = count_letters(workshop, letters=480, posted_on=in_days(0), by=anne)

    assert again == counted


def test_a_letter_needs_three_weeks_for_an_answer(workshop, anne):
    last = last_posting(workshop.reply_by)
    assert count_letters(workshop, letters=1, posted_on=last, by=anne)

    for day in (last + timedelta(days=1), in_days(-1)):
        with pytest.raises(CountedError):
            count_letters(workshop, letters=1, posted_on=day, by=anne)


def test_each_batch_of_letters_has_a_code_of_its_own(workshop, anne, counted):
    other = count_letters(workshop, letters=20, posted_on=in_days(1), by=anne)

    assert code_of(other) != code_of(counted)


# --- Answering --------------------------------------------------------------------


def test_whoever_answers_appears_then(client, counted, workshop):
    page = client.get(link_of(counted))
    assert "You have a letter from us" in page.content.decode()
    assert Person.objects.filter(first_name="Rosa").count() == 0

    answer_page = says_who(client, counted, language="fr")

    invitation = Invitation.objects.get()
    assert answer_page.url == f"/en/i/{invitation.pk}/"
    assert (invitation.route, invitation.counted, invitation.meeting) == (
        Route.GENERAL,
        counted,
        workshop,
    )
    assert (invitation.person.email, invitation.person.language) == (ROSA.email, "fr")


def test_the_answer_is_given_on_one_page_and_nothing_is_sent_before(client, counted):
    says_who(client, counted)
    invitation = Invitation.objects.get()
    assert Message.objects.filter(person=invitation.person).count() == 0

    page = replies(client, invitation).url

    invitation.refresh_from_db()
    assert invitation.state == InvitationState.ANSWERED
    own = digits_for(CodePurpose.INVITATION, invitation.pk)
    assert own in client.get(page).content.decode()


def test_opening_the_link_changes_nothing(client, counted):
    for method in (client.get, client.head):
        method(link_of(counted))

    assert Invitation.objects.count() == 0


def test_the_code_leads_to_the_same_page(client, counted):
    page = client.post("/en/cedar-lake/go/", {"code": code_of(counted)})

    assert page.url == link_of(counted)


def test_the_code_opens_nothing_in_another_centre(client, counted):
    make_centre("harbourview")

    page = client.post("/en/harbourview/go/", {"code": code_of(counted)})

    assert list(page.context["form"].errors) == ["code"]


def test_after_many_wrong_codes_any_first_name_will_do(client, counted):
    for number in range(SOURCE_CEILING):
        client.post("/en/cedar-lake/go/", {"code": f"{number:010}"})
    alone = client.post("/en/cedar-lake/go/", {"code": code_of(counted)})
    assert alone.status_code == 200

    named = {"code": code_of(counted), "first_name": "Rosa"}

    assert client.post("/en/cedar-lake/go/", named).url == link_of(counted)


def test_somebody_known_is_recognised(client, centre, counted):
    rosa = make_person(centre, "Rosa", email=ROSA.email)

    says_who(client, counted)

    assert Invitation.objects.get().person == rosa


def test_who_asked_us_not_to_write_may_answer_all_the_same(client, centre, counted):
    rosa = make_person(centre, "Rosa", email=ROSA.email)
    mark_do_not_contact(rosa, by=None)

    says_who(client, counted)

    assert Invitation.objects.get().person == rosa


def test_pressing_twice_invites_once(client, counted):
    says_who(client, counted)
    again = says_who(client, counted)

    assert again.url == f"/en/i/{Invitation.objects.get().pk}/"


@pytest.mark.parametrize("other", ["mailing", "answered", "champion"])
def test_nobody_reads_the_reply_of_somebody_else_by_one_of_many_letters(
    client, centre, counted, workshop, other
):
    if other == "mailing":
        rosa = make_person(centre, "Rosa", email=ROSA.email)
        invite(rosa, workshop, route=Route.GENERAL, by=None)
    elif other == "answered":
        invitation = appears(counted)
        answer(ask(workshop, invitation.person), say=Say.NO, by=None, how="letter")
    else:
        make_champion(centre, first_name="Rosa", email=ROSA.email)

    page = says_who(client, counted)

    assert "To keep every reply safe" in page.content.decode()
    assert not client.cookies.keys() & {"may-invitation-1"}


@pytest.mark.parametrize(
    "words", [{"first_name": ""}, {"reach": "later"}, {"language": "xx"}]
)
def test_what_is_missing_is_asked_again(client, counted, words):
    page = says_who(client, counted, **words)

    assert list(page.context["form"].errors) == list(words)
    assert Invitation.objects.count() == 0


# --- The end of the code ----------------------------------------------------------


def closes(client, counted):
    return client.get(link_of(counted)).context["why"]


def test_letters_that_are_taken_back_open_nothing(client, counted, anne):
    path, code = link_of(counted), code_of(counted)
    rosa = appears(counted)

    assert take_back_letters(counted, by=anne)
    assert not take_back_letters(counted, by=anne)

    assert client.get(path).context["why"] == "withdrawn"
    page = client.post("/en/cedar-lake/go/", {"code": code})
    assert list(page.context["form"].errors) == ["code"]
    rosa.refresh_from_db()
    assert rosa.state == InvitationState.SENT


def test_it_lives_until_the_workshop(client, counted, workshop):
    with time_machine.travel(workshop.starts_at + timedelta(minutes=1)):
        assert closes(client, counted) == "over"
        assert code_of(counted) == ""


def test_a_workshop_that_is_called_off_takes_no_answer(client, counted, workshop):
    cancel_meeting(workshop, why="", by=None)

    assert closes(client, counted) == "called_off"


def test_when_the_workshop_moves_the_code_lives_on(client, counted, workshop):
    was = workshop.on
    later = was + timedelta(days=5)
    move_meeting(workshop, on=later, place="hall", by=None, **AFTERNOON)
    workshop.refresh_from_db()
    tell_invited(workshop)

    with time_machine.travel(was + timedelta(days=2)):
        assert code_of(counted)


def test_a_wrong_link_is_a_kind_page(client, counted):
    wrong = link_of(counted).replace(f"/{counted.pk}.", f"/{counted.pk + 1}.")

    assert client.get(wrong).status_code == 404


# --- At the front desk ------------------------------------------------------------


@pytest.fixture
def desk(client, centre, counted):
    return signed_in(client, make_staff(centre, Role.DESK, "Dee"))


def test_a_slip_is_typed_with_its_code_first(desk, counted):
    page = find(desk, code_of(counted)).url
    assert page == f"{DESK}letter/{counted.pk}/"

    slip = {"first_name": "Rosa", "reach": "705-555-0142", "language": "en"}
    answer_page = desk.post(page, slip)

    invitation = Invitation.objects.get()
    assert (invitation.route, invitation.counted) == (Route.GENERAL, counted)
    assert answer_page.url == f"{DESK}{invitation.person_id}/"
    assert desk.get(answer_page.url).status_code == 200


def test_a_slip_without_a_way_is_typed_too_and_once(desk, counted):
    slip = {"first_name": "Rosa", "reach": "", "language": "fr"}
    for _twice in range(2):
        desk.post(f"{DESK}letter/{counted.pk}/", slip)

    assert Person.objects.filter(first_name="Rosa").count() == 1
    assert Invitation.objects.count() == 1


def test_the_desk_finds_who_has_answered_already(desk, counted, workshop):
    invitation = appears(counted)
    answer(ask(workshop, invitation.person), say=Say.NO, by=None, how="letter")

    slip = {"first_name": "Rosa", "reach": ROSA.email, "language": "en"}

    assert desk.post(f"{DESK}letter/{counted.pk}/", slip).url == (
        f"{DESK}{invitation.person_id}/"
    )


def test_the_letters_of_another_centre_are_nobodys_here(client, counted):
    other = make_centre("harbourview")
    signed_in(client, make_staff(other, Role.DESK))

    page = client.get(f"/en/harbourview/desk/letter/{counted.pk}/")

    assert page.status_code == 404


# --- Counts -----------------------------------------------------------------------


def columns(workshop):
    found = grouped(cells_of([workshop]), lambda cell: cell.route)
    return {route: Tally(cells) for route, cells in found.items()}


def test_asked_is_the_number_of_letters_apart_from_all_others(
    centre, workshop, counted
):
    ida = make_person(centre, "Ida", email="ida@example.org")
    invite(ida, workshop, route=Route.GENERAL, by=None)
    rosa = appears(counted)
    answer(ask(workshop, rosa.person), say=Say.YES, by=None, how="letter")

    found = columns(workshop)

    assert found[COUNTED].of(Step.ASKED) == 480
    assert found[COUNTED].of(Step.YES) == 1
    assert (found[Route.GENERAL].of(Step.ASKED), found[Route.GENERAL].of(Step.YES)) == (
        1,
        0,
    )
    labels = [one.label for one in by_route(cells_of([workshop]))]
    assert labels[-1] == "letters from your own system"


def test_of_letters_that_were_taken_back_only_who_answered_was_asked(
    workshop, counted, anne
):
    appears(counted)
    take_back_letters(counted, by=anne)

    assert columns(workshop)[COUNTED].of(Step.ASKED) == 1


def test_the_rate_counts_every_letter(centre, workshop, counted):
    for number in range(6):
        one = appears(counted, first_name=f"Rosa {number}")
        answer(ask(workshop, one.person), say=Say.YES, by=None, how="letter")
    assert expected_rate(centre) == USUAL_RATE

    with time_machine.travel(workshop.starts_at):
        assert expected_rate(centre) == 6 / 480


# --- In the admin -----------------------------------------------------------------


@pytest.fixture
def lead(client, anne):
    return signed_in(client, anne)


def test_a_point_person_counts_corrects_and_takes_back(lead, workshop):
    page = lead.post(
        f"{ADMIN}{workshop.pk}/letters/", {"letters": 480, "posted_on": in_days(1)}
    ).url
    counted = CountedMailing.objects.get()
    assert code_of(counted) in lead.get(page).content.decode()

    lead.post(page, {"letters": 470, "posted_on": in_days(2)})
    counted.refresh_from_db()
    assert (counted.letters, counted.posted_on) == (470, in_days(2))

    lead.post(f"{page}take-back/")
    counted.refresh_from_db()
    assert counted.taken_back_at
    assert "were taken back" in lead.get(page).content.decode()
    shown = lead.get(f"{ADMIN}{workshop.pk}/").content.decode()
    assert "470 letters" in shown


def test_too_late_a_day_is_refused_with_its_reason(lead, workshop):
    late = last_posting(workshop.reply_by) + timedelta(days=1)

    page = lead.post(
        f"{ADMIN}{workshop.pk}/letters/", {"letters": 9, "posted_on": late}, follow=True
    )

    assert "a letter needs three weeks" in page.content.decode()
    assert CountedMailing.objects.count() == 0


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("paper", ["letter", "A4"])
def test_the_letter_is_one_sheet_without_a_name(centre, counted, language, paper):
    centre.paper = counted.centre.paper = paper
    counted.meeting.directions = "The door at the side, no steps, bus 4"

    pdf = counted_letters.pdf_of(GeneralLetter(counted, language))

    [page] = PdfReader(BytesIO(pdf)).pages
    words = " ".join(page.extract_text().split())
    assert code_of(counted) in words
    assert {"en": "My first name", "fr": "Mon prénom"}[language] in words
    assert {"en": "Neighbour, come", "fr": "Voisine, voisin, venez"}[language] in words


@pytest.mark.parametrize("language", ["en", "fr"])
def test_its_words_are_there_for_a_mail_merge(lead, counted, language):
    file = lead.get(f"{ADMIN}letters/{counted.pk}/{language}.txt")

    words = file.content.decode("utf-8-sig")
    assert {"en": "[first name]", "fr": "[prénom]"}[language] in words
    assert code_of(counted) in words
    assert f"/{language}/letter/{counted.pk}." in words
    assert "{" not in words


@pytest.mark.parametrize("ending", ["", "take-back/", "fr/", "fr.pdf", "fr.txt"])
def test_another_centres_letters_are_unknown(client, counted, ending):
    signed_in(client, make_staff(make_centre("harbourview")))

    for method in (client.get, client.post):
        answer_page = method(f"{ADMIN}letters/{counted.pk}/{ending}")
        assert answer_page.status_code in (404, 405)


def test_a_name_that_is_known_is_told_by_the_service(counted, centre):
    make_champion(centre, first_name="Rosa", email=ROSA.email)

    with pytest.raises(KnownAlreadyError):
        appears(counted)
