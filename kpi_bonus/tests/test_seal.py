import json
from hashlib import sha256

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .history_common import HistoryCommon


@tagged("post_install", "-at_install")
class TestSeal(HistoryCommon):
    """What closing seals, and that the chain holds."""

    def _get_links(self):
        return self.env["kpi.seal"].search(
            [("company_id", "=", self.company.id)], order="sequence"
        )

    def _verify(self):
        return self.env["kpi.seal"]._verify(self.company)

    def test_the_month_as_worked_out_by_hand(self):
        self.assertRecordValues(
            self.report,
            [
                {
                    "state": "closed",
                    "effectiveness": 99,
                    "earned_salary": 19090.91,
                    "bonus_amount": 18136.36,
                }
            ],
        )

    def test_links_follow_one_another(self):
        links = self._get_links()
        # The ground; people without a scheme (the head); the report.
        self.assertEqual(links.mapped("kind"), ["waiver", "waiver", "report"])
        self.assertEqual(links.mapped("sequence"), [1, 2, 3])
        self.assertEqual(links[0].previous_hash, 64 * "0")
        self.assertEqual(links[1:].mapped("previous_hash"), links[:-1].mapped("hash"))
        self.assertEqual(self._verify(), [])

    def test_hash_can_be_recomputed_without_us(self):
        """By the rule in the documentation, with Python's own means."""
        for link in self._get_links():
            content = {
                "company_id": self.company.id,
                "sequence": link.sequence,
                "kind": link.kind,
                "res_model": link.res_model,
                "res_id": link.res_id,
                "date": link.date.isoformat(),
                "user_id": link.user_id.id,
                "payload": link.payload,
                "previous_hash": link.previous_hash,
            }
            text = json.dumps(
                content, sort_keys=True, separators=(",", ":"), ensure_ascii=False
            )
            self.assertEqual(link.hash, sha256(text.encode()).hexdigest())

    def test_payload_has_figures_as_texts_and_no_names(self):
        payload = self._get_links()[-1].payload
        report = payload["kpi.plan.report"][str(self.report.id)]
        self.assertEqual(report["employee_id"], self.seller.id)
        self.assertEqual(report["bonus_amount"], "18136.36")
        self.assertEqual(report["terms"], self.report.terms)
        line = payload["kpi.plan.report.line"][str(self.lines[1].id)]
        self.assertEqual((line["fact"], line["weight"]), ("452067", "45"))
        # One day: 15 October, 452 067, no base.
        facts = sha256(b"2026-10-15 452067 0 manual").hexdigest()
        self.assertEqual(line["facts"], {str(self.seller.id): facts})
        text = json.dumps(payload, ensure_ascii=False)
        for name in ("Anna Seller", "Petrov", "A day off"):
            self.assertNotIn(name, text)

    def test_parts_of_the_payload(self):
        payload = self._get_links()[-1].payload
        ids = {model: sorted(map(int, rows)) for model, rows in payload.items()}
        self.assertEqual(
            ids,
            {
                "kpi.plan.report": self.report.ids,
                "kpi.plan.report.line": sorted(self.lines.ids),
                "kpi.plan.report.segment": self.segment.ids,
                "kpi.disqualification": self.ground.ids,
                "kpi.card": self.card.ids,
                "kpi.card.line": self.card_line.ids,
            },
        )

    @freeze_time("2026-11-04 09:00")
    def test_reopened_reports_are_void_and_sealed_anew(self):
        self.period.action_reopen("The last Saturday was missing")
        self.assertEqual(self._verify(), [])
        void = self._get_links()[-1]
        self.assertEqual((void.kind, void.res_id), ("void", self.report.id))
        self.assertEqual(
            void.payload, {"reason": "The last Saturday was missing", "voids": 3}
        )
        self._create_fact(self.own_sales, 20433, day="2026-10-31")
        self.period.action_close()
        links = self._get_links()
        self.assertEqual(links.mapped("kind")[2:], ["report", "void", "report"])
        self.assertEqual(self._verify(), [])

    def test_adjustment_is_sealed(self):
        november = self._create_period("2026-11-01")
        self.env["kpi.adjustment"].with_user(self.manager).create(
            {
                "report_id": self.report.id,
                "pay_period_id": november.id,
                "value_after": 19000,
                "reason": "Receipt 17 was somebody else's",
            }
        )
        link = self._get_links()[-1]
        self.assertEqual((link.kind, link.res_model), ("adjustment", "kpi.adjustment"))
        self.assertEqual(self._verify(), [])

    def test_companies_have_chains_of_their_own(self):
        rival = self.env["res.company"].create({"name": "Rival"})
        ground = self.env["kpi.period"].create(
            {"date_from": "2026-10-01", "company_id": rival.id}
        )
        ground._sync_checks()
        check = ground.check_ids[0]
        check._as_kpi_engine().write({"state": "red", "found": [1], "count": 1})
        self.assertEqual(self.env["kpi.seal"]._get_last_link(rival)["sequence"], 0)
        check._as_kpi_engine().write(
            {"waived": [1], "waive_reason": "x", "waived_by_id": self.env.uid}
        )
        check._as_kpi_engine().waived_on = "2026-11-03 09:00:00"
        self.env["kpi.seal"]._add("waiver", check)
        self.assertEqual(self.env["kpi.seal"]._get_last_link(rival)["sequence"], 1)
        self.assertEqual(self.env["kpi.seal"]._verify(rival), [])

    def test_a_seal_is_made_by_the_engine_only(self):
        seals = self.env["kpi.seal"].with_user(self.manager)
        with self.assertRaises(AccessError):
            seals.create({"company_id": self.company.id, "kind": "report"})
        link = self._get_links()[0]
        for attempt in (
            lambda: link.write({"hash": 64 * "1"}),
            lambda: link._as_kpi_engine().write({"hash": 64 * "1"}),
            lambda: link.copy(),
            lambda: link.unlink(),
        ):
            with self.assertRaisesRegex(UserError, "sealed history"):
                attempt()

    def test_every_stored_figure_of_a_report_is_sealed(self):
        """Fields of later versions of the module come along by themselves."""
        payload = self._get_links()[-1].payload
        for model, rows in payload.items():
            unsealed = {
                name
                for name, field in self.env[model]._fields.items()
                if field.store and (field.column_type or field.type == "binary")
            } - set(next(iter(rows.values())))
            with self.subTest(model=model):
                self.assertEqual(
                    unsealed,
                    {"id", "create_uid", "create_date", "write_uid", "write_date"},
                )

    def test_queries_do_not_grow_with_people(self):
        counts = []
        for month, people in ((11, 2), (12, 30)):
            for number in range(people):
                self._create_employee(f"Seller {people}-{number}")
            period = self._create_period(f"2026-{month}-01").with_user(self.manager)
            period.action_prepare()
            period.action_open()
            self._close_period(period)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["kpi.seal"]._add("report", period.report_ids)
            counts.append(self.cr.sql_log_count - before)
        # 15 each; a query per person would make 30 more, caches a few.
        self.assertLess(counts[1], counts[0] + 10)


@tagged("post_install", "-at_install")
class TestVerifyHistory(HistoryCommon):
    """The screen that tells the findings."""

    def test_manager_and_payroll_officer_verify(self):
        payroll = self._create_user("payroll", "kpi_bonus.group_payroll")
        for user in (self.manager, payroll):
            checks = self.env["kpi.seal.verification"].with_user(user)
            action = checks.with_company(self.company).action_verify()
            check = checks.browse(action["res_id"])
            self.assertEqual((check.link_count, check.finding_count), (3, 0))
        self.env.cr.execute(
            "UPDATE kpi_plan_report SET bonus_amount = 99999 WHERE id = %s",
            [self.report.id],
        )
        action = checks.with_company(self.company).action_verify()
        self.assertRecordValues(
            checks.browse(action["res_id"]).finding_ids,
            [
                {
                    "problem": "altered",
                    "number": 3,
                    "record_name": f"Plan-report {self.report.id}: Anna Seller, "
                    "October 2026",
                    "field_name": "Bonus",
                    "sealed": "18136.36",
                    "current": "99999",
                }
            ],
        )

    def test_a_head_does_not(self):
        with self.assertRaises(AccessError):
            self.env["kpi.seal.verification"].with_user(self.head).action_verify()
