from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..wizards.kpi_fact_sheet_line import parse_cell
from .facts_common import FactsCommon


@tagged("post_install", "-at_install")
class TestFactSheet(FactsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.period = cls._create_period()

    def _create_sheet(self, indicator=None, user=None, **vals):
        sheet = (
            self.env["kpi.fact.sheet"]
            .with_user(user or self.manager)
            .create(
                {
                    "period_id": self.period.id,
                    "indicator_id": (indicator or self.own).id,
                    **vals,
                }
            )
        )
        sheet.action_load()
        return sheet

    def _get_line(self, sheet, subject):
        return sheet.line_ids.filtered(
            lambda line: subject in (line.employee_id, line.department_id)
        )

    def _get_figures(self, indicator):
        facts = self.env["kpi.fact"].search(
            [("indicator_id", "=", indicator.id)], order="date, id"
        )
        return [(fact.date.day, fact.value, fact.origin) for fact in facts]

    def test_cells_people_type(self):
        for text, figure in (
            ("1 200,50", 1200.5),
            ("1200.50", 1200.5),
            ("1\N{NO-BREAK SPACE}200", 1200),
            ("1\N{NARROW NO-BREAK SPACE}200,5", 1200.5),
            ("1,200.50", 1200.5),
            ("1.200,50", 1200.5),
            ("-3", -3),
            ("0", 0),
            ("", None),
            (" ", None),
            (False, None),
        ):
            with self.subTest(text=text):
                self.assertEqual(parse_cell(text), figure)
        for text in ("x", "1,2,3", "12 p", "nan", "inf", "1.2.3", "--1"):
            with self.subTest(text=text), self.assertRaises(ValueError):
                parse_cell(text)

    def _create_import(self, day):
        vals = {"employee_id": self.seller.id, "origin": "import"}
        return self._create_fact(self.own, day, date(2026, 10, day), **vals)

    def test_load(self):
        self._create_fact(self.own, 1200.5)
        self._create_fact(self.own, 0, day=date(2026, 10, 16))
        self._create_fact(self.own, 9, day=date(2026, 11, 16))
        line = self._get_line(self._create_sheet(), self.seller)
        self.assertEqual((line.day_15, line.day_16), ("1200.5", "0"))
        self.assertFalse(line.day_17)
        self.assertEqual(line.name, "Anna Seller")

    def test_save_writes_changes_and_deletes_emptied_cells(self):
        kept = self._create_import(1)
        self._create_import(2)
        self._create_import(3)
        sheet = self._create_sheet()
        line = self._get_line(sheet, self.seller)
        line.write({"day_02": "2,5", "day_03": "", "day_04": "0", "day_05": " "})
        # The same figure, typed in another way.
        line.day_01 = "1,0"
        self.env.flush_all()
        self.env.cr.execute("UPDATE kpi_fact SET write_date = '2020-01-01'")
        kept.invalidate_recordset()
        sheet.action_save()
        self.assertEqual(
            self._get_figures(self.own),
            [(1, 1, "import"), (2, 2.5, "manual"), (4, 0, "manual")],
        )
        self.assertEqual(kept.write_date.year, 2020)
        self.assertEqual(self._get_line(sheet, self.seller).day_02, "2.5")

    def test_cell_changed_by_somebody_else_meanwhile_is_left(self):
        fact = self._create_fact(self.own, 1)
        sheet = self._create_sheet()
        fact.value = 7
        self._get_line(sheet, self.seller).day_16 = "3"
        sheet.action_save()
        self.assertEqual(
            self._get_figures(self.own), [(15, 7, "manual"), (16, 3, "manual")]
        )

    def test_wrong_text_names_person_day_and_text(self):
        sheet = self._create_sheet()
        self._get_line(sheet, self.boris).day_09 = "12 pcs"
        with self.assertRaisesRegex(
            ValidationError, "Boris Painter, 2026-10-09: “12 pcs”"
        ):
            sheet.action_save()

    def test_closed_period(self):
        sheet = self._create_sheet()
        self._get_line(sheet, self.boris).day_09 = "12"
        self._close(self.period)
        with self.assertRaisesRegex(UserError, "Boris Painter.*2026-10"):
            sheet.action_save()

    def test_bases(self):
        self._create_fact(self.share, 1, employee_id=self.seller.id, base=20)
        sheet = self._create_sheet(self.share, figure="base")
        line = self._get_line(sheet, self.seller)
        self.assertEqual(line.day_15, "20")
        line.day_15 = "25"
        sheet.action_save()
        fact = self.env["kpi.fact"].search([("indicator_id", "=", self.share.id)])
        self.assertEqual((fact.value, fact.base), (1, 25))
        self._get_line(sheet, self.seller).day_15 = ""
        sheet.action_save()
        self.assertEqual((fact.value, fact.base), (1, 0))
        self._get_line(sheet, self.boris).day_15 = "5"
        with self.assertRaisesRegex(UserError, "Boris Painter.*value before"):
            sheet.action_save()

    def test_indicators_that_do_not_fit(self):
        service = self._create_indicator("Service", method="card", source="card")
        with self.assertRaisesRegex(ValidationError, "Service"):
            self._create_sheet(service)
        with self.assertRaisesRegex(ValidationError, "Own sales"):
            self._create_sheet(figure="base")

    def test_another_choice_drops_the_rows(self):
        """Figures typed for one KPI must not be saved as those of another."""
        sheet = self._create_sheet()
        line = self._get_line(sheet, self.seller)
        line.day_02 = "8"
        sheet.write(
            {
                "indicator_id": self.rating.id,
                "line_ids": [Command.update(line.id, {"day_01": "7"})],
            }
        )
        sheet.action_save()
        self.assertFalse(self.env["kpi.fact"].search([]))
        self.assertFalse(self._get_line(sheet, self.seller).day_01)

    def test_month_of_a_quarter(self):
        quarter = self._create_period(frequency="quarter")
        sheet = self._create_sheet(period_id=quarter.id, month=date(2026, 11, 5))
        self.assertEqual(sheet.day_count, 30)
        line = self._get_line(sheet, self.seller)
        line.write({"day_30": "5", "day_31": "6"})
        sheet.action_save()
        fact = self.env["kpi.fact"].search([])
        self.assertEqual((str(fact.date), fact.value), ("2026-11-30", 5))
        with self.assertRaisesRegex(ValidationError, "2026-Q4"):
            sheet.month = date(2027, 1, 1)

    def test_departments_and_company(self):
        sheet = self._create_sheet(self.by_section)
        self.assertEqual(sheet.line_ids.department_id, self.paints + self.tools)
        sheet = self._create_sheet(self.by_shop)
        self.assertEqual(sheet.line_ids.department_id, self.shop)
        sheet = self._create_sheet(self.by_company)
        self.assertEqual(sheet.line_ids.mapped("name"), ["Domstroy"])
        sheet.line_ids.day_01 = "8"
        sheet.action_save()
        self.assertEqual(self._get_figures(self.by_company), [(1, 8, "manual")])

    def test_people_of_a_department(self):
        sheet = self._create_sheet(department_id=self.tools.id)
        self.assertEqual(sheet.line_ids.employee_id, self.toolman)

    def test_section_head_sees_and_writes_his_own(self):
        sheet = self._create_sheet(user=self.head)
        self.assertEqual(
            sheet.line_ids.mapped("name"), ["Anna Seller", "Boris Painter"]
        )
        sheet.line_ids[0].day_01 = "5"
        sheet.action_save()
        self.assertEqual(self._get_figures(self.own), [(1, 5, "manual")])

    def test_section_head_can_not_slip_in_somebody_else(self):
        sheet = self._create_sheet(user=self.head)
        sheet.sudo().line_ids[0].write({"employee_id": self.toolman.id, "day_01": "5"})
        with self.assertRaises(AccessError):
            sheet.action_save()

    def test_queries_do_not_grow_with_people(self):
        counts = []
        for size in (5, 50):
            self.env["hr.employee"].create(
                [
                    {
                        "name": f"Seller {size} {number}",
                        "company_id": self.company.id,
                        "department_id": self.paints.id,
                    }
                    for number in range(size)
                ]
            )
            self.env.flush_all()
            counts.append(self._count_queries())
        for few, many in zip(*counts, strict=True):
            self.assertLessEqual(many, few + 2)

    def _count_queries(self):
        """Queries of loading, of saving new, changed and emptied cells."""
        counts = []
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        sheet = self._create_sheet()
        self.env.flush_all()
        counts.append(self.env.cr.sql_log_count - before)
        for text in ("1", "2", ""):
            sheet.line_ids.write({f"day_{day:02}": text for day in (1, 2, 3)})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            sheet.action_save()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        return counts
