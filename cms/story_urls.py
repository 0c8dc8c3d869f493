"""Addresses of stories; the list and the stories themselves are Wagtail's."""

from django.urls import path

from cms.views import stories

app_name = "stories"
_all = "<slug:centre>/stories/"
urlpatterns = [
    path(f"{_all}new/", stories.tell, name="new"),
    path(f"{_all}mine/", stories.mine, name="mine"),
    path(f"{_all}mine/<int:pk>/take-down/", stories.take_down, name="take_down"),
    path(f"{_all}you-said/", stories.you_said, name="you_said"),
]
