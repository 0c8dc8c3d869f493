from datetime import timedelta

import pytest
import time_machine
from django.forms import HiddenInput
from django.utils import timezone

from champions.enums import Channel, Role
from champions.models import Person, View
from champions.services.people import become_champion, mark_died, mark_do_not_contact
from champions.services.privacy import erase
from champions.services.roles import grant_role
from champions.services.talking_first import write_talk_first
from meetings.enums import InvitationState, Route, Say
from meetings.forms.prescribing import PrescribeForm
from meetings.models import Invitation, Prescribed
from meetings.services.invitations import invite, withdraw
from meetings.services.joining import Way
from meetings.services.mailings import draft_mailing
from meetings.services.prescribing import (
    NeverFirstError,
    NoWayError,
    TalkedWithFirstError,
    prescribe,
)
from meetings.services.seats import answer, ask
from meetings.services.whom_to_ask import draw_people, not_yet_asked
from tests.factories import (
    in_days,
    make_centre,
    make_champion,
    make_person,
    make_staff,
    make_user,
)
from tests.meetings.test_front_desk import signed_in
from tests.meetings.workshops import a_workshop, told

pytestmark = pytest.mark.django_db
PAGE = "/en/cedar-lake/prescribe/"
ROSA = Way(email="rosa@example.org")


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def workshop(centre):
    return a_workshop(centre, make_staff(centre))


@pytest.fixture
def sandra(centre):
    return make_staff(centre, Role.PRESCRIBER, "Sandra")


@pytest.fixture
def provider(client, sandra):
    return signed_in(client, sandra)


def send(client, address=PAGE, **words):
    said = {"first_name": "Rosa", "reach": ROSA.email, "language": "en", "how": "send"}
    return client.post(address, said | words)


def hand(client, **words):
    return send(client, **{"reach": "", "how": "slip"} | words)


def think_of(sandra, centre, way=ROSA, **words):
    said = {"first_name": "Rosa", "language": "en", "by_hand": False} | words
    return prescribe(centre, way=way, by=sandra, **said)


def routes():
    return list(Invitation.objects.values_list("person__first_name", "route"))


def test_the_form_has_three_fields_and_two_buttons(provider, centre, workshop):
    fields = PrescribeForm(centre=centre).fields.values()

    assert len([one for one in fields if not isinstance(one.widget, HiddenInput)]) == 3
    page = provider.get(PAGE).content.decode()
    assert page.count('name="how"') == 2


def test_there_is_no_column_for_a_reason():
    columns = {field.name for field in Prescribed._meta.get_fields()}

    assert columns == {"id", "centre", "person", "by", "invitation", "created_at"}


def test_somebody_new_is_told_in_the_providers_name(provider, sandra, workshop):
    send(provider, language="fr")

    invitation = Invitation.objects.get()
    assert (invitation.route, invitation.invited_by) == (Route.PRESCRIBED, sandra)
    assert (invitation.person.language, told().get().to_address) == ("fr", ROSA.email)
    assert "Sandra, du centre, a pensé à vous." in told().get().text


@pytest.mark.parametrize(
    ("ways", "channel"),
    [
        ({"email": "ida@example.org"}, Channel.EMAIL),
        ({"phone": "+17055550142", "channel": "phone"}, Channel.PHONE),
        ({"address": "1 Oak Street", "channel": "letter"}, Channel.LETTER),
    ],
)
def test_every_form_of_the_message_says_who_thought_of_them(
    centre, sandra, workshop, ways, channel
):
    for language in ("en", "fr"):
        ida = make_person(centre, "Ida", language=language, **ways)
        wish = channel if channel == Channel.PHONE else None
        invite(ida, workshop, route=Route.PRESCRIBED, by=sandra, channel=wish)

    english, french = told().filter(channel=channel).order_by("pk")
    assert "Sandra at the centre thought of you." in english.text
    assert "Sandra, du centre, a pensé à vous." in french.text
    if channel != Channel.PHONE:
        assert "Sandra at the centre thought of you." in english.html
        assert "Sandra, du centre, a pensé à vous." in french.html


def test_a_text_message_says_it_where_it_fits(centre, sandra, workshop, settings):
    settings.BASE_URL = "https://hc.example"
    centre.sends_texts = True
    centre.save()
    way = {"phone": "+17055550142", "channel": "text"}

    invite(
        make_person(centre, "Ida", **way), workshop, route=Route.PRESCRIBED, by=sandra
    )

    assert "Sandra at the centre thought of you." in told().get().html


