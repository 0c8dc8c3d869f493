"""A centre with something of everything, whose rows all begin at a chosen id, so that one
number names one row of it in every table."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from uuid import UUID, uuid4

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection, models
from django.utils import timezone
from PIL import Image as Picture
from wagtail.admin.models import EditingSession
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, ModelLogEntry, Page, Revision, UploadedFile

from champions.enums import Channel, CodePurpose, Role
from champions.models import Centre, Pair, TalkFirst
from champions.services.codes import issue_code
from champions.services.pairs import key_of
from cms.models import CentreCollection, CentrePage, PlainPage
from cms.services import programmes
from cms.services.centres import open_centre
from cms.services.stories import Told, tell_story
from ideas.enums import Outcome, ReactionKind
from ideas.services.answers import answer_idea
from ideas.services.promises import make_promise
from ideas.services.talk import react, say
from meetings.enums import Route, Say
from meetings.models import DrawnLot, Meeting, Seat
from meetings.services.invitations import invite
from meetings.services.seats import answer, ask
from meetings.services.thanking import thank
from tests.factories import (
    in_days,
    make_champion,
    make_circle,
    make_gathering,
    make_idea,
    make_person,
    make_staff,
    make_workshop_pair,
)

ROOMS = ("champions", "ideas", "meetings", "cms")
# Of the whole installation, not of a centre.
SHARED = {
    "champions.CodeTry",
    "champions.Heartbeat",
    "champions.ReadMailbox",
    "champions.SignIn",
    "cms.CheckTask",
    "cms.DemoMark",
    "cms.NetworkPage",
    "cms.WeekHabit",
}
# What a marker would break: rows are found, linked or read by these.
LEFT_AS_THEY_ARE = {
    "slug",
    "slug_original",
    "path",
    "url_path",
    "zone",
    "key",
    "key_hash",
    "uuid",
    "translation_key",
    "password",
    "lot_seed",
    "draw_seed",
    "lot",
    "number",
    "file_name",
    "file_hash",
    "object_id",
    "content_hash",
    "search_text",
    "access_text",
    "topic",
    "action",
    "page",
}


def start_ids_at(number: int) -> None:
    """The next row of every table gets the id after this number."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_sequence")
        cursor.execute(
            "INSERT INTO sqlite_sequence (name, seq)"
            " SELECT name, %s FROM sqlite_master WHERE type = 'table'"
            " AND sql LIKE '%%AUTOINCREMENT%%'",
            [number],
        )


def furnish(slug: str, ids_after: int) -> Centre:
    """A centre whose staff, champions and public have used every room."""
    start_ids_at(ids_after)
    first = UUID(int=ids_after + 1)
    name = slug.replace("-", " ").title()
    centre = open_centre(Centre(slug=slug, name=name, phone="705-555-0142"), by=None)
    amina = make_champion(centre, make_circle(centre, f"Maple {name}"), address="1 Elm")
    lead = make_staff(centre, Role.LEAD)
    for role in (Role.SUPPORTER, Role.EDITOR, Role.DESK, Role.PRIVACY, Role.PRESCRIBER):
        make_staff(centre, role, first_name=role.title())
    _gather(amina, lead, drawn_as=first)
    _talk(amina, lead)
    _publish(amina, lead)
    _upload(centre, lead)
    _complete(centre)
    return centre


