"""What the worker does again and again for ideas."""

from champions.schedules import Repeated

SCHEDULES = [
    # Hourly: a day begins at another moment in each centre's zone.
    Repeated("ideas come back", "ideas.tasks.bring_back_ideas", cron="35 * * * *"),
]
