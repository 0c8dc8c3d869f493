import pytest

from champions.models import Centre
from cms.services.centres import open_centre
from tests.cms.this_week.desk import Desk
from tests.factories import make_champion, make_circle, make_staff


@pytest.fixture
def centre():
    words = {"name": "Cedar Lake", "phone": "705-555-0142"}
    return open_centre(Centre(slug="cedar-lake", **words), by=None)


@pytest.fixture
def anne(centre):
    return make_staff(centre, email="anne@example.org")


@pytest.fixture
def circle(centre, anne):
    return make_circle(centre, lead=anne)


@pytest.fixture
def amina(centre, circle):
    return make_champion(centre, circle, email="amina@example.org")


@pytest.fixture
def desk(anne):
    """The point person at the start page."""
    return Desk(anne)


@pytest.fixture
def neighbour(amina):
    """A champion at their own page."""
    return Desk(amina.user)
