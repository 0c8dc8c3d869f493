"""Pages of blocks, a centre's own look, and stories. What stands in plain pages and in
their drafts is kept, block by block; every centre gets the page of its stories."""

import json
import uuid

from bs4 import BeautifulSoup, NavigableString, Tag
import django.db.models.deletion
import wagtail.fields
from django.db import migrations, models

NAMES = {"en": "Stories", "fr": "Histoires"}
LONGEST_HEADING = 120
LISTS = {"ul": "list", "ol": "steps"}


def block(kind, value):
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def heading_of(part):
    """As a paragraph where a heading block would lose words or a link."""
    words = part.get_text().strip()
    if len(words) > LONGEST_HEADING or part.find("a"):
        return block("paragraph", f"<p><b>{part.decode_contents()}</b></p>")
    return block("heading", words)


def blocks_of(html):
    """Rich text as the blocks that hold the same words."""
    found, loose = [], []

    def end_paragraph():
        if "".join(loose).strip():
            found.append(block("paragraph", "".join(loose)))
        loose.clear()

    for part in BeautifulSoup(html, "html.parser").children:
        name = part.name if isinstance(part, Tag) else ""
        if name in ("h2", "h3"):
            end_paragraph()
            found.append(heading_of(part))
        elif name in LISTS:
            end_paragraph()
            points = [
                block("item", f"<p>{li.decode_contents()}</p>")
                for li in part.find_all("li", recursive=False)
            ]
            found.append(block("points", {"kind": LISTS[name], "points": points}))
        elif name or isinstance(part, NavigableString):
            loose.append(str(part))
    end_paragraph()
    return found


def keep_words(apps, schema_editor):
    """Before the column changes its kind: the words as JSON."""
    PlainPage = apps.get_model("cms", "PlainPage")
    for page in PlainPage.objects.all():
        PlainPage.objects.filter(pk=page.pk).update(
            body=json.dumps(blocks_of(page.body))
        )
    ContentType = apps.get_model("contenttypes", "ContentType")
    Revision = apps.get_model("wagtailcore", "Revision")
    kind = ContentType.objects.filter(app_label="cms", model="plainpage").first()
    for revision in Revision.objects.filter(content_type=kind) if kind else []:
        body = revision.content.get("body") or ""
        revision.content["body"] = json.dumps(blocks_of(body))
        revision.save(update_fields=["content"])


def plant_stories(apps, schema_editor):
    """The page of stories below each home, in each language."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    CentrePage = apps.get_model("cms", "CentrePage")
    StoryIndexPage = apps.get_model("cms", "StoryIndexPage")
    Page = apps.get_model("wagtailcore", "Page")
    kind, _ = ContentType.objects.get_or_create(app_label="cms", model="storyindexpage")
    keys = {}
    for home in CentrePage.objects.order_by("path"):
        children = Page.objects.filter(
            path__startswith=home.path, depth=home.depth + 1
        )
        last = children.order_by("path").last()
        if children.filter(slug="stories").exists():
            continue
        title = NAMES.get(home.locale.language_code, NAMES["en"])
        StoryIndexPage.objects.create(
            title=title,
            draft_title=title,
            slug="stories",
            content_type=kind,
            path=home.path + following(last.path[len(home.path) :] if last else "0000"),
            depth=home.depth + 1,
            numchild=0,
            url_path=f"{home.url_path}stories/",
            locale=home.locale,
            translation_key=keys.setdefault(home.centre_id, uuid.uuid4()),
            live=True,
        )
        Page.objects.filter(pk=home.pk).update(numchild=home.numchild + 1)


def following(step):
    """The next place of a tree of pages: four digits to the base of 36."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    number, text = int(step, 36) + 1, ""
    while number:
        number, digit = divmod(number, 36)
        text = digits[digit] + text
    return text.rjust(4, "0")


