"""Receipts are numbered by site; those of before keep the series that no site has."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("billing", "0005_joined_accounts")]
    operations = [
        migrations.RunSQL(
            "update billing_counter set kind = 'receipt 0' where kind = 'receipt'",
            "update billing_counter set kind = 'receipt' where kind = 'receipt 0'",
        )
    ]
