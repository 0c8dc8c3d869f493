"""How a group comes from one way of meeting to another, and what stays with it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import ModelLogEntry

from meetings.enums import MeetingKind, Stage, Strand, Urgency
from meetings.models import Rhythm
from meetings.services.gatherings import hold_meeting
from meetings.services.refusals import RefusedError
from meetings.services.rhythms import rhythm_of, set_stage, standings, today_at
from tests.factories import (
    in_days,
    make_centre,
    make_circle,
    make_gathering,
    make_staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture
def circle(centre):
    return make_circle(centre)


def make_rhythm(circle, stage=Stage.MONTHLY, strand=Strand.CIRCLE, days_ago=10):
    return Rhythm.objects.create(
        centre=circle.centre,
        circle=circle,
        strand=strand,
        stage=stage,
        counts_from=in_days(-days_ago),
    )


def after(days):
    return time_machine.travel(timezone.now() + timedelta(days=days))


def held(circle, strand, kind):
    """A gathering an hour ago, held."""
    meeting = make_gathering(circle.centre, circle=circle, strand=strand, kind=kind)
    with time_machine.travel(meeting.ends_at):
        return hold_meeting(meeting, by=None)


def test_a_change_is_written_down_with_who_and_why(circle, anne):
    changed = set_stage(make_rhythm(circle), Stage.QUARTERLY, by=anne, why="Ready")

    entry = ModelLogEntry.objects.filter(action="meetings.set_stage").get()
    assert (changed.stage, changed.changed_why) == (Stage.QUARTERLY, "Ready")
    assert (entry.user, entry.data["was"], entry.data["stage"]) == (
        anne,
        "monthly",
        "quarterly",
    )


def test_the_same_change_twice_is_one(circle, anne):
    monthly = make_rhythm(circle)

    for _press in range(2):
        set_stage(monthly, Stage.QUARTERLY, by=anne)

    assert ModelLogEntry.objects.filter(action="meetings.set_stage").count() == 1


def test_the_second_of_two_who_change_it_is_told(circle, anne):
    monthly = make_rhythm(circle)
    set_stage(Rhythm.objects.get(), Stage.RESTING, by=anne)

    with pytest.raises(RefusedError):
        set_stage(monthly, Stage.QUARTERLY, by=anne)

    assert rhythm_of(circle).stage == Stage.RESTING


def test_nobody_skips_the_second_get_together(circle, anne):
    with pytest.raises(RefusedError):
        set_stage(rhythm_of(circle), Stage.QUARTERLY, by=anne)


def test_resting_keeps_the_stage_and_stops_the_clock(circle, anne):
    quarterly = make_rhythm(circle, Stage.QUARTERLY, days_ago=30)
    resting = set_stage(quarterly, Stage.RESTING, by=anne)
    with after(days=50):
        woken = set_stage(resting, resting.stage_before, by=anne)

        since = today_at(circle.centre) - woken.counts_from
    assert (woken.stage, since.days) == (Stage.QUARTERLY, 30)


def test_a_group_that_is_closed_can_be_opened_again(circle, anne):
    closed = set_stage(make_rhythm(circle), Stage.CLOSED, by=anne)
    circle.refresh_from_db()
    assert circle.closed_on == today_at(circle.centre)

    opened = set_stage(closed, closed.stage_before, by=anne)

    circle.refresh_from_db()
    assert (opened.stage, opened.counts_from, circle.closed_on) == (
        Stage.MONTHLY,
        in_days(-10),
        None,
    )


def test_closing_while_resting_keeps_the_stage_before_both(circle, anne):
    resting = set_stage(make_rhythm(circle), Stage.RESTING, by=anne)

    closed = set_stage(resting, Stage.CLOSED, by=anne)

    assert (closed.stage_before, closed.stopped_on) == (
        Stage.MONTHLY,
        resting.stopped_on,
    )


# --- Those who stay monthly ---


def test_nobody_meets_monthly_apart_before_somebody_wants_it(circle):
    assert rhythm_of(circle, Strand.MONTHLY).stage == Stage.CLOSED
    assert [row.rhythm.strand for row in standings(circle.centre, in_days(0))] == [
        Strand.CIRCLE
    ]


def test_those_who_stay_monthly_count_from_when_all_met_last(circle, anne):
    make_rhythm(circle, Stage.QUARTERLY, days_ago=12)

    apart = set_stage(rhythm_of(circle, Strand.MONTHLY), Stage.MONTHLY, by=anne)

    assert (apart.stage, apart.counts_from) == (Stage.MONTHLY, in_days(-12))


def test_each_strand_has_its_own_clock(circle, anne):
    make_rhythm(circle, Stage.QUARTERLY, days_ago=12)
    set_stage(rhythm_of(circle, Strand.MONTHLY), Stage.MONTHLY, by=anne)

    met = held(circle, Strand.MONTHLY, MeetingKind.MONTHLY)

    assert rhythm_of(circle, Strand.MONTHLY).counts_from == met.on
    assert rhythm_of(circle).counts_from == in_days(-12)


def test_each_strand_waits_for_its_own_date(circle, anne):
    make_rhythm(circle, Stage.QUARTERLY, days_ago=50)
    apart = make_rhythm(circle, strand=Strand.MONTHLY, days_ago=46)

    def standing():
        rows = standings(circle.centre, in_days(0))
        return {row.rhythm.strand: row.urgency for row in rows}

    assert standing() == {"circle": Urgency.TO_DO, "monthly": Urgency.LATE}
    make_gathering(circle.centre, circle=circle, strand=Strand.MONTHLY)
    assert standing() == {"circle": Urgency.TO_DO, "monthly": Urgency.FINE}
    set_stage(apart, Stage.CLOSED, by=anne)
    assert standing() == {"circle": Urgency.TO_DO}


def test_those_who_stay_monthly_never_turn_quarterly(circle, anne):
    apart = make_rhythm(circle, strand=Strand.MONTHLY)

    with pytest.raises(RefusedError):
        set_stage(apart, Stage.QUARTERLY, by=anne)


def test_on_its_day_a_date_still_stands_after_it_has_begun(circle):
    make_rhythm(circle, days_ago=50)
    meeting = make_gathering(circle.centre, circle=circle)

    with time_machine.travel(meeting.ends_at):
        row = standings(circle.centre, today_at(circle.centre))[0]
    with time_machine.travel(meeting.ends_at + timedelta(days=1)):
        next_day = standings(circle.centre, today_at(circle.centre))[0]

    assert (row.urgency, next_day.urgency) == (Urgency.FINE, Urgency.TO_DO)


def test_what_took_place_counts_before_anybody_wrote_it_down(circle):
    make_rhythm(circle, days_ago=50)
    late = standings(circle.centre, today_at(circle.centre))[0].urgency
    meeting = make_gathering(circle.centre, circle=circle)

    with time_machine.travel(meeting.ends_at + timedelta(days=1)):
        row = standings(circle.centre, today_at(circle.centre))[0]

    assert late == Urgency.LATE
    assert (row.urgency, row.clock.counts_from) == (Urgency.TO_DO, meeting.on)
