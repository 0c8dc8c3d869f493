"""A person who has a keyboard alone: what they use must be reached by Tab before anything
is pressed in it."""

import pytest

# As many as any page of ours has places to stop at, and some more.
MOST_TABS = 250
IS_FOCUSED = "element => element === document.activeElement"


def walked(first, *, with_script):
    """The language and the kind of page of a journey: one pair each time, all four in
    the long proof."""
    each_time = (first, with_script)
    ways = [(code, script) for code in ("en", "fr") for script in (True, False)]
    return pytest.mark.parametrize(
        ("language", "has_script"),
        [
            pytest.param(*way, marks=() if way == each_time else pytest.mark.prove)
            for way in ways
        ],
    )


class Keyboard:
    """Everything is done by `page.keyboard`; what is seen is only looked at."""

    def __init__(self, page):
        self.page = page

    def to(self, found):
        """Tab until it is reached."""
        found.wait_for(state="attached")
        for _tab in range(MOST_TABS):
            if found.evaluate(IS_FOCUSED):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"no Tab leads to {found}")

    def field(self, label):
        """What takes words, a day or a choice; a part of the page may be called alike."""
        fields = self.page.locator("input, textarea, select")
        return fields.and_(self.page.get_by_label(label)).first

    def write(self, label, words):
        """In the field of that name, line by line."""
        self.to(self.field(label))
        first, *more = words.split("\n")
        self.page.keyboard.type(first)
        for line in more:
            self.page.keyboard.press("Enter")
            self.page.keyboard.type(line)

    def pick(self, label, letters):
        """In a list that opens, as its letters are typed."""
        self.to(self.field(label))
        self.page.keyboard.type(letters)

    def choose(self, label):
        """One of several circles: Tab leads to the group, arrows within it."""
        wanted = self.page.get_by_role("radio", name=label, exact=True)
        name = wanted.get_attribute("name")
        group = self.page.locator(f'input[type=radio][name="{name}"]')
        chosen = group.and_(self.page.locator(":checked"))
        self.to(chosen if chosen.count() else group.first)
        self.page.keyboard.press("Space")
        for _arrow in range(group.count()):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"no arrow leads to {label}")

    def open(self, words):
        """What is folded away."""
        self.to(self.page.locator("summary", has_text=words))
        self.page.keyboard.press("Enter")

    def press(self, name, key="Enter"):
        self._go("button", name, key)

    def follow(self, name):
        self._go("link", name, "Enter")

    def _go(self, role, name, key):
        """To another page, or to the same anew."""
        self.to(self.page.get_by_role(role, name=name).first)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
