from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .career_common import CareerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-09-10 09:00:00")
class TestAttestation(CareerCommon):
    """Who is attested, when and for what: each rule asked when planned and applied."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls._create_graded("Anna Graded", cls.first)
        # Hired without grade on 1 June, on probation until 31 August.
        cls.boris = cls._create_employee(
            "Boris New", start=date(2026, 6, 1), trial_date_end=date(2026, 8, 31)
        )

    def _assert_refused(self, pattern, employee, grade=None, **vals):
        """When planned; and when applied, of one that came to be held all the same."""
        attestation = self._propose(employee, grade, **vals)
        with self.assertRaisesRegex(UserError, pattern):
            attestation.action_plan()
        attestation.sudo()._as_kpi_engine().write({"state": "held", "result": "passed"})
        with self.assertRaisesRegex(UserError, pattern):
            attestation.action_apply()
        attestation.sudo()._as_kpi_engine().write({"state": "draft"})
        return attestation

    # -- first grade ------------------------------------------------------------------

    def test_first_grade_after_probation(self):
        attestation = self._assert_refused(
            "Boris New is on probation until 08/31/2026: the attestation is held from "
            "09/01/2026 on",
            self.boris,
            self.first,
            kind="entry",
            day=date(2026, 8, 31),
        )
        attestation.date = date(2026, 9, 1)
        attestation.action_plan()
        self.assertEqual(attestation.state, "planned")
        self.assertEqual(attestation.effective_date, date(2026, 10, 1))

    def test_first_grade_once(self):
        self._assert_refused(
            "Anna Graded has the grade First since 01/01/2026 already",
            self.anna,
            self.second,
            kind="entry",
        )

    def test_first_grade_needs_one(self):
        self._assert_refused("choose the grade or the post", self.boris, kind="entry")

    # -- higher grade -----------------------------------------------------------------

    def test_grade_not_too_soon(self):
        """Set on 1 June, three months: possible from 1 September on."""
        self.boris.write({"kpi_grade_id": self.first.id, "trial_date_end": False})
        attestation = self._assert_refused(
            "Boris New has the grade First since 06/01/2026: a higher one is possible "
            "from 09/01/2026 on",
            self.boris,
            self.second,
            effective_date=date(2026, 8, 31),
        )
        attestation.effective_date = date(2026, 9, 1)
        attestation.action_plan()

    def test_grade_counts_from_the_last_change(self):
        """Versions of other causes in between don't begin the months anew."""
        self.anna.create_version(
            {"date_version": date(2026, 8, 1), "kpi_grade_id": self.second.id}
        )
        self.anna.create_version(
            {"date_version": date(2026, 9, 1), "department_id": self.tools.id}
        )
        attestation = self._assert_refused(
            "grade Second since 08/01/2026: .* possible from 11/01/2026 on",
            self.anna,
            self.third,
            effective_date=date(2026, 10, 31),
        )
        attestation.effective_date = date(2026, 11, 1)
        attestation.action_plan()

    def test_grade_must_be_higher(self):
        for grade in (self.first, self.second):
            self.anna.kpi_grade_id = self.second
            self._assert_refused(
                f"has the grade Second, and {grade.name} is not higher",
                self.anna,
                grade,
            ).unlink()
        # Any higher one, not the next only.
        self.anna.kpi_grade_id = self.first
        self._propose(self.anna, self.third).action_plan()

    def test_grade_needs_a_first_one(self):
        self.boris.trial_date_end = False
        self._assert_refused("Boris New has no grade yet", self.boris, self.first)
        self._propose(self.anna)
        with self.assertRaisesRegex(UserError, "choose the grade or the post to get"):
            self._propose(self._create_graded("Clara", self.first)).action_plan()

    def test_grade_needs_the_track(self):
        self.job.kpi_track = "ladder"
        self._assert_refused("Seller has no grades", self.anna, self.second)

    def test_grade_of_the_post(self):
        other = self._create_grade("Chief", 50000, job_id=self.chief_job.id)
        self._assert_refused(
            "the grade Chief is not one of Seller",
            self.boris,
            other,
            kind="entry",
        )
        anyone = self._create_grade("Any", 50000, job_id=False)
        self._propose(self.anna, anyone).action_plan()

    def test_grade_needs_a_wage(self):
        self.second.wage_ids.unlink()
        self._assert_refused("the grade Second has no wage", self.anna, self.second)

    # -- next post --------------------------------------------------------------------

    def _rise(self, **vals):
        return {
            "kind": "position",
            "target_job_id": self.senior_job.id,
            **vals,
        }

    def test_post_from_the_top_grade(self):
        self._assert_refused(
            "from Seller one rises to Senior seller with the grade Third",
            self.anna,
            **self._rise(),
        ).action_cancel()
        self.anna.kpi_grade_id = self.third
        attestation = self._propose(self.anna, **self._rise())
        attestation.action_plan()
        attestation.sudo()._as_kpi_engine().write({"state": "held", "result": "passed"})
        attestation.action_apply()
        self.assertEqual(
            self._get_versions(self.anna)[1],
            ("2026-10-01", "Senior seller", False, 22000),
        )

    def test_post_with_its_grade(self):
        self.job.kpi_track = "ladder"
        grade = self._create_grade("Senior", 40000, job_id=self.senior_job.id)
        self._hold(self.anna, grade, **self._rise()).action_apply()
        self.assertEqual(
            self._get_versions(self.anna)[1],
            ("2026-10-01", "Senior seller", "Senior", 40000),
        )

    def test_post_next_in_the_ladder(self):
        self.job.kpi_track = "ladder"
        self._assert_refused(
            "from Seller the next post is Senior seller",
            self.anna,
            kind="position",
            target_job_id=self.chief_job.id,
        )
        self.job.kpi_next_job_id = False
        self._assert_refused(
            "no post follows Seller", self.boris, day=date(2026, 9, 15), **self._rise()
        )

    def test_post_needs_a_place(self):
        """One place: its holder leaves on 30 September."""
        self.job.kpi_track = "ladder"
        holder = self._create_employee("Vera", job_id=self.senior_job.id)
        attestation = self._assert_refused(
            r"Anna Graded: no place is free as Senior seller on 10/01/2026. The "
            r"staffing limit is 1, places left: 0",
            self.anna,
            **self._rise(),
        )
        holder.contract_date_end = date(2026, 9, 30)
        attestation.action_plan()

    def test_places_are_shared(self):
        """Two want the one place: the second is refused, and nobody rises."""
        self.job.kpi_track = "ladder"
        clara = self._create_graded("Clara", self.first)
        both = self._hold(self.anna, **self._rise()) + self._hold(clara, **self._rise())
        with self.assertRaisesRegex(UserError, "Clara: no place is free") as caught:
            both.action_apply()
        self.assertNotIn("Anna", str(caught.exception))
        self.assertEqual(set(both.mapped("state")), {"held"})

    # -- exemptions -------------------------------------------------------------------

    def test_exempt_until(self):
        self.anna.kpi_attestation_exempt_until = date(2026, 9, 15)
        attestation = self._assert_refused(
            "Anna Graded is exempt from attestation until 09/15/2026",
            self.anna,
            self.second,
        )
        attestation.is_voluntary = True
        attestation.action_plan()
        clara = self._create_graded("Clara", self.first)
        clara.kpi_attestation_exempt_until = date(2026, 9, 14)
        self._propose(clara, self.second).action_plan()

    def test_parental_leave(self):
        """Until 15 September 2025: exempt for twelve months, until 15 September 2026"""
        leave_type = self.env["hr.leave.type"].create(
            {
                "name": "Parental",
                "kpi_is_parental": True,
                "requires_allocation": False,
                "company_id": self.company.id,
            }
        )
        dora = self._create_graded(
            "Dora", self.first, start=date(2024, 1, 1), date_version=date(2024, 1, 1)
        )
        leave = self.env["hr.leave"].create(
            {
                "holiday_status_id": leave_type.id,
                "employee_id": dora.id,
                "request_date_from": date(2025, 1, 13),
                "request_date_to": date(2025, 9, 15),
            }
        )
        leave._action_validate()
        attestation = self._assert_refused(
            "Dora has a parental leave until 09/15/2025, and is exempt until "
            "09/15/2026",
            dora,
            self.second,
        )
        attestation.date = date(2026, 9, 16)
        attestation.action_plan()
        self.company.kpi_attestation_parental_months = 13
        attestation.sudo()._as_kpi_engine().write({"state": "draft"})
        with self.assertRaisesRegex(UserError, "exempt until 10/15/2026"):
            attestation.action_plan()

    def test_short_in_post(self):
        """In the post since 1 January; with nine months, from 1 October on."""
        self.company.kpi_attestation_min_post_months = 9
        attestation = self._assert_refused(
            "in the post since 01/01/2026, and is attested from 10/01/2026 on",
            self.anna,
            self.second,
            day=date(2026, 9, 30),
        )
        attestation.date = date(2026, 10, 1)
        attestation.action_plan()
        # A first grade follows the probation.
        self._propose(self.boris, self.first, kind="entry").action_plan()
