

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('worklist', '0002_climbing'),
    ]

    operations = [
        migrations.AlterField(
            model_name='task',
            name='role',
            field=models.CharField(choices=[('office manager', 'office manager'), ('assistant manager', 'assistant manager'), ('medical secretary', 'medical secretary'), ('surgical coordinator', 'surgical coordinator'), ('biller', 'biller'), ('provider', 'provider'), ('clinical assistant', 'clinical assistant'), ('human resources', 'human resources'), ('buyer', 'buyer'), ('facilities', 'facilities'), ('auditor', 'auditor')], max_length=30),
        ),
    ]
