"""What this room registers with Wagtail: the names of what is written in the history."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from meetings import topics, worded
from meetings.viewsets import GetTogetherGroup, ReturnedLetterViewSet

LOG_ACTIONS = {
    "meetings.make": (_("Make a get-together"), _("Made a get-together")),
    "meetings.announce": (_("Announce"), _("Announced the get-together")),
    "meetings.move": (_("Move"), _("Moved the get-together")),
    "meetings.cancel": (_("Call off"), _("Called off the get-together")),
    "meetings.after_all": (
        _("Take place after all"),
        _("Said that it takes place after all"),
    ),
    "meetings.hold": (_("It took place"), _("The get-together was held")),
    "meetings.ask": (_("Ask"), _("Asked somebody to come")),
    "meetings.answer": (_("Answer"), _("Wrote down an answer")),
    "meetings.offer": (_("Offer a place"), _("Offered a place")),
    "meetings.lapse_offer": (_("Offer over"), _("An offered place was not taken")),
    "meetings.widen": (_("Change places"), _("Changed the number of places")),
    "meetings.confirm": (_("Confirm"), _("Confirmed everybody who hoped to come")),
    "meetings.draw": (_("Draw lots"), _("Drew lots for the places")),
    "meetings.arrange": (_("Arrange"), _("Arranged what would help")),
    "meetings.undo_arrange": (_("Open again"), _("What would help is open again")),
    "meetings.look_after": (_("Look after"), _("Said who looks after what would help")),
    "meetings.note_cost": (_("Note a cost"), _("Noted a cost on the travel fund")),
    "meetings.someone_to_call": (
        _("Note a call"),
        _("Noted that somebody may like a call"),
    ),
    "meetings.give_up": (_("Give up a place"), _("A place became free")),
    "meetings.attendance": (_("Tick who came"), _("Ticked who came")),
    "meetings.walk_in": (_("Walk in"), _("Somebody came without a reply")),
    "meetings.link_walk_in": (
        _("Say who it was"),
        _("Said who somebody without a reply was"),
    ),
    "meetings.ask_for_papers": (_("Make papers"), _("Had papers for the day made")),
    "meetings.print_papers": (_("Print papers"), _("Printed the papers of the day")),
    "meetings.first_step": (
        _("Think of"),
        _("Thought of something before the first workshop"),
    ),
    "meetings.notes": (_("Write notes"), _("Kept the notes")),
    "meetings.change_draft": (_("Change"), _("Changed what is being prepared")),
    "meetings.invite": (_("Invite"), _("Invited somebody")),
    "meetings.prescribe": (_("Think of"), _("Thought of somebody for a workshop")),
    "meetings.withdraw_invitation": (
        _("Take back"),
        _("Took an invitation back"),
    ),
    "meetings.not_theirs": (
        _("This is not me"),
        _("Somebody opened it and said that it is not theirs"),
    ),
    "meetings.in_order": (_("It is in order"), _("The right person has it")),
    "meetings.issue_new_letter": (
        _("Issue a new letter"),
        _("Issued a new link and code; the old ones open nothing"),
    ),
    "meetings.another_way": (
        _("Another way"),
        _("An invitation that did not arrive goes another way"),
    ),
    "meetings.send_sample": (_("One to me"), _("Sent a sample to themselves")),
    "meetings.send_mailing": (_("Send"), _("Sent a mailing")),
    "meetings.pause_mailing": (_("Let rest"), _("Let a mailing rest")),
    "meetings.go_on_with_mailing": (_("Go on"), _("Let a mailing go on")),
    "meetings.stop_mailing": (_("Stop"), _("Stopped a mailing")),
    "meetings.remind_on": (
        _("One reminder"),
        _("Said when a mailing asks once more, or that it does not"),
    ),
    "meetings.count_letters": (
        _("Count letters"),
        _("Counted letters of the centre’s own system"),
    ),
    "meetings.correct_letters": (
        _("Correct the letters"),
        _("Corrected how many letters were posted, or when"),
    ),
    "meetings.take_back_letters": (
        _("Take letters back"),
        _("Took letters of the centre’s own system back"),
    ),
    "meetings.close_days": (_("Closed days"), _("Wrote down closed days")),
    "meetings.open_days": (_("No closed days"), _("Took closed days back")),
    "meetings.set_policy": (
        _("Change the limits"),
        _("Changed how many days lie between get-togethers"),
    ),
    "meetings.agree_rhythm": (_("Agree"), _("Noted what the group agreed")),
    "meetings.set_stage": (
        _("Change how often"),
        _("Changed how often the group meets"),
    ),
    "meetings.ask_how_often": (_("Ask how often to meet"), _("Asked the group")),
    "meetings.how_often": (
        _("Say how often to meet"),
        _("Said, or wrote down, how often to meet"),
    ),
    "meetings.how_often_not_mine": (
        _("Not mine"),
        _("Somebody said that what was written down is not theirs"),
    ),
    "meetings.how_often_changed": (
        _("Change how often we meet"),
        _("The answers changed how often the group meets"),
    ),
    "meetings.join_monthly": (_("Stay monthly"), _("Keeps meeting every month")),
    "meetings.leave_monthly": (
        _("Stay monthly no longer"),
        _("Does not meet every month any more"),
    ),
    "meetings.agenda": (_("Add to the agenda"), _("Added something to talk about")),
    "meetings.agenda_order": (
        _("Order the agenda"),
        _("Put in order what is talked about"),
    ),
    "meetings.agenda_off": (_("Take off the agenda"), _("Took something off")),
    "meetings.chair": (_("Lead the talk"), _("Said who leads the talk")),
    "meetings.notes_sent": (_("Send notes round"), _("Sent the notes round")),
    "meetings.thank": (_("Thank somebody"), _("Thanked somebody")),
    "meetings.thank_not": (_("Take thanks back"), _("Took thanks back")),
}


@hooks.register("register_log_actions")
def register_log_actions(actions):
    for name, (label, message) in LOG_ACTIONS.items():
        actions.register_action(name, label, message)


@hooks.register("title_of_topic")
def title_of_topic(topic):
    return topics.title_of_topic(topic)


@hooks.register("worded_messages")
def worded_messages():
    return worded.WORDED


@hooks.register("viewset_beside_letters")
def letters_that_came_back():
    return ReturnedLetterViewSet


@hooks.register("register_admin_viewset")
def register_get_togethers():
    return GetTogetherGroup()
