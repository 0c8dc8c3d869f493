"""What follows when Wagtail publishes a page; Wagtail's signals are heard here alone."""

from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from champions.services.freshness import raise_version
from cms.models import CentrePage, PlainPage, ProgrammePage, StoryPage
from cms.services.programmes import follow_page


@receiver(page_published, sender=ProgrammePage)
def programme_page_published(sender, instance, **kwargs):
    follow_page(instance)


@receiver(page_unpublished, sender=ProgrammePage)
def programme_page_unpublished(sender, instance, **kwargs):
    raise_version(instance.programme.centre)


@receiver([page_published, page_unpublished], sender=CentrePage)
@receiver([page_published, page_unpublished], sender=PlainPage)
@receiver([page_published, page_unpublished], sender=StoryPage)
def page_changed(sender, instance, **kwargs):
    if instance.centre:
        raise_version(instance.centre)
