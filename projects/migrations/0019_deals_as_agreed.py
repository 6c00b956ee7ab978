import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models
from django.db.models.functions import Cast


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0018_overlaps_with_reports'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='deal',
            name='deal_is_tonnes_by_price',
        ),
        migrations.AddConstraint(
            model_name='deal',
            constraint=models.CheckConstraint(condition=models.Q(('fen', django.db.models.expressions.CombinedExpression(Cast('tonnes', models.BigIntegerField()), '*', models.F('price_fen')))), name='deal_is_tonnes_by_price'),
        ),
        migrations.AlterField(
            model_name='tradestep',
            name='kind',
            field=models.CharField(choices=[('asked', 'Offer written'), ('listed', 'Offer listed'), ('refused', 'Offer refused by the second person'), ('withdrawn', 'Offer withdrawn'), ('expired', 'Offer expired'), ('hidden', 'Words hidden by the desk'), ('accepted', 'Accepted'), ('paid', 'Said to be paid'), ('disputed', 'Disputed'), ('delivered', 'Money confirmed, units delivered'), ('lapsed', 'Lapsed: not paid in time'), ('ended', 'Ended by the desk')], max_length=9, verbose_name='step'),
        ),
        migrations.RemoveConstraint(
            model_name='tradestep',
            name='trade_stopped_for_a_reason',
        ),
        migrations.AddConstraint(
            model_name='tradestep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['refused', 'disputed', 'ended', 'hidden']), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='trade_stopped_for_a_reason'),
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='offer',
            name='offer_stays_as_it_was_made',
        ),
        migrations.AddField(
            model_name='offer',
            name='payment',
            field=models.CharField(db_default='', default='', max_length=300, verbose_name='how to pay'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='offer',
            trigger=pgtrigger.compiler.Trigger(name='offer_stays_as_it_was_made', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.status NOT IN ('asked', 'open') OR ROW(OLD.holder_id, OLD.issuance_id, OLD.numbers, OLD.price_fen, OLD.minimum_tonnes, OLD.until, OLD.words, OLD.payment, OLD.names_holder, OLD.by_id, OLD.asked_at) IS DISTINCT FROM ROW(NEW.holder_id, NEW.issuance_id, NEW.numbers, NEW.price_fen, NEW.minimum_tonnes, NEW.until, NEW.words, NEW.payment, NEW.names_holder, NEW.by_id, NEW.asked_at))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='b3f4ffbff78121b03497a760fb1bda115359c144', operation='UPDATE', pgid='pgtrigger_offer_stays_as_it_was_made_d1916', table='projects_offer', when='BEFORE')),
        ),
    ]
