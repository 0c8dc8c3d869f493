"""The rule by which a group says how often it meets: numbers in, a stage out. No
database and no clock in here; time that went by never decides anything.

The group goes quarterly when at least half of its active champions, and never fewer
than two, have answered and most of them say quarterly. The same rule leads back.
(Social Prescribing Guidebook for Ontario, step 5: "until they are ready".)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from meetings.enums import HowOften, Stage

FEWEST = 2
# What most must say for the group to leave a stage, and where that leads.
LEADS_TO: dict[str, tuple[HowOften, Stage]] = {
    Stage.MONTHLY: (HowOften.QUARTERLY, Stage.QUARTERLY),
    Stage.QUARTERLY: (HowOften.MONTHLY, Stage.MONTHLY),
}


@dataclass(frozen=True)
class Count:
    """How many active champions there are, and what those who answered said."""

    active: int
    monthly: int = 0
    quarterly: int = 0
    not_sure: int = 0

    @property
    def answered(self) -> int:
        return self.monthly + self.quarterly + self.not_sure

    @property
    def needed(self) -> int:
        """How many must have answered before anything changes: half, rounded up."""
        return max(FEWEST, -(-self.active // 2))

    @property
    def is_enough(self) -> bool:
        return self.answered >= self.needed


def count(says: Mapping[int, str], active: Collection[int]) -> Count:
    """What the active champions said, by the ids of people; whoever is on a break or
    has moved on is not counted, nor who has said nothing."""
    said = Counter(word for person, word in says.items() if person in active)
    return Count(
        active=len(active),
        monthly=said[HowOften.MONTHLY],
        quarterly=said[HowOften.QUARTERLY],
        not_sure=said[HowOften.NOT_SURE],
    )


def next_stage(stage: str, said: Count) -> Stage | None:
    """The stage to which the answers lead, or nothing while all stays as it is. “Most”
    is more than half of those who answered; those who are not sure count among them."""
    if stage not in LEADS_TO or not said.is_enough:
        return None
    word, leads_to = LEADS_TO[stage]
    for_it = said.quarterly if word == HowOften.QUARTERLY else said.monthly
    return leads_to if 2 * for_it > said.answered else None
