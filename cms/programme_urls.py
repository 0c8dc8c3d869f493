"""Addresses of programmes; the list and the pages themselves are Wagtail's."""

from django.urls import path

from cms.views import carrying_on, coming, feeds, pictures, programmes

app_name = "programmes"
_one = "<slug:centre>/programmes/<slug:slug>/"
urlpatterns = [
    path(
        "<slug:centre>/programmes/calendar.ics", feeds.centre_calendar, name="calendar"
    ),
    path("<slug:centre>/programmes/feed.atom", feeds.feed, name="feed"),
    path("<slug:centre>/programmes/new/", programmes.describe, name="new"),
    path(f"{_one}calendar.ics", feeds.programme_calendar, name="programme_calendar"),
    path(f"{_one}come/<int:pk>/", coming.come, name="come"),
    path(f"{_one}lead/", programmes.lead, name="lead"),
    path(f"{_one}change/", programmes.change, name="change"),
    path(f"{_one}cancel/<int:pk>/", programmes.cancel, name="cancel"),
    path(f"{_one}move/<int:pk>/", programmes.move, name="move"),
    path(f"{_one}keep/<int:pk>/", programmes.keep, name="keep"),
    path(f"{_one}hand-over/", carrying_on.hand_over, name="hand_over"),
    path(f"{_one}hand-over/<int:pk>/", carrying_on.answer, name="asked"),
    path(f"{_one}pictures/", pictures.pictures, name="pictures"),
    path(f"{_one}pictures/form/", pictures.paper_form, name="picture_form"),
    path(f"{_one}pictures/<int:pk>/", pictures.see, name="picture"),
    path(f"{_one}pictures/<int:pk>/check/", pictures.check, name="picture_check"),
    path(f"{_one}pictures/<int:pk>/down/", pictures.take_down, name="picture_down"),
    path(f"{_one}pictures/people/<int:pk>/", pictures.take_back, name="picture_person"),
    path(f"{_one}state/", programmes.set_state, name="state"),
    path(f"{_one}tick/", programmes.tick, name="tick"),
    path(f"{_one}sheet/", programmes.sheet, name="sheet"),
]
