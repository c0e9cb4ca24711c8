from datetime import date

from odoo.tests import tagged

from .apprentice_common import ApprenticeCommon


@tagged("post_install", "-at_install")
class TestApprenticePlanReport(ApprenticeCommon):
    """Apprentices have no plan-report, and preparing a month does not miss it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_worked_example()
        cls.pavel = cls._create_newcomer()
        cls.contract = cls._create_apprenticeship(cls.pavel)
        cls.contract.action_apply()

    def _prepare(self, start):
        period = self._create_period(start)
        action = period.action_prepare()
        findings = self.env["kpi.period.finding"].search(action["domain"])
        report = period.report_ids.filtered(lambda rep: rep.employee_id == self.pavel)
        return report, findings.employee_id

    def test_month_of_training(self):
        report, listed = self._prepare(date(2026, 10, 1))
        self.assertFalse(report)
        self.assertNotIn(self.pavel, listed)
        self.assertIn(self.chair, listed)

    def test_month_of_the_hire(self):
        """January 2027 has 21 working days; 12 of them from the 14th to the 29th."""
        self.contract.action_change_term(13, "Ill")
        self._examine(self.contract, day="2027-01-13").action_apply()
        report, _listed = self._prepare(date(2027, 1, 1))
        self.assertRecordValues(
            report.segment_ids,
            [
                {
                    "date_from": date(2027, 1, 14),
                    "date_to": date(2027, 1, 31),
                    "wage": 20000,
                    "norm_hours": 168,
                    "worked_hours": 96,
                }
            ],
        )


@tagged("post_install", "-at_install")
class TestApprenticeExam(ApprenticeCommon):
    """The exam hires."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pavel = cls._create_newcomer()
        cls.contract = cls._create_apprenticeship(cls.pavel)
        cls.contract.action_apply()

    def test_passing_hires_without_probation(self):
        exam = self._examine(self.contract)
        self.assertEqual(self.contract.state, "examined")
        self.assertEqual(exam.date, date(2026, 12, 31))
        self.contract.action_hire()
        self.assertEqual(exam.state, "applied")
        self.assertRecordValues(
            self._get_version(self.pavel, date(2027, 1, 1)),
            [
                {
                    "date_version": date(2027, 1, 1),
                    "job_id": self.job.id,
                    "wage": 20000,
                    "kpi_grade_id": False,
                    "contract_date_start": date(2027, 1, 1),
                    "contract_date_end": False,
                    "trial_date_end": False,
                }
            ],
        )
        self.assertRecordValues(
            self.contract,
            [
                {
                    "state": "hired",
                    "hired_on": date(2027, 1, 1),
                    "duty_to": date(2027, 12, 31),
                }
            ],
        )
        training = self._get_version(self.pavel, date(2026, 12, 31))
        self.assertEqual(training.contract_date_end, date(2026, 12, 31))

    def test_hired_with_a_grade(self):
        contract = self._create_apprenticeship(
            self._create_newcomer("Roman"), target_grade_id=self.second.id, wage=0
        )
        contract.action_apply()
        self._examine(contract).action_apply()
        version = self._get_version(contract.employee_id, date(2027, 1, 1))
        self.assertEqual(version.kpi_grade_id, self.second)
        self.assertEqual(version.wage, 24000)

    def test_own_employee_goes_on_under_his_contract(self):
        contract = self._create_apprenticeship(
            self.seller, target_job_id=self.head_job.id, wage=32000
        )
        contract.action_apply()
        self._examine(contract, day="2026-12-15").action_apply()
        version = self._get_version(self.seller, date(2027, 1, 1))
        self.assertEqual(version.job_id, self.head_job)
        self.assertEqual(version.wage, 32000)
        self.assertEqual(version.contract_date_start, date(2026, 1, 1))

    def test_no_place(self):
        """Anna holds the only place of a seller: neither an exam nor a hire."""
        self.job.kpi_staff_limit = 1
        refusal = "no place is free as Seller on 01/01/2027.*places left: 0"
        self.contract.action_plan_exam()
        exam = self.contract.examination_id
        with self._assert_refused(refusal):
            self._hold(exam)
        self.job.kpi_staff_limit = 2
        self._hold(exam)
        self.job.kpi_staff_limit = 1
        with self._assert_refused(refusal):
            self.contract.action_hire()
        self.job.kpi_staff_limit = 2
        self.contract.action_hire()
        self.assertEqual(self.contract.state, "hired")

    def test_not_before_the_training_ends(self):
        exam = self._examine(self.contract, day="2026-12-10")
        self.assertEqual(exam.effective_date, date(2027, 1, 1))
        exam.effective_date = "2026-12-31"
        with self._assert_refused("in training until 12/31/2026: hire"):
            exam.action_apply()

    def test_no_wage(self):
        contract = self._create_apprenticeship(self._create_newcomer("Roman"), wage=0)
        contract.action_apply()
        exam = self._examine(contract)
        with self._assert_refused("neither a grade nor a wage"):
            exam.action_apply()

    def test_no_exam_no_hire(self):
        with self._assert_refused("no exam was held"):
            self.contract.action_hire()

    def test_failed(self):
        self._examine(self.contract, "failed")
        with self._assert_refused("Failed"):
            self.contract.action_hire()
        wizard = self._open_step("let_go")
        self.assertTrue(wizard.good_reason)
        self.assertEqual(wizard.owed_amount, 0)
        # Three months of 22 000 and the costs of 30 000.
        wizard.good_reason = False
        self.assertEqual(wizard.owed_amount, 96000)

    def _open_step(self, step):
        steps = self.env["kpi.apprenticeship.step"].with_user(self.manager)
        return steps.create(
            {
                "step": step,
                "apprenticeship_id": self.contract.id,
                "reason": "The exam was not passed",
                "date": "2026-12-31",
            }
        )

    def test_second_try(self):
        self._examine(self.contract, "failed", day="2026-12-20")
        self._examine(self.contract, day="2026-12-28")
        self.contract.action_hire()
        self.assertEqual(self.contract.state, "hired")

    def test_hire_undone(self):
        exam = self._examine(self.contract)
        exam.action_apply()
        exam.action_undo("He did not come")
        self.assertEqual(self.contract.state, "examined")
        self.assertFalse(self.contract.hired_on)
        version = self._get_version(self.pavel, date(2027, 1, 1))
        self.assertEqual(version.job_id, self.apprentice_job)
