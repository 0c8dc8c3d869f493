"""What follows when Wagtail publishes, moves or does away with a page; its signals are
heard here alone."""

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from champions.services.freshness import raise_all_versions, raise_version
from cms.models import PlainPage, ProgrammePage, StoryPage
from cms.services.programmes import follow_page


@receiver(page_published, sender=ProgrammePage)
def programme_page_published(sender, instance, **kwargs):
    follow_page(instance)


@receiver(page_published)
@receiver(page_unpublished)
@receiver(post_page_move)
@receiver(post_delete, sender=PlainPage)
@receiver(post_delete, sender=ProgrammePage)
@receiver(post_delete, sender=StoryPage)
def page_changed(sender, instance: Page, **kwargs):
    """Kept pages may show it, or lead to it. A page that is of no centre is the
    network's, whose frame is around all."""
    if centre := getattr(instance.specific, "centre", None):
        raise_version(centre)
    else:
        raise_all_versions()
