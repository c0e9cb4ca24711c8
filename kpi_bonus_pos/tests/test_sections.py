from odoo.tests import tagged

from .source_common import SourceCommon


@tagged("post_install", "-at_install")
class TestSections(SourceCommon):
    """Which section a product's sales belong to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kpi = cls._create_kpi("Section", "pos_section", "section")
        cls.garden = cls._create_department("Garden", cls.shop, "section")
        create = cls.env["pos.category"].create
        cls.inside = create({"name": "Inside", "parent_id": cls.category.id})
        cls.white = create({"name": "White", "parent_id": cls.inside.id})

    def assertSoldBy(self, section):
        self._sell_on(5, self._prepare_line(self.paint, 1, self.anna))
        self.assertMeasured(self.kpi, [(5, section, 10)] if section else [])

    def test_category_below(self):
        self.paint.pos_categ_ids = self.white
        self.assertSoldBy(self.paints)

    def test_most_specific_wins(self):
        self.garden.kpi_pos_category_ids = self.inside
        self.paint.pos_categ_ids = self.white
        self.assertSoldBy(self.garden)

    def test_most_specific_of_several_categories(self):
        self.garden.kpi_pos_category_ids = self.inside
        self.paint.pos_categ_ids = self.tool_category | self.white
        self.assertSoldBy(self.garden)

    def test_then_the_first_in_the_list(self):
        self.category.sequence, self.tool_category.sequence = 2, 1
        self.paint.pos_categ_ids = self.category | self.tool_category
        self.assertSoldBy(self.tools)

    def test_never_twice(self):
        self.garden.kpi_pos_category_ids = self.category
        self.assertSoldBy(self.paints)

    def test_no_category_no_section(self):
        self.paint.pos_categ_ids = False
        self.assertSoldBy(None)
        [line] = self.env["pos.order.line"].search(
            [("product_id", "=", self.paint.id), ("kpi_sold_by_id", "=", False)]
        )
        self.assertEqual(line.product_id, self.paint)

    def test_category_that_no_section_sells(self):
        self.paint.pos_categ_ids = self.env["pos.category"].create({"name": "Other"})
        self.assertSoldBy(None)

    def test_section_of_another_shop(self):
        other = self._create_department("Other shop", kind="shop")
        section = self._create_department("Other paints", other, "section")
        section.kpi_pos_category_ids = self.category
        self.assertSoldBy(self.paints)
        config = self._create_config("Till 2", kpi_shop_id=other.id)
        self._sell_on(
            6,
            self._prepare_line(self.paint, 1, self.anna),
            session=self._open_session(config),
        )
        self.assertMeasured(self.kpi, [(5, self.paints, 10), (6, section, 10)])

    def test_section_under_a_division(self):
        division = self._create_department("Division", self.shop)
        self.paints.parent_id = division
        self.assertSoldBy(self.paints)

    def test_archived_section_keeps_its_sales(self):
        self.paints.active = False
        self.assertSoldBy(self.paints)

    def test_by_hand(self):
        self.paint.pos_categ_ids = False
        order = self._sell_on(5, self._prepare_line(self.paint, 1, self.anna))
        order.lines._as_kpi_engine().kpi_section_id = self.garden
        self._sell_on(6, self._prepare_refund(order.lines))
        self.assertMeasured(self.kpi, [(5, self.garden, 10), (6, self.garden, -10)])
