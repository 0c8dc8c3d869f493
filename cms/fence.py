"""What of Wagtail's own things a user may see: pages, pictures, papers, and what hangs
on them. Wagtail asks for permission to change; this asks whether one may know of it."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from wagtail.admin.models import EditingSession
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    Page,
    Revision,
    TaskState,
    UploadedFile,
    WorkflowState,
)

from champions.enums import PAGE_ROLES
from champions.models import User
from cms import models
from cms.models import CentreCollection, CentrePage


def centre_pages(user: User) -> QuerySet[CentrePage]:
    """The home pages, in each language, of the centres whose pages a user may change."""
    return CentrePage.objects.filter(centre__in=user.centres_as(PAGE_ROLES))


def pages(user: User) -> QuerySet[Page]:
    """The homes of the user's centres and all below them."""
    if user.is_superuser:
        return Page.objects.all()
    return below(centre_pages(user))


def below(homes: QuerySet[CentrePage]) -> QuerySet[Page]:
    """These pages and all that stands below them."""
    return Page.objects.filter(models.below(homes))


def pages_and_way_there(user: User) -> QuerySet[Page]:
    """The same, with the pages above them, through which one walks in the admin."""
    if user.is_superuser:
        return Page.objects.all()
    steps = Page.steplen
    above = {
        path[:end]
        for path in centre_pages(user).values_list("path", flat=True)
        for end in range(steps, len(path), steps)
    }
    return Page.objects.filter(Q(path__in=above) | Q(pk__in=pages(user).values("pk")))


def collections(user: User) -> QuerySet[Collection]:
    if user.is_superuser:
        return Collection.objects.all()
    return Collection.objects.filter(pk__in=_own_collections(user).values("collection"))


def _own_collections(user: User):
    return CentreCollection.objects.filter(centre__in=user.centres_as(PAGE_ROLES))


def images(user: User):
    return get_image_model().objects.filter(collection__in=collections(user))


def documents(user: User):
    return get_document_model().objects.filter(collection__in=collections(user))


def _of_pages(model, user: User, content_type: str, object_id: str):
    """Rows that hang on a page the user may see, by generic foreign key."""
    kinds = ContentType.objects.filter(app_label__in=["cms", "wagtailcore"])
    keys = [str(pk) for pk in pages(user).values_list("pk", flat=True)]
    return model.objects.filter(
        **{f"{content_type}__in": kinds, f"{object_id}__in": keys}
    )


def revisions(user: User):
    return _of_pages(Revision, user, "base_content_type", "object_id")


def workflow_states(user: User):
    return _of_pages(WorkflowState, user, "base_content_type", "object_id")


def task_states(user: User):
    return TaskState.objects.filter(workflow_state__in=workflow_states(user))


def uploads(user: User):
    return UploadedFile.objects.filter(uploaded_by_user=user)


def editing_sessions(user: User):
    return EditingSession.objects.filter(user=user)
