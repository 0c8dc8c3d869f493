"""Pages are for everybody: one that was private is a draft from now on."""

from django.db import migrations


def unpublish_private_pages(apps, _editor):
    restrictions = apps.get_model("wagtailcore", "PageViewRestriction").objects.all()
    pages = apps.get_model("wagtailcore", "Page").objects
    for restriction in restrictions.select_related("page"):
        pages.filter(path__startswith=restriction.page.path).update(live=False)
    restrictions.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0014_a_date_called_off_with_its_programme"),
        ("wagtailcore", "0094_alter_page_locale"),
    ]
    operations = [
        migrations.RunPython(unpublish_private_pages, migrations.RunPython.noop)
    ]
