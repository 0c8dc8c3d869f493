"""The lowest room: who. Centres, people, circles, roles, messages, consent."""

from django.apps import AppConfig


class ChampionsConfig(AppConfig):
    name = "champions"

    def ready(self) -> None:
        from champions.second_step import listen  # noqa: PLC0415  needs the models

        listen()
