from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .attestation_common import AttestationCommon


@tagged("post_install", "-at_install")
class TestCareerPath(AttestationCommon):
    def _get_career(self, employee=None, now="2026-10-15 08:00:00", **kwargs):
        with freeze_time(now):
            return (employee or self.seller)._kpi_get_career(**kwargs)

    def _change(self, day, employee=None, **vals):
        version = (employee or self.seller).create_version({"date_version": day})
        version.write(vals)
        return version

    def test_steps(self):
        self._change(date(2026, 5, 1), kpi_grade_id=self.grades[1].id, wage=25000)
        self._change(date(2026, 7, 1), department_id=self.tools.id)
        self._change(date(2026, 11, 1), kpi_grade_id=self.grades[2].id, wage=30000)
        steps = self._get_career(with_wage=True)["steps"]
        values = [
            (step["when"], step["date_from"], step["date_to"])
            + (step["job"], step["grade"], step["wage"])
            for step in steps
        ]
        # The transfer of July is the same post and grade: no step.
        self.assertEqual(
            values,
            [
                (
                    "past",
                    date(2026, 1, 1),
                    date(2026, 4, 30),
                    "Seller",
                    "Grade 1",
                    20000,
                ),
                ("present", date(2026, 5, 1), False, "Seller", "Grade 2", 25000),
                ("decided", date(2026, 11, 1), False, "Seller", "Grade 3", 30000),
            ],
        )
        # The day on which it begins.
        steps = self._get_career(now="2026-11-01 08:00:00")["steps"]
        self.assertEqual([s["when"] for s in steps], ["past", "past", "present"])
        self.assertEqual({step["wage"] for step in steps}, {None})

    def test_a_raise_is_a_step_for_who_sees_wages(self):
        self._change(date(2026, 5, 1), wage=21000)
        self.assertEqual(len(self._get_career(with_wage=True)["steps"]), 2)
        self.assertEqual(len(self._get_career()["steps"]), 1)

    def test_next_grade(self):
        """First grade since 1 January: the second from 1 April on."""
        for now, months in (
            ("2026-01-15 08:00:00", 3),  # two months and 17 days
            ("2026-02-01 08:00:00", 2),
            ("2026-03-31 08:00:00", 1),
            ("2026-04-01 08:00:00", 0),
        ):
            ahead = self._get_career(now=now)["ahead"]
            with self.subTest(now=now):
                self.assertEqual(
                    [(step["kind"], step["name"], step["is_next"]) for step in ahead],
                    [
                        ("grade", "Grade 2", True),
                        ("grade", "Grade 3", False),
                        ("post", "Senior seller", True),
                    ],
                )
                self.assertEqual(ahead[0]["date"], date(2026, 4, 1))
                self.assertEqual(ahead[0]["months"], months)

    def test_grade_counts_from_its_first_version(self):
        self._change(date(2026, 3, 1), department_id=self.tools.id)
        ahead = self._get_career(now="2026-03-15 08:00:00")["ahead"]
        self.assertEqual(ahead[0]["date"], date(2026, 4, 1))

    def test_first_grade_after_the_probation(self):
        novice = self._create_employee("Clara", trial_date_end=date(2026, 3, 31))
        ahead = self._get_career(novice, now="2026-02-15 08:00:00")["ahead"]
        self.assertEqual(ahead[0]["name"], "Grade 1")
        self.assertEqual(ahead[0]["date"], date(2026, 4, 1))
        self.assertEqual(ahead[0]["months"], 2)

    def test_places(self):
        chief = self.env["hr.job"].create(
            {
                "name": "Section head",
                "company_id": self.company.id,
                "kpi_staff_limit": 1,
            }
        )
        self.senior_job.write({"kpi_next_job_id": chief.id, "kpi_staff_limit": 2})
        self._create_employee("Senior", job_id=self.senior_job.id)
        self._create_employee("Chief", job_id=chief.id)
        posts = [s for s in self._get_career()["ahead"] if s["kind"] == "post"]
        self.assertEqual(
            [(post["name"], post["is_next"], post["places"]) for post in posts],
            [("Senior seller", True, 1), ("Section head", False, 0)],
        )
        self.senior_job.kpi_staff_limit = 0
        posts = [s for s in self._get_career()["ahead"] if s["kind"] == "post"]
        self.assertIsNone(posts[0]["places"])

    def test_nothing_ahead(self):
        """Whoever is at the top, and whoever has left."""
        self._change(date(2026, 5, 1), job_id=self.senior_job.id, kpi_grade_id=False)
        self.assertEqual(self._get_career()["ahead"], [])
        self.boris.contract_date_end = date(2026, 9, 30)
        career = self._get_career(self.boris)
        self.assertEqual(career["ahead"], [])
        self.assertEqual(career["steps"][0]["when"], "past")

    def test_tab_of_the_employee(self):
        with freeze_time("2026-10-15"):
            html = self.seller.with_user(self.manager).kpi_career_path
            self.assertIn("Grade 1", html)
            self.assertNotIn("20,000", html)
            self.manager.group_ids += self.env.ref("hr.group_hr_manager")
            self.env.invalidate_all()
            html = self.seller.with_user(self.manager).kpi_career_path
            self.assertIn("20,000", html)

    def test_names_are_escaped(self):
        self.job.name = "<b>Seller</b>"
        html = self.seller.with_user(self.manager).kpi_career_path
        self.assertIn("&lt;b&gt;Seller&lt;/b&gt;", html)

    def test_tab_is_hidden_from_heads(self):
        field = self.env["hr.employee"]._fields["kpi_career_path"]
        employees = self.env["hr.employee"].with_user(self.head)
        self.assertFalse(employees._has_field_access(field, "read"))
