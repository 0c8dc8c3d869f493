"""The two languages and, in each, the home of the network."""

import uuid

from django.db import migrations

NAMES = {"en": "Health Champions", "fr": "Champions de la santé"}


def plant(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    NetworkPage = apps.get_model("cms", "NetworkPage")
    kind, _ = ContentType.objects.get_or_create(app_label="cms", model="networkpage")
    Page.objects.filter(depth=2).delete()
    key = uuid.uuid4()
    homes = {}
    for number, (code, name) in enumerate(NAMES.items(), start=1):
        locale, _ = Locale.objects.get_or_create(language_code=code)
        homes[code] = NetworkPage.objects.create(
            title=name, draft_title=name, slug=f"home-{code}", content_type=kind,
            path=f"0001{number:04d}", depth=2, numchild=0, url_path=f"/home-{code}/",
            locale=locale, translation_key=key, live=True,
        )
    Page.objects.filter(depth=1).update(numchild=len(NAMES))
    Site.objects.all().delete()
    Site.objects.create(
        hostname="localhost", port=80, root_page_id=homes["en"].pk,
        is_default_site=True, site_name=NAMES["en"],
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0001_first"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
