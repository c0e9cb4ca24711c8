from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .career_common import CareerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-10-10 09:00:00")
class TestCareerApply(CareerCommon):
    """From a decision to the contract version, and what is paid by it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls._create_graded("Anna Graded", cls.first)

    def _open_october(self):
        self._create_worked_example()
        period = self._create_period()
        period.action_prepare()
        period.action_open()
        return period.report_ids.filtered(lambda rep: rep.employee_id == self.anna)

    # -- the version ------------------------------------------------------------------

    def test_makes_a_version(self):
        attestation = self._hold(self.anna, self.second)
        self.assertEqual(attestation.effective_date, date(2026, 10, 1))
        attestation.action_apply()
        self.assertEqual(
            self._get_versions(self.anna),
            [
                ("2026-01-01", "Seller", "First", 22000),
                ("2026-10-01", "Seller", "Second", 25000),
            ],
        )
        self.assertEqual(attestation.state, "applied")
        self.assertEqual(attestation.applied_by_id, self.manager)
        self.assertEqual(attestation.applied_on, datetime(2026, 10, 10, 9))
        version = attestation.sudo().version_id
        self.assertEqual(version.contract_date_start, date(2026, 1, 1))
        # In force at once, without waiting for core's nightly job.
        self.assertEqual(self.anna.current_version_id, version)
        self.assertEqual(self.anna.kpi_grade_id, self.second)

    def test_future_version_is_not_current(self):
        attestation = self._hold(self.anna, self.second, effective_date="2026-11-01")
        before = self.anna.current_version_id
        attestation.action_apply()
        self.assertEqual(self.anna.current_version_id, before)
        with freeze_time("2026-11-01"):
            self.anna._compute_current_version_id()
        self.assertEqual(self.anna.current_version_id, attestation.version_id)

    def test_same_as_core(self):
        """Field by field what ``create_version`` and a write would make."""
        vals = {"private_city": "Kazan", "employee_type": "worker", "children": 2}
        self.anna.write({**vals, "contract_date_end": "2027-12-31"})
        boris = self._create_graded("Boris", self.first)
        boris.write({**vals, "contract_date_end": "2027-12-31"})
        attestation = self._hold(self.anna, self.second)
        attestation.action_apply()
        core = boris.create_version(
            {
                "date_version": date(2026, 10, 1),
                "kpi_grade_id": self.second.id,
                "wage": 25000,
            }
        )
        own = attestation.sudo().version_id
        differing = [
            name
            for name, field in own._fields.items()
            if field.store
            and name not in ("id", "employee_id", "create_date", "write_date")
            and not name.endswith("_uid")
            and field.type not in ("one2many",)
            and own[name] != core[name]
        ]
        self.assertEqual(differing, [])
        self.assertEqual(own.contract_date_end, date(2027, 12, 31))
        self.assertEqual(own.private_city, "Kazan")

    def test_writes_on_the_version_of_the_day(self):
        self.anna.create_version(
            {"date_version": date(2026, 10, 1), "department_id": self.tools.id}
        )
        attestation = self._hold(self.anna, self.second)
        attestation.action_apply()
        self.assertEqual(
            self._get_versions(self.anna),
            [
                ("2026-01-01", "Seller", "First", 22000),
                ("2026-10-01", "Seller", "Second", 25000),
            ],
        )
        self.assertEqual(attestation.version_id.department_id, self.tools)
        attestation.action_undo("Wrong person")
        self.assertEqual(
            self._get_versions(self.anna)[1], ("2026-10-01", "Seller", "First", 22000)
        )

    def test_once_only(self):
        attestation = self._hold(self.anna, self.second)
        attestation.action_apply()
        before = self._get_versions(self.anna), attestation.applied_on
        with freeze_time("2026-10-11 09:00:00"):
            attestation.action_apply()
        self.assertEqual(
            (self._get_versions(self.anna), attestation.applied_on), before
        )

    # -- later versions ---------------------------------------------------------------

    def test_carried_into_later_versions(self):
        for day in (date(2026, 11, 1), date(2026, 12, 1)):
            self.anna.create_version(
                {"date_version": day, "department_id": self.tools.id}
            )
        attestation = self._hold(self.anna, self.second)
        attestation.action_apply()
        self.assertEqual(
            self._get_versions(self.anna),
            [
                ("2026-01-01", "Seller", "First", 22000),
                ("2026-10-01", "Seller", "Second", 25000),
                ("2026-11-01", "Seller", "Second", 25000),
                ("2026-12-01", "Seller", "Second", 25000),
            ],
        )
        self.assertEqual(
            self.anna.version_ids.mapped("department_id.name"), ["Paints", "Tools"]
        )
        attestation.action_undo("Wrong person")
        self.assertEqual(
            self._get_versions(self.anna),
            [
                ("2026-01-01", "Seller", "First", 22000),
                ("2026-11-01", "Seller", "First", 22000),
                ("2026-12-01", "Seller", "First", 22000),
            ],
        )

    def test_refused_when_a_later_version_differs(self):
        self.anna.create_version({"date_version": date(2026, 11, 1), "wage": 23000})
        attestation = self._hold(self.anna, self.second)
        with self.assertRaisesRegex(
            UserError,
            r"the contract versions of 11/01/2026 have something else as Wage",
        ):
            attestation.action_apply()
        # One that has the new value already does not stand in the way.
        self.anna.version_ids[-1].wage = 25000
        attestation.action_apply()
        self.assertEqual(
            self._get_versions(self.anna)[1:],
            [
                ("2026-10-01", "Seller", "Second", 25000),
                ("2026-11-01", "Seller", "Second", 25000),
            ],
        )

    # -- what is paid -----------------------------------------------------------------

    def test_raise_within_the_month(self):
        """20 000 → 25 000 on Friday the 16th: 11 of 22 days before, 11 from then on.

        20 000 · 88 / 176 + 25 000 · 88 / 176 = 10 000 + 12 500 = 22 500.00
        """
        self.anna.wage = 20000
        report = self._open_october()
        self.assertEqual(report.earned_salary, 20000)
        self._hold(self.anna, self.second, effective_date="2026-10-16").action_apply()
        self.assertEqual(
            [
                (row.date_from.day, row.date_to.day, row.wage, row.worked_hours)
                for row in report.segment_ids.sorted("date_from")
            ],
            [(1, 15, 20000, 88), (16, 31, 25000, 88)],
        )
        self.assertEqual(report.earned_salary, 22500)

    def test_raise_within_the_month_with_leave(self):
        """Monday 19 and Tuesday 20 off: 16 hours less at the new wage.

        20 000 · 88 / 176 + 25 000 · 72 / 176 = 10 000 + 10 227.27 = 20 227.27
        """
        self.anna.wage = 20000
        report = self._open_october()
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Unpaid",
                "resource_id": self.anna.resource_id.id,
                "calendar_id": self.calendar.id,
                "date_from": datetime(2026, 10, 19, 0),
                "date_to": datetime(2026, 10, 20, 23, 59, 59),
            }
        )
        attestation = self._hold(self.anna, self.second, effective_date="2026-10-16")
        attestation.action_apply()
        self.assertEqual(report.earned_salary, 20227.27)
        attestation.action_undo("Wrong person")
        # 20 000 · 160 / 176
        self.assertEqual(report.earned_salary, 18181.82)
        self.assertEqual(len(report.segment_ids), 1)

    # -- who and when -----------------------------------------------------------------

    def test_managers_only(self):
        attestation = self._hold(self.anna, self.second)
        for action in ("action_apply", "action_propose_adjustment"):
            with self.subTest(action=action), self.assertRaises(AccessError):
                getattr(attestation.with_user(self.head), action)()
        attestation.action_apply()
        with self.assertRaises(AccessError):
            attestation.with_user(self.head).action_undo("Mine")

    def test_not_ones_own(self):
        self.anna.user_id = self.manager
        attestation = self._hold(self.anna, self.second)
        with self.assertRaisesRegex(UserError, "another bonus manager must apply it"):
            attestation.action_apply()

    def test_not_employed(self):
        attestation = self._hold(self.anna, self.second)
        self.anna.active = False
        with self.assertRaisesRegex(UserError, "Anna Graded is archived"):
            attestation.action_apply()
        self.anna.active = True
        self.anna.contract_date_end = date(2026, 9, 30)
        with self.assertRaisesRegex(
            UserError, "Anna Graded is not employed on 10/01/2026"
        ):
            attestation.action_apply()
        self.anna.contract_date_end = date(2026, 10, 1)
        attestation.action_apply()
        self.assertEqual(self._get_versions(self.anna)[1][3], 25000)

    def test_not_before_the_first_version(self):
        attestation = self._hold(
            self.anna, self.second, effective_date=date(2025, 12, 31)
        )
        with self.assertRaisesRegex(UserError, "not employed on 12/31/2025"):
            attestation.action_apply()

    def test_all_or_none(self):
        boris = self._create_graded("Boris", self.first)
        boris.contract_date_end = date(2026, 9, 30)
        both = self._hold(self.anna, self.second) + self._hold(boris, self.second)
        with self.assertRaisesRegex(UserError, "Boris is not employed"):
            both.action_apply()
        self.assertEqual(set(both.mapped("state")), {"held"})
        self.assertEqual(len(self._get_versions(self.anna)), 1)

    def test_one_of_a_person_at_a_time(self):
        attestations = self._hold(self.anna, self.second)
        attestations += self._hold(self.anna, self.third, kind="entry")
        with self.assertRaisesRegex(UserError, "Apply one after another"):
            attestations.action_apply()

    def test_nobody_forges(self):
        attestation = self._propose(self.anna, self.second)
        for name, value in [
            ("state", "applied"),
            ("result", "passed"),
            ("change_log", {"rows": []}),
            ("version_id", self.anna.version_id.id),
            ("applied_on", "2026-10-01"),
            ("company_id", self.env.ref("base.main_company").id),
        ]:
            with self.subTest(name=name), self.assertRaises(AccessError):
                attestation.write({name: value})
        with self.assertRaises(AccessError):
            attestation.read(["change_log"])
