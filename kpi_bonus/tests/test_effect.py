from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .common import KpiBonusCommon

# 25 people leave in the three months before October 2026, 19 in the three from it on.
LEAVERS = {7: 10, 8: 8, 9: 7, 10: 7, 11: 6, 12: 6}


@tagged("post_install", "-at_install")
@freeze_time("2027-01-05 10:00:00")
class TestEffect(KpiBonusCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_worked_example()
        cls.env["hr.employee"].create(
            [
                {
                    "name": f"Leaver {month} {number}",
                    "company_id": cls.company.id,
                    "department_id": cls.tools.id,
                    "date_version": date(2026, 1, 1),
                    "contract_date_start": date(2026, 1, 1),
                    "contract_date_end": date(2026, month, 10),
                }
                for month, count in LEAVERS.items()
                for number in range(count)
            ]
        )
        cls.sellers = cls.seller
        for name in ("Boris", "Clara", "Dora"):
            cls.sellers |= cls._create_employee(name)
        cls.period = cls._create_period(date(2026, 10, 1))
        cls.period.action_prepare()

    def _close_reports(self, percents, **vals):
        """The sellers' reports of October as closed, with these percents paid."""
        self.period._as_kpi_engine().state = "closed"
        for seller, percent in zip(self.sellers, percents, strict=True):
            report = self.period.report_ids.filtered(
                lambda report, seller=seller: report.employee_id == seller
            )
            report._as_kpi_engine().write(
                {
                    "state": "closed",
                    "bonus_percent": percent,
                    "earned_salary": 20000,
                    "bonus_amount": 200 * percent,
                    "worked_hours": 176,
                    **vals,
                }
            )

    def _open(self, user=None, **vals):
        effects = self.env["kpi.effect"].with_user(user or self.manager)
        return effects.create(vals)

    def test_a_quarter_fewer_leave(self):
        """25 to 19 in three months each: 24 % down, as in the case."""
        self.company.kpi_start_date = date(2026, 10, 1)
        effect = self._open()
        self.assertEqual(effect.date_from, date(2026, 10, 1))
        self.assertEqual(effect.date_to, date(2026, 12, 31))
        self.assertEqual((effect.month_count_before, effect.month_count), (3, 3))
        self.assertAlmostEqual(effect.leavers_before, 8.33, 2)
        self.assertAlmostEqual(effect.leavers, 6.33, 2)
        self.assertEqual(effect.leavers_change, -24)
        # 48 people at the end of June: 44 who will leave and 4 sellers. Means of July
        # to September: 43 + 34 + 26.5 = 103.5; of October on: 19.5 + 13 + 7 = 39.5.
        self.assertAlmostEqual(effect.turnover_before, 24.15, 2)
        self.assertAlmostEqual(effect.turnover, 48.10, 2)

    def test_period_chosen(self):
        """November alone is compared with the one month before the start."""
        self.company.kpi_start_date = date(2026, 10, 1)
        effect = self._open(date_from="2026-11-01", date_to="2026-11-30")
        self.assertEqual((effect.leavers_before, effect.leavers), (7, 6))
        self.assertEqual(effect.leavers_change, -14.29)

    def test_not_started(self):
        effect = self._open()
        self.assertFalse(effect.start_date)
        self.assertEqual(effect.date_from, date(2026, 1, 1))
        self.assertEqual(effect.month_count, 0)
        self.assertEqual(effect.leavers_change, 0)
        self.assertEqual(len(effect.months), 12)
        self.assertIn("Leavers by month", effect.chart)

    def test_dates_the_wrong_way_round(self):
        with self.assertRaisesRegex(ValidationError, "Choose another period"):
            self._open(date_from="2026-12-01", date_to="2026-11-30")

    def test_bands(self):
        """Exact boundaries, the same in Python and in SQL."""
        report = self.period.report_ids[0]
        reports = self.env["kpi.plan.report"]
        for percent, band in [
            (0, "none"),
            (0.01, "below"),
            (99.99, "below"),
            (100, "reached"),
            (120, "reached"),
            (120.01, "above"),
            (200, "above"),
            (200.01, "top"),
        ]:
            with self.subTest(percent=percent):
                report._as_kpi_engine().bonus_percent = percent
                self.assertEqual(report.bonus_band, band)
                domain = [("id", "=", report.id)]
                groups = reports._read_group(domain, ["bonus_band"], ["__count"])
                self.assertEqual(groups, [(band, 1)])
                found = reports.search([*domain, ("bonus_band", "=", band)])
                self.assertEqual(found, report)
                self.assertFalse(reports.search([*domain, ("bonus_band", "!=", band)]))

    def _get_counts(self, effect):
        return [(band["count"], band["share"]) for band in effect.bands]

    def test_distribution(self):
        self._close_reports([0, 90, 100, 140])
        effect = self._open()
        self.assertEqual(
            self._get_counts(effect), [(1, 25), (1, 25), (1, 25), (1, 25), (0, 0)]
        )
        self.assertEqual(effect.report_count, 4)
        self.assertIn("25 %", effect.chart)
        reports = self.env["kpi.plan.report"].with_user(self.manager)
        action = effect.action_open_reports()
        self.assertEqual(reports.search_count(action["domain"]), 4)

    def test_who_is_not_counted(self):
        """Who did not work, shadow periods, months not chosen, reports not closed."""
        self._close_reports([90, 90, 90, 90])
        reports = self.period.report_ids
        reports[0]._as_kpi_engine().worked_hours = 0
        reports[1]._as_kpi_engine().state = "checked"
        self.assertEqual(self._open().report_count, 2)
        november = {"date_from": "2026-11-01", "date_to": "2026-12-31"}
        self.assertEqual(self._open(**november).report_count, 0)
        # Past the ORM: the mode of a period with issued reports stays.
        self.env.flush_all()
        query = "UPDATE kpi_period SET mode = 'shadow' WHERE id = %s"
        self.env.cr.execute(query, [self.period.id])
        self.env.invalidate_all()
        self.assertEqual(self._open().report_count, 0)

    def test_without_a_bonus(self):
        self._close_reports([0, 90, 0, 140])
        self.company.kpi_no_bonus_months = 1
        effect = self._open()
        names = effect.without_ids.employee_id.mapped("name")
        self.assertEqual(sorted(names), ["Anna Seller", "Clara"])
        self.assertEqual(effect.without_months, 1)
        self.company.kpi_no_bonus_months = 2  # there are not as many months yet
        self.assertFalse(self._open().without_ids)

    def test_form(self):
        self.company.kpi_start_date = date(2026, 10, 1)
        with Form(self.env["kpi.effect"].with_user(self.manager)) as form:
            form.date_from = date(2026, 12, 1)
            self.assertEqual(form.month_count, 1)
            self.assertEqual(form.leavers, 6)

    def test_rights(self):
        payroll = self._create_user("payroll", "kpi_bonus.group_payroll")
        effect = self._open(payroll)
        self.assertEqual(len(effect.months), 12)
        self.assertEqual(effect.action_open_turnover()["res_model"], "kpi.turnover")
        with self.assertRaises(AccessError):
            effect.with_user(self.manager).read(["chart"])
        with self.assertRaises(AccessError):
            self._open(self.head)

    def test_other_company(self):
        """A company that the user does not work in shows nothing."""
        other = self.env["res.company"].create({"name": "Other shop"})
        with self.assertRaises(AccessError):
            self._open(company_id=other.id)
