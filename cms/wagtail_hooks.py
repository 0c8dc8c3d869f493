"""What this room registers with Wagtail; no rule lives here."""

from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cms import fence
from cms.menu import RecordsMenuItem
from cms.models import DemoMark
from cms.moderation import greet_second_press
from cms.panels import ThisWeekPanel
from cms.services.fresh_pages import make_pages_anew
from cms.services.pictures import withheld
from cms.services.sessions import online_link_at
from cms.views import pairs, parting, records, week
from cms.viewsets import AreaViewSet


@hooks.register("construct_page_chooser_queryset")
def fence_page_chooser(pages, request):
    return pages & fence.pages_and_way_there(request.user)


@hooks.register("construct_image_chooser_queryset")
def fence_image_chooser(images, request):
    """Nor what is not checked, or not allowed any more."""
    images = images.exclude(pk__in=withheld().values("image"))
    return images.filter(pk__in=fence.images(request.user))


@hooks.register("construct_document_chooser_queryset")
def fence_document_chooser(documents, request):
    return documents.filter(pk__in=fence.documents(request.user))


LOG_ACTIONS = {
    "cms.open_centre": (_("Open a centre"), _("Opened the centre")),
    "cms.ask_erasure": (_("Ask to wipe"), _("Asked us to wipe their record")),
    "cms.erase_person": (_("Wipe a record"), _("Wiped somebody’s record")),
    "cms.merge_people": (_("Join two records"), _("Joined two records of one person")),
    "cms.part_people": (
        _("Part two records"),
        _("Parted two records that were joined"),
    ),
    "cms.describe_programme": (_("Describe a programme"), _("Described it")),
    "cms.move_session": (_("Move a date"), _("Moved a date")),
    "cms.let_stand": (_("Keep a date"), _("Said that a date takes place")),
    "cms.save_area": (_("Name a part of town"), _("Named a part of town")),
    "cms.change_programme": (_("Change a programme"), _("Changed it")),
    "cms.issue_fridge_card": (_("Make a fridge card"), _("Made a fridge card")),
    "cms.count_who_came": (_("Count who came"), _("Said how many came")),
    "cms.ask_for_something": (_("Ask for something"), _("Asked for something")),
    "cms.arrange": (_("Arrange something"), _("Arranged what was asked for")),
    "cms.ask_to_run": (_("Ask to run a programme"), _("Asked somebody to run it")),
    "cms.answer_to_run": (
        _("Say who carries on"),
        _("Wrote down whether somebody carries on"),
    ),
    "cms.tell_story": (_("Tell a story"), _("Told a story")),
    "cms.add_picture": (_("Add a picture"), _("Added a picture")),
    "cms.check_picture": (_("Check a picture"), _("Looked at a picture and showed it")),
    "cms.take_picture_down": (
        _("Take a picture down"),
        _("Took a picture down for good"),
    ),
    "cms.choose_who_hears": (
        _("Choose who hears worries"),
        _("Chose who hears worries"),
    ),
    "cms.check_programme": (_("Check a programme"), _("Checked that it is true")),
    "cms.programme_running": (_("Start again"), _("Started again")),
    "cms.programme_resting": (_("Take a break"), _("Takes a break")),
    "cms.programme_finished": (_("Finish well"), _("Finished well")),
}


@hooks.register("register_log_actions")
def register_log_actions(actions):
    for action, (label, message) in LOG_ACTIONS.items():
        actions.register_action(action, label, message)


@hooks.register("construct_homepage_panels")
def begin_with_this_week(request, panels):
    """Staff begin with what falls through if nobody acts; Wagtail's panels show what
    is going on in the whole site."""
    panels[:] = [ThisWeekPanel(request)]


@hooks.register("online_link_of_meeting")
def online_link_of_meeting(meeting):
    """Asked by the room that tells people of their place, which knows no programmes."""
    return online_link_at(meeting)


@hooks.register("viewset_beside_limits")
def parts_of_town():
    return AreaViewSet


@hooks.register("insert_global_admin_css")
def our_admin_styles():
    return format_html('<link rel="stylesheet" href="{}">', static("cms/css/admin.css"))


@hooks.register("only_invented_people")
def only_invented_people():
    """Asked by the room that takes contact lists in, which cannot see the mark."""
    return DemoMark.objects.exists()


@hooks.register("construct_homepage_summary_items", order=1000)
def count_nothing(request, items):
    """Wagtail counts the pages of the whole site, other centres' too."""
    items.clear()


@hooks.register("construct_main_menu", order=1000)
def keep_six_entries(request, items):
    """What staff use each week; the network administrator keeps the rest of Wagtail's."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in SELDOM]


SELDOM = {"documents", "help", "reports", "settings"}


@hooks.register("register_admin_urls")
def register_records():
    return [
        path("records/", records.find, name="records"),
        path("records/<int:pk>/", records.show, name="records_show"),
        path("records/<int:pk>/wipe/", records.wipe, name="records_wipe"),
        path("records/<int:pk>/join/", records.join, name="records_join"),
        path("records/joins/<int:pk>/", parting.part_again, name="records_part"),
        path("records/views/", records.views, name="records_views"),
        path("records/history/", records.history, name="records_history"),
        path("records/pairs/", pairs.pairs, name="pairs"),
        path("records/pairs/<int:pk>/", pairs.decide, name="pairs_decide"),
    ]


@hooks.register("register_admin_urls")
def register_week():
    return [
        path("this-week/", week.all_rows, name="week_all"),
        path("this-week/not-now/", week.not_now, name="week_not_now"),
        path("this-week/back/", week.back, name="week_back"),
        path("this-week/by-mail/", week.by_mail, name="week_by_mail"),
        path("what-happened/", week.what_happened, name="week_what_happened"),
        path("what-happened/read/", week.caught_up, name="week_caught_up"),
    ]


@hooks.register("register_admin_menu_item")
def register_records_menu():
    return RecordsMenuItem()


@hooks.register("construct_page_action_menu", order=1000)
def begin_with_the_check(items, request, context):
    """Who is asked to read a page presses one button for it, not a hidden one."""
    items.sort(key=lambda item: item.name != "approve")


hooks.register("before_edit_page", greet_second_press)


@hooks.register("after_delete_page")
def page_is_gone(request, page):
    """Wagtail has no signal for it."""
    make_pages_anew(page)
