"""The rule by which a group says how often it meets, beside an oracle that reads it
aloud, champion by champion."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from meetings.enums import HowOften, Stage
from meetings.how_often import Count, count, next_stage

WORDS = st.sampled_from(["monthly", "quarterly", "not_sure", ""])
GROUP = st.lists(st.tuples(WORDS, st.booleans()), max_size=25)


def read_aloud(stage, group):
    """Each champion raises a hand: at least half of the active ones, never fewer than
    two, and most of the hands for one thing."""
    active = [word for word, is_active in group if is_active]
    hands = [word for word in active if word]
    if len(hands) < 2 or Fraction(len(hands)) < Fraction(len(active), 2):
        return None
    wanted = {"monthly": "quarterly", "quarterly": "monthly"}.get(stage)
    for_it, not_for_it = [], []
    for hand in hands:
        (for_it if hand == wanted else not_for_it).append(hand)
    return wanted if len(for_it) > len(not_for_it) else None


def counted(group):
    says = {n: word for n, (word, _active) in enumerate(group) if word}
    return count(says, {n for n, (_word, active) in enumerate(group) if active})


@given(stage=st.sampled_from(list(Stage)), group=GROUP)
def test_the_rule_is_what_is_read_aloud(stage, group):
    assert next_stage(stage, counted(group)) == read_aloud(stage, group)


@given(stage=st.sampled_from(["monthly", "quarterly"]), group=GROUP)
def test_nobody_on_a_break_decides_anything(stage, group):
    present = [(word, active) for word, active in group if active]

    assert next_stage(stage, counted(group)) == next_stage(stage, counted(present))


@given(group=GROUP)
def test_a_change_never_leads_straight_back(group):
    """The same answers that lead to quarterly never lead back to monthly."""
    said = counted(group)

    assert next_stage(Stage.QUARTERLY, said) is None or (
        next_stage(Stage.MONTHLY, said) is None
    )


def test_half_of_five_is_three():
    assert next_stage(Stage.MONTHLY, Count(active=5, quarterly=2)) is None
    assert next_stage(Stage.MONTHLY, Count(active=5, quarterly=3)) == Stage.QUARTERLY


def test_one_champion_alone_never_decides():
    assert next_stage(Stage.MONTHLY, Count(active=1, quarterly=1)) is None


def test_as_many_for_as_against_is_not_most():
    said = Count(active=4, quarterly=2, monthly=1, not_sure=1)

    assert next_stage(Stage.MONTHLY, said) is None
    assert next_stage(Stage.QUARTERLY, Count(active=4, monthly=2, quarterly=2)) is None


def test_who_rests_or_is_before_the_second_one_is_not_moved():
    said = Count(active=2, quarterly=2)

    assert [next_stage(stage, said) for stage in Stage] == [
        Stage.QUARTERLY if stage == Stage.MONTHLY else None for stage in Stage
    ]


def test_every_word_is_counted():
    assert count(dict(enumerate(HowOften)), {0, 1, 2}) == Count(3, 1, 1, 1)
