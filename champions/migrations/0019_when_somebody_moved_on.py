from django.db import migrations, models
from django.utils import timezone


def read_from_the_history(apps, schema_editor):
    """Whoever has moved on did so when the history says, or else by today."""
    Champion = apps.get_model("champions", "Champion")
    ModelLogEntry = apps.get_model("wagtailcore", "ModelLogEntry")
    gone = Champion.objects.filter(state="moved_on", moved_on_at=None)
    for champion in gone:
        said = ModelLogEntry.objects.filter(
            action="champions.moved_on",
            content_type__app_label="champions",
            content_type__model="person",
            object_id=str(champion.person_id),
        ).order_by("timestamp")
        last = said.last()
        champion.moved_on_at = last.timestamp if last else timezone.now()
        champion.save(update_fields=["moved_on_at"])


class Migration(migrations.Migration):

    dependencies = [
        ('champions', '0018_messages_that_rest'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='champion',
            name='moved_on_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(
            read_from_the_history, migrations.RunPython.noop, elidable=True
        ),
        migrations.AddConstraint(
            model_name='champion',
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ('moved_on_at__isnull', False), ('state', 'moved_on')
                    ),
                    models.Q(
                        models.Q(('state', 'moved_on'), _negated=True),
                        ('moved_on_at', None),
                    ),
                    _connector='OR',
                ),
                name='who_moved_on_did_so_one_day',
            ),
        ),
    ]
