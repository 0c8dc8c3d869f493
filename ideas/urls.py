"""Addresses of this room, after the language; `cms/urls.py` puts them together."""

from django.urls import URLPattern, URLResolver, path

from ideas.views import (
    answering,
    changing,
    gifts,
    idea,
    lists,
    money,
    promises,
    quick,
    same,
    saying,
    sharing,
    takes,
)

app_name = "ideas"
at = "<slug:centre>/ideas/"
one = at + "<int:idea_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(at, lists.idea_list, name="list"),
    path(at + "print/", lists.print_wall, name="print"),
    path(at + "new/", sharing.new_idea, name="new"),
    path(at + "quick/", quick.quick, name="quick"),
    path(at + "gifts/", gifts.gifts, name="gifts"),
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
    path(one + "talk/<int:comment_id>/", saying.saying, name="saying"),
    path(one + "change/", changing.change, name="change"),
    path(one + "not-mine/", changing.not_mine, name="not_mine"),
    path(one + "write-down/", idea.write_down, name="write_down"),
    path(one + "heard/", idea.hear_idea, name="hear"),
    path(one + "move/", idea.move_on, name="move"),
    path(one + "look-again/", idea.look_again, name="look_again"),
    path(one + "promises/<int:promise_id>/", idea.end_promise, name="end_promise"),
    path(one + "takes/", takes.takes, name="takes"),
    path(one + "takes/print/", takes.takes_print, name="takes_print"),
    path(one + "same/", same.same_as, name="same"),
    path(one + "same/<int:same_id>/", same.say_same, name="say_same"),
    path(one + "answer/", answering.answer, name="answer"),
]
