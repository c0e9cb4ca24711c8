from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .apprentice_common import ApprenticeCommon


@tagged("post_install", "-at_install")
class TestApprenticeship(ApprenticeCommon):
    """Agreeing on a training, beginning it, changing its term."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pavel = cls._create_newcomer()
        cls.contract = cls._create_apprenticeship(cls.pavel)

    def _get_versions(self):
        return self.pavel.sudo().version_ids.sorted("date_version")

    def test_beginning_makes_the_version(self):
        self.assertEqual(self.contract.date_to, date(2026, 12, 31))
        self.contract.action_apply()
        self.assertEqual(self.contract.state, "applied")
        version = self._get_version(self.pavel, date(2026, 10, 1))
        self.assertRecordValues(
            version,
            [
                {
                    "date_version": date(2026, 10, 1),
                    "job_id": self.apprentice_job.id,
                    "wage": 22000,
                    "contract_date_start": date(2026, 10, 1),
                    "contract_date_end": date(2026, 12, 31),
                    "trial_date_end": False,
                    "kpi_grade_id": False,
                    "kpi_scheme_id": False,
                }
            ],
        )
        self.assertFalse(self._get_versions()[0].contract_date_start)
        self.contract.action_apply()
        self.assertEqual(len(self._get_versions()), 2)

    def test_a_version_of_the_first_day_is_written_on(self):
        newcomer = self.env["hr.employee"].create(
            {
                "name": "Roman",
                "company_id": self.company.id,
                "date_version": date(2026, 10, 1),
            }
        )
        self._create_apprenticeship(newcomer).action_apply()
        version = newcomer.sudo().version_ids
        self.assertEqual(len(version), 1)
        self.assertEqual(version.job_id, self.apprentice_job)
        self.assertEqual(version.contract_date_end, date(2026, 12, 31))

    def test_own_employee_keeps_job_wage_and_contract(self):
        contract = self._create_apprenticeship(self.seller)
        self.assertTrue(contract.is_additional)
        contract.action_apply()
        self.assertEqual(contract.state, "applied")
        version = self.seller.sudo().version_ids
        self.assertEqual(len(version), 1)
        self.assertEqual(version.job_id, self.job)
        self.assertEqual(version.wage, 20000)
        self.assertFalse(version.contract_date_end)
        contract.action_let_go(date(2026, 11, 15), "Changed her mind")
        self.assertFalse(version.contract_date_end)

    def test_numbers_follow_each_other(self):
        other = self._create_apprenticeship(self._create_newcomer("Roman"))
        self.assertEqual(int(other.number), int(self.contract.number) + 1)

    def test_minimum_wage(self):
        self.company.kpi_minimum_wage = 22000.01
        with self._assert_refused("below the minimum wage of.*22,000.01"):
            self.contract.action_apply()
        with self._assert_refused("Raise it"):
            self.contract.stipend = 22000
        self.contract.stipend = 22000.01
        self.contract.action_apply()
        self.assertEqual(self.contract.state, "applied")

    def test_only_jobs_that_fit(self):
        with self._assert_refused("is not a job of apprentices"):
            self.contract.job_id = self.job
        with self._assert_refused("one of its own grades"):
            self.contract.target_job_id = self.apprentice_job
        with self._assert_refused("one of its own grades"):
            self.contract.write(
                {"target_job_id": self.head_job.id, "target_grade_id": self.first.id}
            )

    def test_what_was_signed_stays(self):
        self.contract.action_apply()
        with self._assert_refused("is in force: Stipend can't change"):
            self.contract.stipend = 25000
        self.contract.cost = 31000
        with self._assert_refused("has begun and is kept"):
            self.contract.unlink()
        with self._assert_refused("end the training instead"):
            self.contract.action_cancel()

    def test_engine_fields_are_protected(self):
        for vals in (
            {"state": "hired"},
            {"owed_amount": 0},
            {"extended_days": 30},
            {"hired_on": "2026-10-01"},
            {"is_additional": True},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.contract.write(vals)

    def test_nobody_is_in_training_twice(self):
        self.contract.action_apply()
        other = self._create_apprenticeship(self.pavel, date_from="2027-02-01")
        with self._assert_refused("runs until 12/31/2026. End that first"):
            other.action_apply()
        again = self._create_apprenticeship(self._create_newcomer("Roman"))
        with self._assert_refused("chosen several times"):
            (again + again.copy()).action_apply()

    def test_places_of_apprentices(self):
        self.apprentice_job.kpi_staff_limit = 1
        other = self._create_apprenticeship(self._create_newcomer("Roman"))
        with self._assert_refused("no place is free as Apprentice on 10/01/2026"):
            (self.contract + other).action_apply()
        self.contract.action_apply()
        with self._assert_refused("Roman: no place is free as Apprentice"):
            other.action_apply()

    def test_contract_that_began_earlier(self):
        self.pavel.sudo().create_version({"date_version": date(2026, 9, 14)}).write(
            {
                "job_id": self.apprentice_job.id,
                "contract_date_start": date(2026, 9, 14),
            }
        )
        with self._assert_refused("has an apprentice's job since 09/14"):
            self.contract.action_apply()

    def test_later_version(self):
        self.pavel.sudo().create_version({"date_version": date(2026, 11, 2)})
        with self._assert_refused("has a contract version of 11/02/2026"):
            self.contract.action_apply()

    def test_undo(self):
        self.contract.action_apply()
        self.contract.action_undo("He did not come")
        self.assertEqual(self.contract.state, "draft")
        self.assertEqual(len(self._get_versions()), 1)
        self.assertFalse(self.pavel.sudo().job_id)
        self.contract.action_apply()
        self.contract.action_plan_exam()
        with self._assert_refused("Cancel the exam before"):
            self.contract.action_undo("He did not come")

    def test_term_made_longer_and_shorter(self):
        self.contract.action_apply()
        self.contract.action_change_term(12, "Ill from 5 to 16 October")
        self.assertEqual(self.contract.date_to, date(2027, 1, 12))
        version = self._get_version(self.pavel, date(2026, 10, 1))
        self.assertEqual(version.contract_date_end, date(2027, 1, 12))
        self.contract.action_change_term(-43, "Ready earlier, both agree")
        self.assertEqual(self.contract.date_to, date(2026, 11, 30))
        self.assertEqual(version.contract_date_end, date(2026, 11, 30))
        self.assertEqual(
            self.contract.extension_reason,
            "+12 days until 01/12/2027: Ill from 5 to 16 October\n"
            "-43 days until 11/30/2026: Ready earlier, both agree",
        )
        with self._assert_refused("would end before it begins"):
            self.contract.action_change_term(-61, "Too much")
        with self._assert_refused("say why"):
            self.contract.action_change_term(1, " ")

    def test_only_a_manager_decides(self):
        contract = self.contract.with_user(self.head)
        self.assertEqual(contract.qualification, "Seller of building materials")
        with self.assertRaises(AccessError):
            contract.read(["stipend"])
        for call in (
            lambda: contract.action_apply(),
            lambda: contract.action_cancel(),
            lambda: contract.action_plan_exam(),
            lambda: contract.action_change_term(1, "Ill"),
            lambda: contract.action_let_go(date(2026, 10, 5), "Lazy"),
        ):
            with self.assertRaises(AccessError):
                call()
