from hashlib import sha256

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .grounds_common import GroundsCommon


@tagged("post_install", "-at_install")
class TestAudit(GroundsCommon):
    """Five people, 30 % of them: 1.5, so two are drawn."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for number in range(4):
            cls._create_employee(f"Colleague {number}")

    def _open_audit(self, **settings):
        report = self._open(checking="audit", audit_sample_percent=30, **settings)
        self.assertEqual(len(self.period.report_ids), 5)
        return report

    def _draw(self, drawn):
        """Draw with a seed by which this report is drawn, or is not."""
        [report] = self.period.report_ids.filtered(
            lambda report: report.employee_id == self.seller
        )
        for number in range(1000):
            seed = str(number)
            lots = sorted(
                self.period.report_ids.ids,
                key=lambda key: sha256(f"{seed}:{key}".encode()).hexdigest(),  # noqa: B023
            )
            if (report.id in lots[:2]) == drawn:
                break
        self.period._as_kpi_engine().write(
            {"audit_seed": seed, "audit_hash": sha256(seed.encode()).hexdigest()}
        )
        self.period.with_user(self.manager).action_review()
        return lots

    def test_seed_is_secret_until_the_draw(self):
        self._open_audit()
        period = self.period.with_user(self.manager)
        self.assertEqual(
            period.audit_hash,
            sha256(self.period.audit_seed.encode()).hexdigest(),
        )
        self.assertIn(period.audit_hash, "".join(period.message_ids.mapped("body")))
        self.assertFalse(period.audit_seed_published)
        self.assertFalse(period._get_audit_lots())
        with self.assertRaises(AccessError):
            period.read(["audit_seed"])
        with self.assertRaises(AccessError):
            period.search([("audit_seed", "=like", "a%")])
        with self.assertRaises(AccessError):
            period.write({"audit_seed": "mine"})

    def test_anybody_can_draw_again(self):
        self._open_audit()
        seed = self.period.audit_seed
        period = self.period.with_user(self.manager)
        period.action_review()
        self.assertEqual(period.audit_seed_published, seed)
        self.assertIn(seed, "".join(period.message_ids.mapped("body")))
        lots = sorted(
            self.period.report_ids.ids,
            key=lambda key: sha256(f"{seed}:{key}".encode()).hexdigest(),
        )
        drawn = self.period.report_ids.filtered("is_drawn")
        self.assertEqual(set(drawn.ids), set(lots[:2]))
        shown = period._get_audit_lots()
        self.assertEqual([lot.report_id for lot in shown], lots)
        self.assertEqual([lot.rank for lot in shown], [1, 2, 3, 4, 5])
        self.assertEqual([lot.is_drawn for lot in shown], [True] * 2 + [False] * 3)
        self.assertIn("Anna Seller", period.audit_list)
        self.assertIn(shown[0].digest, period.audit_list)

    def test_head_sees_the_names_of_his_section_only(self):
        self._open_audit()
        other = self._create_employee("Tool seller", department_id=self.tools.id)
        self.period.with_user(self.manager).action_prepare()
        self.period.with_user(self.manager).action_open()
        self.period.with_user(self.manager).action_review()
        period = self.period.with_user(self.head)
        self.assertEqual(len(period._get_audit_lots()), 6)
        self.assertIn("Anna Seller", period.audit_list)
        self.assertNotIn(other.name, period.audit_list)

    def test_it_is_drawn_once(self):
        self._open_audit()
        self.period.with_user(self.manager).action_review()
        drawn = self.period.report_ids.filtered("is_drawn")
        moment = self.period.audit_drawn_on
        self.clock.move_to("2026-11-10 09:00:00")
        self.period._do_draw_audit()
        self.assertEqual(self.period.report_ids.filtered("is_drawn"), drawn)
        self.assertEqual(self.period.audit_drawn_on, moment)

    def test_who_is_left_out_needs_no_check(self):
        report = self._open_audit()
        self._submit(report)
        self._draw(drawn=False)
        self.assertEqual(report.state, "checked")
        self.assertFalse(report.checked_by_id)

    def test_left_out_and_handed_in_after_the_draw(self):
        report = self._open_audit()
        self._draw(drawn=False)
        self.assertEqual(report.state, "issued")
        self._submit(report)
        self.assertEqual(report.state, "checked")

    def test_who_is_drawn_is_checked_by_somebody(self):
        report = self._open_audit()
        self._submit(report)
        self._draw(drawn=True)
        self.assertEqual(report.state, "submitted")
        report.with_user(self.head).action_check()
        self.assertEqual(report.checked_by_id, self.head)

    def test_claims_of_the_others_are_not_judged(self):
        report = self._open_audit(error_forfeits=True)
        report.card_id.presented = True
        self._submit(report, total=94)
        self._draw(drawn=False)
        self.assertEqual(report.state, "checked")
        self.assertEqual(self._get_states(report), {})

    def test_error_of_who_is_drawn(self):
        report = self._open_audit(error_forfeits=True)
        report.card_id.presented = True
        self._submit(report, total=94)
        self._draw(drawn=True)
        report.with_user(self.head).action_check()
        self.assertEqual(self._get_states(report), {"error": "confirmed"})

    def test_falsification_of_who_is_drawn_only(self):
        report = self._open_audit()
        self._submit(report, own_sales=500000, total=97, bonus=95)
        head = report.with_user(self.head)
        with self.assertRaisesRegex(UserError, "not drawn"):
            head.action_propose_falsification("Look at it")
        self._draw(drawn=True)
        self.assertEqual(head.action_propose_falsification("Look").state, "proposed")

    def test_every_report(self):
        """A scheme that checks all of them publishes no hash and draws nothing."""
        self._open()
        self.period.with_user(self.manager).action_review()
        self.assertFalse(self.period.audit_hash)
        self.assertFalse(self.period.audit_drawn_on)
        self.assertFalse(self.period.report_ids.filtered("is_drawn"))
