from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common import KpiBonusCommon

TODAY = "2026-12-10"
COLUMNS = ("opening", "joiners", "leavers", "closing")


@tagged("post_install", "-at_install")
@freeze_time(f"{TODAY} 10:00:00")
class TestTurnover(KpiBonusCommon):
    """Joiners and leavers of October to December 2026 in paints and tools.

    Anna has been in paints since January. The head has no start of contract and is not
    counted anywhere.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The month of a contract's last day, up to that day.
        cls._create_contract("Boris", date(2026, 10, 1), date(2026, 10, 31))
        cls._create_contract("Clara", date(2026, 10, 15))
        dora = cls._create_contract("Dora")
        dora.create_version(
            {"date_version": date(2026, 11, 1), "department_id": cls.tools.id}
        )
        # A new contract on the next day, and one a month later.
        cls._renew("Egor", date(2026, 10, 15), date(2026, 10, 16))
        cls._renew("Fedor", date(2026, 9, 30), date(2026, 11, 1))
        cls._create_contract("Gleb", end=date(2026, 12, 10))
        cls._create_contract("Hanna", end=date(2026, 12, 11))

    @classmethod
    def _create_contract(cls, name, start=date(2026, 1, 1), end=False):
        return cls._create_employee(name, start, contract_date_end=end)

    @classmethod
    def _renew(cls, name, end, start):
        employee = cls._create_contract(name, end=end)
        employee.create_version(
            {
                "date_version": start,
                "contract_date_start": start,
                "contract_date_end": False,
            }
        )

    def _get_row(self, month, department=None):
        self.env.invalidate_all()
        rows = self.env["kpi.turnover"].with_user(self.manager)
        return rows.search(
            [
                ("company_id", "=", self.company.id),
                ("date", "=", date(2026, month, 1)),
                ("department_id", "=", (department or self.paints).id),
            ]
        )

    def _get_figures(self, month, department=None):
        row = self._get_row(month, department)
        return tuple(row[name] for name in COLUMNS)

    def test_months(self):
        # Anna, Dora, Egor, Gleb, Hanna; Boris and Clara come, Boris goes.
        self.assertEqual(self._get_figures(10), (5, 2, 1, 6))
        # Fedor comes again, Dora goes to the tools: no leaver.
        self.assertEqual(self._get_figures(11), (6, 1, 0, 6))
        self.assertEqual(self._get_figures(11, self.tools), (0, 0, 0, 1))
        # Up to today, which is Gleb's last day; Hanna's is tomorrow.
        self.assertEqual(self._get_figures(12), (6, 0, 1, 5))
        self.assertEqual(self._get_figures(12, self.tools), (1, 0, 0, 1))
        # Fedor's first contract ended on the last of September.
        self.assertEqual(self._get_figures(9), (6, 0, 1, 5))
        # Everybody began on 1 January: Anna, Dora, Egor, Fedor, Gleb, Hanna.
        self.assertEqual(self._get_figures(1), (0, 6, 0, 6))
        self.assertFalse(self._get_row(9, self.tools))

    def test_rates(self):
        """October: 1 leaver of (5 + 6) / 2 people is 18.18 %."""
        row = self._get_row(10)
        self.assertEqual(row.headcount, 5.5)
        self.assertAlmostEqual(row.turnover, 18.18, 2)
        self.assertTrue(row.is_complete)
        self.assertFalse(self._get_row(12).is_complete)

    def test_last_day_of_a_month(self):
        """A month is complete on the next day."""
        with freeze_time("2026-11-30 10:00:00"):
            self.assertFalse(self._get_row(11).is_complete)
        with freeze_time("2026-12-01 10:00:00"):
            self.assertTrue(self._get_row(11).is_complete)

    def test_means(self):
        """October and November: (5.5 + 6.5) / 2 people, 1 leaver of 12 is 8.33 %."""
        [[people, turnover, leavers]] = self.env["kpi.turnover"]._read_group(
            [
                ("company_id", "=", self.company.id),
                ("date", ">=", "2026-10-01"),
                ("is_complete", "=", True),
            ],
            [],
            ["headcount:avg", "turnover:avg", "leavers:sum"],
        )
        self.assertEqual(float(people), 6)
        self.assertAlmostEqual(float(turnover), 8.33, 2)
        self.assertEqual(leavers, 1)

    def _get_stages(self):
        return [self._get_row(month).stage for month in (9, 10, 11)]

    def test_stage(self):
        self.assertEqual(self._get_stages(), ["before"] * 3)
        shadow = self._create_period(date(2026, 9, 1), mode="shadow")
        period = self._create_period(date(2026, 10, 1), mode="pilot")
        (shadow | period)._as_kpi_engine().state = "open"
        self.assertEqual(self._get_stages(), ["before", "after", "after"])
        # The month in which it starts counts as one with it.
        self.company.kpi_start_date = date(2026, 11, 30)
        self.assertEqual(self._get_stages(), ["before", "before", "after"])

    def test_start_date(self):
        """A draft or a shadow period starts nothing."""
        self._create_period(date(2026, 10, 1), mode="live")
        starts = self.company._kpi_get_start_dates()
        self.assertEqual(starts, {})

    def test_archived_people_have_left_all_the_same(self):
        self.seller.contract_date_end = date(2026, 11, 20)
        self.seller.action_archive()
        self.assertEqual(self._get_figures(11), (6, 1, 1, 5))
