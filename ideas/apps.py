"""What people want to do: ideas, talk, answers, promises."""

from django.apps import AppConfig


class IdeasConfig(AppConfig):
    name = "ideas"