def test_a_telephone_number_becomes_a_call(provider, workshop):
    send(provider, reach="(705) 555-0142")

    assert (told().get().channel, told().get().person.phone) == (
        "phone",
        "+17055550142",
    )


def test_a_slip_needs_no_way_and_nothing_leaves(provider, workshop):
    answer = hand(provider)

    invitation, row = Invitation.objects.get(), Prescribed.objects.get()
    assert answer.url == f"{PAGE}{row.pk}/slip/"
    assert (invitation.channel, invitation.state) == ("in_person", InvitationState.SENT)
    assert told().exclude(state="sent").count() == 0


@pytest.mark.parametrize("press", [send, hand])
def test_pressing_twice_invites_once(provider, workshop, press):
    press(provider)
    press(provider)

    assert routes() == [("Rosa", Route.PRESCRIBED)]
    assert (Person.objects.filter(first_name="Rosa").count(), told().count()) == (1, 1)
    assert Prescribed.objects.count() == 1


def test_two_of_one_name_get_a_slip_each(provider, workshop):
    hand(provider)
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        hand(provider)

    assert Person.objects.filter(first_name="Rosa").count() == 2


def test_somebody_known_is_recognised_by_name_and_way(provider, centre, workshop):
    rosa = make_person(centre, "Rósa", email=ROSA.email, address="2 Elm Road")

    send(provider)

    assert Invitation.objects.get().person == rosa


def test_another_of_the_household_is_somebody_new(provider, centre, workshop):
    make_person(centre, "Ida", email=ROSA.email)

    send(provider)

    assert routes() == [("Rosa", Route.PRESCRIBED)]


def test_who_has_an_open_invitation_keeps_it(provider, centre, workshop):
    rosa = make_person(centre, "Rosa", email=ROSA.email)
    first = invite(rosa, workshop, route=Route.GENERAL, by=None)

    send(provider)

    assert (list(Invitation.objects.all()), told().count()) == ([first], 1)
    assert Prescribed.objects.get().invitation == first


def test_an_invitation_that_was_taken_back_is_given_anew(sandra, centre, workshop):
    rosa = make_person(centre, "Rosa", email=ROSA.email)
    withdraw(invite(rosa, workshop, route=Route.GENERAL, by=None), by=None)

    think_of(sandra, centre)

    invitation = Invitation.objects.get()
    assert (invitation.route, invitation.state, invitation.generation) == (
        Route.PRESCRIBED,
        InvitationState.READY,
        2,
    )
    assert told().filter(state="queued").count() == 1


@pytest.mark.parametrize("reach", ["later", "12"])
def test_what_reaches_nobody_is_asked_again(provider, workshop, reach):
    page = send(provider, reach=reach)

    assert list(page.context["form"].errors) == ["reach"]
    assert Person.objects.filter(first_name="Rosa").count() == 0


def test_sending_needs_a_way(provider, workshop):
    assert list(send(provider, reach="").context["form"].errors) == ["reach"]


# --- Whom we leave alone ----------------------------------------------------------


def wants_nothing(person, sandra):
    mark_do_not_contact(person, by=None)


def died(person, sandra):
    mark_died(person, by=None)


def said_no(person, sandra):
    workshop = a_workshop(person.centre, sandra, circle_name="Elm")
    invite(person, workshop, route=Route.GENERAL, by=None)
    answer(ask(workshop, person), say=Say.NO, by=None, how="email")
    workshop.reply_by = workshop.reply_by - timedelta(days=40)
    workshop.save()


def is_a_champion(person, sandra):
    make_champion(person.centre, first_name="Rosa", email=ROSA.email)
    person.delete()


@pytest.mark.parametrize("what", [wants_nothing, died, said_no, is_a_champion])
@pytest.mark.parametrize("how", ["send", "slip"])
def test_who_is_left_alone_gets_nothing_and_nobody_says_why(
    provider, centre, sandra, what, how
):
    what(make_person(centre, "Rosa", email=ROSA.email), sandra)
    a_workshop(centre, sandra)
    before = told().count()

    page = send(provider, how=how)

    assert "We never write first" in page.context["form"].errors["__all__"][0]
    assert (told().count(), Prescribed.objects.count()) == (before, 0)
    assert Person.objects.filter(first_name="Rosa").count() == 1


