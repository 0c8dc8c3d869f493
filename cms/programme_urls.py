"""Addresses of programmes; the list and the pages themselves are Wagtail's."""

from django.urls import path

from cms.views import (
    carrying_on,
    coming,
    feeds,
    fridge,
    fridge_desk,
    names,
    papers,
    pictures,
    programmes,
)

app_name = "programmes"
_desk = "<slug:centre>/desk/programmes/"
_one = "<slug:centre>/programmes/<slug:slug>/"
urlpatterns = [
    path(
        "<slug:centre>/programmes/calendar.ics", feeds.centre_calendar, name="calendar"
    ),
    path("<slug:centre>/programmes/feed.atom", feeds.feed, name="feed"),
    path("fridge/<int:pk>/", fridge.card, name="fridge"),
    path("fridge/<int:pk>/off/", fridge.call_off, name="fridge_off"),
    path("fridge/<int:pk>/count/", fridge.count, name="fridge_count"),
    path("fridge/<int:pk>/need/", fridge.need, name="fridge_need"),
    path("fridge/<str:token>/", fridge.link, name="fridge_link"),
    path(_desk, fridge_desk.desk, name="desk"),
    path(f"{_desk}<slug:slug>/", fridge_desk.programme, name="desk_programme"),
    path(f"{_desk}<slug:slug>/off/", fridge_desk.call_off, name="desk_cancel"),
    path(f"{_desk}<slug:slug>/count/", fridge_desk.count, name="desk_count"),
    path(f"{_desk}<slug:slug>/need/", fridge_desk.need, name="desk_need"),
    path("<slug:centre>/programmes/month/", papers.month, name="month"),
    path("<slug:centre>/programmes/month.pdf", papers.month_pdf, name="month_pdf"),
    path("<slug:centre>/programmes/new/", programmes.describe, name="new"),
    path(f"{_one}calendar.ics", feeds.programme_calendar, name="programme_calendar"),
    path(f"{_one}come/<int:pk>/", coming.come, name="come"),
    path(f"{_one}lead/", programmes.lead, name="lead"),
    path(f"{_one}change/", programmes.change, name="change"),
    path(f"{_one}cancel/<int:pk>/", programmes.cancel, name="cancel"),
    path(f"{_one}after-all/<int:pk>/", programmes.after_all, name="after_all"),
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
    path(f"{_one}name/<int:pk>/", names.name, name="name"),
    path(f"{_one}tick/", programmes.tick, name="tick"),
    path(f"{_one}arranged/<int:pk>/", fridge_desk.arranged, name="arranged"),
    path(f"{_one}poster/", papers.poster, name="poster"),
    path(f"{_one}poster.pdf", papers.poster_pdf, name="poster_pdf"),
    path(f"{_one}door/", papers.door, name="door"),
    path(f"{_one}door.pdf", papers.door_pdf, name="door_pdf"),
    path(f"{_one}sheet/", papers.sheet, name="sheet"),
    path(f"{_one}sheet.pdf", papers.sheet_pdf, name="sheet_pdf"),
    path(f"{_one}cards/", papers.cards, name="cards"),
    path(f"{_one}cards/<int:pk>/", papers.card, name="card"),
    path(f"{_one}cards/<int:pk>.pdf", papers.card_pdf, name="card_pdf"),
    path(f"{_one}cards/<int:pk>/new/", papers.card_new, name="card_new"),
]
