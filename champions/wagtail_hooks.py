"""What this room registers with Wagtail: the names of what is written in the history."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

LOG_ACTIONS = {
    "champions.make_circle": (_("Make a group"), _("Made a champions’ group")),
    "champions.join_circle": (_("Join a group"), _("Somebody joined the group")),
    "champions.leave_circle": (_("Leave a group"), _("Somebody left the group")),
}


@hooks.register("register_log_actions")
def register_log_actions(actions):
    for name, (label, message) in LOG_ACTIONS.items():
        actions.register_action(name, label, message)
