"""One saying of the talk, and what may be done with it: change it, say that it is not
one's own, ask staff to look at it; hide it, with a reason, and object to that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from champions.permissions import CentreRequest, Visit, access
from ideas.forms.changing import ChangeCommentForm, HideForm, ObjectForm
from ideas.models import Comment, Idea
from ideas.permissions import SEE_ALL, can_talk, can_write_down, speaks_for_teller
from ideas.services import minding
from ideas.services.changing import ChangedMeanwhileError
from ideas.services.disowning import can_be_put_back, disown, put_back
from ideas.views.idea import idea_of, to_page


@dataclass
class Saying:
    """What the visitor may do with a saying; each of it is a field of the same name in
    the page's forms."""

    comment: Comment
    visit: Visit
    forms: dict[str, Form] = field(default_factory=dict)

    @property
    def _is_theirs(self) -> bool:
        return speaks_for_teller(self.visit, self.comment)

    @property
    def _stands(self) -> bool:
        return self.comment.hidden_at is None and self.comment.not_mine_at is None

    @property
    def is_own(self) -> bool:
        person = self.visit.person
        return person is not None and person == self.comment.person

    @property
    def may(self) -> set[str]:
        comment, staff = self.comment, self.visit.is_staff
        waits = comment.objected_at is not None and comment.settled_at is None
        asked = {
            "change": self._is_theirs and self._stands,
            "not_mine": self._is_theirs
            and self._stands
            and comment.written_down_by is not None,
            "mine": self._is_theirs and can_be_put_back(comment),
            # Staff need not ask themselves.
            "report": can_talk(self.visit)
            and not (self.is_own or staff)
            and self._stands,
            "hide": staff and self._stands,
            "stand": staff and self._stands and self._is_reported,
            "show": staff and comment.hidden_at is not None,
            "keep": staff and comment.hidden_at is not None and waits,
            "object": self._is_theirs
            and comment.hidden_at is not None
            and comment.objected_at is None,
        }
        return {name for name, may in asked.items() if may}

    @property
    def has_reported(self) -> bool:
        """The visitor asked staff to look at it; one more press would change nothing."""
        return self.comment.reports.filter(person=self.visit.person).exists()

    @property
    def _is_reported(self) -> bool:
        return self.comment.reports.filter(looked_at=None).exists()

    def form(self, name: str, data: Any = None) -> Form | None:
        """The form of something that takes words."""
        if name == "change":
            return ChangeCommentForm(data, comment=self.comment)
        kinds: dict[str, type[Form]] = {"hide": HideForm, "object": ObjectForm}
        return kinds[name](data) if name in kinds else None


@access(*SEE_ALL, twin="phone:ideas:detail")
def saying(
    request: CentreRequest, idea_id: int, comment_id: int, **_address: Any
) -> HttpResponse:
    """The page; `do` in a form names what is done."""
    idea = idea_of(request.visit, idea_id)
    comment = _comment_of(request.visit, idea, comment_id)
    one = Saying(comment, request.visit)
    theirs = None
    if request.method == "POST":
        what = request.POST.get("do", "")
        if what not in one.may:
            raise Http404
        form = one.form(what, request.POST)
        if form is None or form.is_valid():
            try:
                DO[what](request, comment, form)
            except ChangedMeanwhileError:
                theirs = Comment.objects.of(idea.centre).get(pk=comment.pk)
                form.begin_again(theirs.edit_count)  # type: ignore[union-attr]  # it has words
            else:
                return to_page(idea, "#talk")
        one.forms[what] = form  # type: ignore[assignment]  # only one with words is left
    return render(request, "ideas/saying.html", _page(one, idea, theirs))


def _comment_of(visit: Visit, idea: Idea, pk: int) -> Comment:
    """What is hidden or taken down is not found by anybody else."""
    seen = idea.comments.shown_to(visit.person, is_staff=can_write_down(visit))
    related = ("person", "written_down_by", "hidden_by", "idea__centre", "centre")
    return get_object_or_404(seen.select_related(*related), pk=pk)


def _page(one: Saying, idea: Idea, theirs: Comment | None) -> dict[str, Any]:
    may = one.may
    forms = {
        name: one.forms.get(name) or one.form(name)
        for name in ("change", "hide", "object")
        if name in may
    }
    wrong = next((form for form in one.forms.values() if form.errors), None)
    return {
        "idea": idea,
        "saying": one.comment,
        "may": may,
        "forms": forms,
        "form": wrong,
        "theirs": theirs,
        "is_own": one.is_own,
        "has_reported": "report" in may and one.has_reported,
    }


def _change(request: CentreRequest, _comment: Comment, form: Any) -> None:
    form.change(by=request.user)


def _report(request: CentreRequest, comment: Comment, _form: Any) -> None:
    if request.visit.person is None:
        raise Http404
    minding.report(comment, person=request.visit.person)
    words = _("Thank you. Staff will look at it. Nobody else hears that you asked.")
    messages.success(request, words)


def _hide(request: CentreRequest, comment: Comment, form: Any) -> None:
    if minding.hide(comment, why=form.cleaned_data["why"], by=request.user):
        messages.success(request, _("It is hidden, and its author is told why."))


def _object(request: CentreRequest, comment: Comment, form: Any) -> None:
    words = form.cleaned_data["objection"]
    if minding.object_to_hiding(comment, words=words, by=request.user):
        messages.success(request, _("Thank you. We look at it once more."))


def _not_mine(request: CentreRequest, comment: Comment, _form: Any) -> None:
    if disown(comment, by=request.user):
        messages.success(request, _("It is taken down. Thank you for telling us."))


DO: dict[str, Callable[[CentreRequest, Comment, Any], object]] = {
    "change": _change,
    "report": _report,
    "hide": _hide,
    "object": _object,
    "not_mine": _not_mine,
    "mine": lambda request, comment, _form: put_back(comment, by=request.user),
    "stand": lambda request, comment, _form: minding.let_stand(
        comment, by=request.user
    ),
    "show": lambda request, comment, _form: minding.show_again(
        comment, by=request.user
    ),
    "keep": lambda request, comment, _form: minding.keep_hidden(
        comment, by=request.user
    ),
}
