import django.db.models.deletion
import requite.kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('identity', '0004_quiet_days'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CheckPlan',
            fields=[
                ('id', models.UUIDField(default=requite.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('starts_on', models.DateField()),
                ('per', models.CharField(choices=[('rep', 'each rep'), ('team', 'each team')], default='rep', max_length=4)),
                ('a_week', models.JSONField(default=dict)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'checks_plan',
            },
        ),
        migrations.CreateModel(
            name='Draw',
            fields=[
                ('id', models.UUIDField(default=requite.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('stratum', models.CharField(choices=[('meeting', 'Meetings held'), ('call', 'Calls made'), ('person', 'New people'), ('company', 'New companies'), ('deal', 'Deals opened or won')], max_length=8)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('seed', models.CharField(max_length=64)),
                ('frame', models.BinaryField()),
                ('favoured', models.BinaryField()),
                ('frame_hash', models.CharField(max_length=64)),
                ('size', models.IntegerField()),
                ('asked', models.IntegerField()),
                ('drawn', models.IntegerField()),
                ('drawn_at', models.DateTimeField()),
                ('drawn_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='checks.checkplan')),
                ('team', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='identity.team')),
                ('user', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'checks_draw',
            },
        ),
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.UUIDField(default=requite.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('stratum', models.CharField(choices=[('meeting', 'Meetings held'), ('call', 'Calls made'), ('person', 'New people'), ('company', 'New companies'), ('deal', 'Deals opened or won')], max_length=8)),
                ('record_id', models.UUIDField(db_index=True)),
                ('is_favoured', models.BooleanField()),
                ('probability', models.FloatField()),
                ('drawn_at', models.DateTimeField()),
                ('verdict', models.CharField(blank=True, choices=[('confirmed', 'Confirmed'), ('changed', 'Changed since'), ('wrong', 'Wrong'), ('made_up', 'Made up'), ('cant_tell', 'Can’t tell')], max_length=10)),
                ('why', models.CharField(blank=True, max_length=500)),
                ('judged_at', models.DateTimeField(blank=True, null=True)),
                ('second_verdict', models.CharField(blank=True, choices=[('confirmed', 'Confirmed'), ('changed', 'Changed since'), ('wrong', 'Wrong'), ('made_up', 'Made up'), ('cant_tell', 'Can’t tell')], max_length=10)),
                ('second_why', models.CharField(blank=True, max_length=500)),
                ('second_at', models.DateTimeField(blank=True, null=True)),
                ('heard_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('counts_at', models.DateTimeField(blank=True, null=True)),
                ('is_defect', models.BooleanField(null=True)),
                ('version', models.IntegerField(default=1)),
                ('judged_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('draw', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='checks.draw')),
            ],
            options={
                'db_table': 'checks_check',
            },
        ),
        migrations.AddIndex(
            model_name='checkplan',
            index=models.Index(fields=['-starts_on', '-id'], name='check_plan_by_day'),
        ),
        migrations.AddIndex(
            model_name='draw',
            index=models.Index(condition=models.Q(('user__isnull', False)), fields=['user', 'drawn_at'], name='draw_of_user'),
        ),
        migrations.AddIndex(
            model_name='draw',
            index=models.Index(condition=models.Q(('team__isnull', False)), fields=['team', 'drawn_at'], name='draw_of_team'),
        ),
        migrations.AddConstraint(
            model_name='draw',
            constraint=models.UniqueConstraint(models.F('user'), models.F('team'), models.F('stratum'), models.F('starts_on'), name='a_day_is_drawn_from_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='draw',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='a_draw_has_at_least_a_day'),
        ),
        migrations.AddConstraint(
            model_name='draw',
            constraint=models.CheckConstraint(condition=models.Q(('user__isnull', True), ('team__isnull', True), _connector='XOR'), name='a_draw_is_of_a_rep_or_a_team'),
        ),
        migrations.AddConstraint(
            model_name='draw',
            constraint=models.CheckConstraint(condition=models.Q(('drawn__lte', models.F('size'))), name='a_draw_takes_what_there_is'),
        ),
        migrations.AddIndex(
            model_name='check',
            index=models.Index(fields=['user', '-drawn_at', '-id'], name='check_of_user'),
        ),
        migrations.AddIndex(
            model_name='check',
            index=models.Index(condition=models.Q(('counts_at__isnull', False)), fields=['user', 'counts_at'], include=('is_defect',), name='check_that_counts'),
        ),
        migrations.AddIndex(
            model_name='check',
            index=models.Index(condition=models.Q(('verdict', ''), models.Q(('second_verdict', ''), ('verdict', 'made_up')), _connector='OR'), fields=['user', 'drawn_at', 'id'], name='check_waiting'),
        ),
        migrations.AddConstraint(
            model_name='check',
            constraint=models.UniqueConstraint(models.F('record_id'), models.F('stratum'), name='a_record_is_drawn_once'),
        ),
        migrations.AddConstraint(
            model_name='check',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('judged_at__isnull', True), ('verdict', '')), models.Q(models.Q(('verdict', ''), _negated=True), ('judged_at__isnull', False)), _connector='OR'), name='a_verdict_has_its_time'),
        ),
        migrations.AddConstraint(
            model_name='check',
            constraint=models.CheckConstraint(condition=models.Q(('second_verdict', ''), ('verdict', 'made_up'), _connector='OR'), name='only_made_up_is_read_twice'),
        ),
        migrations.AddConstraint(
            model_name='check',
            constraint=models.CheckConstraint(condition=models.Q(('second_by__isnull', True), models.Q(('second_by', models.F('judged_by')), _negated=True), _connector='OR'), name='a_second_reader_is_another'),
        ),
        migrations.AddConstraint(
            model_name='check',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('counts_at__isnull', True), ('is_defect__isnull', True)), models.Q(('counts_at__isnull', False), ('is_defect__isnull', False)), _connector='OR'), name='what_counts_is_right_or_a_defect'),
        ),
        migrations.AddConstraint(
            model_name='check',
            constraint=models.CheckConstraint(condition=models.Q(('probability__gt', 0), ('probability__lte', 1)), name='a_probability_is_up_to_one'),
        ),
    ]
