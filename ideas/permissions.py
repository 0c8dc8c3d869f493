"""Who may do what with an idea (design, section 7). Everything here is about a visit
to the idea's own centre: another centre's idea is not found in the first place."""

from __future__ import annotations

from datetime import datetime

from champions.enums import Role
from champions.models import Centre, Person
from champions.permissions import Visit, Who
from ideas.enums import NEXT_STAGES, IdeaStage
from ideas.models import Answer, Comment, Idea, Promise, SameAs

# Those who see every idea of a centre, not only what is happening.
SEE_ALL = (Who.CHAMPION, Who.DESK, Who.SUPPORTER, Who.LEAD)
STAFF = (Who.SUPPORTER, Who.LEAD)
WRITE_DOWN = (Who.DESK, *STAFF)

# What an author can say about what they started, and where that leads.
OWN_MOVES = (IdeaStage.RUNNING, IdeaStage.RESTING, IdeaStage.FINISHED)


def centre_of(visit: Visit) -> Centre:
    """The centre of an address that names one."""
    if visit.centre is None:
        raise ValueError("this address names no centre")
    return visit.centre


def can_see_all_ideas(visit: Visit) -> bool:
    return visit.is_champion or can_write_down(visit)


def can_share_idea(visit: Visit) -> bool:
    """An own one: champions, and staff, whose ideas are marked as such."""
    return visit.person is not None and (visit.is_champion or visit.is_staff)


def can_write_down(visit: Visit) -> bool:
    """For a champion who tells it on paper, by phone or in person."""
    return bool(visit.roles & {Role.DESK, Role.SUPPORTER, Role.LEAD})


def can_talk(visit: Visit) -> bool:
    return can_share_idea(visit)


def can_answer_idea(visit: Visit) -> bool:
    return visit.is_staff


def can_hear(visit: Visit, idea: Idea) -> bool:
    return visit.is_staff and idea.stage == IdeaStage.SHARED


def speaks_for_author(visit: Visit, idea: Idea) -> bool:
    """An author, or somebody of the centre whom the author asked to write it down."""
    return author_speaking(visit, idea) is not None


def author_speaking(visit: Visit, idea: Idea) -> Person | None:
    """Who says it: the visitor, when they are an author; else the idea's, whose words
    somebody of the centre writes down. A card that nobody signed may have authors all
    the same, of what is told under it."""
    if is_author(visit, idea):
        return visit.person
    return idea.author if can_write_down(visit) else None


def is_author(visit: Visit, idea: Idea) -> bool:
    """Of the idea, or of one that is told under it."""
    if visit.person is None:
        return False
    return wrote(visit, idea) or idea.same.filter(author=visit.person).exists()


def wrote(visit: Visit, idea: Idea) -> bool:
    """Whether its words are the visitor's own."""
    return visit.person is not None and visit.person == idea.author


def speaks_for_words(visit: Visit, idea: Idea) -> bool:
    """Who may change its words, or say that they are not theirs: its own author, or who
    writes down for them. Whoever wrote an idea that is told under it may not."""
    return idea.author is not None and (can_write_down(visit) or wrote(visit, idea))


def can_say_same(visit: Visit, idea: Idea) -> bool:
    """Staff, and authors, about an idea that stands on the wall."""
    if idea.stage == IdeaStage.MERGED or idea.is_taken_down:
        return False
    return may_join(visit, idea)


def may_join(visit: Visit, idea: Idea) -> bool:
    """Whose word it is, wherever the idea stands."""
    return visit.is_staff or is_author(visit, idea)


def can_agree_same(visit: Visit, same: SameAs) -> bool:
    """An author who has not said so yet; staff for anybody."""
    if same.joined_at or same.ended_at:
        return False
    return visit.is_staff or any(
        visit.person is not None and visit.person == author and said_at is None
        for author, said_at in _said_by(same)
    )


def can_take_apart(visit: Visit, same: SameAs) -> bool:
    """Staff, and the author of either; also to say no to the question."""
    if same.ended_at:
        return False
    authors = [author for author, _said_at in _said_by(same)]
    return visit.is_staff or (visit.person is not None and visit.person in authors)


def _said_by(same: SameAs) -> list[tuple[Person | None, datetime | None]]:
    return [
        (same.idea.author, same.idea_author_at),
        (same.into.author, same.into_author_at),
    ]


def own_moves(visit: Visit, idea: Idea) -> list[IdeaStage]:
    """Where the author may bring the idea without asking the centre."""
    if not speaks_for_author(visit, idea) or idea.not_mine_at:
        return []
    return [stage for stage in OWN_MOVES if stage in NEXT_STAGES[idea.stage]]


def can_ask_look_again(visit: Visit, idea: Idea, answer: Answer | None) -> bool:
    """Open to every author, once for each answer, until the idea is talked about."""
    is_told_elsewhere = idea.stage == IdeaStage.MERGED
    if answer is None or answer.look_again_asked_at or is_told_elsewhere:
        return False
    if idea.not_mine_at:
        return False
    open_to_talk = IdeaStage.TALKING in NEXT_STAGES[idea.stage]
    still_talking = idea.stage == IdeaStage.TALKING
    return (open_to_talk or still_talking) and speaks_for_author(visit, idea)


def can_change_idea(visit: Visit, idea: Idea) -> bool:
    """Its author, or who writes down for them; not what is told elsewhere."""
    is_open = idea.not_mine_at is None and idea.stage != IdeaStage.MERGED
    return is_open and speaks_for_words(visit, idea)


def speaks_for_teller(visit: Visit, comment: Comment) -> bool:
    """Who said it, or somebody of the centre to whom they said so by telephone."""
    if comment.person is None:
        return False
    return visit.person == comment.person or can_write_down(visit)


def can_end_promise(visit: Visit, promise: Promise) -> bool:
    """Whoever promised says that it is done; staff may say it for anybody."""
    return visit.is_staff or (
        visit.person is not None and visit.person == promise.person
    )
