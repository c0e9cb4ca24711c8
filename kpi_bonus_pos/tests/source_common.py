from datetime import date

from odoo import Command

from .common import KpiPosCommon

OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


class SourceCommon(KpiPosCommon):
    """Receipts of October 2026 and the facts that come of them.

    The section Paints sells the category Paint, Tools a category of its own. Anna
    works in the one, Boris in the other.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.seller
        cls.tool_category = cls.env["pos.category"].create({"name": "Tools"})
        cls.paints.kpi_pos_category_ids = cls.category
        cls.tools.kpi_pos_category_ids = cls.tool_category
        cls.drill = cls._create_product(
            "Drill", 100, pos_categ_ids=cls.tool_category.ids
        )

    @classmethod
    def _create_kpi(cls, name, source, scope="employee", **vals):
        return cls._create_indicator(name, source=source, scope=scope, **vals)

    @classmethod
    def _create_tax(cls, percent, is_included=False):
        return cls.env["account.tax"].create(
            {
                "name": f"{percent} %",
                "company_id": cls.company.id,
                "amount": percent,
                "price_include_override": (
                    "tax_included" if is_included else "tax_excluded"
                ),
            }
        )

    @classmethod
    def _sell_on(cls, day, *lines, **vals):
        """One order of a day in October, at noon."""
        return cls._sell(*lines, date_order=f"2026-10-{day:02} 12:00:00", **vals)

    @classmethod
    def _prepare_taxed_line(cls, product, qty, seller, excl, incl, **vals):
        """A line with the subtotals that the till has computed."""
        return cls._prepare_line(
            product,
            qty,
            seller,
            price_subtotal=excl,
            price_subtotal_incl=incl,
            tax_ids=[
                Command.set(
                    product.taxes_id.filtered_domain(
                        [("company_id", "=", cls.company.id)]
                    ).ids
                )
            ],
            **vals,
        )

    def _measure(self, *kpis, span=OCTOBER):
        indicators = self.env["kpi.indicator"].union(*kpis)
        return self.env["kpi.source"]._measure(self.company, indicators, *span)

    def _get_facts(self, kpi):
        """[(day of the month, employee or department, value, base)]"""
        facts = self.env["kpi.fact"].search([("indicator_id", "=", kpi.id)])
        rows = [
            (
                fact.date.day,
                fact.employee_id or fact.department_id,
                fact.value,
                fact.base,
            )
            for fact in facts
        ]
        return sorted(rows, key=lambda row: (row[0], row[1].id))

    def assertMeasured(self, kpi, rows):
        """Rows as ``_get_facts`` gives them; the base may be left out."""
        self._measure(kpi)
        expected = [(*row, 0)[:4] for row in rows]
        self.assertEqual(self._get_facts(kpi), expected, kpi.name)
