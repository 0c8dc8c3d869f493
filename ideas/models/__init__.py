"""The rows of this room, a file for each subject."""

from ideas.models.answer import Answer
from ideas.models.expense import Expense, ExpenseQuerySet
from ideas.models.idea import Idea, IdeaQuerySet
from ideas.models.promise import Promise, PromiseQuerySet
from ideas.models.talk import Comment, Reaction

__all__ = [
    "Answer",
    "Comment",
    "Expense",
    "ExpenseQuerySet",
    "Idea",
    "IdeaQuerySet",
    "Promise",
    "PromiseQuerySet",
    "Reaction",
]
