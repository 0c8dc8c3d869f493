"""Addresses of this room, after the language; `cms/urls.py` puts them together."""

from django.urls import URLPattern, URLResolver, path

from meetings.views import (
    calls,
    codes,
    dates,
    desk,
    invitations,
    joining,
    leaving,
    meetings,
    needs,
    papers,
    seats,
    sheets,
    table,
    who_came,
)

app_name = "meetings"
at = "<slug:centre>/meetings/"
one = at + "<int:meeting_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("go/", codes.go, name="go"),
    path("<slug:centre>/go/", codes.centre_go, name="centre_go"),
    path("i/<int:invitation_id>/", invitations.invitation, name="invitation"),
    path(
        "i/<int:invitation_id>/leave/",
        invitations.leave_invitation,
        name="leave_invitation",
    ),
    path(
        "i/<int:invitation_id>/calendar.ics",
        invitations.invitation_calendar,
        name="invitation_calendar",
    ),
    path("i/<str:token>/", invitations.invitation_link, name="invitation_link"),
    path("<slug:centre>/join/", joining.join, name="join"),
    path("<slug:centre>/desk/", desk.desk, name="desk"),
    path("<slug:centre>/desk/new/", desk.desk_join, name="desk_join"),
    path("<slug:centre>/desk/calls/", calls.calls, name="calls"),
    path("<slug:centre>/desk/calls/<int:message_id>/", calls.call, name="call"),
    path("<slug:centre>/desk/<int:person_id>/", desk.desk_person, name="desk_person"),
    path(
        "<slug:centre>/desk/<int:person_id>/stop/",
        desk.desk_stop,
        name="desk_stop",
    ),
    path(
        "<slug:centre>/desk/<int:person_id>/address/",
        desk.desk_address,
        name="desk_address",
    ),
    path(
        "<slug:centre>/desk/<int:person_id>/<int:meeting_id>/",
        desk.desk_reply,
        name="desk_reply",
    ),
    path(
        "<slug:centre>/desk/<int:person_id>/champion/",
        desk.desk_champion,
        name="desk_champion",
    ),
    path(
        "<slug:centre>/desk/<int:person_id>/pause/",
        leaving.desk_pause,
        name="desk_pause",
    ),
    path(
        "<slug:centre>/desk/<int:person_id>/died/",
        leaving.desk_died,
        name="desk_died",
    ),
    path("<slug:centre>/break/", leaving.pause, name="pause"),
    path("seat/<int:seat_id>/", seats.seat, name="seat"),
    path(
        "seat/<int:seat_id>/calendar.ics",
        seats.held_seat_in_calendar,
        name="held_seat_calendar",
    ),
    path("seat/<str:token>/", seats.seat_link, name="seat_link"),
    path("seat/<str:token>/calendar.ics", seats.seat_in_calendar, name="seat_calendar"),
    path(at, meetings.meeting_list, name="list"),
    path(at + "book/<int:circle_id>/", dates.book, name="book"),
    path(one, meetings.detail, name="detail"),
    path(one + "reply/", meetings.reply, name="reply"),
    path(one + "sheet/", meetings.sheet, name="sheet"),
    path(one + "sheet/back/", sheets.sheet_back, name="sheet_back"),
    path(one + "sheet/back/<int:seat_id>/", sheets.who_walked_in, name="who_walked_in"),
    path(one + "papers/", papers.papers, name="papers"),
    path(one + "papers/page/", papers.papers_page, name="papers_page"),
    path(one + "notes/", table.notes, name="notes"),
    path(one + "agenda/", table.agenda_item, name="agenda"),
    path(one + "promises/", table.promise, name="promise"),
    path(one + "promises/<int:promise_id>/", table.promise_kept, name="promise_kept"),
    path(one + "attendance/", who_came.attendance, name="attendance"),
    path(one + "attendance/tick/", who_came.tick, name="tick"),
    path(one + "champions/", table.yes, name="yes"),
    path(one + "held/", who_came.held, name="held"),
    path(one + "move/", dates.move, name="move"),
    path(one + "cancel/", dates.cancel, name="cancel"),
    path(one + "places/", dates.places, name="places"),
    path(one + "needs/", needs.needs, name="needs"),
    path(one + "needs/<int:need_id>/", needs.need, name="need"),
]
