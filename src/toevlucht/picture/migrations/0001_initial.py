"""The tables of published editions."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.CharField(max_length=60, unique=True)),
                ('kind', models.CharField(max_length=20)),
                ('title_nl', models.TextField()),
                ('title_en', models.TextField()),
                ('title_uk', models.TextField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('real', 'reconstruction', 'generated', 'exercise'))), name='series_kind_is_known'), models.CheckConstraint(condition=models.Q(('slug__regex', '^[a-z0-9]+(-[a-z0-9]+)*$')), name='series_slug_fits_an_address')],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='picture.series')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('series', 'number'), name='edition_number_once_in_series'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='edition_number_from_one')],
            },
        ),
        migrations.CreateModel(
            name='EditionVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('reason_nl', models.TextField(blank=True)),
                ('reason_en', models.TextField(blank=True)),
                ('reason_uk', models.TextField(blank=True)),
                ('period_from', models.DateField()),
                ('period_to', models.DateField()),
                ('cut_off', models.DateField()),
                ('counting_mode', models.CharField(max_length=20)),
                ('published_on', models.DateField()),
                ('software', models.CharField(max_length=40)),
                ('manifest_sha256', models.CharField(max_length=64)),
                ('frozen_sha256', models.CharField(max_length=64)),
                ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='picture.editionversion')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='picture.edition')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('edition', 'version'), name='version_once_in_edition'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='version_from_one'), models.CheckConstraint(condition=models.Q(models.Q(('corrects__isnull', True), ('version', 1)), models.Q(('corrects__isnull', False), ('version__gt', 1), models.Q(('reason_nl', ''), _negated=True), models.Q(('reason_en', ''), _negated=True), models.Q(('reason_uk', ''), _negated=True)), _connector='OR'), name='later_version_corrects_with_reason'), models.CheckConstraint(condition=models.Q(('period_from__lte', models.F('period_to'))), name='version_period_in_order'), models.CheckConstraint(condition=models.Q(('counting_mode__in', ('cumulative', 'incremental'))), name='version_counting_mode_known'), models.CheckConstraint(condition=models.Q(('manifest_sha256__regex', '^[0-9a-f]{64}$'), ('frozen_sha256__regex', '^[0-9a-f]{64}$')), name='version_sha256_is_one')],
            },
        ),
        migrations.CreateModel(
            name='PublishedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=200)),
                ('language', models.CharField(blank=True, max_length=2)),
                ('media_type', models.CharField(max_length=100)),
                ('bytes', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='picture.editionversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('version', 'path'), name='file_path_once_in_version'), models.CheckConstraint(condition=models.Q(('language__in', ('', 'nl', 'en', 'uk'))), name='file_language_known'), models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='file_sha256_is_one')],
            },
        ),
        migrations.CreateModel(
            name='Rendition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=2)),
                ('title', models.TextField()),
                ('summary', models.TextField(blank=True)),
                ('marks', models.JSONField(default=list)),
                ('body_html', models.TextField()),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='renditions', to='picture.editionversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('version', 'language'), name='rendition_once_a_language'), models.CheckConstraint(condition=models.Q(('language__in', ('nl', 'en', 'uk'))), name='rendition_language_known')],
            },
        ),
    ]
