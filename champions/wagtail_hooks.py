"""What this room gives to Wagtail; nothing here decides anything."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from champions.viewsets.messages import MessageGroup
from champions.viewsets.people import PeopleGroup

# Action: what it is called in a filter, and what a line of the history says.
LOG_ACTIONS = {
    "champions.make_circle": (_("Make a group"), _("Made a champions’ group")),
    "champions.staff_circle": (_("Change a group"), _("Changed the group’s staff")),
    "champions.join_circle": (_("Join a group"), _("Somebody joined the group")),
    "champions.leave_circle": (_("Leave a group"), _("Somebody left the group")),
    "champions.add_person": (_("Add a person"), _("Added")),
    "champions.change_person": (_("Change a person"), _("Changed")),
    "champions.become_champion": (_("Become a champion"), _("Became a champion")),
    "champions.active": (_("Come back"), _("Came back")),
    "champions.on_break": (_("Take a break"), _("Takes a break")),
    "champions.moved_on": (_("Move on"), _("Moved on")),
    "champions.describe_gifts": (_("Describe gifts"), _("Said what they like to do")),
    "champions.do_not_contact": (
        _("Do not contact"),
        _("Does not want to hear from us"),
    ),
    "champions.may_contact": (_("May contact"), _("Wants to hear from us again")),
    "champions.talk_first": (
        _("Talk first"),
        _("Somebody talks with them before we invite them"),
    ),
    "champions.renew_talk_first": (
        _("Renew: talk first"),
        _("A second person keeps it: we talk with them first"),
    ),
    "champions.talked": (_("We talked"), _("Somebody talked with them")),
    "champions.talk_first_over": (
        _("Talk first is over"),
        _("They said yes: we need not talk first any more"),
    ),
    "champions.give_consent": (_("Allow"), _("Allowed something")),
    "champions.take_back_consent": (_("Take back"), _("Took back what was allowed")),
    "champions.died": (_("Died"), _("Died")),
    "champions.lives": (_("Take back: died"), _("Lives; it was a mistake")),
    "champions.first_sign_in": (
        _("Sign in at first"),
        _("Signed in for the first time"),
    ),
    "champions.issue_card": (_("Make a card"), _("Made a personal card")),
    "champions.revoke_card": (_("Take a card back"), _("Took the card back")),
    "champions.forget_second_step": (
        _("Forget a second step"),
        _("Second step of sign-in forgotten"),
    ),
    "champions.grant_role": (_("Give a role"), _("Gave somebody a role")),
    "champions.away": (_("Be away"), _("Somebody is away, the back-up stands in")),
    "champions.away_over": (_("Be back"), _("Somebody is back")),
    "champions.hand_over": (_("Hand over"), _("Handed over to a colleague")),
    "champions.told_by_hand": (
        _("Letters posted, calls made"),
        _("Posted letters or made calls"),
    ),
    "champions.no_answer": (_("No answer"), _("Called; nobody answered")),
    "champions.wrong_number": (_("Wrong number"), _("Called a wrong number")),
    "champions.renew_feed": (
        _("New calendar address"),
        _("Made a new address for their calendar"),
    ),
    "champions.own_words": (_("Use own words"), _("Put a message into own words")),
    "champions.our_words": (
        _("Use the usual words"),
        _("Put the usual words of a message back"),
    ),
    "champions.make_letters": (_("Make letters ready"), _("Made letters ready")),
    "champions.came_back": (_("Came back"), _("A message did not arrive")),
    "champions.make_texts": (_("Make a list of texts"), _("Made a list of texts")),
    "champions.change_centre": (_("Change the centre"), _("Changed the centre")),
    "champions.letter_came_back": (
        _("A letter came back"),
        _("A letter came back: the address is wrong"),
    ),
    "champions.letter_did_not_come_back": (
        _("No letter came back"),
        _("It was a mistake: no letter came back"),
    ),
    "champions.resend_message": (_("Send again"), _("Sent a message again")),
    "champions.message_arrived": (_("It arrived"), _("Said that a message arrived")),
    "champions.upload_list": (_("Upload a list"), _("Uploaded a contact list")),
    "champions.export_list": (_("Take the list along"), _("Took the list along")),
    "champions.import_list": (_("Import a list"), _("Began to import the list")),
    "champions.list_imported": (_("List imported"), _("Imported the list")),
    "champions.undo_list": (
        _("Take an import back"),
        _("Began to take the import back"),
    ),
    "champions.list_undone": (_("Import taken back"), _("Took the import back")),
    "champions.mark_taken_back": (
        _("Take a list’s mark back"),
        _("A list that was taken back had said not to write to them"),
    ),
    "champions.say_columns": (
        _("Say what columns mean"),
        _("Said what the columns of the list mean"),
    ),
    "champions.forget_columns": (
        _("Forget what columns mean"),
        _("Forgot what the columns of earlier lists meant"),
    ),
    "champions.two_people": (
        _("Say that two are two"),
        _("Said that two records are of two people"),
    ),
    "champions.drop_list": (_("Drop a list"), _("Did not import the list")),
    "champions.take_role": (_("Take a role"), _("Took a role from somebody")),
}


@hooks.register("register_log_actions")
def register_log_actions(actions):
    for action, (label, message) in LOG_ACTIONS.items():
        actions.register_action(action, label, message)


@hooks.register("register_admin_viewset")
def register_people():
    return PeopleGroup()


@hooks.register("register_admin_viewset")
def register_messages():
    return MessageGroup()
