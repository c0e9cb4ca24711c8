from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .dispute_common import DisputeCommon


@tagged("post_install", "-at_install")
class TestDisputeDecision(DisputeCommon):
    def _get_wizard(self, dispute, user):
        return Form(
            self.env["kpi.dispute.resolve"]
            .with_user(user)
            .with_context(default_dispute_id=dispute.id)
        )

    def test_accepted_by_correcting_the_fact(self):
        """452 067 + 20 433 = 472 500: 94.5 → 95 · 45 % = 42.75 → 43. Total 95."""
        dispute = self._dispute(self.own_line)
        wizard = self._get_wizard(dispute, self.manager)
        self.assertEqual(wizard.outcome, "fact")
        self.assertEqual(wizard.line_id, self.own_line)
        wizard.text = "Receipt 17 counts"
        wizard.fact = 472500
        wizard.save().action_apply()
        self.assertRecordValues(
            dispute,
            [
                {
                    "state": "accepted",
                    "resolution": "Receipt 17 counts",
                    "resolved_by_id": self.manager.id,
                    "corrected_line_id": self.own_line.id,
                }
            ],
        )
        self.assertFalse(dispute.activity_ids)
        self.assertEqual(self.own_line.fact_measured, 452067)
        self.assertEqual(self.own_line.override_reason, "Receipt 17 counts")
        self.assertRecordValues(
            self.report,
            [{"effectiveness": 95, "bonus_percent": 95, "bonus_amount": 19000}],
        )
        status = self._get_status(dispute)
        self.assertEqual(status["resolution"], "Receipt 17 counts")
        self.assertEqual(
            [line.replace("\xa0", " ") for line in status["outcome"]],
            ["Own sales: the fact is corrected to 472,500.00 €."],
        )
        [message] = self._get_messages(self.seller_user, "Your dispute is decided")
        self.assertIn("accepted", message.body)
        self.assertIn("472,500.00", message.body)

    def test_accepted_by_withdrawing_an_entry(self):
        """Two remarks and a thanks: 100 − 40 + 10 = 70 · 20 % = 14. Total 97."""
        remark = self.report.card_id.line_ids.filtered(
            lambda line: line.kind == "remark"
        )[0]
        dispute = self._dispute(self.card_line, code="card")
        wizard = self._get_wizard(dispute, self.manager)
        self.assertEqual(wizard.outcome, "card")
        wizard.text = "It was somebody else"
        wizard.card_line_id = remark
        wizard.save().action_apply()
        self.assertEqual(remark.state, "withdrawn")
        self.assertEqual(dispute.card_line_id, remark)
        self.period.action_refresh()
        self.assertEqual(self.report.effectiveness, 97)

    def test_rejected(self):
        dispute = self._dispute()
        wizard = self._get_wizard(dispute, self.manager)
        wizard.decision = "reject"
        wizard.text = "The receipt was returned"
        wizard.save().action_apply()
        self.assertEqual(dispute.state, "rejected")
        self.assertEqual(self.report.bonus_amount, 18000)
        [message] = self._get_messages(self.seller_user, "Your dispute is decided")
        self.assertIn("rejected", message.body)
        with self.assertRaisesRegex(UserError, "settled already: Rejected"):
            dispute.with_user(self.manager).action_accept("On second thoughts")

    def test_the_wizard_of_a_head_answers(self):
        dispute = self._dispute(self.own_line)
        wizard = self._get_wizard(dispute, self.head)
        wizard.decision = "accept"
        wizard.text = "He is right"
        wizard.save().action_apply()
        self.assertEqual(dispute.state, "manager")
        self.assertEqual(dispute.head_opinion, "accept")
        self.assertFalse(self.own_line.is_overridden)

    def test_the_wizard_shows_no_dispute_of_others(self):
        other_head = self._create_user("other", "kpi_bonus.group_section_head")
        wizard = self.env["kpi.dispute.resolve"].with_user(other_head)
        vals = {"dispute_id": self._dispute().id}
        for name in ("reason", "head_answer", "report_id", "outcome", "line_id"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                wizard.onchange(vals, ["dispute_id"], {"dispute_id": {}, name: {}})
            with self.subTest(field=name), self.assertRaises(AccessError):
                wizard.create(vals).read([name])

    def test_a_head_does_not_decide(self):
        dispute = self._dispute().with_user(self.head)
        for method in ("action_accept", "action_reject"):
            with (
                self.subTest(method=method),
                self.assertRaisesRegex(AccessError, "the bonus manager decides"),
            ):
                getattr(dispute, method)("Because I say so")

    def test_a_decision_gives_reasons(self):
        dispute = self._dispute().with_user(self.manager)
        for method in ("action_accept", "action_reject"):
            with (
                self.subTest(method=method),
                self.assertRaisesRegex(UserError, "give the reasons"),
            ):
                getattr(dispute, method)("  ")

    def test_links_are_of_the_same_report(self):
        self.period.action_prepare()
        other = self._get_report(self.colleague)
        card_line = self.env["kpi.card.line"].create(
            {
                "card_id": other.card_id.id,
                "type_id": self.remark.id,
                "date": "2026-10-05",
            }
        )
        dispute = self._dispute().with_user(self.manager)
        for links in (
            {"corrected_line_id": other.line_ids[0].id},
            {"corrected_line_id": 10**9},
            {"card_line_id": card_line.id},
            {"resolved_by_id": self.head.id},
            {"state": "rejected"},
        ):
            with self.subTest(links=links), self.assertRaises(ValidationError):
                dispute.action_accept("Fine", **links)
        self.assertEqual(dispute.state, "open")

    def test_closed_report_leads_to_an_adjustment(self):
        self._close()
        dispute = self._dispute(self.own_line)
        wizard = self._get_wizard(dispute, self.manager)
        self.assertEqual(wizard.outcome, "adjustment")
        wizard.text = "Receipt 17 counts"
        action = wizard.save().action_apply()
        self.assertEqual(dispute.state, "open")  # until the amounts are agreed on
        proposal = Form(
            self.env[action["res_model"]]
            .with_user(self.manager)
            .browse(action["res_id"])
        )
        self.assertEqual(proposal.reason, "Receipt 17 counts")
        with proposal.line_ids.edit(1) as line:
            line.fact_after = 472500
        proposal.save().action_apply()
        adjustment = dispute.adjustment_ids
        self.assertRecordValues(
            adjustment,
            [
                {
                    "value_before": 18000,
                    "value_after": 19000,
                    "amount": 1000,
                    "pay_period_id": self.november.id,
                }
            ],
        )
        self.assertEqual(dispute.state, "accepted")
        self.assertEqual(self.report.bonus_amount, 18000)
        self.assertFalse(self.own_line.is_overridden)
        status = self._get_status(dispute)
        self.assertEqual(
            status["outcome"], ["The difference is settled with November 2026."]
        )

    def test_closed_report_accepted_with_an_explanation(self):
        self._close()
        dispute = self._dispute()
        wizard = self._get_wizard(dispute, self.manager)
        wizard.outcome = "none"
        wizard.text = "Right, and the percent is the same"
        wizard.save().action_apply()
        self.assertEqual(dispute.state, "accepted")

    def test_open_disputes(self):
        first, second = self._dispute(), self._dispute(self.own_line)
        self.assertEqual(self.report.dispute_ids._get_open(), second + first)
        first.with_user(self.manager).action_reject("No")
        self.assertEqual(self.report.dispute_ids._get_open(), second)
