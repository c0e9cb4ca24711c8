from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .career_common import CareerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-09-10 09:00:00")
class TestAttestationRecord(CareerCommon):
    """Results, what is decided stays, and who may propose."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls._create_graded("Anna Graded", cls.first)
        # Hired without grade on 1 June, on probation until 31 August.
        cls.boris = cls._create_employee(
            "Boris New", start=date(2026, 6, 1), trial_date_end=date(2026, 8, 31)
        )

    # -- results ----------------------------------------------------------------------

    def test_results(self):
        attestation = self._hold(self.anna, self.second)
        engine = attestation.sudo()._as_kpi_engine()
        for result, label in [
            ("failed", "Failed"),
            ("retake", "To be retaken"),
            (False, ""),
        ]:
            engine.write({"result": result})
            with self.assertRaisesRegex(UserError, f'the result is "{label}"'):
                attestation.action_apply()
        engine.write({"result": "conditional", "objection_state": "open"})
        with self.assertRaisesRegex(UserError, "the employee objects to the result"):
            attestation.action_apply()
        engine.write({"objection_state": "rejected"})
        attestation.action_apply()
        self.assertEqual(attestation.state, "applied")

    def test_only_held_ones_apply(self):
        attestation = self._propose(self.anna, self.second)
        for state in ("draft", "planned", "cancelled"):
            attestation.sudo()._as_kpi_engine().write({"state": state})
            with self.assertRaisesRegex(UserError, 'can be applied from "Held"'):
                attestation.action_apply()

    # -- the record -------------------------------------------------------------------

    def test_needs_a_day(self):
        attestation = self._propose(self.anna, self.second)
        attestation.effective_date = False
        with self.assertRaisesRegex(UserError, "enter the day from which"):
            attestation.action_plan()
        self.assertIn("enter the day from which", attestation.problems)
        attestation.sudo()._as_kpi_engine().write({"state": "held", "result": "passed"})
        with self.assertRaisesRegex(UserError, "enter the day from which"):
            attestation.action_apply()

    def test_problems_are_shown(self):
        """To the manager, before he presses the button; nothing after applying."""
        attestation = self._propose(self.boris, self.first, kind="entry")
        self.assertFalse(attestation.problems)
        attestation.date = date(2026, 8, 31)
        self.assertIn("on probation until 08/31/2026", attestation.problems)
        with self.assertRaises(AccessError):
            attestation.with_user(self.head).read(["problems"])
        attestation = self._hold(self.anna, self.second)
        self.assertFalse(attestation.problems)
        to_apply = self.env["kpi.attestation"].search([("is_to_apply", "=", True)])
        self.assertEqual(to_apply, attestation)
        attestation.effective_date = date(2025, 12, 1)
        self.assertIn("not employed on 12/01/2025", attestation.problems)
        attestation.effective_date = date(2026, 10, 1)
        attestation.action_apply()
        self.assertFalse(attestation.problems)
        self.assertFalse(attestation.is_to_apply)

    def test_one_open_of_a_kind(self):
        attestation = self._propose(self.anna, self.second)
        with self.assertRaisesRegex(UserError, "Anna Graded: .* is open still"):
            self._propose(self.anna, self.third)
        self._propose(self.anna, kind="position", target_job_id=self.senior_job.id)
        attestation.action_cancel()
        self._propose(self.anna, self.third)

    def test_decided_is_locked(self):
        attestation = self._hold(self.anna, self.second)
        for name, value in [
            ("date", "2026-09-16"),
            ("score", 99),
            ("target_grade_id", self.third.id),
            ("employee_id", self.boris.id),
        ]:
            with (
                self.subTest(name=name),
                self.assertRaisesRegex(UserError, "is decided: .* can't change"),
            ):
                attestation.write({name: value})
        attestation.effective_date = date(2026, 11, 1)
        attestation.action_apply()
        with self.assertRaisesRegex(UserError, "is decided: Effective date"):
            attestation.effective_date = date(2026, 12, 1)
        with self.assertRaisesRegex(UserError, "stays as evidence"):
            attestation.unlink()
        with self.assertRaisesRegex(UserError, "is applied or cancelled already"):
            attestation.action_cancel()

    def test_head_proposes(self):
        head = self.env["kpi.attestation"].with_user(self.head)
        vals = {"kind": "grade", "date": "2026-09-15"}
        own = head.create({"employee_id": self.anna.id, **vals})
        own.target_grade_id = self.second
        self.assertEqual(own.department_id, self.paints)
        with self.assertRaises(AccessError):
            own.action_plan()
        toolman = self._create_graded(
            "Toolman", self.first, department_id=self.tools.id
        )
        with self.assertRaises(AccessError):
            head.create({"employee_id": toolman.id, **vals})
        with self.assertRaises(AccessError):
            head.create({"employee_id": self.boris.id, **vals, "state": "planned"})
        own.with_user(self.manager).action_plan()
        with self.assertRaises(AccessError):
            own.reason = "Too late"
        with self.assertRaises(AccessError):
            own.action_cancel()
        with self.assertRaises(AccessError):
            own.unlink()

    def test_unsaved_ones_may_be_asked(self):
        """For a wizard that shows what stands in the way, before it makes them."""
        record = self.env["kpi.attestation"].new(
            {
                "employee_id": self.anna.id,
                "kind": "grade",
                "date": "2026-09-15",
                "target_grade_id": self.first.id,
            }
        )
        [messages] = record.sudo()._get_plan_problems().values()
        self.assertEqual(len(messages), 1)
        self.assertIn("First is not higher", messages[0])
