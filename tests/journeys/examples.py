"""For each address an example out of the demo, and who looks at it."""

from __future__ import annotations

import time
from uuid import uuid4

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from champions import links
from champions.capability import grant
from champions.enums import Channel, CodePurpose, PairReason, Role
from champions.models import Centre, LetterBatch, Merge, Message, Pair, Person
from champions.permissions import SECOND_FACTOR
from champions.services.cards import issue_card
from champions.services.centres import change_centre
from champions.services.contact_lists import receive_upload, start_import
from champions.services.feeds import feed_token
from champions.services.letters import make_ready, print_one, waiting_letters
from champions.services.list_importing import import_lines
from champions.services.list_reading import read_lines
from champions.services.pairs import key_of
from champions.services.sign_in import PURPOSE, ask_to_sign_in
from champions.services.talking_first import write_talk_first
from champions.views.sign_in import ASKED, PROVED
from cms.demo.installation import account_behind
from cms.demo.sample_list import sample_list
from cms.models import Area, Picture, Programme, WeekHabit, Worry
from cms.photographs import make_clean
from cms.services.fridge import card_for, token_of
from cms.services.on_the_day import ask_for_something
from cms.services.pictures import Recognised, add_picture
from cms.services.privacy import merge
from cms.services.sessions import upcoming_sessions
from ideas.models import Idea, Promise
from ideas.services.expenses import say_spent
from meetings.enums import Route, SaidHow
from meetings.models import (
    ClosedDays,
    Invitation,
    Meeting,
    Need,
    RhythmAnswer,
    RhythmWord,
    Seat,
)
from meetings.services.counted import count_letters
from meetings.services.invitations import invite
from meetings.services.mailings import draft_mailing
from meetings.services.minutes import add_agenda_item
from meetings.services.prescribing import prescribe
from meetings.services.thanking import thank
from meetings.views.desk import FOUND
from tests.factories import in_days, make_person, make_staff
from tests.meetings.workshops import a_plan, a_workshop, make_workshop
from tests.photos import a_file

