"""Addresses of this room, after the language; `cms/urls.py` puts them together."""

from django.urls import URLPattern, URLResolver, path

from meetings.views import seats

app_name = "meetings"
urlpatterns: list[URLPattern | URLResolver] = [
    path("seat/<int:seat_id>/", seats.seat, name="seat"),
    path(
        "seat/<int:seat_id>/calendar.ics",
        seats.held_seat_in_calendar,
        name="held_seat_calendar",
    ),
    path("seat/<str:token>/", seats.seat_link, name="seat_link"),
    path("seat/<str:token>/calendar.ics", seats.seat_in_calendar, name="seat_calendar"),
]
