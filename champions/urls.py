"""Addresses of this room, after the language; `cms/urls.py` puts them together.
Those under /accounts/ stand in `account_urls.py`, by the names allauth looks for."""

from django.urls import URLPattern, URLResolver, path

from champions.views import cards, profile, standing_in
from champions.views.stopping import stop

app_name = "champions"
urlpatterns: list[URLPattern | URLResolver] = [
    path("stop/<str:token>/", stop, name="stop"),
    path("my/profile/", profile.edit, name="profile"),
    path("<slug:centre>/away/", standing_in.away, name="away"),
    path(
        "<slug:centre>/groups/<int:circle_id>/hand-over/",
        standing_in.hand_over,
        name="hand_over",
    ),
    path(
        "<slug:centre>/away/hand-over/",
        standing_in.hand_over_my_role,
        name="hand_over_my_role",
    ),
    path("<slug:centre>/people/<int:pk>/card/", cards.show, name="card"),
    path("<slug:centre>/people/<int:pk>/card/make/", cards.make, name="card_make"),
    path(
        "<slug:centre>/people/<int:pk>/card/take-back/",
        cards.take_back,
        name="card_take_back",
    ),
    path("<slug:centre>/people/<int:pk>/card/print/", cards.paper, name="card_paper"),
]
