"""What the worker does again and again for ideas."""

from champions.schedules import Repeated

SCHEDULES = [
    Repeated("old drafts", "ideas.tasks.forget_old_drafts", cron="50 7 * * *"),
]
