"""In public: programmes and pages; and the mark of an invented installation."""

from cms.models.carrying_on import AskedToRun
from cms.models.checking import CheckTask
from cms.models.demo import DemoMark
from cms.models.pages import (
    CentrePage,
    NetworkPage,
    PlainPage,
    ProgrammeIndexPage,
    ProgrammePage,
)
from cms.models.picture import InPicture, Picture
from cms.models.programme import Programme, Session
from cms.models.rights import CentreCollection
from cms.models.week import Snooze, WeekHabit

__all__ = [
    "AskedToRun",
    "CentreCollection",
    "CentrePage",
    "CheckTask",
    "DemoMark",
    "InPicture",
    "NetworkPage",
    "Picture",
    "PlainPage",
    "Programme",
    "ProgrammeIndexPage",
    "ProgrammePage",
    "Session",
    "Snooze",
    "WeekHabit",
]
