"""In public: programmes and pages; and the mark of an invented installation."""

from cms.models.area import Area
from cms.models.carrying_on import AskedToRun
from cms.models.checking import CheckTask
from cms.models.demo import DemoMark
from cms.models.fridge import FridgeCard, ThingNeeded
from cms.models.pages import (
    CentrePage,
    NetworkPage,
    PlainPage,
    ProgrammeIndexPage,
    ProgrammePage,
    below,
)
from cms.models.picture import InPicture, Picture
from cms.models.programme import Programme, Session
from cms.models.rights import CentreCollection
from cms.models.stories import StoryIndexPage, StoryPage
from cms.models.week import Snooze, WeekHabit
from cms.models.worry import HearsWorries, Worry

__all__ = [
    "Area",
    "AskedToRun",
    "CentreCollection",
    "CentrePage",
    "CheckTask",
    "DemoMark",
    "FridgeCard",
    "HearsWorries",
    "InPicture",
    "NetworkPage",
    "Picture",
    "PlainPage",
    "Programme",
    "ProgrammeIndexPage",
    "ProgrammePage",
    "Session",
    "Snooze",
    "StoryIndexPage",
    "StoryPage",
    "ThingNeeded",
    "WeekHabit",
    "Worry",
    "below",
]
