from datetime import date
from unittest import skipUnless

from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.kpi_bonus.tests.common import KpiBonusCommon

from . import real_data

# Worked out from the receipt lines without the code under test, in fractions, from
# sales / 9 000, sales of the outlet / 75 000 and 75 % / share, weights 50, 30, 20, wage
# 20 000 and the default matrix. Sales of the outlets: 3: 77 213.23, 5: 76 894.47,
# 8: 79 528.25.
FIGURES = [
    # person, outlet, own sales, share, execution, effectiveness, total, row, bonus, pay
    (6, 8, 7896.49, 74.29, (88, 106, 101), (44, 32, 20), 96, 95, 95, 19000),
    (7, 5, 3155.36, 64.85, (35, 103, 116), (18, 31, 23), 72, 0, 0, 0),
    (8, 3, 1314.80, 69.68, (15, 103, 108), (8, 31, 22), 61, 0, 0, 0),
    (9, 3, 1677.60, 70.14, (19, 103, 107), (10, 31, 21), 62, 0, 0, 0),
    (10, 3, 938.35, 72.03, (10, 103, 104), (5, 31, 21), 57, 0, 0, 0),
    # 204 is above the last row, 150: five whole steps of 10 more, 20 % each.
    (12, 5, 27516.04, 75.35, (306, 103, 100), (153, 31, 20), 204, 150, 300, 60000),
    (13, 8, 392.80, 82.89, (4, 106, 90), (2, 32, 18), 52, 0, 0, 0),
    (14, 3, 12802.22, 80.60, (142, 103, 93), (71, 31, 19), 121, 120, 140, 28000),
    (15, 8, 9161.73, 80.76, (102, 106, 93), (51, 32, 19), 102, 100, 100, 20000),
    (16, 3, 14637.99, 76.44, (163, 103, 98), (82, 31, 20), 133, 130, 160, 32000),
    (17, 3, 14060.24, 77.03, (156, 103, 97), (78, 31, 19), 128, 120, 140, 28000),
    (18, 3, 2174.65, 73.76, (24, 103, 102), (12, 31, 20), 63, 0, 0, 0),
    (19, 3, 2428.58, 75.41, (27, 103, 99), (14, 31, 20), 65, 0, 0, 0),
    (20, 3, 14245.01, 79.17, (158, 103, 95), (79, 31, 19), 129, 120, 140, 28000),
    (25, 5, 1080.44, 65.71, (12, 103, 114), (6, 31, 23), 60, 0, 0, 0),
    (26, 5, 17082.86, 70.69, (190, 103, 106), (95, 31, 21), 147, 140, 180, 36000),
    (27, 5, 10061.33, 67.83, (112, 103, 111), (56, 31, 22), 109, 105, 110, 22000),
    (28, 5, 8761.08, 68.11, (97, 103, 110), (49, 31, 22), 102, 100, 100, 20000),
    (29, 5, 10228.79, 67.81, (114, 103, 111), (57, 31, 22), 110, 110, 120, 24000),
    (30, 5, 11334.83, 73.56, (126, 103, 102), (63, 31, 20), 114, 110, 120, 24000),
    (41, 8, 5460.24, 67.12, (61, 106, 112), (31, 32, 22), 85, 85, 85, 17000),
    (42, 8, 19348.84, 77.17, (215, 106, 97), (108, 32, 19), 159, 150, 200, 40000),
    (43, 8, 9906.48, 80.25, (110, 106, 93), (55, 32, 19), 106, 105, 110, 22000),
    (44, 8, 11445.91, 72.27, (127, 106, 104), (64, 32, 21), 117, 110, 120, 24000),
    (45, 8, 16523.29, 81.49, (184, 106, 92), (92, 32, 18), 142, 140, 180, 36000),
]
OUTLET_SALES = {3: 77213.23, 5: 76894.47, 8: 79528.25}


