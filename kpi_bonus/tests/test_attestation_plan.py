from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .attestation_common import AttestationCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01 08:00:00")
class TestAttestationPlan(AttestationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.novice = cls._create_employee("Clara Novice")
        cls.top = cls._create_employee("Denis Top")
        cls.top.version_id.kpi_grade_id = cls.grades[2]
        cls.toolman = cls._create_employee("Egor Toolman", department_id=cls.tools.id)
        cls.toolman.version_id.kpi_grade_id = cls.grades[0]

    def _open(self, people, user=None, **vals):
        plans = self.env["kpi.attestation.plan"].with_user(user or self.manager)
        plans = plans.with_context(active_model="hr.employee", active_ids=people.ids)
        plan = plans.create({"date": date(2026, 10, 15), **vals})
        return plan.line_ids.plan_id or plan  # rows are made by reading them

    def test_what_comes_next(self):
        """Without grade: the first one; with the highest one: the next post."""
        plan = self._open(self.novice + self.seller + self.top)
        self.assertRecordValues(
            plan.line_ids,
            [
                {
                    "employee_id": self.seller.id,
                    "kind": "grade",
                    "grade_id": self.grades[0].id,
                    "target_grade_id": self.grades[1].id,
                    "target_job_id": False,
                    "problem": "",
                },
                {
                    "employee_id": self.novice.id,
                    "kind": "entry",
                    "grade_id": False,
                    "target_grade_id": self.grades[0].id,
                    "target_job_id": False,
                    "problem": "",
                },
                {
                    "employee_id": self.top.id,
                    "kind": "position",
                    "grade_id": self.grades[2].id,
                    "target_grade_id": False,
                    "target_job_id": self.senior_job.id,
                    "problem": "",
                },
            ],
        )

    def test_new_session(self):
        action = self._open(self.seller + self.novice).action_apply()
        session = self.env["kpi.attestation.session"].browse(action["res_id"])
        self.assertEqual(action["res_model"], "kpi.attestation.session")
        self.assertEqual(session.date, date(2026, 10, 15))
        self.assertEqual(
            session.criterion_ids, self.knowledge + self.technique + self.test
        )
        self.assertEqual(session.attestation_ids.employee_id, self.seller + self.novice)
        self.assertEqual(session.attestation_ids.mapped("state"), ["draft"] * 2)
        self.assertEqual(len(session.attestation_ids.mark_ids), 6)

    def test_session_that_exists(self):
        session = self._plan(self.boris)
        plan = self._open(self.seller, session_id=session.id, date=date(2026, 11, 2))
        plan.action_apply()
        anna = session.attestation_ids.filtered(lambda a: a.employee_id == self.seller)
        self.assertEqual(anna.date, date(2026, 10, 15))
        self.assertEqual(anna.state, "draft")

    def test_who_can_not_be_attested_is_left_out(self):
        self.seller.kpi_attestation_exempt_until = date(2026, 10, 15)
        plan = self._open(self.seller + self.novice)
        anna, clara = plan.line_ids
        self.assertIn("Anna Seller is exempt from attestation until", anna.problem)
        self.assertFalse(clara.problem)
        self.assertEqual(plan.problem_count, 1)
        plan.action_apply()
        found = self.env["kpi.attestation"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(found.employee_id, self.novice)

    def test_at_his_own_request(self):
        self.seller.kpi_attestation_exempt_until = date(2026, 10, 15)
        plan = self._open(self.seller)
        with self._refused(UserError, "nobody is left"):
            plan.action_apply()
        plan.line_ids.is_voluntary = True
        self.assertFalse(plan.line_ids.problem)
        plan.action_apply()
        found = self.env["kpi.attestation"].search(
            [("employee_id", "=", self.seller.id)]
        )
        self.assertTrue(found.is_voluntary)

    def test_places_are_counted_together(self):
        self.senior_job.kpi_staff_limit = 1
        other = self._create_employee("Fedor Top")
        other.version_id.kpi_grade_id = self.grades[2]
        plan = self._open(self.top + other)
        self.assertFalse(plan.line_ids[0].problem)
        self.assertIn("no place is free", plan.line_ids[1].problem)

    def test_a_head_proposes_his_own_people(self):
        plan = self._open(
            self.seller + self.toolman, self.head, reason="They sell well"
        )
        self.assertEqual(plan.line_ids.employee_id, self.seller)
        action = plan.action_apply()
        proposal = self.env["kpi.attestation"].search(action["domain"])
        self.assertRecordValues(
            proposal,
            [
                {
                    "employee_id": self.seller.id,
                    "state": "draft",
                    "session_id": False,
                    "reason": "They sell well",
                }
            ],
        )
        self.assertFalse(
            self.env["kpi.attestation.session"].search(
                [("company_id", "=", self.company.id)]
            )
        )

    def test_a_head_learns_nothing_of_others(self):
        plan = self._open(self.seller, self.head)
        line = (
            self.env["kpi.attestation.plan.line"]
            .with_user(self.head)
            .create(
                {"plan_id": plan.id, "employee_id": self.toolman.id, "kind": "entry"}
            )
        )
        self.assertEqual(line.problem, "Egor Toolman is not one of your people.")
        self.assertFalse(line.grade_id)
        with self._refused(UserError, "nobody is left"):
            plan.line_ids.filtered(lambda row: row != line).unlink()
            plan.action_apply()

    def test_the_manager_takes_up_proposals(self):
        self._open(self.seller, self.head, reason="She sells well").action_apply()
        proposal = self.env["kpi.attestation"].search(
            [("employee_id", "=", self.seller.id)]
        )
        proposal.target_grade_id = self.grades[2]
        plan = self._open(self.seller + self.novice)
        self.assertEqual(plan.line_ids[0].target_grade_id, self.grades[2])
        action = plan.action_apply()
        session = self.env["kpi.attestation.session"].browse(action["res_id"])
        self.assertIn(proposal, session.attestation_ids)
        self.assertEqual(proposal.reason, "She sells well")
        self.assertEqual(len(session.attestation_ids), 2)

    def test_nobody_twice(self):
        self._plan()
        self.assertIn("is planned already", self._open(self.seller).line_ids.problem)
        self._open(self.boris, self.head).action_apply()
        again = self._open(self.boris, self.head)
        self.assertIn("is planned already", again.line_ids.problem)

    def test_other_company(self):
        company = self.env["res.company"].create({"name": "Rival"})
        alien = self.env["hr.employee"].create(
            {"name": "Alien", "company_id": company.id}
        )
        plan = self.env["kpi.attestation.plan"].with_user(self.manager)
        self.assertFalse(plan.line_ids._suggest(alien, date(2026, 10, 15), False))

    def test_queries_do_not_grow_with_people(self):
        def count(number):
            people = self.env["hr.employee"].union(
                *(self._create_employee(f"P{number} {i}") for i in range(number))
            )
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            plan = self._open(people)
            self.assertEqual(plan.problem_count, 0)
            return self.cr.sql_log_count - start

        count(2)
        self.assertLessEqual(count(40) - count(5), 4)
