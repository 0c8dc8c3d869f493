"""What the worker is asked to do in this room; the work itself is done elsewhere."""

from champions import heartbeats, kept_words
from champions.messages import bounce_mail, forgetting, sender
from champions.models import Centre
from champions.services import (
    calls,
    contact_lists,
    letters,
    list_undoing,
    list_work,
    lost_mail,
    merges,
    pairs,
    sign_in,
)


def beat() -> None:
    heartbeats.beat()


def work_on_contact_list(pk: int) -> None:
    list_work.work_on(pk)


def resume_contact_lists() -> None:
    list_work.resume_work()


def find_pairs(pk: int) -> None:
    centre = Centre.objects.filter(pk=pk).first()
    if centre:
        pairs.find_pairs(centre)


def find_pairs_everywhere() -> None:
    pairs.find_pairs_everywhere()


def drop_forgotten_lists() -> None:
    contact_lists.drop_forgotten_lists()
    list_undoing.forget_marks()


def forget_merges() -> None:
    merges.forget_merges()


def send_messages() -> None:
    sender.answer_bell()


def read_bounces() -> None:
    bounce_mail.read_bounces()


def drop_kept_words() -> None:
    kept_words.drop_old_words()


def forget_old_words() -> None:
    forgetting.forget_old_words()


def forget_sign_ins() -> None:
    sign_in.forget_old()


def print_letters() -> None:
    letters.print_one()


def find_another_way() -> None:
    calls.find_another_way()
    lost_mail.tell_another_way()