def _gather(amina, lead, *, drawn_as):
    circle = amina.circle_memberships.get().circle
    workshop = make_workshop_pair(amina.centre, circle)
    Meeting.objects.filter(pk=workshop.pk).update(uuid=drawn_as)
    invite(amina, workshop, route=Route.PRESCRIBED, by=lead, channel=Channel.LETTER)
    second = workshop.followed_by
    thank(second, words="Cake", from_whom=amina, to=amina, by=lead)
    meeting = make_gathering(amina.centre, circle=circle)
    for gathering in (workshop, meeting):
        answer(
            ask(gathering, amina),
            say=Say.YES,
            by=lead,
            how=Channel.PHONE,
            needs=[("ride", "from the mill", False)],
        )
    Seat.objects.create(
        centre=amina.centre,
        meeting=meeting,
        guest_name="Gus",
        guest_reach="gus@example.org",
    )
    DrawnLot.objects.create(
        centre=amina.centre,
        meeting=workshop,
        audience="champions",
        places=1,
        party=workshop.seats.get().uuid,
        people=1,
        number="0" * 64,
        has_place=True,
    )
    anne = lead.people.get()
    for one, other in ((amina, anne), (make_person(amina.centre, "Aminah"), amina)):
        Pair.objects.create(
            centre=amina.centre, one=one, other=other, key=key_of(one.pk, other.pk)
        )
    TalkFirst.objects.create(
        centre=amina.centre,
        person=amina,
        promised_by=lead,
        written_by=lead,
        until=in_days(30),
        lapses_at=timezone.now() + timedelta(days=30),
    )


def _talk(amina, lead):
    idea = make_idea(amina, why="We are alone", brings="A pot")
    react(idea, person=amina, kind=ReactionKind.CAN_HELP, words="My car")
    say(idea, person=amina, words="Every Sunday", by_staff=False)
    answer_idea(
        idea,
        outcome=Outcome.YES,
        by=lead,
        promise="The kitchen",
        due_on=in_days(20),
        together_with=[amina],
    )
    make_promise(amina.centre, words="Cake", by=amina.user, person=amina, idea=idea)
    make_idea(amina, "Bus buddy")


def _publish(amina, lead):
    facts = {
        "title": "Coffee and Colour",
        "language": "en",
        "pattern": "weekly",
        "first_on": in_days(3),
        "at": time(10),
        "until": time(11, 30),
        "place": "Library back room",
    }
    words = {"what": "Paint.", "about": "We paint.", "first_visit": "Tea."}
    programme = programmes.describe_programme(
        amina.centre, lead=amina, by=amina.user, facts=facts, words=words
    )
    programmes.ask_for_check(programmes.original_page(programme), by=amina.user)
    home = CentrePage.objects.get(centre=amina.centre, locale__language_code="en")
    home.add_child(instance=PlainPage(title="Draft", slug="draft", live=False))
    told = Told(
        title="The first soup",
        happened="It burnt.",
        learned="Stir it.",
        language="en",
        shows_name=True,
        programme=programme,
    )
    tell_story(amina.centre, told, teller=amina, by=amina.user)


def _upload(centre, lead):
    collection = CentreCollection.objects.get(centre=centre).collection
    picture = BytesIO()
    Picture.new("RGB", (4, 4)).save(picture, "PNG")
    name = f"{centre.slug}.png"
    get_image_model().objects.create(
        title="Picture",
        file=ContentFile(picture.getvalue(), name),
        collection=collection,
        uploaded_by_user=lead,
        width=4,
        height=4,
    )
    get_document_model().objects.create(
        title="Paper",
        file=ContentFile(b"paper", f"{centre.slug}.txt"),
        collection=collection,
        uploaded_by_user=lead,
    )
    page = CentrePage.objects.filter(centre=centre)[0]
    page.save_revision(user=lead)
    UploadedFile.objects.create(
        for_content_type=_content_type(get_image_model()),
        file=ContentFile(b"half", f"{centre.slug}-half.png"),
        uploaded_by_user=lead,
    )
    EditingSession.objects.create(
        user=lead,
        content_type=_content_type(Page),
        object_id=str(page.pk),
        last_seen_at=timezone.now(),
    )


def _content_type(model):
    return apps.get_model("contenttypes", "ContentType").objects.get_for_model(model)


def own_models():
    """The models of the four rooms whose rows belong to a centre."""
    models_of_rooms = (
        m for room in ROOMS for m in apps.get_app_config(room).get_models()
    )
    return [model for model in models_of_rooms if model._meta.label not in SHARED]