@tagged("post_install", "-at_install")
@skipUnless(real_data.FOLDER.is_dir(), real_data.MISSING)
class TestRealMonth(KpiBonusCommon):
    """April 2019 of 25 people in three outlets, imported and run by a bonus manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.month = real_data.CoffeeMonth()
        cls.outlets = {
            outlet: cls._create_department(
                real_data.outlet_name(outlet), cls.shop, "section"
            )
            for outlet in OUTLET_SALES
        }
        names = {
            int(row["staff_id"]): f"{row['first_name']} {row['last_name']}"
            for row in real_data.read("coffee_staff")
        }
        cls.staff = {
            staff: cls._create_employee(
                names[staff],
                date(2019, 1, 1),
                barcode=real_data.badge(staff),
                department_id=cls.outlets[outlet].id,
            )
            for staff, outlet in cls.month.homes.items()
        }
        cls._create_coffee_scheme()
        cls.period = cls._create_period(date(2019, 4, 1)).with_user(cls.manager)
        cls.period.action_prepare()
        cls._import_targets()
        cls.period.action_open()
        cls._import_facts()

    @classmethod
    def _create_coffee_scheme(cls):
        own_sales = cls._create_indicator("Own sales")
        outlet_sales = cls._create_indicator("Outlet sales", scope="section")
        single_line = cls._create_indicator(
            "Single line", unit="percent", method="inverse", ratio=True
        )
        cls._create_scheme(
            "Coffee",
            [(own_sales, 50, 0), (outlet_sales, 30, 0), (single_line, 20, 75)],
            date_from=date(2019, 1, 1),
            matrix_id=cls._copy_default_matrix().id,
            job_ids=cls.job.ids,
        )

    @classmethod
    def _copy_default_matrix(cls):
        """The matrix that comes with the addon, for the company of the tests."""
        default = cls.env.ref("kpi_bonus.kpi_matrix_default")
        return default.copy({"company_id": cls.company.id})

    @classmethod
    def _import_facts(cls):
        columns = ["indicator_id", "date", "employee_id", "department_id"]
        text = cls.month.get_facts_csv()
        cls._import("kpi.fact", text, [*columns, "value", "base"])

    @classmethod
    def _import_targets(cls):
        columns = ["period_id", "indicator_id", "employee_id", "department_id"]
        text = cls.month.get_targets_csv()
        cls._import("kpi.target", text, [*columns, "value"])

    @classmethod
    def _import(cls, model, text, columns):
        """What a click on "Import" does with a CSV file whose columns are mapped."""
        wizard = (
            cls.env["base_import.import"]
            .with_user(cls.manager)
            .create(
                {
                    "res_model": model,
                    "file": text.encode(),
                    "file_name": "month.csv",
                    "file_type": "text/csv",
                }
            )
        )
        options = {
            "has_headers": True,
            "separator": ",",
            "quoting": '"',
            "date_format": "%Y-%m-%d",
            "float_decimal_separator": ".",
            "float_thousand_separator": " ",
        }
        result = wizard.execute_import(columns, columns, options)
        if result["messages"]:
            raise AssertionError(result["messages"])

    def _close(self):
        self.period.action_refresh()
        self._close_period(self.period)

    def _get_reports(self):
        """{staff id: plan-report}, as the bonus manager sees them."""
        reports = self.period.report_ids.grouped("employee_id")
        return {staff: reports[employee] for staff, employee in self.staff.items()}

    def _get_figures(self, staff, report):
        """A row of ``FIGURES``, from the database."""
        own, outlet, share = report.line_ids
        self.assertEqual(outlet.fact, OUTLET_SALES[self.month.homes[staff]])
        return (
            staff,
            self.month.homes[staff],
            own.fact,
            round(share.fact, 2),
            tuple(report.line_ids.mapped("execution")),
            tuple(report.line_ids.mapped("effectiveness")),
            report.effectiveness,
            report.matrix_threshold,
            report.bonus_percent,
            report.bonus_amount,
        )

    def test_everybody_has_a_report_on_imported_plans(self):
        reports = self._get_reports()
        self.assertEqual(
            self.period.report_ids, self.period.report_ids.union(*reports.values())
        )
        self.assertEqual(len(reports), 25)
        for staff, report in reports.items():
            with self.subTest(staff=staff):
                self.assertEqual(
                    report.department_id, self.outlets[self.month.homes[staff]]
                )
                self.assertEqual(report.line_ids.mapped("plan"), [9000, 75000, 75])
                # 22 working days from Monday to Friday, 8 hours each.
                self.assertEqual((report.worked_hours, report.norm_hours), (176, 176))

    def test_pay_is_right_to_the_cent_and_the_percent(self):
        self._close()
        self.assertEqual(self.period.state, "closed")
        reports = self._get_reports()
        self.assertEqual(set(reports), {row[0] for row in FIGURES})
        for expected in FIGURES:
            staff = expected[0]
            with self.subTest(staff=staff):
                report = reports[staff]
                self.assertEqual(self._get_figures(staff, report), expected)
                self.assertEqual(report.earned_salary, 20000)
                self.assertEqual(report.state, "closed")
        # 24 times the wage for 25 people.
        self.assertEqual(sum(r.bonus_amount for r in reports.values()), 480000)

    def test_facts_agree_with_the_truth_that_came_with_the_data(self):
        self._close()
        reports = self._get_reports()
        for row in real_data.read("gt_coffee_staff"):
            with self.subTest(staff=row["staff_id"]):
                own, _outlet, share = reports[int(row["staff_id"])].line_ids
                self.assertEqual(own.fact, float(row["sales"]))
                self.assertEqual(share.base_measured, int(row["receipts"]))
                self.assertEqual(share.value_measured, int(row["single_line"]))
                self.assertEqual(f"{share.fact:.2f}", row["single_line_pct"])

    def test_importing_twice_changes_nothing(self):
        before = self._get_row_versions()
        self._import_facts()
        self._import_targets()
        self.assertEqual(self._get_row_versions(), before)

    def _get_row_versions(self):
        """Every fact and target with its place in the table: an update moves it."""
        self.env.flush_all()
        versions = []
        for table in ("kpi_fact", "kpi_target"):
            query = SQL("SELECT id, ctid FROM %s ORDER BY id", SQL.identifier(table))
            versions.append(self.env.execute_query(query))
        # Days of people and of outlets, twice those of people for the two KPIs; plans.
        self.assertEqual([len(rows) for rows in versions], [363 + 87 + 363, 25 + 3])
        return versions
