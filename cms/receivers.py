"""What follows when Wagtail publishes or moves a page; its signals are heard here alone."""

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.models import ProgrammePage
from cms.services.fresh_pages import make_pages_anew
from cms.services.programmes import follow_page


@receiver(page_published, sender=ProgrammePage)
def programme_page_published(sender, instance, **kwargs):
    follow_page(instance)


@receiver(page_published)
@receiver(page_unpublished)
@receiver(post_page_move)
def page_changed(sender, instance: Page, **kwargs):
    make_pages_anew(instance)