def test_the_refusal_is_the_same_whatever_its_reason(centre, sandra, workshop):
    said = set()
    for what in (wants_nothing, died):
        what(make_person(centre, "Rosa", email=ROSA.email), sandra)
        with pytest.raises(NeverFirstError) as refused:
            think_of(sandra, centre)
        said.add(str(refused.value))

    assert len(said) == 1


@pytest.mark.parametrize("by_hand", [True, False])
def test_with_whom_a_colleague_talks_first_is_left_to_them(
    centre, sandra, workshop, by_hand
):
    rosa = make_person(centre, "Rosa", email=ROSA.email)
    kofi = make_staff(centre, Role.SUPPORTER, "Kofi")
    write_talk_first(rosa, promised_by=kofi, until=in_days(9), by=kofi)

    with pytest.raises(TalkedWithFirstError, match="Kofi talks with this person first"):
        think_of(sandra, centre, by_hand=by_hand)

    assert (told().count(), Prescribed.objects.count()) == (0, 0)


def test_who_was_erased_is_a_stranger(centre, sandra, workshop):
    rosa = make_person(centre, "Rosa", email=ROSA.email)
    erase(rosa)

    assert think_of(sandra, centre).row.person != rosa


def test_whom_no_safe_way_reaches_can_be_handed_a_slip(centre, sandra, workshop):
    make_person(centre, "Rosa", email=ROSA.email, safe_to_write=False)

    with pytest.raises(NoWayError):
        think_of(sandra, centre)

    assert think_of(sandra, centre, by_hand=True).way == Channel.IN_PERSON


# --- Which workshop ---------------------------------------------------------------


def a_later_one(workshop, sandra):
    return a_workshop(
        workshop.centre,
        sandra,
        circle_name="Elm",
        on=workshop.on + timedelta(days=40),
        reply_by=workshop.on + timedelta(days=33),
        second_on=workshop.on + timedelta(days=54),
    )


def test_a_letter_that_comes_too_late_goes_to_the_next_workshop(
    centre, sandra, workshop
):
    later = a_later_one(workshop, sandra)
    number = {"phone": "+17055550142", "safe_to_phone": False}
    make_person(centre, "Rosa", address="2 Elm Road", **number)

    with time_machine.travel(workshop.on - timedelta(days=12), tick=False):
        by_mail = think_of(sandra, centre, way=Way(email="ida@example.org"))
        by_letter = think_of(sandra, centre, way=Way(phone="+17055550142"))

    assert (by_mail.row.invitation.meeting, by_mail.way) == (workshop, "email")
    assert (by_letter.row.invitation.meeting, by_letter.way) == (later, "letter")


def test_after_the_reply_by_date_the_next_workshop_is_offered(centre, sandra, workshop):
    later = a_later_one(workshop, sandra)

    with time_machine.travel(workshop.on - timedelta(days=2), tick=False):
        thought = think_of(sandra, centre)

    assert thought.row.invitation.meeting == later


def test_without_a_workshop_they_wait_and_are_asked_first(centre, sandra):
    make_person(centre, "Ida", email="ida@example.org")
    thought = think_of(sandra, centre)
    again = think_of(sandra, centre)
    assert (thought.way, again.row) == (None, thought.row)

    workshop = a_workshop(centre, make_staff(centre))

    invitation = Invitation.objects.get()
    assert (invitation.person.first_name, invitation.meeting) == ("Rosa", workshop)
    assert (invitation.route, invitation.invited_by) == (Route.PRESCRIBED, sandra)
    assert "Sandra at the centre thought of you." in told().get().text
    thought.row.refresh_from_db()
    assert thought.row.invitation == invitation


def test_two_who_think_of_one_person_ask_once(centre, sandra):
    kofi = make_staff(centre, Role.PRESCRIBER, "Kofi")
    think_of(sandra, centre)
    think_of(kofi, centre)

    a_workshop(centre, make_staff(centre))

    assert (Invitation.objects.count(), told().count()) == (1, 1)
    assert Prescribed.objects.filter(invitation=None).count() == 0


def test_who_asked_us_to_stop_meanwhile_is_not_asked(centre, sandra):
    row = think_of(sandra, centre).row
    mark_do_not_contact(row.person, by=None)

    a_workshop(centre, make_staff(centre))

    assert Invitation.objects.count() == 0


