"""The rows of this room, a file for each subject."""

from ideas.models.answer import Answer
from ideas.models.expense import Expense, ExpenseQuerySet
from ideas.models.idea import Idea, IdeaQuerySet
from ideas.models.promise import Promise, PromiseQuerySet
from ideas.models.same import SameAs, SameAsQuerySet
from ideas.models.sharing import Draft, GiftMet, GiftWish
from ideas.models.takes import WhatItTakes
from ideas.models.talk import Comment, CommentQuerySet, Reaction, Report

__all__ = [
    "Answer",
    "Comment",
    "CommentQuerySet",
    "Draft",
    "Expense",
    "ExpenseQuerySet",
    "GiftMet",
    "GiftWish",
    "Idea",
    "IdeaQuerySet",
    "Promise",
    "PromiseQuerySet",
    "Reaction",
    "Report",
    "SameAs",
    "SameAsQuerySet",
    "WhatItTakes",
]
