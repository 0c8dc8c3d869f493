"""The rows of this room, a file for each subject."""

from ideas.models.answer import Answer
from ideas.models.idea import Idea, IdeaQuerySet
from ideas.models.promise import Promise, PromiseQuerySet
from ideas.models.same import SameAs, SameAsQuerySet
from ideas.models.takes import WhatItTakes
from ideas.models.talk import Comment, Reaction

__all__ = [
    "Answer",
    "Comment",
    "Idea",
    "IdeaQuerySet",
    "Promise",
    "PromiseQuerySet",
    "Reaction",
    "SameAs",
    "SameAsQuerySet",
    "WhatItTakes",
]
