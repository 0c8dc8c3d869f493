"""What a neighbour asks before coming, in pairs. What nobody wrote down is said to be
unknown, with the telephone that knows; nothing is made up."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.enums import Access, Ages, Attending
from cms.models import Programme

Fact = tuple[str, str]


def good_to_know(programme: Programme) -> list[Fact]:
    """What is known, then in one line what is not."""
    known = [fact for fact in _facts(programme) if fact[1]]
    unknown = [word for word, text in _facts(programme) if not text]
    if not unknown:
        return known
    words = {"what": ", ".join(unknown), "phone": programme.centre.phone}
    return [*known, (_("Not known yet"), _("%(what)s. Ask us: %(phone)s") % words)]


def at_a_glance(programme: Programme) -> str:
    """What it costs and how one gets in: “Free · no steps · you can sit down”."""
    getting_in = [str(Access(need).label) for need in programme.access[:2]]
    facts = [cost_of(programme), *getting_in]
    return " · ".join(fact.rstrip(".") for fact in facts if fact)


def cost_of(programme: Programme) -> str:
    return _("Free.") if programme.is_free else programme.cost


def _facts(programme: Programme) -> Iterator[Fact]:
    yield _("Cost"), cost_of(programme)
    yield _("Getting there"), _getting_there(programme)
    yield _("Getting in"), ", ".join(str(Access(one).label) for one in programme.access)
    yield _("Language"), str(programme.get_language_display())
    yield _("Who is it for?"), _for_whom(programme)
    if programme.bring_a_friend:
        yield _("With a friend"), _("Yes, bring one along.")
    if programme.attending != Attending.IN_PERSON:
        yield _("From home"), _from_home(programme)
    yield _("Something to eat"), programme.food
    yield _("What to bring"), programme.bring


def _getting_there(programme: Programme) -> str:
    parts = [
        programme.place,
        programme.directions.rstrip("."),
        str(programme.area or ""),
    ]
    return ". ".join(part for part in parts if part)


def _for_whom(programme: Programme) -> str:
    if programme.ages == Ages.EVERYONE:
        return _("Everyone is welcome.")
    return str(programme.get_ages_display()).capitalize()


def _from_home(programme: Programme) -> str:
    """The link itself is told to those who come, never here."""
    if programme.drop_in:
        words = _("You can take part from home. Call us for the link: %(phone)s")
        return words % {"phone": programme.centre.phone}
    return _(
        "You can take part from home. You get the link when you say that you come."
    )
