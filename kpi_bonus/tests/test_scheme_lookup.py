from datetime import date

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import KpiBonusCommon

OCTOBER = date(2026, 10, 1)


@tagged("post_install", "-at_install")
class TestSchemeLookup(KpiBonusCommon):
    """Which scheme a person has, and that there is never more than one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.indicator = cls._create_indicator("Own sales")
        cls.other_job = cls.env["hr.job"].create(
            {"name": "Cashier", "company_id": cls.company.id}
        )
        cls.corner = cls._create_department("Corner", cls.paints)
        cls.clerk = cls._create_employee("Clerk", department_id=cls.corner.id)

    def _scheme(self, name, jobs=None, departments=None, **values):
        lines = [(self.indicator, 100, 1000)]
        if jobs:
            values["job_ids"] = jobs.ids
        if departments:
            values["department_ids"] = departments.ids
        return self._create_scheme(name, lines, **values)

    def _find(self, employees=None, frequency="month", day=OCTOBER):
        versions = (employees or self.clerk).version_id
        found = self.env["kpi.scheme"]._find_for_versions(versions, frequency, day)
        return [found.get(version.id) for version in versions]

    def _assert_found(self, scheme, **asked):
        self.assertEqual(self._find(**asked), [scheme])

    def test_nobody(self):
        self._assert_found(None)
        self.clerk.job_id = False
        self._scheme("Cashiers", self.other_job)
        self._assert_found(None)
        self.assertEqual(
            self.env["kpi.scheme"]._find_for_versions(
                self.env["hr.version"], "month", OCTOBER
            ),
            {},
        )

    def test_job(self):
        sellers = self._scheme("Sellers", self.job)
        self._scheme("Cashiers", self.other_job)
        self._assert_found(sellers)

    def test_job_in_the_nearest_department_upward(self):
        self._scheme("Sellers", self.job)
        shop = self._scheme("Shop", self.job, self.shop)
        self._assert_found(shop)
        paints = self._scheme("Paints", self.job, self.paints)
        self._assert_found(paints)
        corner = self._scheme("Corner", self.job, self.corner)
        self._assert_found(corner)

    def test_department_counts_only_with_the_job(self):
        sellers = self._scheme("Sellers", self.job)
        self._scheme("Corner", self.other_job, self.corner)
        self._scheme("Tools", self.job, self.tools)
        self._assert_found(sellers)

    def test_archived_department(self):
        paints = self._scheme("Paints", self.job, self.paints)
        self.corner.active = False
        self._assert_found(paints)

    def test_scheme_of_the_person(self):
        self._scheme("Corner", self.job, self.corner)
        own = self._scheme("Own")
        self.clerk.kpi_scheme_id = own
        self._assert_found(own)

    def test_scheme_of_the_person_stands_for_its_code(self):
        own = self._scheme("Own")
        newer = own._create_new_version()  # from 1 February
        newer.action_activate()
        self.clerk.kpi_scheme_id = own
        self._assert_found(newer)
        self._assert_found(own, day=date(2026, 1, 31))
        self.clerk.kpi_scheme_id = newer
        self._assert_found(own, day=date(2026, 1, 31))

    def test_scheme_of_the_person_that_is_not_valid(self):
        sellers = self._scheme("Sellers", self.job)
        own = self._scheme("Own", date_from=date(2026, 10, 2))
        self.clerk.kpi_scheme_id = own
        self._assert_found(sellers)
        self._assert_found(own, day=date(2026, 11, 1))

    def test_only_active_schemes(self):
        sellers = self._scheme("Sellers", self.job, activate=False)
        self._assert_found(None)
        sellers.action_activate()
        self._assert_found(sellers)
        sellers.action_retire()
        self._assert_found(None)

    def test_versions(self):
        first = self._scheme("Sellers", self.job)
        second = first._create_new_version()
        second.date_from = OCTOBER
        second.action_activate()
        draft = second._create_new_version()
        draft.date_from = date(2026, 9, 1)
        self._assert_found(None, day=date(2025, 12, 31))
        self._assert_found(first, day=date(2026, 1, 1))
        self._assert_found(first, day=date(2026, 9, 30))
        self._assert_found(second, day=OCTOBER)
        self._assert_found(second, day=date(2027, 1, 1))

    def test_new_version_for_other_jobs(self):
        first = self._scheme("Sellers", self.job)
        second = first._create_new_version()
        second.job_ids = self.other_job
        second.action_activate()
        self._assert_found(first, day=date(2026, 1, 1))
        self._assert_found(None)

    def test_frequency(self):
        monthly = self._scheme("Sellers", self.job)
        quarterly = self._scheme("Quarter", self.job, frequency="quarter")
        self._assert_found(monthly)
        self._assert_found(quarterly, frequency="quarter")

    def test_version_of_another_frequency_ends_the_one_before(self):
        monthly = self._scheme("Sellers", self.job)
        quarterly = monthly._create_new_version()
        quarterly.frequency = "quarter"
        quarterly.action_activate()
        self._assert_found(None)
        self._assert_found(quarterly, frequency="quarter")

    def _create_foreign_scheme(self, job):
        """Only what the search looks at: no line, no matrix, hence no button."""
        other = self.env["res.company"].create({"name": "Other"})
        scheme = self.env["kpi.scheme"].create(
            {
                "name": "Foreign",
                "code": "sellers",
                "company_id": other.id,
                "date_from": date(2026, 1, 1),
                "job_ids": job.ids,
            }
        )
        scheme._as_approval().state = "active"
        return scheme

    def test_scheme_of_another_company(self):
        self.clerk.job_id = self.env["hr.job"].create(
            {"name": "Guard", "company_id": False}
        )
        self._create_foreign_scheme(self.clerk.job_id)
        self._assert_found(None)

    def test_scheme_of_another_company_set_on_the_person(self):
        """As after a move between companies: not even one with the same code counts."""
        self._scheme("Sellers")
        foreign = self._create_foreign_scheme(self.env["hr.job"])
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hr_version SET kpi_scheme_id = %s WHERE id = %s",
            [foreign.id, self.clerk.version_id.id],
        )
        self.env.invalidate_all()
        self._assert_found(None)

    def test_no_conflict_between_companies(self):
        job = self.env["hr.job"].create({"name": "Guard", "company_id": False})
        foreign = self._create_foreign_scheme(job)
        (self._scheme("Guards", job) + foreign)._check_matches()

    def test_many_people_in_one_call(self):
        cashier = self._create_employee("Cashier", job_id=self.other_job.id)
        sellers = self._scheme("Sellers", self.job)
        corner = self._scheme("Corner", self.job, self.corner)
        self.assertEqual(
            self._find(self.clerk + self.seller + cashier), [corner, sellers, None]
        )

    def test_queries_do_not_grow_with_people(self):
        self._scheme("Sellers", self.job)
        self._scheme("Corner", self.job, self.corner)
        self.clerk.kpi_scheme_id = self._scheme("Own")
        employees = self.clerk
        for number in range(29):
            department = self._create_department(f"Shelf {number}", self.corner)
            employees += self._create_employee(
                f"Clerk {number}", department_id=department.id
            )
        versions = employees.version_id

        def count_queries(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = self.env["kpi.scheme"]._find_for_versions(some, "month", OCTOBER)
            self.assertEqual(len(found), len(some))
            return self.env.cr.sql_log_count - before

        count_queries(versions)
        few, many = count_queries(versions[:3]), count_queries(versions)
        # Caches of the registry make a difference of one or two, people one of 27.
        self.assertLessEqual(many, few + 2)

    def _assert_conflict(self, scheme, message):
        with self.assertRaisesRegex(ValidationError, message), self.cr.savepoint():
            scheme.action_activate()

    def test_two_schemes_for_a_job(self):
        self._scheme("Sellers", self.job)
        self._assert_conflict(
            self._scheme("Others", self.job + self.other_job, activate=False),
            r"Schemes Others \(2026-01-01\) and Sellers \(2026-01-01\) both fit the "
            "job Seller in every department from 2026-01-01 on",
        )

    def test_two_schemes_for_a_job_in_a_department(self):
        self._scheme("Sellers", self.job, self.paints + self.tools)
        self._assert_conflict(
            self._scheme("Others", self.job, self.tools + self.shop, activate=False),
            "both fit the job Seller in Shop / Tools",
        )

    def test_two_schemes_activated_together(self):
        schemes = self._scheme("Sellers", self.job, activate=False)
        schemes += self._scheme("Others", self.job, activate=False)
        self._assert_conflict(schemes, "both fit the job Seller")

    def test_no_conflict_at_different_levels(self):
        self._scheme("Sellers", self.job)
        self._scheme("Paints", self.job, self.paints)
        self._scheme("Corner", self.job, self.corner)
        self._scheme("Cashiers", self.other_job, self.corner)
        self._scheme("Quarter", self.job, frequency="quarter")
        # Schemes without jobs fit whoever they are set on.
        self._scheme("Own")
        self._scheme("Second own")

    def test_conflict_only_while_both_are_valid(self):
        first = self._scheme("Sellers", self.job)
        second = first._create_new_version()  # from 1 February, for another job
        second.job_ids = self.other_job
        second.action_activate()
        later = self._scheme(
            "Later", self.job, date_from=date(2026, 2, 1), activate=False
        )
        later.action_activate()
        self.assertEqual(later.state, "active")
        self._assert_conflict(
            self._scheme(
                "Earlier", self.job, date_from=date(2026, 1, 31), activate=False
            ),
            r"Earlier \(2026-01-31\) and .* from 2026-0[12]-\d\d on",
        )

    def test_no_conflict_with_a_retired_scheme(self):
        self._scheme("Sellers", self.job).action_retire()
        self._scheme("Others", self.job)
