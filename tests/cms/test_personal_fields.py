"""Whatever may say something about a person is shown to them, wiped and joined. A new
field that nobody thought of fails here."""

import json

import pytest
from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from wagtail.models import Page

from champions.models import Person, User, View
from cms.models import CentrePage, PlainPage, Programme
from cms.services.privacy import RunsProgrammeError, erase, merge, record_of
from ideas.enums import ReactionKind
from ideas.models import Answer, Comment, Idea, Reaction
from ideas.services.talk import react
from meetings.models import Meeting, Seat
from tests.factories import make_champion
from tests.two_centres import ROOMS, furnish

pytestmark = pytest.mark.django_db

# Nobody else is called so; capitals and accents must not hide it.
FIRST, LAST = "Zébrine", "Quaggafoal"
NAME = f"{FIRST} {LAST}"

# Model or model.field: why it says nothing about anybody.
NOT_PERSONAL = {
    "champions.Centre": "the organisation itself",
    "champions.CodeTry": "a keyed hash of a source, kept for two days",
    "champions.WrongCode": "a keyed hash of a source, kept for two days",
    "champions.Heartbeat": "a process of the machine",
    "champions.Pace": "how many mails of a centre have left",
    "champions.SignIn.next_url": "an address of this site, kept for a day",
    "champions.ContactList.headings": "which column means what",
    "champions.ContactList.counts": "numbers",
    "champions.HeadingMeaning": "what a column is called",
    "champions.Pair": "two ids",
    "champions.ContactLine.reason": "one of a fixed set of reasons",
    "champions.ContactLine.notes": "some of a fixed set of remarks",
    "champions.TypedCode.key_hash": "a keyed hash of digits",
    "champions.Message.key": "names of events and ids",
    "champions.Message.name": "the name of a template",
    "champions.Message.message_id": "chance",
    "champions.MessageTopic.topic": "kinds and ids",
    "champions.LetterBatch.topic": "kinds and ids",
    "champions.LetterBatch.file_name": "a name that the machine gave",
    "champions.ReadMailbox": "a place in a mailbox of the installation",
    "champions.Message.said_in": "the tag of a language",
    "champions.Person.speaks": "the tag of a language; goes with the record",
    "champions.Wording.language": "the tag of a language",
    "champions.Wording.message": "the name of a message",
    "champions.User.password": "nobody has one",
    "champions.View.page": "the name of an address",
    "ideas.Idea.programme_url": "an address of this site",
    "meetings.Meeting.agenda_order": "kinds and ids",
    "meetings.Meeting.draw_seed": "chance",
    "meetings.Mailing.lot_seed": "chance",
    "meetings.Seat.lot": "chance",
    "meetings.DrawnLot": "chance; it names nobody",
    "meetings.DayPapers.file_name": "a name that the machine gave",
    "cms.Programme.slug": "made from the title when it had nobody’s name to hide",
    "cms.Programme.access": "some of a fixed set of words",
    "cms.Programme.access_text": "the same words",
    "cms.Programme.more_days": "days",
    "cms.Programme.months": "numbers of months",
    "cms.Snooze.key": "kinds and ids",
    "cms.NetworkPage": "of the whole network",
    "cms.CheckTask": "a step of Wagtail’s moderation",
}
# What others wrote: taken out of it when the person is erased, but it is not theirs.
OTHERS_WORDS = {
    "champions.Circle": "the group’s",
    "champions.ContactList": "the list’s",
    "champions.SignIn": "used up within a day",
    "champions.Wording": "the centre’s",
    "ideas.Answer.promise": "the centre’s answer",
    "ideas.Answer.next_step": "the centre’s answer",
    "ideas.Answer.gathering_words": "the gathering’s",
    "ideas.Idea.learned": "what the group learned",
    "ideas.WhatItTakes": "the group’s and the centre’s",
    "meetings.ClosedDays": "the centre’s",
    "meetings.Meeting": "the gathering’s; its notes belong to the group",
    "meetings.Part": "the gathering’s",
    "meetings.ThoughtOf": "the centre’s own plan",
    "meetings.Rhythm": "the group’s",
    "cms.Area": "a part of town, public",
    "cms.Session": "what changed of one date, public",
    "cms.CentrePage": "public",
    "cms.PlainPage": "public",
    "cms.ProgrammeIndexPage": "public",
    "cms.StoryIndexPage": "public",
    "cms.StoryPage": "public once read, and shown in the record by its teller",
    "cms.ProgrammePage": "public once published, and the group’s before",
    "cms.Programme": "public once published",
}
# Says who the person is to whom the row belongs, and goes with them.
OF_ITS_OWN = {
    "champions.AlsoKnownAs",
    "champions.ContactLine",
    "champions.Merge",
    "champions.Message.links",
    "champions.Message.to_name",
}
# Made from other fields.
DERIVED = {"search_text", "name_key", "email_key", "address_key"}
# Kept or shown in another form than in words of a row.
NOT_SHOWN = {
    "champions.Message.html": "the same words once more",
    "champions.Message.links": "ids",
    "champions.Message.calendar": "the same words once more",
    "champions.Message.error": "what a mail server said",
    "meetings.Seat.guest_name": "a guest has no record of their own",
    "cms.InPicture.first_name": "of somebody who has no record of their own",
    "meetings.Seat.guest_reach": "a guest has no record of their own",
}


