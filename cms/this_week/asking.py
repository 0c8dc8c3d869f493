"""All the questions of *this week*, and whose rows they are.

A new row is a question in the file of its subject, one line in a table here, and its
test in `tests/cms/this_week/`.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from champions.enums import Role
from champions.models import Centre, Circle, User
from cms.this_week import (
    first_steps,
    gatherings,
    how_often,
    ideas,
    messages,
    needing_a_hand,
    nobody_left,
    papers,
    pictures,
    programmes,
    talking_first,
    things_needed,
    workshops,
    worries,
    wrong_codes,
)
from cms.this_week.row import Question, Row
from meetings.services.rhythms import today_at

MOST_ROWS = 7

# What a group's own staff partners can do as well as the point person.
OF_THE_TABLE: tuple[Question, ...] = (
    nobody_left.groups_with_nobody,
    nobody_left.programmes_with_nobody,
    gatherings.groups_without_a_date,
    gatherings.needs_to_arrange,
    papers.papers_to_print,
    how_often.few_have_said,
    how_often.answers_not_theirs,
    first_steps.before_the_first_workshop,
    talking_first.talks_to_have,
    needing_a_hand.yes_and_cannot_be_told,
    ideas.ideas_to_hear,
    ideas.words_to_look_at,
    ideas.ideas_to_look_at_again,
    ideas.promises_to_keep,
    ideas.money_to_give_back,
    programmes.pages_to_read,
    programmes.dates_to_decide,
    programmes.programmes_to_check,
    things_needed.things_to_arrange,
    pictures.pictures_to_check,
    pictures.pictures_to_ask_for,
)
# What only the point person can do: others would find no such page.
OF_THE_LEAD: tuple[Question, ...] = (
    workshops.workshops_too_small,
    workshops.mailings_that_rest,
    workshops.invitations_without_a_way,
    messages.letters_to_post,
    messages.texts_to_send,
    messages.calls_to_make,
    messages.messages_in_doubt,
    messages.mail_that_came_back,
    wrong_codes.many_typed,
    wrong_codes.letters_astray,
    messages.mail_that_cannot_leave,
)


def rows_for(user: User) -> list[Row]:
    """Everything that waits for the user, the nearest consequence first: all of a
    centre for its point person; of their own groups, and what they promised to do
    themselves, for a staff partner; and to each the worries that were told to them."""
    led = Centre.objects.all()
    if not user.is_superuser:
        led = user.centres_as({Role.LEAD})
    rows = [row for centre in led for row in rows_of(centre)]
    partnered = user.centres_as({Role.SUPPORTER}).exclude(pk__in=led)
    circles = circles_of(user)
    for centre in partnered:
        rows += [
            row
            for row in _ask(OF_THE_TABLE, centre)
            if row.circle_id in circles or row.promised_by == user.pk
        ]
    rows += worries.worries_to_answer(user)
    return nearest_first(rows)


def rows_of(centre: Centre) -> list[Row]:
    """Everything that waits in one centre, the nearest consequence first."""
    return nearest_first(_ask((*OF_THE_TABLE, *OF_THE_LEAD), centre))


def nearest_first(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.due, row.title))


def circles_of(user: User) -> set[int]:
    """The groups a member of staff goes with, in all centres."""
    mine = Q(partners__user=user) | Q(lead=user) | Q(back_up=user)
    return set(Circle.objects.filter(mine).values_list("pk", flat=True))


def _ask(questions: Iterable[Question], centre: Centre) -> list[Row]:
    today = today_at(centre)
    return [row for question in questions for row in question(centre, today)]
