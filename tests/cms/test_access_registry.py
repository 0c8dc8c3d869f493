"""Every address says for whom it is, and what its twin is for those without a screen."""

import re
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from pypdf import PdfReader
from weasyprint import HTML

from champions.enums import Role
from champions.models import StaffRole
from champions.permissions import OPEN, SECOND_FACTOR, Who
from cms.access import RULES
from cms.desk_actions import DESK_ACTIONS
from tests.addresses import all_addresses
from tests.two_centres import furnish

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("champions", "ideas", "meetings", "cms")
STAFF = {Who.LEAD, Who.SUPPORTER, Who.DESK, Who.PRESCRIBER, Who.EDITOR, Who.PRIVACY}
STAFF |= {Who.EVALUATOR, Who.NETWORK}
CHAMPIONS = {Who.CHAMPION, Who.SIGNED_IN, Who.HOLDER}

# Parts of Wagtail that are for the network administrator alone, by the space their names
# stand in, and single addresses of Wagtail: reason.
NETWORK_ALONE = {
    "wagtailadmin_collections": "each centre has one, made when it opens",
    "wagtailadmin_reports": "they go over all centres; a centre has its own history",
    "wagtailadmin_workflows": "one workflow for all centres",
    "wagtailembeds": "no page may hold anything from another site",
    "wagtailforms": "we make forms ourselves",
    "wagtaillocales": "the languages of the whole site",
    "wagtailredirects": "addresses of the whole site",
    "wagtailsettings": "of the whole site",
    "wagtailsites": "of the whole site",
    "wagtailsnippets": "we have none",
    "wagtailusers_groups": "they are kept by roles",
    "wagtailusers_users": "they are kept by roles",
    "wagtailadmin_api:documents": "nothing of ours asks it",
    "wagtailadmin_api:images": "nothing of ours asks it",
    "wagtailadmin_api:pages:action": "it copies and deletes without our checks",
    "wagtailadmin_api:pages:find": "it looks over all centres",
    "wagtail_bulk_action": "asked for by model, in `cms.access.BULK`",
    "wagtailadmin_block_preview": "our blocks are seen in the preview of a page",
    "wagtailadmin_error_test": "Wagtail’s own test page",
    "wagtailadmin_pages:convert_alias": "no page is an alias",
    "wagtailadmin_pages:set_privacy": "what is public stays public",
    "wagtailadmin_pages:type_use": "it lists pages of all centres",
    "wagtailadmin_password_reset": "nobody has a password",
    "wagtailadmin_tag_model_autocomplete": "tags of all centres",
    "wagtailcore_authenticate_with_password": "no page has a password",
    "wagtailcore_login": "leads to no page of ours",
    "wagtaildocs_authenticate_with_password": "no paper has a password",
    "wagtailimages:url_generator": "pictures have one address",
    "": "Wagtail’s test page and what no other address of the admin takes",
}


def addresses():
    return sorted(all_addresses(), key=lambda one: one.route)


def reason_for_network(name):
    exact = NETWORK_ALONE.get(name)
    spaces = [NETWORK_ALONE[s] for s in NETWORK_ALONE if s and name.startswith(s)]
    return exact or next(iter(spaces), None)


def is_behind_another(address):
    """Ours with the same path stands before it, and it never answers."""
    same = [one for one in all_addresses() if one.route == address.route]
    return same[0] is not address and same[0].view is not address.view


def test_every_address_says_for_whom_it_is():
    """A new address of a library fails here until somebody has decided."""
    undecided = [
        one.name or one.route
        for one in addresses()
        if one.access is None
        and not is_behind_another(one)
        and one.name not in RULES
        and reason_for_network(one.name) is None
    ]

    assert undecided == []


def test_no_rule_is_for_an_address_that_is_gone():
    names = {one.name for one in addresses()}

    assert set(RULES) - names == set()


def ours():
    return [one for one in addresses() if one.access]


def twin_of(address):
    kind, _colon, rest = address.access.twin.partition(":")
    return kind, rest.strip()


def test_every_twin_is_on_paper_by_phone_or_has_a_reason():
    assert {twin_of(one)[0] for one in ours()} <= {"print", "phone", "none"}
    assert [one.name for one in ours() if not twin_of(one)[1]] == []


def test_what_champions_do_has_a_twin():
    """None is for staff and for what is in public; and for ways in that are twins of
    each other."""
    without = {
        one.name
        for one in ours()
        if twin_of(one)[0] == "none" and one.access.who & CHAMPIONS
    }

    assert without - ARE_THEMSELVES == set()


