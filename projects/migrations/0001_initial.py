import common.public_ids
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CarbonProject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=common.public_ids.new_public_id, editable=False, max_length=16, unique=True)),
                ('number', models.PositiveIntegerField(unique=True, verbose_name='number')),
                ('name', models.JSONField(verbose_name='name')),
                ('summary', models.JSONField(default=dict, verbose_name='summary')),
                ('method', models.CharField(max_length=40, verbose_name='method')),
                ('district', models.CharField(choices=[('jinjiang', 'Jinjiang'), ('qingyang', 'Qingyang'), ('jinniu', 'Jinniu'), ('wuhou', 'Wuhou'), ('chenghua', 'Chenghua'), ('longquanyi', 'Longquanyi'), ('qingbaijiang', 'Qingbaijiang'), ('xindu', 'Xindu'), ('wenjiang', 'Wenjiang'), ('shuangliu', 'Shuangliu'), ('pidu', 'Pidu'), ('xinjin', 'Xinjin'), ('jianyang', 'Jianyang'), ('dujiangyan', 'Dujiangyan'), ('pengzhou', 'Pengzhou'), ('qionglai', 'Qionglai'), ('chongzhou', 'Chongzhou'), ('jintang', 'Jintang'), ('dayi', 'Dayi'), ('pujiang', 'Pujiang'), ('gaoxin', 'High-tech Zone'), ('tianfu', 'Tianfu New Area'), ('dongbu', 'Eastern New Area')], max_length=16, verbose_name='district')),
                ('credited_from', models.DateField(verbose_name='credited from')),
                ('credited_until', models.DateField(verbose_name='credited until')),
                ('buffer_percent', models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name='buffer in percent')),
                ('registered_at', models.DateTimeField(verbose_name='registered')),
            ],
            options={
                'verbose_name': 'project',
                'verbose_name_plural': 'projects',
            },
        ),
        migrations.CreateModel(
            name='Issuance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nth', models.PositiveSmallIntegerField(verbose_name="of the project's issuances")),
                ('vintage', models.PositiveSmallIntegerField(verbose_name='year of the reductions')),
                ('document', models.CharField(max_length=80, verbose_name='number of the decision')),
                ('kilograms', models.PositiveBigIntegerField(verbose_name='kilograms verified')),
                ('tonnes', models.PositiveIntegerField(verbose_name='tonnes issued')),
                ('buffer_tonnes', models.PositiveIntegerField(verbose_name='of these set aside')),
                ('carried_kg', models.PositiveSmallIntegerField(verbose_name='kilograms carried on')),
                ('numbers', django.contrib.postgres.fields.ranges.BigIntegerRangeField(verbose_name='numbers')),
                ('issued_at', models.DateTimeField(verbose_name='issued')),
                ('agreed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='agreed by')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='issuances', to='projects.carbonproject')),
            ],
            options={
                'verbose_name': 'issuance',
                'verbose_name_plural': 'issuances',
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=common.public_ids.new_public_id, editable=False, max_length=16, unique=True)),
                ('name', models.JSONField(verbose_name='name')),
                ('licence', models.CharField(max_length=18, unique=True, verbose_name='unified social credit code')),
                ('group', models.CharField(blank=True, db_default='', default='', max_length=100, verbose_name='group of companies')),
                ('is_verifier', models.BooleanField(db_default=False, default=False, verbose_name='accredited verifier')),
                ('status', models.CharField(choices=[('applied', 'Applied'), ('approved', 'Approved'), ('suspended', 'Suspended'), ('refused', 'Refused')], default='applied', max_length=9, verbose_name='status')),
                ('refusal', models.CharField(blank=True, db_default='', default='', max_length=300, verbose_name='why it was refused')),
                ('applied_at', models.DateTimeField(verbose_name='applied')),
                ('applicant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='applicant')),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
            },
        ),
        migrations.AddField(
            model_name='carbonproject',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='projects.organisation', verbose_name='owner'),
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('owner', 'Owner'), ('editor', 'Editor'), ('releaser', 'Releaser')], max_length=8, verbose_name='part')),
                ('begun_at', models.DateTimeField(verbose_name='since')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='until')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='projects.organisation')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'seat in an organisation',
                'verbose_name_plural': 'seats in organisations',
            },
        ),
        migrations.CreateModel(
            name='UnitBlock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('numbers', django.contrib.postgres.fields.ranges.BigIntegerRangeField(verbose_name='numbers')),
                ('status', models.CharField(choices=[('held', 'Units held'), ('buffer', 'Units set aside for reversals'), ('retired', 'Units retired'), ('cancelled', 'Units cancelled')], max_length=9, verbose_name='status')),
                ('is_frozen', models.BooleanField(db_default=False, default=False, verbose_name='frozen')),
                ('holder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='blocks', to='projects.organisation', verbose_name='holder')),
                ('issuance', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='blocks', to='projects.issuance')),
            ],
            options={
                'verbose_name': 'block of units',
                'verbose_name_plural': 'blocks of units',
            },
        ),
        migrations.CreateModel(
            name='UnitMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('issued', 'Units issued'), ('transferred', 'Units transferred'), ('retired', 'Units retired'), ('cancelled', 'Units cancelled'), ('lost', 'Lost by the sink'), ('frozen', 'Frozen'), ('thawed', 'Released from a freeze')], max_length=11, verbose_name='kind')),
                ('numbers', django.contrib.postgres.fields.ranges.BigIntegerRangeField(verbose_name='numbers')),
                ('status', models.CharField(choices=[('held', 'Units held'), ('buffer', 'Units set aside for reversals'), ('retired', 'Units retired'), ('cancelled', 'Units cancelled')], max_length=9, verbose_name='status after')),
                ('words', models.CharField(blank=True, max_length=300, verbose_name='words')),
                ('happened_at', models.DateTimeField(verbose_name='happened')),
                ('agreed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='agreed by')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('giver', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='projects.organisation')),
                ('issuance', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='projects.issuance')),
                ('taker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='projects.organisation')),
            ],
            options={
                'verbose_name': 'move of units',
                'verbose_name_plural': 'moves of units',
            },
        ),
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=common.public_ids.new_public_id, editable=False, max_length=16, unique=True)),
                ('kind', models.CharField(choices=[('transfer', 'Transfer'), ('retire', 'Retirement')], max_length=8, verbose_name='kind')),
                ('numbers', django.contrib.postgres.fields.ranges.BigIntegerRangeField(verbose_name='numbers')),
                ('beneficiary', models.CharField(blank=True, max_length=120, verbose_name='for whom')),
                ('purpose', models.CharField(blank=True, choices=[('event', 'Neutrality of an event'), ('enterprise', 'Neutrality of an enterprise'), ('restoration', 'Compensation ordered by a court or agency'), ('gift', 'For the public good')], max_length=11, verbose_name='purpose')),
                ('words', models.CharField(blank=True, max_length=300, verbose_name='words')),
                ('status', models.CharField(choices=[('waiting', 'Waiting for a second person'), ('released', 'Done'), ('withdrawn', 'Withdrawn')], db_default='waiting', default='waiting', max_length=9, verbose_name='status')),
                ('ordered_at', models.DateTimeField(verbose_name='ordered')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='projects.organisation')),
                ('taker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='projects.organisation')),
                ('move', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='order', to='projects.unitmove')),
            ],
            options={
                'verbose_name': 'order of a holder',
                'verbose_name_plural': 'orders of holders',
            },
        ),
        migrations.AddConstraint(
            model_name='issuance',
            constraint=models.UniqueConstraint(fields=('project', 'nth'), name='issuance_of_a_project'),
        ),
        migrations.AddConstraint(
            model_name='issuance',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('numbers', '&&')], name='issued_once'),
        ),
        migrations.AddConstraint(
            model_name='issuance',
            constraint=models.CheckConstraint(condition=models.Q(('numbers__isempty', False), ('numbers__lower_inc', True), ('numbers__startswith__gte', 1), ('numbers__upper_inc', False), ('numbers__upper_inf', False)), name='issuance_counts'),
        ),
        migrations.AddConstraint(
            model_name='issuance',
            constraint=models.CheckConstraint(condition=models.Q(('numbers__endswith', django.db.models.expressions.CombinedExpression(models.F('numbers__startswith'), '+', models.F('tonnes')))), name='issuance_is_its_numbers'),
        ),
        migrations.AddConstraint(
            model_name='issuance',
            constraint=models.CheckConstraint(condition=models.Q(('buffer_tonnes__lte', models.F('tonnes'))), name='buffer_is_of_the_issuance'),
        ),
        migrations.AddConstraint(
            model_name='issuance',
            constraint=models.CheckConstraint(condition=models.Q(('carried_kg__lt', 1000)), name='carried_is_less_than_a_tonne'),
        ),
        migrations.AddConstraint(
            model_name='issuance',
            constraint=models.CheckConstraint(condition=models.Q(('by', models.F('agreed_by')), _negated=True), name='issued_by_two'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='issuance',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c2bfaa2ba09f86ad9647b94b6a7ff9f2984bf759', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9258b', table='projects_issuance', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='issuance',
            trigger=pgtrigger.compiler.Trigger(name='issuances_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the registry is never emptied: %', TG_TABLE_NAME;", hash='698927a0df29b5c2f77fb42af583b47148b046af', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_issuances_stay_c4a97', table='projects_issuance', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='issuance',
            trigger=pgtrigger.compiler.Trigger(name='issued_at_after_the_seal', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (SELECT FROM new_rows WHERE issued_at < (SELECT max(ends_at) FROM seals_sealedday)) THEN\n                RAISE EXCEPTION 'nothing is written into a day that is closed: %', TG_TABLE_NAME USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NULL;\n        ", hash='63b75230ee50af39831082f84838730146cd82d7', level='STATEMENT', operation='INSERT', pgid='pgtrigger_issued_at_after_the_seal_ed58c', referencing='REFERENCING NEW TABLE AS new_rows ', table='projects_issuance', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('status', 'refused'), ('refusal', ''), _connector='XOR'), name='organisation_refused_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='carbonproject',
            constraint=models.CheckConstraint(condition=models.Q(('buffer_percent__lte', 100)), name='buffer_is_a_share'),
        ),
        migrations.AddConstraint(
            model_name='carbonproject',
            constraint=models.CheckConstraint(condition=models.Q(('credited_from__lte', models.F('credited_until'))), name='project_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('user', 'organisation'), name='one_seat_in_an_organisation'),
        ),
        migrations.AddConstraint(
            model_name='unitblock',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('numbers', '&&')], name='each_number_in_one_block'),
        ),
        migrations.AddConstraint(
            model_name='unitblock',
            constraint=models.CheckConstraint(condition=models.Q(('numbers__isempty', False), ('numbers__lower_inc', True), ('numbers__startswith__gte', 1), ('numbers__upper_inc', False), ('numbers__upper_inf', False)), name='block_counts'),
        ),
        migrations.AddConstraint(
            model_name='unitblock',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('holder__isnull', False), ('status', 'held')), models.Q(models.Q(('status', 'held'), _negated=True), ('holder', None), ('is_frozen', False)), _connector='OR'), name='what_is_held_has_a_holder'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unitblock',
            trigger=pgtrigger.compiler.Trigger(name='block_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='6c42bbed08175a8039cc4c045d3f5a112ae1ec0b', operation='DELETE', pgid='pgtrigger_block_stays_797b1', table='projects_unitblock', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unitblock',
            trigger=pgtrigger.compiler.Trigger(name='what_is_used_up_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.status IN ('retired', 'cancelled') OR OLD.issuance_id <> NEW.issuance_id)", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='d2ff67f0cb1f90fc84b08806cd4df9e85a6393c0', operation='UPDATE', pgid='pgtrigger_what_is_used_up_stays_04d5a', table='projects_unitblock', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unitblock',
            trigger=pgtrigger.compiler.Trigger(name='blocks_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the registry is never emptied: %', TG_TABLE_NAME;", hash='e40edbc1ed6e2a5b3337f96df89596933323215c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_blocks_stay_0777c', table='projects_unitblock', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='unitmove',
            index=models.Index(fields=['happened_at'], name='unit_move_happened'),
        ),
        migrations.AddIndex(
            model_name='unitmove',
            index=django.contrib.postgres.indexes.GistIndex(fields=['numbers'], name='unit_move_numbers'),
        ),
        migrations.AddConstraint(
            model_name='unitmove',
            constraint=models.CheckConstraint(condition=models.Q(('numbers__isempty', False), ('numbers__lower_inc', True), ('numbers__startswith__gte', 1), ('numbers__upper_inc', False), ('numbers__upper_inf', False)), name='move_counts'),
        ),
        migrations.AddConstraint(
            model_name='unitmove',
            constraint=models.CheckConstraint(condition=models.Q(('by', models.F('agreed_by')), _negated=True), name='move_by_two'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unitmove',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0b64703583b24d20c9ab0d906788ae5dbdd4dd64', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fa6c7', table='projects_unitmove', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unitmove',
            trigger=pgtrigger.compiler.Trigger(name='moves_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the registry is never emptied: %', TG_TABLE_NAME;", hash='b6300e9d801acfee701d167aca4e6d4c16297ca8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_moves_stay_fd69a', table='projects_unitmove', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unitmove',
            trigger=pgtrigger.compiler.Trigger(name='happened_at_after_the_seal', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (SELECT FROM new_rows WHERE happened_at < (SELECT max(ends_at) FROM seals_sealedday)) THEN\n                RAISE EXCEPTION 'nothing is written into a day that is closed: %', TG_TABLE_NAME USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NULL;\n        ", hash='6ed88a0292f52ba77753e493b8e99eb996f635b7', level='STATEMENT', operation='INSERT', pgid='pgtrigger_happened_at_after_the_seal_9de40', referencing='REFERENCING NEW TABLE AS new_rows ', table='projects_unitmove', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('status', 'waiting')), expressions=[('numbers', '&&')], name='units_wait_for_one_order'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('beneficiary', ''), ('kind', 'transfer'), ('purpose', ''), ('taker__isnull', False)), models.Q(models.Q(('kind', 'retire'), ('taker', None)), models.Q(('beneficiary', ''), _negated=True), models.Q(('purpose', ''), _negated=True)), _connector='OR'), name='order_says_what_its_kind_needs'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by__isnull', False), ('move__isnull', False), ('status', 'released'), models.Q(('by', models.F('decided_by')), _negated=True)), models.Q(models.Q(('status', 'released'), _negated=True), ('move', None)), _connector='OR'), name='released_by_another'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='order',
            trigger=pgtrigger.compiler.Trigger(name='order_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='842b28cc2cdd3c836e6eee5a853875758b96210c', operation='DELETE', pgid='pgtrigger_order_stays_d03f5', table='projects_order', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='order',
            trigger=pgtrigger.compiler.Trigger(name='decided_order_stays_as_it_is', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.status <> 'waiting')", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='59999210fb18356a72f1ebce6e8e8c55f4c95b92', operation='UPDATE', pgid='pgtrigger_decided_order_stays_as_it_is_ad090', table='projects_order', when='BEFORE')),
        ),
    ]
