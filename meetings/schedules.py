"""What the worker does again and again for gatherings."""

from champions.schedules import Repeated

SCHEDULES = [
    Repeated("take up mailings", "meetings.tasks.resume_mailings", minutes=5),
    Repeated("note arrivals", "meetings.tasks.note_arrivals", minutes=5),
    Repeated(
        "tell invited", "meetings.tasks.tell_invited_of_changes", cron="5 * * * *"
    ),
    # Noon comes at another moment in each zone, in some of them at half past.
    Repeated("give places", "meetings.tasks.give_places", cron="1,31 * * * *"),
    Repeated("remind", "meetings.tasks.remind", cron="10 * * * *"),
    Repeated("remind invited", "meetings.tasks.remind_invited", cron="15 * * * *"),
    # Hourly: a day begins at another moment in each centre's zone.
    Repeated("papers", "meetings.tasks.ask_for_tomorrows_papers", cron="25 * * * *"),
    # What a crash left half made is taken up again.
    Repeated("make papers", "meetings.tasks.make_papers", minutes=5),
    Repeated("lapse offers", "meetings.tasks.lapse_offers", cron="20 * * * *"),
    Repeated("ask how often", "meetings.tasks.ask_how_often", cron="25 * * * *"),
    # At night in the Americas and early in the morning in Europe.
    Repeated("end the day", "meetings.tasks.end_the_day", cron="40 6 * * *"),
]
