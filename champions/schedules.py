"""What the worker does again and again. Each room has such a list; `cms.schedules`
writes them all to the task queue when the site starts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Repeated:
    """A task by its dotted path, every so many minutes or at a cron time in UTC."""

    name: str
    task: str
    minutes: int | None = None
    cron: str | None = None


SCHEDULES = [
    Repeated("heartbeat", "champions.tasks.beat", minutes=1),
    Repeated("resume lists", "champions.tasks.resume_contact_lists", minutes=1),
    Repeated("forget lists", "champions.tasks.drop_forgotten_lists", cron="10 8 * * *"),
    Repeated("forget joins", "champions.tasks.forget_merges", cron="15 8 * * *"),
    Repeated("pairs", "champions.tasks.find_pairs_everywhere", cron="40 8 * * *"),
    # The bell that a crash swallowed is rung again.
    Repeated("messages", "champions.tasks.send_messages", minutes=1),
    Repeated("bounces", "champions.tasks.read_bounces", minutes=5),
    Repeated("letters", "champions.tasks.print_letters", minutes=1),
    Repeated("calls", "champions.tasks.find_another_way", minutes=5),
    Repeated("old words", "champions.tasks.forget_old_words", cron="20 7 * * *"),
    Repeated("kept words", "champions.tasks.drop_kept_words", minutes=15),
    Repeated("old sign-ins", "champions.tasks.forget_sign_ins", minutes=60),
]
