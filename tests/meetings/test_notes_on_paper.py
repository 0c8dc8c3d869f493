"""Notes that go round by letter stand on two sheets at most, however long they are."""

from datetime import timedelta

import pytest
import time_machine

from champions.enums import Channel
from champions.messages.letters import STYLE, html_of
from champions.models import Message
from ideas.services.promises import make_promise
from meetings.models import Meeting
from meetings.services.sending_round import send_notes_round
from meetings.services.thanking import thank
from tests.factories import (
    make_centre,
    make_champion,
    make_circle,
    make_gathering,
    make_staff,
)
from tests.paper import pages_of

pytestmark = pytest.mark.django_db
WORDS = "We spoke about the soup, who cooks it and who carries the pots. " * 60


@pytest.mark.parametrize("paper", ["letter", "A4"])
@pytest.mark.parametrize("large", [False, True])
def test_a_letter_with_long_notes_has_two_sheets_at_most(paper, large):
    centre = make_centre(paper=paper, name="Cedar Lake Community Health Centre")
    anne = make_staff(centre)
    circle = make_circle(centre, lead=anne)
    ways = {"channel": Channel.LETTER, "address": "22 Birch Road"}
    rosa = make_champion(centre, circle, "Rosa", large_print=large, **ways)
    meeting = make_gathering(centre, circle=circle)
    make_promise(centre, words="Finds a kettle", by=None, person=rosa, circle=circle)
    thank(meeting, words="For the cups", from_whom=None, to_words="Bo", by=anne)
    with time_machine.travel(meeting.starts_at + timedelta(minutes=5)):
        Meeting.objects.filter(pk=meeting.pk).update(notes=WORDS)
        send_notes_round(meeting, by=anne)

    letter = Message.objects.get(name="meetings/notes", person=rosa)

    assert len(pages_of(html_of([letter], centre=centre), STYLE)) <= 2
    assert "all of them are at the front desk" in letter.html
    assert "Finds a kettle" in letter.html
