"""The frame of the admin: our name, the reader's language, and in the demo that all of it
is invented."""

import pytest
from wagtail.users.models import UserProfile

from cms.models import DemoMark
from tests.cms.this_week.desk import Desk
from tests.factories import make_centre, make_staff

pytestmark = pytest.mark.django_db
PAGES = ["/admin/", "/admin/this-week/", "/admin/groups/", "/admin/images/"]
INVENTED = "Every person and place here is invented."


@pytest.fixture
def anne(db):
    return make_staff(make_centre())


@pytest.fixture
def desk(anne):
    return Desk(anne)


@pytest.mark.parametrize("path", PAGES)
def test_each_page_of_the_admin_says_that_the_demo_is_invented(desk, path):
    assert INVENTED not in desk.look(path)

    DemoMark.objects.create()

    assert INVENTED in desk.look(path)


def test_our_name_stands_where_wagtails_stood(desk):
    page = desk.look("/admin/")

    title = page.partition("<title>")[2].partition("</title>")[0]
    assert "Health Champions" in title
    assert "Wagtail" not in title
    assert '<span class="our-name">' in page


def test_the_start_page_speaks_french_to_who_chose_it(desk, anne):
    UserProfile.objects.create(user=anne, preferred_language="fr")

    page = desk.look("/admin/")

    assert '<html lang="fr"' in page
    assert "Cette semaine" in page
    assert "Rien ne vous attend" in page
