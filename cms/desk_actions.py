"""What staff carry out for somebody who calls or comes by: the spoken twin of every page
of a champion or neighbour, with the address where it is done."""

from meetings.views.desk import ACTIONS

DESK_ACTIONS = {
    "reply": ACTIONS["reply"],
    "join": ACTIONS["join"],
    "do-not-contact": ACTIONS["do-not-contact"],
    "pause": ACTIONS["pause"],
    "may-know": ACTIONS["may-know"],
    "meetings:desk": ACTIONS["address"],
    "how-often": "meetings:how_often_write",
    "how-often-ask": "meetings:how_often_ask",
    "how-often-not-mine": "meetings:how_often_not_mine",
    "ideas:detail": "ideas:detail",
    "ideas:write_down": "ideas:write_down",
    "ideas:gifts": "ideas:gifts",
    "ideas:money": "ideas:money",
    "programmes:new": "programmes:new",
    "programmes:change": "programmes:change",
    "programmes:cancel": "programmes:cancel",
    "programmes:after_all": "programmes:after_all",
    "programmes:move": "programmes:move",
    "programmes:name": "programmes:name",
    "programmes:keep": "programmes:keep",
    "programmes:state": "programmes:state",
    "programmes:hand_over": "programmes:hand_over",
    "programmes:come": "programmes:come",
    "worry": "worry",
    "programmes:call_off_next": "programmes:desk_cancel",
    "programmes:count_who_came": "programmes:desk_count",
    "programmes:ask_for_something": "programmes:desk_need",
    "programmes:by_phone": "programmes:desk_programme",
    "stories:new": "stories:new",
    "stories:mine": "stories:mine",
    "programmes:pictures": "programmes:pictures",
    "read out my record": "records_show",
}
