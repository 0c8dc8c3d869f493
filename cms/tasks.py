"""What the worker is asked to do in this room; the work itself is done elsewhere."""

from django.core.management import call_command
from django.utils import timezone

from cms.services import pictures, sessions, truth, week_mail, worries


def publish_scheduled() -> None:
    call_command("publish_scheduled")


def clear_sessions() -> None:
    call_command("clearsessions")


def keep_dates_ahead() -> None:
    sessions.keep_dates_ahead()


def renew_by_dates_held() -> None:
    truth.renew_by_dates_held()


def mail_this_week() -> None:
    week_mail.send_this_week(timezone.now())


def take_pictures_down() -> None:
    pictures.take_down_what_nobody_allows()


def forget_worries() -> None:
    worries.forget_words()
