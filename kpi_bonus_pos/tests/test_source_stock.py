from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .source_common import OCTOBER, SourceCommon


@tagged("post_install", "-at_install")
class TestNegativeStock(SourceCommon):
    """Products of which less than nothing is there: seen today, never again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kpi = cls._create_kpi(
            "Below zero", "pos_negative_stock", "shop", aggregate="last"
        )
        cls.average = cls._create_kpi(
            "Below zero on average",
            "pos_negative_stock",
            "company",
            aggregate="average",
        )
        cls.stock = cls.config.picking_type_id.warehouse_id.lot_stock_id

    def _set_stock(self, product, quantity, location=None):
        product.is_storable = True
        self.env["stock.quant"]._update_available_quantity(
            product, location or self.stock, quantity
        )

    def test_today_only_zeros_too(self):
        with freeze_time("2026-10-05 12:00"):
            self.assertMeasured(self.kpi, [(5, self.shop, 0)])
        self._set_stock(self.paint, -3)
        self._set_stock(self.brush, -1)
        self._set_stock(self.drill, 2)
        with freeze_time("2026-10-06 12:00"):
            self.assertMeasured(self.kpi, [(5, self.shop, 0), (6, self.shop, 2)])
        self._set_stock(self.brush, 1)
        with freeze_time("2026-10-06 18:00"):
            self.assertMeasured(self.kpi, [(5, self.shop, 0), (6, self.shop, 1)])
        with freeze_time("2026-11-01 12:00"):
            self.assertEqual(self._measure(self.kpi), 0)
        self.assertEqual(len(self._get_facts(self.kpi)), 2)

    def test_sum_of_the_shelves_of_a_warehouse(self):
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": self.stock.id}
        )
        self._set_stock(self.paint, -3)
        self._set_stock(self.paint, 3, shelf)
        self._set_stock(self.brush, -1, shelf)
        with freeze_time("2026-10-05 12:00"):
            self.assertMeasured(self.kpi, [(5, self.shop, 1)])

    def test_company(self):
        self._set_stock(self.paint, -3)
        nobody = self.env["hr.department"]
        with freeze_time("2026-10-05 12:00"):
            self.assertMeasured(self.average, [(5, nobody, 1, 1)])

    def test_day_of_the_companys_clock(self):
        self.calendar.tz = "Asia/Yekaterinburg"
        with freeze_time("2026-10-04 19:30"):
            self.assertMeasured(self.kpi, [(5, self.shop, 0)])

    def test_changed_days_and_night(self):
        source = self.env["kpi.source"]
        with freeze_time("2026-10-05 12:00"):
            self._measure(self.kpi)
            since = {"pos_negative_stock": date(2026, 10, 5)}
            source._measure_changed(self.company, self.kpi, since, *OCTOBER)
            self.assertEqual(self._get_facts(self.kpi), [(5, self.shop, 0, 0)])
        with freeze_time("2026-11-05 12:00"):
            source._measure_changed(self.company, self.kpi, since, *OCTOBER)
            self.assertEqual(source._measure_days(self.company, self.kpi, *OCTOBER), {})
        self.assertEqual(self._get_facts(self.kpi), [(5, self.shop, 0, 0)])

    def test_never_late(self):
        """What is seen now says nothing about closed days."""
        with freeze_time("2026-10-05 12:00"):
            self._measure(self.kpi)
        period = self._create_period()
        period._as_kpi_engine().state = "closed"
        self._set_stock(self.paint, -3)
        source = self.env["kpi.source"]
        self.assertEqual(source._find_late(self.company, self.kpi, *OCTOBER), [])
        [totals] = source._get_totals_now(self.kpi, *OCTOBER).values()
        self.assertEqual((totals.value, totals.count), (0, 1))