# What has no example, and why.
WITHOUT = {
    "set_up": "only where there is no centre; tests/cms/test_demo.py sets one up",
    "mfa_authenticate": "only within a sign-in; tests/champions/test_second_factor.py",
    "mfa_remove_webauthn": "needs a key; tests/journeys/test_signing_in.py makes one",
    "mfa_reauthenticate_webauthn": "needs a key too",
    "meetings:draw_list": "the demo awaits its draw; tests/meetings/test_draw_page.py",
}
# The door of somebody who has set up a second step.
STEPPED = "staff-beck-lane"
# By name or room: through which door of the demo one comes there; else nobody signs in.
DOORS = {
    "my_page": "champion",
    "champions:profile": "champion",
    "champions": "staff",
    "champions:stop": "",
    "ideas": "champion",
    "ideas:answer": "staff",
    "ideas:same": "staff",
    "ideas:write_down": "staff",
    "ideas:hear": "staff",
    "ideas:change": "staff",
    "ideas:saying": "staff",
    "ideas:quick": "staff",
    "ideas:gifts": "staff",
    "ideas:paid": "staff",
    "ideas:promise_day": "staff",
    "meetings:list": "champion",
    "meetings:detail": "champion",
    "meetings:reply": "champion",
    "meetings:group": "champion",
    "meetings:rest": "staff",
    "meetings:close": "staff",
    "meetings:wake": "staff",
    "meetings:agree": "staff",
    "meetings:book": "staff",
    "meetings:how_often": "champion",
    "meetings:how_often_ask": "champion",
    "meetings:how_often_not_mine": "staff",
    "meetings:how_often_write": "staff",
    "meetings:how_often_cards": "staff",
    "meetings:mirror": "champion",
    "meetings:move": "staff",
    "meetings:cancel": "staff",
    "meetings:places": "staff",
    "meetings:waiting": "staff",
    "meetings:not_reached": "staff",
    "meetings:agenda": "staff",
    "meetings:agenda_order": "staff",
    "meetings:agenda_off": "staff",
    "meetings:agenda_print": "champion",
    "meetings:chair": "staff",
    "meetings:thanks": "staff",
    "meetings:thanks_card": "champion",
    "meetings:not_thanks": "staff",
    "meetings:notes_round": "staff",
    "meetings:need": "staff",
    "meetings:needs": "staff",
    "meetings:hand": "staff",
    "meetings:hand_people": "staff",
    "meetings:hand_person": "staff",
    "meetings:papers": "staff",
    "meetings:papers_page": "staff",
    "meetings:sheet_back": "staff",
    "meetings:who_walked_in": "staff",
    "meetings:attendance": "staff",
    "meetings:tick": "staff",
    "meetings:someone_to_call": "staff",
    "meetings:pause": "champion",
    "meetings:prescribe": "staff",
    "meetings:talk_first": "staff",
    "meetings:own_talk": "staff",
    "meetings:slip": "staff",
    "meetings:slip_pdf": "staff",
    "meetings:join_poster_pdf": "staff",
    "my_consent": "champion",
    "my_photos": "champion",
    "my_contact": "champion",
    "meetings:held": "staff",
    "meetings:notes": "staff",
    "meetings:promise": "staff",
    "meetings:promise_kept": "staff",
    "meetings:yes": "staff",
    "my_calendar": "champion",
    "my_feed": "",
    "my_privacy": "champion",
    "my_record": "champion",
    "my_erasure": "champion",
    "records": "privacy",
    "records_show": "privacy",
    "records_join": "privacy",
    "records_wipe": "privacy",
    "records_part": "privacy",
    "records_views": "privacy",
    "records_history": "staff",
    "pairs": "staff",
    "pairs_decide": "staff",
    "week": "staff",
    "meetings:sheet": "staff",
    "programmes": "champion",
    "stories": "champion",
    "stories:you_said": "",
    "programmes:come": "",
    "worry": "",
    "worry_who": "staff",
    "worry_answered": "staff",
    "find": "",
    "programmes:calendar": "",
    "programmes:programme_calendar": "",
    "programmes:tick": "staff",
    "programmes:arranged": "staff",
    "programmes:fridge": "",
    "programmes:fridge_off": "",
    "programmes:fridge_count": "",
    "programmes:fridge_need": "",
    "programmes:fridge_link": "",
    "programmes:poster": "",
    "programmes:month": "",
    "programmes:picture_check": "staff",
    "meetings:desk": "desk",
    "meetings:desk_talk_first": "staff",
    "meetings:wrong_codes": "desk",
    "meetings:not_theirs": "desk",
    "meetings:calls": "desk",
    "meetings:letters_back": "desk",
    "meetings:letter_not_back": "desk",
    "meetings:call": "desk",
    "styleguide": "staff",
    "account_logout": "champion",
    "kept_words": "champion",
    "mfa_deactivate_totp": STEPPED,
    "mfa_view_recovery_codes": STEPPED,
    "mfa_reauthenticate": STEPPED,
}
ADMIN = (
    "workshops",
    "how_it_went",
    "limits",
    "areas",
    "people",
    "talk_first",
    "contact_lists",
    "champion_list",
    "groups",
    "staff",
    "letters",
    "texts",
    "cards",
    "returned",
    "our_centre",
    "outbox",
    "wording",
)


