from freezegun import freeze_time

from odoo.tests import tagged

from .board_common import DAY, BoardData


@tagged("post_install", "-at_install")
class TestBoard(BoardData):
    """What is on a board, by hand: see the table in board_common."""

    def test_effectiveness(self):
        self.assertEqual(
            self._get_places("total"),
            [("Anna S.", 1, 2), ("Viktor T.", 2, -1), ("Boris P.", 3, -1)],
        )
        percents = [row["percent"] for row in self._get_table("total").values()]
        self.assertEqual(percents, [49, 48, 45])

    def test_kpi_of_people(self):
        key = f"kpi-{self.own_sales.id}"
        # Boris and Viktor shared the first place with 30 % the day before.
        self.assertEqual(
            self._get_places(key),
            [("Viktor T.", 1, 0), ("Anna S.", 2, 1), ("Boris P.", 3, -2)],
        )
        table = self._get_table(key)
        anna, boris = table["Anna S."], table["Boris P."]
        self.assertEqual(anna["day"], 100000)
        self.assertEqual(anna["month"], 200000)
        self.assertEqual(anna["plan"], 500000)
        self.assertEqual(anna["percent"], 40)
        self.assertEqual(anna["trend"], [None] * 12 + [100000, 100000])
        # No fact on the day is not a fact of zero.
        self.assertIsNone(boris["day"])
        self.assertEqual(boris["trend"][-2:], [150000, None])

    def test_sections(self):
        # Paints (49 + 45) / 2 = 47 after 38.5, tools 48 after 43.
        self.assertEqual(
            self._get_places("sections"), [("Tools", 1, 0), ("Paints", 2, 0)]
        )
        self.assertEqual(self._get_table("sections")["Paints"]["percent"], 47)

    def test_kpi_of_sections(self):
        table = self._get_table(f"units-{self.section_sales.id}")
        # 30 % of 2 000 000 against 25 %; the day before it was 20 against 25.
        self.assertEqual(
            self._get_places(f"units-{self.section_sales.id}"),
            [("Paints", 1, 1), ("Tools", 2, -1)],
        )
        self.assertEqual(table["Paints"]["day"], 200000)
        self.assertEqual(table["Paints"]["month"], 600000)
        self.assertEqual(table["Paints"]["plan"], 2000000)
        self.assertIsNone(table["Tools"]["day"])

    def test_kpi_of_people_by_section(self):
        table = self._get_table(f"units-{self.own_sales.id}")
        # (200 000 + 150 000) / 1 000 000 = 35 %; 210 000 / 500 000 = 42 %.
        self.assertEqual(table["Paints"]["percent"], 35)
        self.assertEqual(table["Paints"]["month"], 350000)
        self.assertEqual(table["Tools"]["percent"], 42)

    def test_the_whole(self):
        own = self._get_tile(self.own_sales)
        # 560 000 of 1 500 000 is 37.33 %.
        self.assertEqual((own["month"], own["plan"]), (560000, 1500000))
        self.assertEqual((own["percent"], own["day"]), (37, 160000))
        section = self._get_tile(self.section_sales)
        # 1 100 000 of 4 000 000 is 27.5 %: half-up 28.
        self.assertEqual((section["month"], section["percent"]), (1100000, 28))

    def test_day_and_pace(self):
        data = self.board._read_data()
        self.assertEqual(self.board.day, DAY)
        # 11 of 22 working days
        self.assertEqual(data["pace"], 50)

    def test_on_its_way(self):
        """Half of the month is over: 50 % is good, and 45 % is near."""
        data = {"pace": 50}
        sums = {"indicator": 1, "additive": True}
        shares = {"indicator": 1, "additive": False}
        for percent, table, expected in (
            (50, sums, "good"),
            (49.9, sums, "near"),
            (45, sums, "near"),
            (44.9, sums, "low"),
            (100, shares, "good"),
            (90, shares, "near"),
            (50, shares, "low"),
            (None, sums, ""),
            (50, {}, ""),
        ):
            with self.subTest(percent=percent, table=table):
                level = self.board._get_level(percent, table, data)
                self.assertEqual(level, expected)

    def test_facts_of_days_to_come_are_not_the_last_day(self):
        self._create_fact(self.own_sales, 1, "2026-10-20")
        self._refresh()
        self.assertEqual(self.board.day, DAY)

    def test_card_without_entries_is_a_good_one(self):
        table = self._get_table(f"kpi-{self.service.id}")
        self.assertEqual({row["percent"] for row in table.values()}, {100})

    def test_remark_on_a_card(self):
        card = self.period.card_ids.filtered(lambda c: c.employee_id == self.boris)
        self.env["kpi.card.line"].create(
            {"card_id": card.id, "type_id": self.remark.id, "date": DAY}
        )
        self._refresh()
        row = self._get_table(f"kpi-{self.service.id}")["Boris P."]
        self.assertEqual((row["percent"], row["day"], row["place"]), (80, -20, 3))
        self.assertEqual(row["move"], -2)

    def test_no_data_comes_last(self):
        self._create_fact(self.own_sales, 0, DAY, employee_id=self.boris.id)
        late = self._create_employee("Aaron Late")
        self.period.action_prepare()
        self.period.action_open()
        self._refresh()
        places = self._get_places(f"kpi-{self.own_sales.id}")
        self.assertEqual(places[-1], ("Aaron L.", None, None))
        self.assertTrue(late)

    def test_ratio_of_a_section_is_no_mean_of_ratios(self):
        share = self._create_indicator(
            "Single", unit="percent", method="inverse", ratio=True
        )
        scheme = self.scheme.copy({"code": "ratio", "job_ids": self.job.ids})
        self.scheme.action_retire()
        scheme.line_ids[1].write({"indicator_id": share.id, "default_plan": 5})
        scheme.action_activate()
        self.period = self._create_period("2026-11-01").with_user(self.manager)
        day = "2026-11-02"
        with freeze_time("2026-11-03 12:00:00"):
            self.period.action_prepare()
            self.period.action_open()
            for employee, value, base in (
                (self.seller, 1, 10),
                (self.boris, 9, 190),
            ):
                fact = self._create_fact(share, value, day, employee_id=employee.id)
                fact.base = base
            self.period.action_refresh()
        row = self._get_table(f"units-{share.id}")["Paints"]
        # 10 of 200 receipts are 5 %; the mean of 10 % and 4.74 % would be 7.37 %.
        self.assertEqual((row["month"], row["day"]), (5, 5))
        # The limit of 5 % is kept; 50 and 106 would be 78 on average.
        self.assertEqual(row["percent"], 100)
