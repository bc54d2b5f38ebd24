"""One index for each order in which the register and the desk read, and for what narrows it down."""

import comity.commitments.models.orders
import django.db.models.deletion
from django.db import migrations, models


# Each of these columns now leads an index of its own order. Dropping what it had alone by name spares SQLite four
# copies of the whole table.
ALONE = {
    "beneficiary_id": "commitments_commitment_beneficiary_id_63129bab",
    "keeper_id": "commitments_commitment_keeper_id_fd7d7c88",
    "person_id": "commitments_commitment_person_id_c7192420",
    "promisor_id": "commitments_commitment_promisor_id_b1e63c33",
}


def drop_alone(apps, schema_editor):
    for name in ALONE.values():
        schema_editor.execute(f'DROP INDEX "{name}"')


def create_alone(apps, schema_editor):
    for column, name in ALONE.items():
        schema_editor.execute(f'CREATE INDEX "{name}" ON "commitments_commitment" ("{column}")')


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0002_rounds_of_reminders'),
        ('meetings', '0001_initial'),
        ('partners', '0002_areas'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='commitment',
            name='commitments_stage_a8bee2_idx',
        ),
        migrations.RemoveIndex(
            model_name='commitment',
            name='commitments_due_on_5b6681_idx',
        ),
        migrations.RenameIndex(
            model_name='commitment',
            new_name='commitments_by_stage',
            old_name='commitments_promiso_f356cf_idx',
        ),
        migrations.RenameIndex(
            model_name='commitment',
            new_name='commitments_to_stage',
            old_name='commitments_benefic_ef4732_idx',
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='commitment',
                    name='beneficiary',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation', verbose_name='to whom'),
                ),
                migrations.AlterField(
                    model_name='commitment',
                    name='keeper',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.person', verbose_name='kept by, at our office'),
                ),
                migrations.AlterField(
                    model_name='commitment',
                    name='person',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.person', verbose_name='person'),
                ),
                migrations.AlterField(
                    model_name='commitment',
                    name='promisor',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation', verbose_name='who promises or proposes'),
                ),
            ],
            database_operations=[migrations.RunPython(drop_alone, create_alone)],
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(comity.commitments.models.orders.DueOrNever('due_on'), models.F('id'), name='commitments_soonest'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(comity.commitments.models.orders.DueOrLongAgo('due_on'), models.F('id'), name='commitments_latest'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(fields=['said_on', 'id'], name='commitments_newest'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(fields=['stage_since', 'id'], name='commitments_longest'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(models.F('stage'), comity.commitments.models.orders.DueOrNever('due_on'), models.F('id'), name='commitments_soonest_at_stage'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(models.F('promisor'), comity.commitments.models.orders.DueOrNever('due_on'), models.F('id'), name='commitments_soonest_by'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(models.F('beneficiary'), comity.commitments.models.orders.DueOrNever('due_on'), models.F('id'), name='commitments_soonest_to'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(models.F('person'), comity.commitments.models.orders.DueOrNever('due_on'), models.F('id'), name='commitments_soonest_of'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(models.F('keeper'), comity.commitments.models.orders.DueOrNever('due_on'), models.F('id'), name='commitments_soonest_kept'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(fields=['stage', 'said_on', 'id'], name='commitments_newest_at_stage'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(fields=['promisor', 'said_on', 'id'], name='commitments_newest_by'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(fields=['beneficiary', 'said_on', 'id'], name='commitments_newest_to'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(fields=['stage', 'stage_since', 'id'], name='commitments_longest_at_stage'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(fields=['person', 'stage'], name='commitments_of_stage'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(fields=['keeper', 'stage'], name='commitments_kept_stage'),
        ),
    ]
