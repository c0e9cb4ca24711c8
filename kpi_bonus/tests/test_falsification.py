from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .grounds_common import GroundsCommon


@tagged("post_install", "-at_install")
class TestFalsification(GroundsCommon):
    """Four steps: proposed, answered, confirmed or dropped, and two people.

    500 000 is claimed, 452 067 measured: 10.6 % more. Monday, the 2nd of November.
    """

    def _hand_in_falsified(self, **settings):
        report = self._open(**settings)
        report.card_id.presented = True
        self._submit(report, own_sales=500000, total=97, bonus=95)
        return report

    def _propose(self, report, user=None):
        ground = report.with_user(user or self.head).action_propose_falsification(
            "The receipts of the 15th belong to a colleague."
        )
        return ground.with_user(self.manager)

    def _get_mails(self):
        """Subjects of what the seller was told."""
        partner = self.user.partner_id
        messages = self.env["mail.message"].search(
            [("partner_ids", "in", partner.ids)], order="id"
        )
        return messages.mapped("subject")

    def test_confirmed_after_an_answer(self):
        report = self._hand_in_falsified(sanction_cap_percent=20)
        ground = self._propose(report)
        self.assertRecordValues(
            ground,
            [
                {
                    "state": "proposed",
                    "kind": "sanction",
                    "is_found": False,
                    "proposed_by_id": self.head.id,
                }
            ],
        )
        # Tuesday and Wednesday are the two working days.
        self.assertEqual(str(ground.answer_deadline), "2026-11-04")
        self._assert_pay(report, 90, 18000)
        ground.with_user(self.user).action_answer(" I mixed up two columns. ")
        self.assertEqual(
            (ground.state, ground.answer), ("answered", "I mixed up two columns.")
        )
        self.assertEqual(ground.answered_by_id, self.user)
        ground.action_confirm("Both columns had their names.")
        self.assertEqual(ground.state, "confirmed")
        self.assertEqual(ground.decided_by_id, self.manager)
        # 20 % of 20 000; pay is computed from the fact, never from the claim.
        self._assert_pay(report, 90, 18000, withheld=4000)
        self.assertIn("Both columns had their names.", report.message_ids[0].body)
        self.assertEqual(
            self._get_mails()[-2:],
            [
                "Please answer: your figures of October 2026",
                "Decided: Falsified figures, October 2026",
            ],
        )

    def test_limits_of_the_sanction(self):
        for settings, withheld in [
            ({"sanction_cap_percent": 20}, 4000),  # of 20 000
            # of 20 000 + 18 000
            ({"sanction_cap_percent": 20, "sanction_base": "earned_and_bonus"}, 7600),
            ({"sanction_cap_percent": 0}, 18000),  # all of the bonus
        ]:
            with self.subTest(**settings), self.cr.savepoint() as savepoint:
                report = self._hand_in_falsified(**settings)
                ground = self._propose(report)
                ground.with_user(self.user).action_answer("No.")
                ground.action_confirm("Yes.")
                self._assert_pay(report, 90, 18000, withheld)
                self.assertIn("Withheld as a sanction", report.calculation)
                ground.action_waive("First time in ten years")
                self._assert_pay(report, 90, 18000)
                savepoint.rollback()
            self.env.invalidate_all()
            self.clock.move_to("2026-10-01 06:00:00")

    def test_dropped(self):
        report = self._hand_in_falsified()
        ground = self._propose(report)
        ground.action_drop("The till printed his name on somebody else's receipts.")
        self.assertEqual(ground.state, "dropped")
        self._assert_pay(report, 90, 18000)
        with self.assertRaisesRegex(UserError, "Dropped"):
            ground.action_confirm("On second thoughts")

    def test_nobody_is_judged_unheard(self):
        report = self._hand_in_falsified()
        ground = self._propose(report)
        # The last second of Wednesday in Moscow
        self.clock.move_to("2026-11-04 20:59:59")
        with self.assertRaisesRegex(UserError, "answer until 2026-11-04"):
            ground.action_confirm("He had time enough")
        self.clock.move_to("2026-11-04 21:00:00")
        ground.action_confirm("No answer in two working days")
        self.assertEqual(ground.state, "confirmed")

    def test_two_working_days_over_a_weekend(self):
        # Proposed on Thursday the 5th: Friday and Monday.
        report = self._hand_in_falsified()
        self.clock.move_to("2026-11-05 09:00:00")
        self.assertEqual(str(self._propose(report).answer_deadline), "2026-11-09")

    def test_proposer_does_not_decide(self):
        report = self._hand_in_falsified()
        ground = self._propose(report, self.manager)
        ground.with_user(self.user).action_answer("No.")
        for name in ("action_confirm", "action_drop"):
            with self.subTest(name), self.assertRaisesRegex(AccessError, "another"):
                getattr(ground, name)("Because")
        self.assertFalse(ground.is_mine_to_decide)
        other = ground.with_user(self.other_manager)
        self.assertTrue(other.is_mine_to_decide)
        other.action_confirm("Because")
        self.assertEqual(ground.state, "confirmed")

    def test_heads_do_not_decide(self):
        ground = self._propose(self._hand_in_falsified(), self.manager)
        for name in ("action_confirm", "action_drop", "action_waive"):
            with self.subTest(name), self.assertRaises(AccessError):
                getattr(ground.with_user(self.head), name)("Because")

    def test_nobody_decides_about_himself(self):
        report = self._hand_in_falsified()
        ground = self._propose(report)
        ground.with_user(self.user).action_answer("No.")
        self.seller.user_id = self.other_manager
        with self.assertRaisesRegex(AccessError, "yourself"):
            ground.with_user(self.other_manager).action_drop("It was nothing")

    def test_nobody_proposes_against_himself(self):
        report = self._hand_in_falsified()
        self.head_employee.user_id = False
        self.seller.user_id = self.head
        self.paints.manager_id = self.seller
        with self.assertRaisesRegex(AccessError, "your own"):
            self._propose(report)

    def test_head_of_another_section_does_not_propose(self):
        report = self._hand_in_falsified()
        stranger = self._create_user("stranger", "kpi_bonus.group_section_head")
        for user in (stranger, self.user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._propose(report, user)

    def test_only_the_employee_answers(self):
        ground = self._propose(self._hand_in_falsified())
        for user in (self.head, self.manager, self.other_manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                ground.with_user(user).action_answer("I confess")

    def test_answer_on_paper(self):
        ground = self._propose(self._hand_in_falsified())
        with self.assertRaises(AccessError):
            ground.with_user(self.head).action_record_answer("He confesses")
        ground.action_record_answer("I mixed up two columns.")
        self.assertEqual(ground.answered_by_id, self.manager)
        self.assertEqual(ground.state, "answered")

    def test_answers_are_given_once(self):
        ground = self._propose(self._hand_in_falsified())
        with self.assertRaisesRegex(UserError, "write it down"):
            ground.with_user(self.user).action_answer(" ")
        ground.with_user(self.user).action_answer("No.")
        with self.assertRaisesRegex(UserError, "Answered"):
            ground.with_user(self.user).action_answer("Well, yes.")

    def test_facts_corrected_meanwhile(self):
        report = self._hand_in_falsified()
        ground = self._propose(report)
        ground.with_user(self.user).action_answer("Look at the other till.")
        report.line_ids[1].with_user(self.manager).write(
            {"fact_override": 500000, "override_reason": "The other till"}
        )
        with self.assertRaisesRegex(UserError, "Drop it"):
            ground.action_confirm("Because")
        ground.action_drop("The other till had them")

    def test_claims_within_the_tolerance(self):
        # 452 067 · 1.01 = 456 587.67
        report = self._open()
        self._submit(report, own_sales=456587.67)
        self.assertFalse(report.may_propose_falsification)
        with self.assertRaisesRegex(UserError, "no claim differs"):
            self._propose(report)

    def test_proposed_once(self):
        report = self._hand_in_falsified()
        self.assertTrue(report.may_propose_falsification)
        ground = self._propose(report)
        self.assertFalse(report.may_propose_falsification)
        with self.assertRaisesRegex(UserError, "proposed already"):
            self._propose(report)
        ground.action_drop("Not enough to go by")
        self.assertEqual(self._propose(report).state, "proposed")

    def test_not_a_ground_of_the_scheme(self):
        late = self.env["kpi.ground"].search([("code", "=", "late")])
        report = self._hand_in_falsified(ground_ids=late.ids)
        with self.assertRaisesRegex(UserError, "no ground in its scheme"):
            self._propose(report)

    def test_pilot(self):
        self.period.mode = "pilot"
        report = self._hand_in_falsified()
        with self.assertRaisesRegex(UserError, "pilot"):
            self._propose(report)

    def test_evidence_is_prefilled_and_needed(self):
        report = self._hand_in_falsified()
        action = report.with_user(self.head).action_open_falsification()
        wizard = (
            self.env["kpi.ground.decision"]
            .with_user(self.head)
            .with_context(**action["context"])
            .create({})
        )
        text = wizard.text.replace("\xa0", " ")
        self.assertEqual(
            text, "Own sales: claimed 500,000.00 €, the fact is 452,067.00 €."
        )
        action = wizard.action_apply()
        ground = self.env["kpi.disqualification"].browse(action["res_id"])
        self.assertEqual(ground.evidence, wizard.text)
        with self.assertRaises(UserError):
            report.with_user(self.head).action_propose_falsification("  ")

    def test_activity_for_who_may_decide(self):
        self.company.kpi_manager_id = self.manager
        report = self._hand_in_falsified()
        ground = self._propose(report, self.manager)
        activity = ground.activity_ids
        self.assertEqual(activity.user_id, self.other_manager)
        self.assertEqual(str(activity.date_deadline), "2026-11-05")
        ground.with_user(self.user).action_answer("No.")
        self.assertEqual(str(activity.date_deadline), "2026-11-02")
        ground.with_user(self.other_manager).action_drop("Not enough to go by")
        self.assertFalse(activity.exists())

    def test_undecided_are_listed_for_the_closing(self):
        report = self._hand_in_falsified()
        self.assertFalse(report._get_undecided())
        ground = self._propose(report)
        self.assertEqual(report._get_undecided(), ground)
        ground.with_user(self.user).action_answer("No.")
        self.assertEqual(report._get_undecided(), ground)
        ground.action_drop("Not enough to go by")
        self.assertFalse(report._get_undecided())

    def test_condition_beside_a_sanction(self):
        """No card: nothing is accrued, so nothing can be withheld."""
        report = self._hand_in_falsified(sanction_cap_percent=20)
        ground = self._propose(report)
        ground.with_user(self.user).action_answer("No.")
        ground.action_confirm("Because")
        report.card_id.presented = False
        report.with_user(self.head).action_check()
        self._assert_pay(report, 0, 0)
        self.assertEqual(
            report.ground_summary,
            "No bonus: Card not presented; A part is withheld: Falsified figures",
        )