def became_a_champion(person, sandra):
    become_champion(person, by=sandra)


def became_staff(person, sandra):
    Person.objects.filter(pk=person.pk).update(user=make_user("rosa@home.example"))
    person.refresh_from_db()
    grant_role(person.user, person.centre, Role.SUPPORTER, by=None)


@pytest.mark.parametrize("what", [became_a_champion, became_staff])
def test_who_came_to_us_meanwhile_is_not_asked_in_a_providers_name(
    centre, sandra, what
):
    what(think_of(sandra, centre).row.person, sandra)

    a_workshop(centre, make_staff(centre))

    assert (Invitation.objects.count(), told().count()) == (0, 0)


def test_without_a_workshop_nobody_can_wait_whom_nothing_reaches(centre, sandra):
    with pytest.raises(NoWayError):
        think_of(sandra, centre, way=None, by_hand=True)

    assert Person.objects.filter(first_name="Rosa").count() == 0


def test_announcing_again_asks_nobody_twice(centre, sandra):
    think_of(sandra, centre)
    lead = make_staff(centre)
    a_workshop(centre, lead)
    a_workshop(centre, lead, circle_name="Elm")

    assert Invitation.objects.count() == 1


# --- Counts -----------------------------------------------------------------------


def test_who_was_thought_of_counts_as_asked_and_is_not_drawn(centre, sandra, workshop):
    thought = think_of(sandra, centre)
    make_person(centre, "Ida", email="ida@example.org")

    mailing = draft_mailing(workshop, size=10, by=sandra)

    assert thought.row.person not in not_yet_asked(centre)
    assert [one.first_name for one in draw_people(mailing)] == ["Ida"]


# --- Who sees whom ----------------------------------------------------------------


def test_a_provider_sees_only_those_they_thought_of(provider, centre, workshop):
    kofi = make_staff(centre, Role.PRESCRIBER, "Kofi")
    think_of(kofi, centre, way=Way(email="ida@example.org"), first_name="Ida")
    send(provider)

    page = provider.get(PAGE)

    assert [row.person.first_name for row, _line, _slip in page.context["rows"]] == [
        "Rosa"
    ]


def test_a_point_person_sees_all(client, centre, sandra, workshop):
    think_of(sandra, centre)
    signed_in(client, make_staff(centre))

    page = client.get(PAGE)

    assert [row.by for row, _line, _slip in page.context["rows"]] == [sandra]


def test_the_newest_stands_first_and_who_is_shown_is_noted(provider, workshop):
    send(provider)
    send(provider, first_name="Ida")

    page = provider.get(PAGE)

    names = [row.person.first_name for row, _line, _slip in page.context["rows"]]
    assert names == ["Ida", "Rosa"]
    assert View.objects.last().people.count() == 2


@pytest.mark.parametrize("role", [Role.DESK, Role.EDITOR, Role.EVALUATOR, Role.PRIVACY])
def test_other_roles_think_of_nobody(client, centre, role):
    signed_in(client, make_staff(centre, role))

    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize("role", [Role.LEAD, Role.SUPPORTER])
def test_point_persons_and_partners_may_too(client, centre, role):
    signed_in(client, make_staff(centre, role))

    assert client.get(PAGE).status_code == 200


def test_another_centres_page_and_slips_are_not_there(provider, workshop):
    other = make_centre("harbourview")
    ines = make_staff(other, Role.PRESCRIBER, "Ines")
    a_workshop(other, make_staff(other))
    row = think_of(ines, other).row

    assert provider.get("/en/harbourview/prescribe/").status_code == 404
    assert provider.get(f"{PAGE}{row.pk}/slip/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_database_equally_often(
    provider, workshop, count, django_assert_num_queries
):
    for number in range(count):
        send(provider, first_name=f"Rosa {number}")

    with django_assert_num_queries(QUERIES):
        provider.get(PAGE)


QUERIES = 16  # one of them for the look of the centre


def test_the_menu_leads_a_provider_to_the_page(provider, centre):
    menu = provider.get(PAGE).context["frame"].menu

    assert [link.url for link in menu if link.current] == [PAGE]


def test_whoever_waits_is_asked_also_when_the_provider_has_left(centre, sandra):
    think_of(sandra, centre)
    sandra.delete()

    a_workshop(centre, make_staff(centre))

    assert routes() == [("Rosa", Route.PRESCRIBED)]
    assert "thought of you" not in told().get().text