def _complete(centre):
    """A row of every model that nothing above has made."""
    first = lowest_id(centre)
    purposes = {CodePurpose.STOP: first, CodePurpose.CARD: first}
    for purpose, thing in purposes.items():
        issue_code(centre, purpose=purpose, thing_id=thing)
    missing = [model for model in own_models() if not _rows(model, first).exists()]
    for _again in range(3):  # one may need another that is missing too
        missing = [model for model in missing if not make_one(model, centre, first)]


def lowest_id(centre) -> int:
    """Below the ids of all its rows; the centre itself was the first."""
    return centre.pk


def _rows(model, first):
    name = model._meta.pk.name
    return model._base_manager.filter(
        **{f"{name}__gte": first, f"{name}__lt": first + 10**6}
    )


def make_one(model, centre, first) -> bool:
    """A row with the least in it, whose things have ids from `first` on."""
    try:
        fields = {
            field.name: _value(field, centre, first)
            for field in model._meta.concrete_fields
            if _is_needed(field)
        }
    except model.DoesNotExist:
        return False
    if "centre" in {field.name for field in model._meta.concrete_fields}:
        fields["centre"] = centre
    model._base_manager.create(**fields)
    return True


def _is_needed(field) -> bool:
    if field.primary_key or field.name == "uuid":
        return False
    return isinstance(field, models.ForeignKey) or not (
        field.has_default() or field.null
    )


SOME = {
    models.DateField: lambda: date(2026, 9, 7),
    models.DateTimeField: lambda: datetime(2026, 9, 7, 12, tzinfo=UTC),
    models.TimeField: lambda: time(10),
    models.JSONField: dict,
    models.BooleanField: lambda: False,
    models.UUIDField: uuid4,
}


def _value(field, centre, first):
    if isinstance(field, models.ForeignKey):
        row = _rows(field.related_model, first).first()
        if row is None and not field.null:
            raise field.model.DoesNotExist
        return row
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.IntegerField):
        return 1
    if field.blank and isinstance(field, (models.CharField, models.TextField)):
        return ""
    return next((make() for kind, make in SOME.items() if type(field) is kind), "x")


# --- The marker -------------------------------------------------------------------


def mark_everything(centre, word: str) -> set[str]:
    """Write the word into every text of every row of the centre; returns the models
    whose rows now hold it. Revisions and the history hold it too."""
    first = lowest_id(centre)
    held = set()
    others = [Collection, get_image_model(), get_document_model(), ModelLogEntry]
    for model in [*own_models(), *others]:
        for row in _rows(model, first):
            held |= {model._meta.label} if _mark(row, word) else set()
    for page in Page.objects.filter(pk__gt=first - 10**5, pk__lt=first + 10**6):
        page.specific.save_revision()
    for revision in _rows(Revision, first):
        text = json.dumps(revision.content).replace("Title", word)
        Revision.objects.filter(pk=revision.pk).update(content=json.loads(text))
    return held


def _mark(row, word) -> bool:
    marked = False
    for field in row._meta.concrete_fields:
        value = _marked(field, row, word)
        if value is not None:
            setattr(row, field.attname, value)
            marked = True
    if marked:
        row.save()
    return marked


def _marked(field, row, word):
    if isinstance(field, models.EmailField):
        return f"{word}-{row._meta.model_name}-{row.pk}@example.org".lower()
    if field.name in LEFT_AS_THEY_ARE or field.choices or field.unique:
        return None
    if field.name.startswith("guest_") and row.person_id:
        return None
    label = f"{word} {row._meta.model_name}.{field.name}"
    if isinstance(field, models.JSONField):
        return {"zebra": label} if field.name in ("words", "counts") else None
    if isinstance(field, (models.CharField, models.TextField)):
        return label[: field.max_length or 400]
    return None
