"""Who: the models of this room, one subject a file."""

from champions.models.centre import Centre, CentreQuerySet, Circle, CircleQuerySet
from champions.models.code import CodeTry, PersonalCard, TypedCode, WrongCode
from champions.models.contact_list import ContactLine, ContactList, HeadingMeaning
from champions.models.heartbeat import Heartbeat
from champions.models.mailbox import ReadMailbox
from champions.models.merge import Merge, MergeQuerySet
from champions.models.message import (
    LetterBatch,
    LetterBatchQuerySet,
    Message,
    MessageQuerySet,
    MessageTopic,
    Pace,
)
from champions.models.pair import AlsoKnownAs, Pair
from champions.models.person import Champion, CircleMember, Consent, Person
from champions.models.scope import OfCentre
from champions.models.sign_in import SignIn
from champions.models.talk_first import TalkFirst
from champions.models.user import StaffRole, User
from champions.models.view_log import View, ViewedPerson
from champions.models.wording import Wording

__all__ = [
    "AlsoKnownAs",
    "Centre",
    "CentreQuerySet",
    "Champion",
    "Circle",
    "CircleMember",
    "CircleQuerySet",
    "CodeTry",
    "Consent",
    "ContactLine",
    "ContactList",
    "HeadingMeaning",
    "Heartbeat",
    "LetterBatch",
    "LetterBatchQuerySet",
    "Merge",
    "MergeQuerySet",
    "Message",
    "MessageQuerySet",
    "MessageTopic",
    "OfCentre",
    "Pace",
    "Pair",
    "Person",
    "PersonalCard",
    "ReadMailbox",
    "SignIn",
    "StaffRole",
    "TalkFirst",
    "TypedCode",
    "User",
    "View",
    "ViewedPerson",
    "Wording",
    "WrongCode",
]
