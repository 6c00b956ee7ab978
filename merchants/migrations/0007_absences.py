"""Which offers that were on show are off the mall, and since when; of those that are now, as far as it is known.

A withdrawn one since its history says so, one of a suspended merchant since that was suspended; the others since now.
"""

import django.db.models.deletion
from django.db import migrations, models

NOTE_THOSE_THAT_ARE_OFF = """
    INSERT INTO merchants_absence (offer_id, since)
    SELECT offer.id, coalesce(
        least(
            CASE WHEN offer.status = 'withdrawn' THEN (
                SELECT min(event.pgh_created_at) FROM merchants_offerevent AS event
                WHERE event.pgh_obj_id = offer.id AND event.status = 'withdrawn' AND NOT EXISTS (
                    SELECT FROM merchants_offerevent AS later
                    WHERE later.pgh_obj_id = offer.id AND later.pgh_id > event.pgh_id AND later.status <> 'withdrawn'
                )
            ) END,
            CASE WHEN merchant.status = 'suspended' THEN merchant.status_at END
        ),
        now()
    )
    FROM merchants_offer AS offer
    LEFT JOIN merchants_merchant AS merchant ON merchant.id = offer.merchant_id
    WHERE offer.published_at IS NOT NULL AND (
        offer.status = 'withdrawn'
        OR merchant.status = 'suspended'
        OR offer.kind NOT IN ('transit', 'donation') AND NOT EXISTS (
            SELECT FROM merchants_shop AS shop
            WHERE shop.merchant_id = offer.merchant_id AND shop.is_open AND (
                EXISTS (SELECT FROM merchants_offer_shops WHERE offer_id = offer.id AND shop_id = shop.id)
                OR NOT EXISTS (SELECT FROM merchants_offer_shops WHERE offer_id = offer.id)
            )
        )
    )
    ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):

    dependencies = [
        ('merchants', '0006_what_was_on_show_stays'),
    ]

    operations = [
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('offer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='absence', serialize=False, to='merchants.offer')),
                ('since', models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(NOTE_THOSE_THAT_ARE_OFF, migrations.RunSQL.noop),
    ]
