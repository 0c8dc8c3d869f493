"""What the worker does again and again for gatherings."""

from champions.schedules import Repeated

SCHEDULES = [
    Repeated("take up mailings", "meetings.tasks.resume_mailings", minutes=5),
    Repeated("note arrivals", "meetings.tasks.note_arrivals", minutes=5),
    # Hourly: a day begins at another moment in each centre's zone.
    Repeated("confirm", "meetings.tasks.confirm_those_that_fit", cron="15 * * * *"),
]
