"""Settlements, what others paid and what was counted before; facts added and superseded only."""

from django.db import migrations, models

import mianshen.bureau.sealing.fields
from mianshen.bureau.bitemporal.migrating import FactsOnly, fact_fields


class Migration(migrations.Migration):
    initial = True

    dependencies = ()

    operations = (
        migrations.CreateModel(
            name="Backlog",
            fields=[
                *fact_fields(),
                ("naming", models.BigIntegerField(db_index=True)),
                ("person", models.BigIntegerField(db_index=True, null=True)),
                ("setl_id", models.TextField()),
                ("programme", models.TextField(default="")),
                ("amount_fen", models.BigIntegerField(null=True)),
                ("stage", models.TextField()),
                ("since", models.DateField(null=True)),
            ],
            options={
                "db_table": "claims_backlog",
            },
        ),
        migrations.CreateModel(
            name="Closure",
            fields=[
                *fact_fields(),
                ("source", models.TextField()),
                ("through", models.DateField()),
            ],
            options={
                "db_table": "claims_closure",
            },
        ),
        migrations.CreateModel(
            name="Given",
            fields=[
                *fact_fields(),
                ("naming", models.BigIntegerField(db_index=True)),
                ("person", models.BigIntegerField(db_index=True, null=True)),
                ("setl_id", models.TextField()),
                ("programme", models.TextField()),
                ("amount_fen", models.BigIntegerField()),
                ("channel", models.TextField(default="")),
                ("given_on", models.DateField(null=True)),
            ],
            options={
                "db_table": "claims_given",
            },
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                *fact_fields(),
                ("source", models.TextField()),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
            ],
            options={
                "db_table": "claims_period",
            },
        ),
        migrations.CreateModel(
            name="Bill",
            fields=[
                *fact_fields(),
                ("naming", models.BigIntegerField(db_index=True)),
                ("person", models.BigIntegerField(db_index=True, null=True)),
                ("kind", models.TextField()),
                ("code", models.TextField(default="")),
                ("number", models.TextField()),
                ("setl_id", models.TextField(null=True)),
                ("amount_fen", models.BigIntegerField()),
                ("issued_on", models.DateField(null=True)),
                ("is_flushed", models.BooleanField(default=False)),
                ("reimbursed", models.TextField(default="0")),
            ],
            options={
                "db_table": "claims_bill",
                "indexes": [
                    models.Index(fields=["kind", "code", "number"], name="claims_bill_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                *fact_fields(),
                ("naming", models.BigIntegerField(db_index=True)),
                ("person", models.BigIntegerField(db_index=True, null=True)),
                ("programme", models.TextField(null=True)),
                ("pool", models.TextField(null=True)),
                ("year_start", models.DateField(null=True)),
                ("base_fen", models.BigIntegerField(default=0)),
                ("consumed_fen", models.BigIntegerField(default=0)),
                ("entitled_fen", models.BigIntegerField(default=0)),
                ("visits", models.IntegerField(default=0)),
                ("once_given", models.BooleanField(default=False)),
                ("room_left_fen", models.BigIntegerField(default=0)),
                ("used_fen", models.BigIntegerField(default=0)),
            ],
            options={
                "db_table": "claims_opening",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("programme__isnull", True), ("pool__isnull", True), _connector="XOR"
                        ),
                        name="claims_opening_one_of_two",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                *fact_fields(),
                ("naming", models.BigIntegerField(db_index=True)),
                ("person", models.BigIntegerField(db_index=True, null=True)),
                ("number", models.TextField()),
                ("source", models.TextField()),
                ("amount_fen", models.BigIntegerField()),
                ("setl_id", models.TextField(null=True)),
                ("first_day", models.DateField(null=True)),
                ("last_day", models.DateField(null=True)),
                ("provisional", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "claims_payment",
                "indexes": [models.Index(fields=["number"], name="claims_payment_number")],
            },
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                *fact_fields(),
                ("naming", models.BigIntegerField(db_index=True)),
                ("person", models.BigIntegerField(db_index=True, null=True)),
                ("extra", models.JSONField(default=dict)),
                ("unread", mianshen.bureau.sealing.fields.SealedTextField(null=True)),
                ("digest", models.BinaryField()),
                ("setl_id", models.TextField(null=True)),
                ("mdtrt_id", models.TextField(null=True)),
                ("init_setl_id", models.TextField(null=True)),
                ("medins_setl_id", models.TextField(null=True)),
                ("gend", models.TextField(null=True)),
                ("naty", models.TextField(null=True)),
                ("age_years", models.TextField(null=True)),
                ("insutype", models.TextField(null=True)),
                ("psn_type", models.TextField(null=True)),
                ("cvlserv_flag", models.TextField(null=True)),
                ("sp_psn_type", models.TextField(null=True)),
                ("sp_psn_type_lv", models.TextField(null=True)),
                ("insu_admdvs", models.TextField(null=True)),
                ("fixmedins_code", models.TextField(null=True)),
                ("fixmedins_name", models.TextField(null=True)),
                ("fix_blng_admdvs", models.TextField(null=True)),
                ("hosp_lv", models.TextField(null=True)),
                ("dedc_hosp_lv", models.TextField(null=True)),
                ("lmtpric_hosp_lv", models.TextField(null=True)),
                ("begndate", models.DateField(null=True)),
                ("enddate", models.DateField(null=True)),
                ("setl_time", models.DateTimeField(null=True)),
                ("mdtrt_cert_type", models.TextField(null=True)),
                ("med_type", models.TextField(null=True)),
                ("setl_type", models.TextField(null=True)),
                ("pay_loc", models.TextField(null=True)),
                ("dise_codg", models.TextField(null=True)),
                ("dise_name", models.TextField(null=True)),
                ("medfee_sumamt_fen", models.BigIntegerField(null=True)),
                ("fulamt_ownpay_amt_fen", models.BigIntegerField(null=True)),
                ("overlmt_selfpay_fen", models.BigIntegerField(null=True)),
                ("preselfpay_amt_fen", models.BigIntegerField(null=True)),
                ("inscp_scp_amt_fen", models.BigIntegerField(null=True)),
                ("act_pay_dedc_fen", models.BigIntegerField(null=True)),
                ("hifp_pay_fen", models.BigIntegerField(null=True)),
                ("pool_prop_selfpay", models.TextField(null=True)),
                ("cvlserv_pay_fen", models.BigIntegerField(null=True)),
                ("hifes_pay_fen", models.BigIntegerField(null=True)),
                ("hifmi_pay_fen", models.BigIntegerField(null=True)),
                ("hifob_pay_fen", models.BigIntegerField(null=True)),
                ("maf_pay_fen", models.BigIntegerField(null=True)),
                ("hifdm_pay_fen", models.BigIntegerField(null=True)),
                ("pref_fund_pay_fen", models.BigIntegerField(null=True)),
                ("oth_pay_fen", models.BigIntegerField(null=True)),
                ("fund_pay_sumamt_fen", models.BigIntegerField(null=True)),
                ("psn_part_amt_fen", models.BigIntegerField(null=True)),
                ("acct_pay_fen", models.BigIntegerField(null=True)),
                ("psn_cash_pay_fen", models.BigIntegerField(null=True)),
                ("acct_mulaid_pay_fen", models.BigIntegerField(null=True)),
                ("hosp_part_amt_fen", models.BigIntegerField(null=True)),
                ("balc_fen", models.BigIntegerField(null=True)),
                ("clr_optins", models.TextField(null=True)),
                ("clr_way", models.TextField(null=True)),
                ("clr_type", models.TextField(null=True)),
                ("refd_setl_flag", models.TextField(null=True)),
                ("mid_setl_flag", models.TextField(null=True)),
                ("vali_flag", models.TextField(null=True)),
                ("invono", models.TextField(null=True)),
                ("year", models.TextField(null=True)),
                ("manl_reim_rea", models.TextField(null=True)),
                ("memo", models.TextField(null=True)),
                ("exp_content", models.TextField(null=True)),
                ("rid", models.TextField(null=True)),
                ("updt_time", models.DateTimeField(null=True)),
                ("funds", models.JSONField(default=list)),
            ],
            options={
                "db_table": "claims_settlement",
                "indexes": [
                    models.Index(models.F("setl_id"), name="claims_settlement_number"),
                    models.Index(models.F("init_setl_id"), name="claims_settlement_takes_back"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                *fact_fields(),
                ("person", models.BigIntegerField(db_index=True, null=True)),
                ("outcome", models.TextField()),
                ("reason", models.TextField()),
                ("partner", models.TextField(null=True)),
                ("is_used", models.BooleanField()),
                ("rule", models.TextField(default="")),
                ("settlement", models.ForeignKey(on_delete=models.PROTECT, to="claims.settlement")),
            ],
            options={
                "db_table": "claims_outcome",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("known_to__isnull", True)),
                        fields=("settlement",),
                        name="claims_outcome_one",
                    )
                ],
            },
        ),
        FactsOnly(
            "claims_settlement",
            "claims_outcome",
            "claims_payment",
            "claims_period",
            "claims_closure",
            "claims_opening",
            "claims_given",
            "claims_backlog",
            "claims_bill",
        ),
    )
