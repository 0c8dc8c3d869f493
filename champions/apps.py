"""The lowest room: who. Centres, people, circles, roles, messages, consent."""

from django.apps import AppConfig


class ChampionsConfig(AppConfig):
    name = "champions"

    def ready(self) -> None:
        from champions import checks, second_step  # noqa: PLC0415  need the models
        from champions.services import mail_events  # noqa: PLC0415

        second_step.listen()
        mail_events.listen()
        checks.begin()