def room_models():
    for room in ROOMS:
        yield from apps.get_app_config(room).get_models()


def is_declared(model, field, where):
    label = model._meta.label
    return label in where or f"{label}.{field.name}" in where


def personal_fields():
    """Every free text of the four rooms that could say something about somebody."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    for model in room_models():
        for field in model._meta.local_concrete_fields:
            free = isinstance(field, kinds) and not field.choices
            if free and not is_declared(model, field, NOT_PERSONAL):
                yield model, field


def words_of(model, field):
    """Something that names the person, as it could stand in this field."""
    label = f"{NAME} {model._meta.model_name}.{field.name}"
    if isinstance(field, models.JSONField):
        return {"first_name": label}
    if isinstance(field, models.EmailField):
        return "zebrine@example.org"
    most = field.max_length or 400
    return label if len(label) <= most else NAME[:most]


@pytest.fixture
def centre():
    return furnish("cedar-lake", 5_000_000)


@pytest.fixture
def person(centre):
    """Somebody whose name stands in every text that can hold it."""
    person = Person.objects.of(centre).get(first_name="Amina")
    person.first_name, person.last_name = FIRST, LAST
    for name in ("reference", "city", "address", "call_when"):
        setattr(person, name, f"{NAME} person.{name}"[:40])
    person.email = person.email_key = "zebrine@example.org"
    person.name_key = "zebrine quaggafoal"
    person.phone, person.postal_code = "+17055559999", "Q0Q 0Q0"
    person.save()
    User.objects.filter(pk=person.user_id).update(
        first_name=FIRST, last_name=LAST, email=person.email
    )
    _write_of(person)
    Meeting.objects.update(chair=person, notes_by=person)
    for meeting in Meeting.objects.all():
        meeting.hosts.add(person)
    other = make_champion(centre, first_name="Lucille")
    for programme in Programme.objects.all():
        programme.leads.add(other)
    for idea in Idea.objects.all():
        react(idea, person=other, kind=ReactionKind.LIKE, words="")
    return Person.objects.get(pk=person.pk)


def _write_of(person):
    """The name in every text, and in every page with a draft of it."""
    for model, field in personal_fields():
        if model in (Person, User) or issubclass(model, Page):
            continue
        guests = model is Seat and field.name.startswith("guest_")
        rows = model._base_manager.filter(**({"person": None} if guests else {}))
        rows.update(**{field.attname: words_of(model, field)})
    home = CentrePage.objects.filter(centre=person.centre)[0]
    for page in Page.objects.descendant_of(home, inclusive=True).specific():
        page.title = f"{NAME} page"
        if isinstance(page, PlainPage):
            page.body = json.dumps([{"type": "heading", "value": f"With {NAME}"}])
        page.save()
        page.save_revision()


def dump():
    """All that stands in all tables, as text without accents."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  a table of ours
            for row in cursor.fetchall():
                yield table, " ".join(map(str, row)).casefold()


CANARIES = (
    "zébrine",
    "zebrine",
    "z\\u00e9brine",
    "quaggafoal",
    "7055559999",
    "q0q 0q0",
)


def names_them(value):
    return any(canary in str(value).casefold() for canary in CANARIES)


def hits():
    return sorted({table for table, row in dump() if names_them(row)})


