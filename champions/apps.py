"""The lowest room: who. Centres, people, circles, roles, messages, consent."""

from django.apps import AppConfig


class ChampionsConfig(AppConfig):
    name = "champions"
