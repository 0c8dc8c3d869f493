"""What the worker does again and again for ideas."""

from champions.schedules import Repeated

SCHEDULES = [
    Repeated("old drafts", "ideas.tasks.forget_old_drafts", cron="50 7 * * *"),
    Repeated("not mine", "ideas.tasks.forget_disowned", cron="55 7 * * *"),
    Repeated("gifts", "ideas.tasks.meet_gifts", cron="35 8 * * *"),
    # Hourly: a day begins at another moment in each centre's zone.
    Repeated("ideas come back", "ideas.tasks.bring_back_ideas", cron="35 * * * *"),
]