def sizes():
    counted = (Idea, Reaction, Comment, Answer, Meeting, Programme, Person, View)
    return {model.__name__: model.objects.count() for model in counted}


def fields_that_name_them():
    return {
        f"{model._meta.label}.{field.name}"
        for model, field in personal_fields()
        if any(
            names_them(value)
            for value in model._base_manager.values_list(field.attname, flat=True)
        )
    }


def test_every_text_of_every_room_is_tried(person):
    """A field that holds no canary here is covered by nothing that follows."""
    named = fields_that_name_them()
    bare = [
        f"{model._meta.label}.{field.name}"
        for model, field in personal_fields()
        if field.name not in DERIVED and not issubclass(model, Page)
    ]

    assert [label for label in bare if label not in named] == []


def test_after_erasure_nothing_anywhere_names_the_person(person):
    before = sizes()
    assert hits() != []

    erase(person, by=None)

    assert hits() == []
    files = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    files += settings.STORAGES["private"]["OPTIONS"]["location"].rglob("*.pdf")
    assert [
        f for f in files if any(c.encode() in f.read_bytes() for c in CANARIES)
    ] == []
    assert sizes() == before


def is_own(label):
    return label in OF_ITS_OWN or label.rpartition(".")[0] in OF_ITS_OWN


def test_what_others_wrote_names_nobody_who_was_wiped(centre):
    """Of somebody who has no row of their own: all words are other people’s."""
    gone = make_champion(centre, first_name=FIRST, last_name=LAST)
    _write_of(gone)

    erase(gone, by=None)

    named = fields_that_name_them()
    assert {label for label in named if not is_own(label)} == set()


def test_the_record_shows_every_word_that_is_held(person):
    shown = json.dumps(record_of(person), cls=DjangoJSONEncoder, ensure_ascii=False)

    missing = [
        f"{model._meta.label}.{field.name}"
        for model, field in personal_fields()
        if not is_declared(model, field, OTHERS_WORDS | NOT_SHOWN)
        and field.name not in DERIVED
        and not _is_shown(model, field, person, shown)
    ]

    assert missing == []


def _is_shown(model, field, person, shown):
    row = {Person: person, User: person.user}.get(model)
    if row:
        return str(getattr(row, field.attname)) in shown
    words = words_of(model, field)
    return (words["first_name"] if isinstance(words, dict) else words) in shown


def fields_to(target):
    for model in room_models():
        for field in [
            *model._meta.local_concrete_fields,
            *model._meta.local_many_to_many,
        ]:
            if field.is_relation and field.related_model is target:
                yield model, field


def rows_of(model, field, person):
    return model._base_manager.filter(**{field.name: person})


def test_merging_leaves_no_row_that_points_at_the_first_record(person, centre):
    into = make_champion(centre, first_name="Zebrine", user=None)
    # Both lead from the first record to the second, for paper and for parting them.
    leading = {("Person", "merged_into"), ("Merge", "person"), ("Merge", "into")}
    links = [
        (model, field)
        for model, field in fields_to(Person)
        if (model.__name__, field.name) not in leading
    ]
    assert [link for link in links if not rows_of(*link, person).exists()] == []

    merge(person, into=into, by=None)

    assert [link for link in links if rows_of(*link, person).exists()] == []
    assert [link for link in links if not rows_of(*link, into).exists()] == []
    into.refresh_from_db()
    assert (into.email, into.phone) == ("zebrine@example.org", "+17055559999")


def test_who_did_something_for_the_centre_is_known_by_number_alone():
    """Colleagues’ deeds outlive them: the row stays, the account may go."""
    # A role is nothing without its holder, nor is what they put off.
    own = {"champions.StaffRole.user", "cms.Snooze.user", "cms.WeekHabit.user"}
    kept = [
        f"{model._meta.label}.{field.name}"
        for model, field in fields_to(User)
        if field.remote_field.on_delete is not models.SET_NULL
    ]

    assert set(kept) == own


def test_who_alone_runs_a_programme_hands_it_over_first(centre):
    amina = Person.objects.of(centre).get(first_name="Amina")

    with pytest.raises(RunsProgrammeError) as refused:
        erase(amina, by=None)

    assert [one.title for one in refused.value.programmes] == ["Coffee and Colour"]
    amina.refresh_from_db()
    assert amina.first_name == "Amina"
