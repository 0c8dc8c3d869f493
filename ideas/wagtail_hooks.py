"""What this room registers with Wagtail: the names of what is written in the history."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

LOG_ACTIONS = {
    "ideas.shared": (_("Share an idea"), _("Shared an idea")),
    "ideas.undo_entry": (_("Take out an idea"), _("Took out an idea entered twice")),
    "ideas.not_mine": (_("Not mine"), _("The author says that it is not theirs")),
    "ideas.mine_after_all": (_("Mine after all"), _("The author put it back")),
    "ideas.change": (_("Change an idea"), _("Changed the words of an idea")),
    "ideas.change_comment": (_("Change a comment"), _("Changed a comment")),
    "ideas.hide_comment": (_("Hide a comment"), _("Hid a comment, with a reason")),
    "ideas.let_comment_stand": (_("Look at a comment"), _("Let a comment stand")),
    "ideas.show_comment": (_("Show a comment"), _("Showed a comment again")),
    "ideas.object_to_hiding": (_("Object"), _("The author sees it differently")),
    "ideas.keep_comment_hidden": (_("Keep hidden"), _("Kept a comment hidden")),
    "ideas.gifts_agreed": (_("Gifts"), _("Wants to hear of ideas for their gifts")),
    "ideas.gifts_no_longer": (_("No gifts"), _("No longer hears of such ideas")),
    "ideas.choose_circle": (_("Choose a group"), _("Chose the group for an idea")),
    "ideas.talking": (_("Talk about an idea"), _("We talk about the idea")),
    "ideas.supported": (_("Support an idea"), _("We get the idea ready")),
    "ideas.trying": (_("Try an idea"), _("We try the idea")),
    "ideas.running": (_("Start an idea"), _("The idea is happening")),
    "ideas.resting": (_("Pause an idea"), _("The idea is on a break")),
    "ideas.finished": (_("Finish an idea"), _("The idea finished well")),
    "ideas.parked": (_("Park an idea"), _("Not now")),
    "ideas.author_left": (_("Leave an idea"), _("Left the idea with the group")),
    "ideas.handed_on": (_("Hand an idea on"), _("Handed the idea on")),
    "ideas.merged": (_("Tell ideas together"), _("Told with another idea")),
    "ideas.ask_same": (_("Ask: the same wish?"), _("Asked whether two are one wish")),
    "ideas.not_same": (_("Say: not the same"), _("Said that they are two wishes")),
    "ideas.told_with": (_("Tell ideas together"), _("Another idea is told here")),
    "ideas.taken_apart": (_("Take ideas apart"), _("Took an idea out again")),
    "ideas.came_back": (_("Bring an idea back"), _("The day to look again has come")),
    "ideas.what_it_takes": (_("What would it take?"), _("What it would take")),
    "ideas.look_again": (_("Look again"), _("The author sees our answer differently")),
    "ideas.make_promise": (_("Promise"), _("Promised something")),
    "ideas.promise_kept": (_("Keep a promise"), _("Kept a promise")),
    "ideas.promise_let_go": (_("Let go of a promise"), _("Let go of a promise")),
    "ideas.promise_open": (_("Promise again"), _("Opened a promise again")),
    "ideas.promise_moved": (_("Move a promise"), _("Moved the day of a promise")),
    "ideas.promise_still": (_("Still on the list"), _("Still wants to do it")),
    "ideas.spent": (_("Money spent"), _("Wrote down money that was spent")),
    "ideas.spent_not": (_("Take back"), _("Took back what was written as spent")),
    "ideas.paid": (_("Give money back"), _("Gave back what was spent")),
    "ideas.paid_not": (_("Not given back"), _("Money was not given back after all")),
}


@hooks.register("register_log_actions")
def register_log_actions(actions):
    for name, (label, message) in LOG_ACTIONS.items():
        actions.register_action(name, label, message)