class Examples:
    """Some rows of the demo, and the few that it has not."""

    def __init__(self):
        self.centre = Centre.objects.get(slug="cedar-lake")
        self.lead = account_behind("staff")
        self.meeting = (
            Meeting.objects.of(self.centre).upcoming().without_sessions().first()
        )
        self.idea = Idea.objects.of(self.centre).get(what="Sunday soup")
        self.rosa = Person.objects.of(self.centre).get(first_name="Rosa")
        self.amina = Person.objects.of(self.centre).get(first_name="Amina")
        self.invitation = Invitation.objects.filter(
            centre__slug="harbourview", meeting__on__gt=in_days(0)
        ).first()
        self.seat = Seat.objects.filter(meeting=self.meeting, person=self.rosa).get()
        self.walk_in = Seat.objects.create(
            centre=self.centre, meeting=self.meeting, guest_name="Bea", walked_in=True
        )
        self.programme = Programme.objects.filter(
            drop_in=False, centre=self.centre, pages__live=True
        ).first()
        self.habit = WeekHabit.objects.get_or_create(user=self.lead)[0]
        self.list = self._upload()
        self.imported = self._import()
        self._picture()
        self.closed = ClosedDays.objects.of(self.centre).get()
        self.workshop = make_workshop(
            self.centre, plan=a_plan(self.centre), by=self.lead, circle_name="New"
        )
        self.mailing = draft_mailing(self.workshop, size=10, by=self.lead)
        self.batch = self._letters()
        self.texts = self._texts()
        self.talk = self._talk_first()
        self.prescribed = prescribe(
            self.centre,
            first_name="Odile",
            way=None,
            language="fr",
            by=self.lead,
            by_hand=True,
        ).row
        self.hand_card = self._hand_card()
        self.counted = self._counted()
        self.card = issue_card(self.rosa, by=self.lead)
        merge(make_person(self.centre, "Roza"), into=self.rosa, by=self.lead)
        self.merge = Merge.objects.get(into=self.rosa)
        self.pair = Pair.objects.create(
            centre=self.centre,
            one=self.rosa,
            other=self.amina,
            key=key_of(self.rosa.pk, self.amina.pk),
            why=PairReason.SPELLING,
        )
        self.answer = RhythmAnswer.objects.get(person=self.rosa)
        self.word = RhythmWord.objects.filter(how=SaidHow.CARD).first()
        self._at_the_table()
        self._on_the_fridge()
        self.worry = Worry.objects.create(
            centre=self.centre, told_to=self.lead, answer_by=in_days(5)
        )
        self.asked = ask_to_sign_in(
            "amina.yusuf@example.org", language="en", next_url="", is_told=False
        )

    def _at_the_table(self):
        """A word of thanks, something to talk about, and money that was spent."""
        said = {"words": "For the soup", "from_whom": self.rosa, "by": self.lead}
        self.thanks = thank(self.meeting, to=self.amina, **said)
        self.item = add_agenda_item(
            self.meeting, words="The kettle", person=self.rosa, by=self.lead
        )
        self.expense = say_spent(
            self.centre,
            person=self.rosa,
            cents=1250,
            what="Beans",
            idea=self.idea,
            by=self.lead,
            submission=uuid4(),
        )

    def _on_the_fridge(self):
        """The card of who runs a programme, and something they asked for by it."""
        walking = Programme.objects.of(self.centre).get(slug="walking-together")
        self.fridge = card_for(walking, self.amina, by=self.lead)
        self.needed = ask_for_something(
            walking, "Two more flasks", person=self.fridge.person, by=self.lead
        )
        self.area = Area.objects.of(self.centre).first()

    def _picture(self):
        """One that waits to be looked at, of somebody without a record."""
        file = a_file()
        make_clean(file)
        self.picture = add_picture(
            Programme.objects.of(self.centre).get(slug="walking-together"),
            file=file,
            words={"alt": "Boots by the lake", "alt_other": "", "language": "en"},
            recognised=Recognised(first_names=["Ida"]),
            by=self.lead,
            submission=uuid4(),
        )
        shown = Picture.objects.of(self.centre).shown().first()
        self.size = shown.image.renditions.first().file.name

    def _import(self):
        contact_list = self._upload()
        start_import(contact_list, by=self.lead)
        import_lines(contact_list, seconds=60)
        return contact_list

    def _upload(self):
        file = SimpleUploadedFile("people.csv", sample_list())
        kept = receive_upload(self.centre, file, by=self.lead, in_background=False)
        read_lines(kept, seconds=60)
        return kept

    def _counted(self):
        """Letters that the centre posts from a system of its own."""
        workshop = self.prescribed.invitation.meeting
        today = in_days(0)
        return count_letters(workshop, letters=480, posted_on=today, by=self.lead)

    def _letters(self):
        """Letters that were made ready and printed."""
        workshop = a_workshop(self.centre, self.lead, circle_name="Elm")
        lou = make_person(self.centre, "Lou", channel="letter", address="2 Elm Road")
        invite(lou, workshop, route=Route.GENERAL, by=self.lead)
        waiting = waiting_letters(self.lead)[0]
        make_ready(self.centre, waiting.topic, by=self.lead)
        while print_one():
            pass
        self._lose(workshop)
        return LetterBatch.objects.first()

    def _lose(self, workshop):
        """An invitation that came back."""
        self.elm, self.mia = workshop, make_person(self.centre, "Mia", address="3 Elm")
        lost = invite(self.mia, workshop, route=Route.GENERAL, by=self.lead)
        Invitation.objects.filter(pk=lost.pk).update(state="undelivered")

    def _texts(self):
        """A list of texts of a centre that sends them."""
        change_centre(self.centre, by=self.lead, sends_texts=True)
        workshop = a_workshop(self.centre, self.lead, circle_name="Ash")
        ways = {"channel": "text", "phone": "+17055550188"}
        lou = make_person(self.centre, "Louis", **ways)
        invite(lou, workshop, route=Route.GENERAL, by=self.lead)
        waiting = waiting_letters(self.lead, channel=Channel.TEXT)[0]
        make_ready(self.centre, waiting.topic, by=self.lead, channel=Channel.TEXT)
        return LetterBatch.objects.get(channel=Channel.TEXT)

    def _talk_first(self):
        """A colleague talks with somebody before they are invited."""
        bo = make_staff(self.centre, Role.SUPPORTER, "Bo")
        ida = make_person(self.centre, "Ida", address="3 Elm Road")
        return write_talk_first(ida, promised_by=bo, until=in_days(20), by=bo)

    def _hand_card(self):
        """A card that waits for somebody who stands at the desk."""
        workshop = a_workshop(self.centre, self.lead, circle_name="Birch")
        by_hand = Channel.IN_PERSON
        invite(self.rosa, workshop, route=Route.GENERAL, by=self.lead, channel=by_hand)
        return Message.objects.get(person=self.rosa, channel=by_hand, state="queued")

    def path_of(self, address) -> str:
        return address.filled(self._values(address.name)) + QUERIES.get(
            address.name, ""
        )

    def _values(self, name):
        session = next(iter(upcoming_sessions(self.programme)))
        values = {
            "centre": "cedar-lake",
            "slug": "walking-together",
            "name": "help",
            "meeting_id": self.meeting.pk,
            "idea_id": self.idea.pk,
            "comment_id": self.idea.comments.first().pk,
            "circle_id": self.meeting.circle_id,
            "person_id": self.rosa.pk,
            "centre_id": self.centre.pk,
            "pk": self.rosa.pk,
            "promise_id": Promise.objects.of(self.centre).first().pk,
            "item_id": self.item.pk,
            "thanks_id": self.thanks.pk,
            "expense_id": self.expense.pk,
            "need_id": Need.objects.filter(seat__centre=self.centre).first().pk,
            "invitation_id": self.invitation.pk,
            "message_id": Message.objects.of(self.centre).first().pk,
            "seat_id": self.seat.pk,
            "prescribed_id": self.prescribed.pk,
            "counted_id": self.counted.pk,
            "consent_id": 1,
            "same_id": 1,
            "answer_id": self.answer.pk,
            "word_id": self.word.pk,
            "language": "fr",
            "door": "champion",
            "draw": self.invitation.meeting.uuid,
            "path": "nothing",
            "provider": "postmark",
            "pages": "cedar-lake/programmes",
        }
        return values | self._own(name, session)

    def _own(self, name, session):
        seat = links.token(CodePurpose.SEAT, self.seat.pk, self.seat.generation)
        words = {"message": "invitation", "language": "es"}
        of_staff = Promise.objects.of(self.centre).filter(by_staff=True).first()
        own = {
            "ideas:promise_day": {"promise_id": of_staff.pk},
            "meetings:own_talk": {"pk": self.talk.pk},
            "media": {"path": self.size},
            "worry_answered": {"pk": self.worry.pk},
            "programmes:picture": {"pk": self.picture.pk},
            "programmes:picture_check": {"pk": self.picture.pk},
            "programmes:picture_down": {"pk": self.picture.pk},
            "programmes:picture_person": {"pk": self.picture.people.get().pk},
            "my_photos": {"person_id": self.amina.pk},
            "my_record": {"person_id": self.amina.pk},
            "my_erasure": {"person_id": self.amina.pk},
            "my_consent": {"person_id": self.amina.pk},
            "my_contact": {"person_id": self.amina.pk},
            "meetings:who_walked_in": {"seat_id": self.walk_in.pk},
            "cards:handed": {"pk": self.hand_card.pk},
            "returned:undo": {"pk": Message.objects.of(self.centre).first().pk},
            "pairs_decide": {"pk": self.pair.pk},
            "records_part": {"pk": self.merge.pk},
            "contact_lists:undo": {"pk": self.imported.pk},
            "outbox:move": {"pk": Message.objects.of(self.centre).first().pk},
            "my_feed": {"token": feed_token(account_behind("champion"))},
            "programmes:come": {"slug": self.programme.slug, "pk": session.pk},
            "programmes:cancel": {"pk": self._led().pk},
            "programmes:move": {"pk": self._led().pk},
            "programmes:after_all": {"pk": self._led().pk},
            "programmes:keep": {"pk": self._led().pk},
            "programmes:name": {"pk": self.amina.pk},
            "programmes:card": {"pk": self.amina.pk},
            "programmes:card_pdf": {"pk": self.amina.pk},
            "programmes:card_new": {"pk": self.amina.pk},
            "programmes:arranged": {"pk": self.needed.pk},
            "programmes:fridge": {"pk": self.fridge.pk},
            "programmes:fridge_off": {"pk": self.fridge.pk},
            "programmes:fridge_count": {"pk": self.fridge.pk},
            "programmes:fridge_need": {"pk": self.fridge.pk},
            "programmes:fridge_link": {"token": token_of(self.fridge)},
            "week_stop": {"token": links.token("week", self.habit.pk, 1)},
            "champions:stop": {"token": links.token(CodePurpose.STOP, self.rosa.pk, 1)},
            "account_link": {
                "token": links.token(PURPOSE, self.asked.pk, self.asked.generation)
            },
            "account_card_link": {
                "token": links.token(
                    CodePurpose.CARD, self.card.pk, self.card.generation
                )
            },
            "meetings:invitation_link": {
                "token": links.token(CodePurpose.INVITATION, self.invitation.pk, 1)
            },
            "meetings:letters_link": {
                "token": links.token(CodePurpose.LETTERS, self.counted.pk)
            },
            "meetings:seat_link": {"token": seat},
            "meetings:how_often_link": {
                "token": links.token(CodePurpose.HOW_OFTEN, self.answer.pk)
            },
            "meetings:hand": {"meeting_id": self.elm.pk},
            "meetings:hand_people": {"meeting_id": self.elm.pk, "kind": "lost"},
            "meetings:hand_person": {
                "meeting_id": self.elm.pk,
                "kind": "lost",
                "person_id": self.mia.pk,
            },
            "meetings:draw": {"centre": "harbourview"},
            "meetings:draw_list": {"centre": "harbourview"},
            "meetings:seat_calendar": {"token": seat},
            "champion_list:edit": {"pk": self.rosa.champion.pk},
            "groups:edit": {"pk": self.meeting.circle_id},
            "staff:delete": {
                "pk": self.centre.staff_roles.exclude(user=self.lead).first().pk
            },
            "workshops:before": {"pk": self.centre.pk},
            "workshops:talked_through": {"pk": self.centre.pk},
            "how_it_went:centre": {"pk": self.centre.pk},
            "how_it_went:centre_table": {"pk": self.centre.pk},
            "limits:centre": {"pk": self.centre.pk},
            "limits:new_closed": {"pk": self.centre.pk},
            "limits:closed": {"pk": self.closed.pk},
            "limits:open_again": {"pk": self.closed.pk},
            "wording:centre": {"pk": self.centre.pk},
            "wording:edit": {"pk": self.centre.pk, **words},
            "wording:again": {"pk": self.centre.pk, "number": 0, **words},
            "workshops:counted": {"pk": self.counted.pk},
            "workshops:counted_take_back": {"pk": self.counted.pk},
            "workshops:counted_letter": {"pk": self.counted.pk},
            "workshops:counted_pdf": {"pk": self.counted.pk},
            "workshops:counted_words": {"pk": self.counted.pk},
            "workshops:mailing": {"pk": self.mailing.pk},
            "workshops:send": {"pk": self.mailing.pk},
            "workshops:stop": {"pk": self.mailing.pk},
            "workshops:sample": {"pk": self.mailing.pk},
            "workshops:reminder": {"pk": self.mailing.pk},
            "workshops:pause": {"pk": self.mailing.pk},
            "workshops:go_on": {"pk": self.mailing.pk},
        }
        rooms = {
            "letters": self.batch.pk,
            "texts": self.texts.pk,
            "our_centre": self.centre.pk,
            "cards": self.centre.pk,
            "returned": self.centre.pk,
            "workshops": self.workshop.pk,
            "how_it_went": self.workshop.pk,
            "contact_lists": self.list.pk,
            "talk_first": self.talk.pk,
            "areas": self.area.pk,
        }
        room = name.partition(":")[0]
        found = {"pk": rooms[room]} if room in rooms else {}
        return found | own.get(name, {})

    def _led(self):
        walking = Programme.objects.get(slug="walking-together")
        return list(upcoming_sessions(walking))[1]

    def _user_behind(self, door):
        if door == "privacy":
            return self.centre.staff_roles.get(role=Role.PRIVACY).user
        return account_behind(door)

    def cookies_of(self, door):
        """The cookies of somebody who went through a door, or holds a link."""
        client = Client()
        if door:
            client.force_login(self._user_behind(door))
        session = client.session
        session[SECOND_FACTOR] = True
        session[FOUND] = [self.rosa.pk]
        session["account_authentication_methods"] = [
            {"method": "code", "at": time.time()}
        ]
        if not door:
            session[ASKED] = {"id": self.asked.pk, "address": "amina.yusuf@example.org"}
            session[PROVED] = {
                "key": self.rosa.email_key or "amina.yusuf@example.org",
                "next": "",
                "shared": False,
                "at": time.time(),
            }
        session.save()
        held = HttpResponse()
        grant(held, CodePurpose.INVITATION, self.invitation.pk, 1)
        grant(held, CodePurpose.SEAT, self.seat.pk, self.seat.generation)
        fridge = self.fridge
        grant(held, CodePurpose.FRIDGE, fridge.pk, fridge.generation)
        grant(held, CodePurpose.HOW_OFTEN, self.answer.pk, self.answer.generation)
        kept = {key: cookie.value for key, cookie in held.cookies.items()}
        return kept | {settings.SESSION_COOKIE_NAME: session.session_key}


# Without it, the address has nothing to show.
QUERIES = {"contact_lists:lines": "?of=new"}


def door_of(name):
    room = name.partition(":")[0]
    if name in DOORS:
        return DOORS[name]
    if name.startswith("week_") and name != "week_stop":
        return DOORS["week"]
    if room in ADMIN or name.startswith(("mfa", "wagtailadmin")):
        return "staff"
    if name.startswith(("meetings:desk", "programmes:desk")):
        return "desk"
    return DOORS.get(room, "")


def set_up_second_step():
    """So that the pages which look after it have something to show."""
    user = account_behind(STEPPED)
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
