from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .dispute_common import DisputeCommon


@tagged("post_install", "-at_install")
class TestAdjustment(DisputeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._close()

    @freeze_time("2026-11-10 09:00:00")
    def _adjust(self, value_after, user=None, **vals):
        return (
            self.env["kpi.adjustment"]
            .with_user(user or self.manager)
            .create(
                {
                    "report_id": self.report.id,
                    "pay_period_id": self.november.id,
                    "value_after": value_after,
                    "reason": "Receipt 17 counts",
                    **vals,
                }
            )
        )

    def test_figures(self):
        adjustment = self._adjust(19000)
        self.assertRecordValues(
            adjustment,
            [
                {
                    "number": 1,
                    "value_before": 18000,
                    "value_after": 19000,
                    "amount": 1000,
                    "employee_id": self.seller.id,
                    "company_id": self.company.id,
                    "currency_id": self.company.currency_id.id,
                    "author_id": self.manager.id,
                    "date": date(2026, 11, 10),
                }
            ],
        )
        self.assertEqual(self.report.bonus_amount, 18000)
        self.assertEqual(self.report._get_effective_bonus(), 19000)

    def test_one_after_another(self):
        """18 000 → 19 000 → 17 500.50 → 0: each starts where the last one ended."""
        first = self._adjust(19000)
        second = self._adjust(17500.5)
        third = self._adjust(0)
        rows = [
            (record.number, record.value_before, record.value_after, record.amount)
            for record in (first, second, third)
        ]
        self.assertEqual(
            rows,
            [
                (1, 18000, 19000, 1000),
                (2, 19000, 17500.5, -1499.5),
                (3, 17500.5, 0, -17500.5),
            ],
        )
        self.assertEqual(self.report._get_effective_bonus(), 0)

    def test_two_in_one_call(self):
        vals = {
            "report_id": self.report.id,
            "pay_period_id": self.november.id,
            "reason": "Twice",
        }
        adjustments = (
            self.env["kpi.adjustment"]
            .with_user(self.manager)
            .create([{**vals, "value_after": value} for value in (18500, 18600)])
        )
        self.assertEqual(adjustments.mapped("amount"), [500, 100])
        self.assertEqual(adjustments.mapped("number"), [1, 2])

    def test_what_was_withheld_counts(self):
        self.report._as_kpi_engine().write({"sanction_amount": 4000})
        adjustment = self._adjust(18000)
        self.assertEqual(adjustment.value_before, 14000)
        self.assertEqual(adjustment.amount, 4000)

    def test_rounded_to_the_currency(self):
        adjustment = self._adjust(18000.015)
        self.assertEqual(adjustment.value_after, 18000.02)
        self.assertEqual(adjustment.amount, 0.02)

    def test_nothing_to_adjust(self):
        for value in (18000, 18000.004):
            with (
                self.subTest(value=value),
                self.assertRaisesRegex(UserError, "nothing to adjust"),
            ):
                self._adjust(value)
        with self.assertRaisesRegex(ValidationError, "can't be negative"):
            self._adjust(-0.01)

    def test_needs_a_reason_and_a_period(self):
        for reason in (False, "", "  "):
            with self.assertRaisesRegex(UserError, "say why"):
                self._adjust(19000, reason=reason)
        with self.assertRaisesRegex(UserError, "choose the open period"):
            self._adjust(19000, pay_period_id=False)

    def test_forged_figures(self):
        for name, value in [
            ("amount", 5000),
            ("value_before", 0),
            ("number", 7),
            ("author_id", self.head.id),
            ("date", "2020-01-01"),
            ("basis", {"facts": {}}),
            ("employee_id", self.colleague.id),
            ("company_id", self.env.ref("base.main_company").id),
        ]:
            with self.subTest(field=name), self.assertRaises(AccessError):
                self._adjust(19000, **{name: value})
        self.env = self.env(
            context=dict(self.env.context, default_amount=5000, default_number=9)
        )
        adjustment = self._adjust(19000)
        self.assertEqual((adjustment.amount, adjustment.number), (1000, 1))

    def test_history_stays(self):
        adjustment = self._adjust(19000)
        for user in (self.manager, self.env.ref("base.user_root")):
            record = adjustment.with_user(user).sudo()
            for change in (
                lambda rec=record: rec.write({"reason": "Another"}),
                lambda rec=record: rec.write({"value_after": 1}),
                lambda rec=record: rec._as_kpi_engine().write({"amount": 1}),
                record.copy,
                record.unlink,
            ):
                with self.assertRaisesRegex(UserError, "is history"):
                    change()
        self.assertEqual(adjustment.amount, 1000)

    @mute_logger("odoo.sql_db")
    def test_database_keeps_the_sum(self):
        adjustment = self._adjust(19000)
        self.env.flush_all()
        for query in (
            "UPDATE kpi_adjustment SET amount = 2000 WHERE id = %s",
            "UPDATE kpi_adjustment SET value_after = value_before, amount = 0"
            " WHERE id = %s",
            "UPDATE kpi_adjustment SET value_after = -1, amount = -18001 WHERE id = %s",
        ):
            with (
                self.subTest(query=query),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(query, [adjustment.id])

    @mute_logger("odoo.sql_db")
    def test_two_managers_at_once(self):
        """Both saw 18 000; the database takes number 1 once."""
        self._adjust(19000)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env.cr.execute(
                """INSERT INTO kpi_adjustment (report_id, number, company_id,
                    pay_period_id, value_before, value_after, amount, reason,
                    author_id, date)
                SELECT report_id, number, company_id, pay_period_id, value_before,
                    value_after, amount, reason, author_id, date
                FROM kpi_adjustment"""
            )

    def test_only_closed_reports(self):
        self.report._as_kpi_engine().write({"state": "issued"})
        with self.assertRaisesRegex(UserError, "is not closed"):
            self._adjust(19000)
        with self.assertRaisesRegex(UserError, "is not closed"):
            self.report.with_user(self.manager).action_propose_adjustment()

    def test_not_into_a_closed_period(self):
        with self.assertRaisesRegex(UserError, "October 2026 is closed and paid"):
            self._adjust(19000, pay_period_id=self.period.id)

    def test_not_while_the_period_is_being_closed(self):
        """Whoever closes it holds the lock that an adjustment needs."""
        self.patch(
            type(self.period), "try_lock_for_update", lambda self, **kwargs: False
        )
        with self.assertRaisesRegex(UserError, "somebody else is closing"):
            self._adjust(19000)

    def test_not_into_another_company(self):
        rival = self.env["res.company"].create({"name": "Rival"})
        period = self.env["kpi.period"].create(
            {"date_from": "2026-11-01", "company_id": rival.id}
        )
        with self.assertRaises(AccessError):
            self._adjust(19000, pay_period_id=period.id)
        self.manager.company_ids += rival
        self.env = self.env(
            context=dict(
                self.env.context,
                allowed_company_ids=(self.company + rival).ids,
            )
        )
        with self.assertRaisesRegex(ValidationError, "another company"):
            self._adjust(19000, pay_period_id=period.id)

    def test_not_in_another_currency(self):
        """Issued in euro; the company has gone over to roubles since."""
        self.company.currency_id = self.env.ref("base.RUB")
        with self.assertRaisesRegex(UserError, "computed in EUR"):
            self._adjust(19000)

    def test_nobody_adjusts_his_own(self):
        self.seller.user_id = self.manager
        with self.assertRaisesRegex(UserError, "is your own"):
            self._adjust(19000)

    def test_only_the_manager(self):
        payroll = self._create_user("payroll", "kpi_bonus.group_payroll")
        adjustment = self._adjust(19000)
        for user in (self.head, payroll, self.seller_user, self.internal_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._adjust(20000, user=user)
        self.assertEqual(adjustment.with_user(payroll).amount, 1000)
        self.assertFalse(adjustment.with_user(self.head).has_access("read"))

    def test_dispute_of_another_report(self):
        self.november.action_prepare()
        self.november.action_open()
        reports = self.november.report_ids.with_user(self.seller_user)
        self.own_report = reports.filtered(
            lambda report: report.sudo().employee_id == self.seller
        )
        dispute = self._dispute()
        with self.assertRaisesRegex(ValidationError, "another plan-report"):
            self._adjust(19000, dispute_id=dispute.id)

    def test_who_learns_what(self):
        """Heads read the report's chatter: why, and no money. The employee: all."""
        self._adjust(19000)
        note = self.report.message_ids[0].body
        self.assertIn("Receipt 17 counts", note)
        self.assertNotIn("000", note)
        [message] = self._get_messages(self.seller_user, "Your bonus is corrected")
        body = message.body.replace("&nbsp;", " ")
        self.assertIn("18,000.00 €", body)
        self.assertIn("19,000.00 €", body)
        self.assertIn("1,000.00 €", body)

    def test_seal_payload(self):
        payload = self._adjust(19000)._prepare_seal_payload()
        self.assertEqual(payload["value_before"], "18000.0")
        self.assertEqual(payload["amount"], "1000.0")
        self.assertEqual(payload["date"], "2026-11-10")
        self.assertEqual(payload["currency"], "EUR")


@tagged("post_install", "-at_install")
class TestAdjustmentProposal(DisputeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._close()

    def _open(self, **kwargs):
        report = self.report.with_user(self.manager)
        action = report._open_adjustment_proposal(**kwargs)
        return Form(
            self.env["kpi.adjustment.proposal"]
            .with_user(self.manager)
            .browse(action["res_id"])
        )

    def test_before_and_after(self):
        """472 500 of 500 000: 94.5 → 95 · 45 % → 43. 42 + 43 + 10 = 95 → 95 %."""
        form = self._open()
        self.assertEqual((form.value_before, form.value_after), (18000, 18000))
        self.assertEqual(form.pay_period_id, self.november)
        with form.line_ids.edit(1) as line:
            self.assertEqual(line.fact_after, 452067)
            line.fact_after = 472499.99
        # 94.499998 → 94 · 45 % = 42.3 → 42: still row 90.
        self.assertEqual((form.effectiveness, form.value_after), (94, 18000))
        with form.line_ids.edit(1) as line:
            line.fact_after = 472500
        self.assertEqual((form.effectiveness, form.bonus_percent), (95, 95))
        self.assertEqual((form.value_after, form.amount), (19000, 1000))
        form.reason = "Receipt 17"
        action = form.save().action_apply()
        adjustment = self.env["kpi.adjustment"].browse(action["res_id"])
        self.assertEqual(adjustment.amount, 1000)
        self.assertEqual(
            adjustment.basis,
            {
                "facts": {str(self.own_line.id): "472500.0"},
                "condition": False,
                "sanction": False,
            },
        )

    def test_the_second_starts_from_the_first(self):
        """After 472 500, one remark of three less: −30 points, 70 · 20 % = 14.

        42 + 43 + 14 = 99 → 95 %; with −20 points 80 · 20 % = 16: 101 → 100 %.
        """
        form = self._open(facts={self.own_line.id: 472500}, reason="Receipt 17")
        form.save().action_apply()
        form = self._open(facts={self.card_line.id: -30}, reason="Remark")
        self.assertEqual((form.value_before, form.value_after), (19000, 19000))
        self.assertEqual(form.effectiveness, 99)
        with form.line_ids.edit(2) as line:
            line.fact_after = -20
        self.assertEqual((form.value_after, form.amount), (20000, 1000))
        form.save().action_apply()
        # And back, for less: the receipt was returned after all. 42 + 41 + 16 = 99.
        form = self._open(facts={self.own_line.id: 452067}, reason="Returned")
        self.assertEqual((form.value_after, form.amount), (19000, -1000))
        form.save().action_apply()
        self.assertEqual(
            self.report.adjustment_ids.sorted("number").mapped("amount"),
            [1000, 1000, -1000],
        )

    def test_another_amount(self):
        form = self._open(reason="Hours were wrong")
        form.value_after = 18181.82
        self.assertEqual(form.amount, 181.82)
        form.save().action_apply()
        self.assertEqual(self.report._get_effective_bonus(), 18181.82)

    def test_grounds(self):
        """A ground for no bonus stood when it was closed; it was none."""
        form = self._open(reason="The card was there")
        form.condition = True
        self.assertEqual(form.value_after, 0)
        form.condition = False
        self.assertEqual(form.value_after, 18000)
        # Of 18 000, all is withheld: the scheme sets no limit.
        form.sanction = True
        self.assertEqual(form.value_after, 0)

    def test_without_an_open_period(self):
        self.november.unlink()
        form = self._open(facts={self.own_line.id: 472500}, reason="Receipt 17")
        self.assertFalse(form.pay_period_id)
        with self.assertRaisesRegex(UserError, "create the next one"):
            form.record.action_apply()

    def test_managers_of_another_company_see_nothing(self):
        rival = self.env["res.company"].create({"name": "Rival"})
        stranger = self._create_user("rival", "kpi_bonus.group_manager", rival)
        proposals = self.env["kpi.adjustment.proposal"].with_user(stranger)
        vals = {"report_id": self.report.id}
        for name in ("value_before", "value_proposed", "value_after", "effectiveness"):
            spec = dict.fromkeys(("report_id", "value_proposed", name), {})
            with self.subTest(field=name), self.assertRaises(AccessError):
                proposals.onchange(vals, ["report_id"], spec)
            with self.subTest(field=name), self.assertRaises(AccessError):
                proposals.create(vals).read([name])

    def test_heads_propose_nothing(self):
        with self.assertRaises(AccessError):
            self.report.with_user(self.head).action_propose_adjustment()
