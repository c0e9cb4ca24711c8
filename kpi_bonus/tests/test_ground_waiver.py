from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .grounds_common import GroundsCommon


@tagged("post_install", "-at_install")
class TestWaiver(GroundsCommon):
    def setUp(self):
        super().setUp()
        self.report = self._open(max_remarks=2)
        self._submit(self.report)
        self.ground = self.report.disqualification_ids
        self.assertEqual(self.ground.ground, "too_many_remarks")
        self._assert_pay(self.report, 0, 0)

    def test_waive(self):
        self.ground.with_user(self.manager).action_waive(" Two of them in one minute ")
        self._assert_pay(self.report, 90, 18000)
        self.assertRecordValues(
            self.ground,
            [
                {
                    "state": "waived",
                    "waived_by_id": self.manager.id,
                    "waive_reason": "Two of them in one minute",
                }
            ],
        )
        self.assertIn("Two of them in one minute", self.report.message_ids[0].body)

    def test_waived_stays_waived(self):
        self.ground.with_user(self.manager).action_waive("Two of them in one minute")
        evidence = self.ground.evidence
        self._write_on_card(self.report, remarks=1)
        self._refresh()
        self.assertEqual(self._get_states(self.report), {"too_many_remarks": "waived"})
        self.assertEqual(self.ground.evidence, evidence)
        # 100 − 4 · 20 + 10 = 30, · 20 / 100 = 6: 42 + 41 + 6 = 89, row 85.
        self.assertEqual(self.report.bonus_percent, 85)

    def test_a_waiver_covers_its_own_ground_only(self):
        self.ground.with_user(self.manager).action_waive("Two of them in one minute")
        self.report.with_user(self.head).action_check()
        self.assertEqual(
            self._get_states(self.report),
            {"too_many_remarks": "waived", "no_card": "confirmed"},
        )
        self._assert_pay(self.report, 0, 0)

    def test_a_reason_is_needed(self):
        for reason in ("", "  ", None):
            with self.subTest(reason=reason), self.assertRaises(UserError):
                self.ground.with_user(self.manager).action_waive(reason)

    def test_only_a_manager_waives(self):
        payroll = self._create_user("payroll", "kpi_bonus.group_payroll")
        for user in (self.head, payroll, self.user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.ground.with_user(user).action_waive("Please")

    def test_nobody_waives_for_himself(self):
        self.seller.user_id = self.manager
        with self.assertRaisesRegex(AccessError, "yourself"):
            self.ground.with_user(self.manager).action_waive("Please")

    def test_waived_once(self):
        self.ground.with_user(self.manager).action_waive("Two of them in one minute")
        with self.assertRaisesRegex(UserError, "Waived"):
            self.ground.with_user(self.other_manager).action_waive("Me too")

    def test_nobody_writes_a_ground(self):
        for values in ({"state": "waived"}, {"evidence": "none"}, {"kind": "sanction"}):
            with self.subTest(**values), self.assertRaises(AccessError):
                self.ground.with_user(self.manager).write(values)
        for operation in ("write", "create", "unlink"):
            for user in (self.manager, self.head):
                with self.subTest(operation=operation, user=user.login):
                    self.assertFalse(self.ground.with_user(user).has_access(operation))

    def test_closed_report_keeps_its_grounds(self):
        self.report._as_kpi_engine().write({"state": "closed"})
        with self.assertRaisesRegex(UserError, "closed"):
            self.ground.with_user(self.manager).action_waive("Too late")

    def test_several_at_once_with_one_reason(self):
        ground = self.ground.with_user(self.manager).with_context(default_step="waive")
        action = ground.action_open_decision()
        self.assertEqual(action["name"], "Waive")
        wizard = (
            self.env["kpi.ground.decision"]
            .with_user(self.manager)
            .with_context(**action["context"])
            .create({"text": "The till was down"})
        )
        wizard.action_apply()
        self.assertEqual(self.ground.state, "waived")
        self.assertEqual(self.ground.waive_reason, "The till was down")

    def test_seal_payload_has_no_names(self):
        self.ground.with_user(self.manager).action_waive("Two of them in one minute")
        payload = self.ground._prepare_seal_payload()
        self.assertEqual(payload["waived_by_id"], self.manager.id)
        self.assertNotIn("Anna", str(payload))
