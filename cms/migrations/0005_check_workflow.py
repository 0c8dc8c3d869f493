"""Every page of the network is checked by its centre before it goes live."""

from django.db import migrations


def set_up(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    CheckTask = apps.get_model("cms", "CheckTask")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")
    NetworkPage = apps.get_model("cms", "NetworkPage")
    # Wagtail's own example, which would ask its Moderators group.
    Workflow.objects.all().delete()
    kind, _ = ContentType.objects.get_or_create(app_label="cms", model="checktask")
    task = CheckTask.objects.create(
        name="Check by the centre", active=True, content_type=kind
    )
    workflow = Workflow.objects.create(name="Check by the centre", active=True)
    WorkflowTask.objects.create(workflow=workflow, task_id=task.pk, sort_order=0)
    for home in NetworkPage.objects.all():
        WorkflowPage.objects.create(workflow=workflow, page_id=home.pk)


class Migration(migrations.Migration):
    dependencies = [("cms", "0004_checking_and_finding")]
    operations = [migrations.RunPython(set_up, migrations.RunPython.noop)]
