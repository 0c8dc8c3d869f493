"""Addresses of this room, after the language; `cms/urls.py` puts them together."""

from django.urls import URLPattern, URLResolver, path

from ideas.views import answering, idea, lists, money, promises, sharing

app_name = "ideas"
at = "<slug:centre>/ideas/"
one = at + "<int:idea_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(at, lists.idea_list, name="list"),
    path(at + "print/", lists.print_wall, name="print"),
    path(at + "new/", sharing.new_idea, name="new"),
    path(at + "card/", sharing.blank_card, name="card"),
    path(at + "money/", money.money, name="money"),
    path(at + "money/slip/", money.spent_slip, name="spent_slip"),
    path(at + "money/<int:expense_id>/paid/", money.paid, name="paid"),
    path(at + "money/<int:expense_id>/not/", money.not_spent, name="not_spent"),
    path(
        at + "promises/<int:promise_id>/day/", promises.another_day, name="promise_day"
    ),
    path(
        at + "promises/<int:promise_id>/still/",
        promises.still_on_my_list,
        name="promise_still",
    ),
    path(one, idea.detail, name="detail"),
    path(one + "react/", idea.react, name="react"),
    path(one + "talk/", idea.talk, name="talk"),
    path(one + "write-down/", idea.write_down, name="write_down"),
    path(one + "heard/", idea.hear_idea, name="hear"),
    path(one + "move/", idea.move_on, name="move"),
    path(one + "look-again/", idea.look_again, name="look_again"),
    path(one + "promises/<int:promise_id>/", idea.end_promise, name="end_promise"),
    path(one + "answer/", answering.answer, name="answer"),
]