# These need no twin: a sheet of paper, and the ways out.
ARE_THEMSELVES = {
    "meetings:sheet",
    "programmes:sheet",
    "programmes:sheet_pdf",
    "programmes:door",
    "programmes:door_pdf",
    "programmes:cards",
    "programmes:card",
    "programmes:card_pdf",
    "programmes:card_new",
    "programmes:picture_form",
    "account_logout",
    "week_stop",
}


def test_every_phone_twin_is_an_action_of_the_desk():
    named = {twin_of(one)[1] for one in ours() if twin_of(one)[0] == "phone"}

    assert named == set(DESK_ACTIONS)


def test_every_action_of_the_desk_is_open_to_staff():
    """Whoever picks up the telephone can carry it out."""
    by_name = {one.name: one for one in ours()}
    shut = [
        action
        for action, name in DESK_ACTIONS.items()
        if not by_name[name].access.who & (STAFF | OPEN)
    ]

    assert shut == []


# --- Paper ------------------------------------------------------------------------

OURS = 5_000_001


@pytest.fixture
def staff(db):
    centre = furnish("cedar-lake", OURS - 1)
    client = Client()
    client.force_login(StaffRole.objects.of(centre).get(role=Role.LEAD).user)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


class Required(HTMLParser):
    """The labels of the fields that a page demands."""

    def __init__(self):
        super().__init__()
        self.demanded, self.labels, self._label = set(), [], None

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag in ("input", "select", "textarea") and "required" in found:
            self.demanded.add(found.get("id"))
        if tag == "label":
            self._label = found.get("for")
            self.labels.append((self._label, ""))

    def handle_endtag(self, tag):
        if tag == "label":
            self._label = None

    def handle_data(self, text):
        if self._label:
            self.labels[-1] = (self._label, self.labels[-1][1] + text)

    def words(self):
        labels = (words for one, words in self.labels if one in self.demanded)
        return {" ".join(re.sub(r"\(.*?\)", "", one).split()) for one in labels} - {""}


VALUES = {"centre": "cedar-lake", "slug": "coffee-and-colour"}


def path_of(address):
    return address.filled(dict.fromkeys(address.parameters, OURS) | VALUES)


def paper_of(client, address):
    """The text of the twin as a printer would put it on paper."""
    answer = client.get(path_of(address))
    assert answer.status_code == 200, path_of(address)
    pdf = answer.content
    if not pdf.startswith(b"%PDF"):
        pdf = HTML(string=answer.content.decode(), base_url="https://invalid.invalid/")
        pdf = pdf.write_pdf(url_fetcher=_nothing)
    pages = PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def _nothing(url):
    return {"string": b"", "mime_type": "text/css"}


def test_each_printed_twin_asks_what_its_page_demands(staff):
    by_name = {one.name: one for one in ours()}
    missing, papers = {}, {}
    for address in [one for one in ours() if twin_of(one)[0] == "print"]:
        name = twin_of(address)[1]
        if name not in papers:
            papers[name] = paper_of(staff, by_name[name])
        page = staff.get(path_of(address))
        required = Required()
        required.feed(page.content.decode() if page.status_code == 200 else "")
        absent = {words for words in required.words() if words not in papers[name]}
        if absent:
            missing[address.name] = absent

    assert missing == {}


# --- Addresses of upper rooms -----------------------------------------------------

LINK = re.compile(
    r"""(?:\{%\s*url\s+|reverse(?:_lazy)?\(\s*|redirect\(\s*)["']([\w:\-]+)["']"""
)


def room_of_names():
    """Which room each name of an address belongs to, by the view behind it."""
    rooms = {}
    for one in ours():
        module = getattr(one.view, "__module__", "")
        rooms[one.name] = module.partition(".")[0]
    return rooms


def sources_of(room):
    """The code of a room, and the templates in its folder."""
    code = [p for p in (ROOT / room).rglob("*.py") if "migrations" not in p.parts]
    return code + [p for p in (ROOT / "templates" / room).rglob("*") if p.is_file()]


@pytest.mark.parametrize("room", ROOMS[:-1])
def test_a_room_leads_to_no_address_of_a_room_above(room):
    """The frame around every page is built in the highest room, and leads anywhere."""
    above = ROOMS[ROOMS.index(room) + 1 :]
    rooms = room_of_names()
    upwards = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in sources_of(room)
        for name in LINK.findall(path.read_text())
        if rooms.get(name) in above
    }

    assert upwards == set()
