"""The list of ideas as a signed-in champion asks for it: beside a constant page of the same
run, with a hundred and with a thousand ideas; and its search over ten thousand."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402  once Django is set up
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.test import override_settings  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402

from champions.models import User  # noqa: E402
from champions.permissions import Who, access  # noqa: E402
from champions.search import search_text  # noqa: E402
from cms.urls import urlpatterns as ours  # noqa: E402
from ideas.enums import IdeaStage, ReactionKind  # noqa: E402
from ideas.models import Comment, Idea, Reaction  # noqa: E402
from tests.asking import Browser  # noqa: E402
from tests.factories import make_centre, make_champion, make_circle  # noqa: E402

# A constant page may be served so many times while the list is; what ten times the ideas
# may cost; see docs/performance.md.
LEAST_SHARE, MOST_GROWTH = 1 / 20, 1.2
LIST, CONSTANT = "/en/cedar-lake/ideas/", "/en/constant/"
WORDS = [
    "soup",
    "garden",
    "walk",
    "music",
    "sewing",
    "bread",
    "story",
    "river",
    "chess",
    "dance",
    "repair",
    "paint",
    "choir",
    "film",
    "bicycle",
    "library",
    "supper",
    "letters",
    "birds",
    "kitchen",
    "swap",
    "tea",
    "language",
    "photographs",
    "stretch",
]


@access(Who.PUBLIC, twin="none: a yardstick")
def constant(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"<!doctype html><title>Constant</title>")


urlpatterns = [path("en/constant/", constant), *ours]


def add_ideas(centre, circle, people, until: int) -> None:
    """Ideas in every lane, each with what people say to it, up to so many."""
    chance = random.Random(until)  # noqa: S311  the same in every run
    stages = [stage for stage in IdeaStage if stage != IdeaStage.MERGED]
    first = Idea.objects.count()
    rows = [
        _idea(centre, circle, people, n, chance, stages) for n in range(first, until)
    ]
    made = Idea.objects.bulk_create(rows, batch_size=500)
    said = list(_said(centre, made, people, chance))
    Reaction.objects.bulk_create(
        [row for row in said if isinstance(row, Reaction)], batch_size=500
    )
    Comment.objects.bulk_create(
        [row for row in said if isinstance(row, Comment)], batch_size=500
    )


def _idea(centre, circle, people, n, chance, stages) -> Idea:
    what = f"A {chance.choice(WORDS)} and {chance.choice(WORDS)} evening, number {n}"
    return Idea(
        centre=centre,
        circle=circle,
        author=people[n % len(people)],
        what=what,
        why=f"Because of the {chance.choice(WORDS)}",
        language="en",
        stage=stages[n % len(stages)],
        shared_at=timezone.now() - timedelta(hours=n),
        search_text=search_text("en", what),
    )


def _said(centre, ideas, people, chance) -> Iterator[Reaction | Comment]:
    for idea in ideas:
        for kind in ReactionKind:
            for person in chance.sample(people, 3):
                yield Reaction(centre=centre, idea=idea, person=person, kind=kind)
        for person in chance.sample(people, 3):
            yield Comment(centre=centre, idea=idea, person=person, words="I am in.")


def main() -> int:
    call_command("migrate", verbosity=0)
    centre = make_centre()
    circle = make_circle(centre)
    people = [make_champion(centre, circle, f"Rosa{n}") for n in range(30)]
    user = User.objects.create_user("rosa@example.org")
    type(people[0]).objects.filter(pk=people[0].pk).update(user=user)
    with override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["localhost"]):
        browser = Browser(user)
        add_ideas(centre, circle, people, 100)
        few, _warm = browser.in_turn((LIST, ""), (CONSTANT, ""))
        add_ideas(centre, circle, people, 1_000)
        many, page = browser.in_turn((LIST, ""), (CONSTANT, ""))
        add_ideas(centre, circle, people, 10_000)
        found, nothing, plain = browser.in_turn(
            (LIST, "words=soup+garden"), (LIST, "words=soop"), (LIST, "")
        )
    sys.stdout.write(
        f"a page of 40 of 1,000 ideas, signed in: {many * 1000:.1f} ms; a constant page "
        f"{page * 1000:.2f} ms; the list serves {page / many:.3f} of it (at least "
        f"{LEAST_SHARE})\n"
        f"1,000 ideas cost {many / few:.2f} times what 100 cost (at most "
        f"{MOST_GROWTH})\n"
        f"over 10,000: a search {found / plain:.2f} times the plain list of "
        f"{plain * 1000:.1f} ms; one that finds nothing and asks “did you mean” "
        f"{nothing / plain:.2f} times\n"
    )
    return int(page / many < LEAST_SHARE or many / few > MOST_GROWTH)


if __name__ == "__main__":
    sys.exit(main())
