

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organization', '0002_series'),
    ]

    operations = [
        migrations.AlterField(
            model_name='membership',
            name='role',
            field=models.CharField(choices=[('office manager', 'office manager'), ('assistant manager', 'assistant manager'), ('medical secretary', 'medical secretary'), ('surgical coordinator', 'surgical coordinator'), ('biller', 'biller'), ('provider', 'provider'), ('clinical assistant', 'clinical assistant'), ('human resources', 'human resources'), ('buyer', 'buyer'), ('facilities', 'facilities'), ('auditor', 'auditor')], max_length=30),
        ),
    ]
