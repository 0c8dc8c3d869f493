"""What this room registers with Wagtail; no rule lives here."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cms import fence


@hooks.register("construct_page_chooser_queryset")
def fence_page_chooser(pages, request):
    return pages & fence.pages_and_way_there(request.user)


@hooks.register("construct_image_chooser_queryset")
def fence_image_chooser(images, request):
    return images.filter(pk__in=fence.images(request.user))


@hooks.register("construct_document_chooser_queryset")
def fence_document_chooser(documents, request):
    return documents.filter(pk__in=fence.documents(request.user))


LOG_ACTIONS = {"cms.open_centre": (_("Open a centre"), _("Opened the centre"))}


@hooks.register("register_log_actions")
def register_log_actions(actions):
    for action, (label, message) in LOG_ACTIONS.items():
        actions.register_action(action, label, message)