class Migration(migrations.Migration):

    dependencies = [
        ('champions', '0027_taking_back'),
        ('cms', '0008_dates_and_facts'),
        ('ideas', '0005_what_it_takes'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        ('wagtailimages', '0027_image_description'),
    ]

    operations = [
        migrations.RunPython(keep_words, migrations.RunPython.noop),
        migrations.CreateModel(
            name='StoryIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
            ],
            options={
                'verbose_name': 'stories',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.AddField(
            model_name='centrepage',
            name='accent',
            field=models.CharField(blank=True, choices=[('cedar', 'cedar green'), ('lake', 'lake blue'), ('night', 'night blue'), ('berry', 'berry red'), ('clay', 'clay orange'), ('moss', 'moss green')], default='', max_length=8, verbose_name='colour'),
        ),
        migrations.AddField(
            model_name='centrepage',
            name='body',
            field=wagtail.fields.StreamField([('heading', 0), ('paragraph', 1), ('points', 5), ('quotation', 8), ('picture', 12), ('call_out', 16), ('programme', 17)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'icon': 'title', 'label': 'Heading', 'max_length': 120, 'template': 'cms/blocks/heading.html'}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'icon': 'pilcrow', 'label': 'Paragraph', 'template': 'cms/blocks/paragraph.html'}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('list', 'a list'), ('steps', 'steps, one after the other')], 'label': 'What is it?'}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'label': 'point'}), 4: ('wagtail.blocks.ListBlock', (3,), {'label': 'points'}), 5: ('wagtail.blocks.StructBlock', [[('kind', 2), ('points', 4)]], {}), 6: ('wagtail.blocks.TextBlock', (), {'label': 'What was said', 'max_length': 600, 'rows': 3}), 7: ('wagtail.blocks.CharBlock', (), {'help_text': 'A first name only when they allow it. “A neighbour” is fine.', 'label': 'Who said it', 'max_length': 80, 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('words', 6), ('who', 7)]], {}), 9: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Picture'}), 10: ('wagtail.blocks.CharBlock', (), {'help_text': 'One sentence, for people who do not see the picture.', 'label': 'What does it show?', 'max_length': 200}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'Line below it', 'max_length': 200, 'required': False}), 12: ('wagtail.blocks.StructBlock', [[('picture', 9), ('alt', 10), ('caption', 11)]], {}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 80}), 14: ('wagtail.blocks.TextBlock', (), {'label': 'Words', 'max_length': 400, 'required': False, 'rows': 2}), 15: ('wagtail.blocks.BooleanBlock', (), {'default': True, 'label': 'Show the telephone number of the centre', 'required': False}), 16: ('wagtail.blocks.StructBlock', [[('title', 13), ('words', 14), ('with_phone', 15)]], {}), 17: ('wagtail.blocks.PageChooserBlock', (), {'icon': 'link', 'label': 'Link to a programme', 'page_type': ['cms.ProgrammePage'], 'template': 'cms/blocks/programme.html'})}, verbose_name='more words'),
        ),
        migrations.AddField(
            model_name='centrepage',
            name='heading',
            field=models.CharField(blank=True, max_length=80, verbose_name='a heading of your own'),
        ),
        migrations.AddField(
            model_name='centrepage',
            name='logo',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='logo'),
        ),
        migrations.AddField(
            model_name='networkpage',
            name='body',
            field=wagtail.fields.StreamField([('heading', 0), ('paragraph', 1), ('points', 5), ('quotation', 8), ('picture', 12), ('call_out', 16), ('programme', 17)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'icon': 'title', 'label': 'Heading', 'max_length': 120, 'template': 'cms/blocks/heading.html'}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'icon': 'pilcrow', 'label': 'Paragraph', 'template': 'cms/blocks/paragraph.html'}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('list', 'a list'), ('steps', 'steps, one after the other')], 'label': 'What is it?'}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'label': 'point'}), 4: ('wagtail.blocks.ListBlock', (3,), {'label': 'points'}), 5: ('wagtail.blocks.StructBlock', [[('kind', 2), ('points', 4)]], {}), 6: ('wagtail.blocks.TextBlock', (), {'label': 'What was said', 'max_length': 600, 'rows': 3}), 7: ('wagtail.blocks.CharBlock', (), {'help_text': 'A first name only when they allow it. “A neighbour” is fine.', 'label': 'Who said it', 'max_length': 80, 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('words', 6), ('who', 7)]], {}), 9: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Picture'}), 10: ('wagtail.blocks.CharBlock', (), {'help_text': 'One sentence, for people who do not see the picture.', 'label': 'What does it show?', 'max_length': 200}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'Line below it', 'max_length': 200, 'required': False}), 12: ('wagtail.blocks.StructBlock', [[('picture', 9), ('alt', 10), ('caption', 11)]], {}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 80}), 14: ('wagtail.blocks.TextBlock', (), {'label': 'Words', 'max_length': 400, 'required': False, 'rows': 2}), 15: ('wagtail.blocks.BooleanBlock', (), {'default': True, 'label': 'Show the telephone number of the centre', 'required': False}), 16: ('wagtail.blocks.StructBlock', [[('title', 13), ('words', 14), ('with_phone', 15)]], {}), 17: ('wagtail.blocks.PageChooserBlock', (), {'icon': 'link', 'label': 'Link to a programme', 'page_type': ['cms.ProgrammePage'], 'template': 'cms/blocks/programme.html'})}, verbose_name='more words'),
        ),
        migrations.AlterField(
            model_name='plainpage',
            name='body',
            field=wagtail.fields.StreamField([('heading', 0), ('paragraph', 1), ('points', 5), ('quotation', 8), ('picture', 12), ('call_out', 16), ('programme', 17)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'icon': 'title', 'label': 'Heading', 'max_length': 120, 'template': 'cms/blocks/heading.html'}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'icon': 'pilcrow', 'label': 'Paragraph', 'template': 'cms/blocks/paragraph.html'}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('list', 'a list'), ('steps', 'steps, one after the other')], 'label': 'What is it?'}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'label': 'point'}), 4: ('wagtail.blocks.ListBlock', (3,), {'label': 'points'}), 5: ('wagtail.blocks.StructBlock', [[('kind', 2), ('points', 4)]], {}), 6: ('wagtail.blocks.TextBlock', (), {'label': 'What was said', 'max_length': 600, 'rows': 3}), 7: ('wagtail.blocks.CharBlock', (), {'help_text': 'A first name only when they allow it. “A neighbour” is fine.', 'label': 'Who said it', 'max_length': 80, 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('words', 6), ('who', 7)]], {}), 9: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Picture'}), 10: ('wagtail.blocks.CharBlock', (), {'help_text': 'One sentence, for people who do not see the picture.', 'label': 'What does it show?', 'max_length': 200}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'Line below it', 'max_length': 200, 'required': False}), 12: ('wagtail.blocks.StructBlock', [[('picture', 9), ('alt', 10), ('caption', 11)]], {}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 80}), 14: ('wagtail.blocks.TextBlock', (), {'label': 'Words', 'max_length': 400, 'required': False, 'rows': 2}), 15: ('wagtail.blocks.BooleanBlock', (), {'default': True, 'label': 'Show the telephone number of the centre', 'required': False}), 16: ('wagtail.blocks.StructBlock', [[('title', 13), ('words', 14), ('with_phone', 15)]], {}), 17: ('wagtail.blocks.PageChooserBlock', (), {'icon': 'link', 'label': 'Link to a programme', 'page_type': ['cms.ProgrammePage'], 'template': 'cms/blocks/programme.html'})}, verbose_name='words'),
        ),
        migrations.CreateModel(
            name='StoryPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('line', models.CharField(blank=True, max_length=160, verbose_name='in one line')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('paragraph', 1), ('points', 5), ('quotation', 8), ('picture', 12), ('call_out', 16), ('programme', 17)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'icon': 'title', 'label': 'Heading', 'max_length': 120, 'template': 'cms/blocks/heading.html'}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'icon': 'pilcrow', 'label': 'Paragraph', 'template': 'cms/blocks/paragraph.html'}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('list', 'a list'), ('steps', 'steps, one after the other')], 'label': 'What is it?'}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'label': 'point'}), 4: ('wagtail.blocks.ListBlock', (3,), {'label': 'points'}), 5: ('wagtail.blocks.StructBlock', [[('kind', 2), ('points', 4)]], {}), 6: ('wagtail.blocks.TextBlock', (), {'label': 'What was said', 'max_length': 600, 'rows': 3}), 7: ('wagtail.blocks.CharBlock', (), {'help_text': 'A first name only when they allow it. “A neighbour” is fine.', 'label': 'Who said it', 'max_length': 80, 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('words', 6), ('who', 7)]], {}), 9: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Picture'}), 10: ('wagtail.blocks.CharBlock', (), {'help_text': 'One sentence, for people who do not see the picture.', 'label': 'What does it show?', 'max_length': 200}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'Line below it', 'max_length': 200, 'required': False}), 12: ('wagtail.blocks.StructBlock', [[('picture', 9), ('alt', 10), ('caption', 11)]], {}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 80}), 14: ('wagtail.blocks.TextBlock', (), {'label': 'Words', 'max_length': 400, 'required': False, 'rows': 2}), 15: ('wagtail.blocks.BooleanBlock', (), {'default': True, 'label': 'Show the telephone number of the centre', 'required': False}), 16: ('wagtail.blocks.StructBlock', [[('title', 13), ('words', 14), ('with_phone', 15)]], {}), 17: ('wagtail.blocks.PageChooserBlock', (), {'icon': 'link', 'label': 'Link to a programme', 'page_type': ['cms.ProgrammePage'], 'template': 'cms/blocks/programme.html'})}, verbose_name='the story')),
                ('told_by', models.CharField(blank=True, max_length=80, verbose_name='who tells it')),
                ('shows_name', models.BooleanField(default=False, editable=False)),
                ('idea', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='ideas.idea', verbose_name='idea')),
                ('programme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.programme', verbose_name='programme')),
                ('teller', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='champions.person')),
            ],
            options={
                'verbose_name': 'story',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.RunPython(plant_stories, migrations.RunPython.noop),
    ]
