

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workforce', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='provider',
            name='languages',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='provider',
            name='level',
            field=models.CharField(choices=[('physician', 'Physician'), ('advanced practice', 'Nurse practitioner or physician assistant'), ('resident', 'Resident or fellow'), ('therapist', 'Therapist'), ('technician', 'Technician')], default='physician', max_length=17),
        ),
        migrations.AddField(
            model_name='provider',
            name='sex',
            field=models.CharField(blank=True, default='', max_length=1),
        ),
    ]
