from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tests.common import JsonRpcException

from .portal_common import KpiPortalCommon

NOW = "2026-10-21 15:00:00"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestPortalWhatIf(KpiPortalCommon):
    """Trying other figures, and the estimate, of the worked example."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(NOW):
            cls._create_month_facts()
        cls.url = f"/my/kpi/{cls.report.id}/what_if"
        cls.own = str(cls._line(cls.own_sales).id)

    def _ask(self, *names, **params):
        answer = self._jsonrpc(self.url, **params)
        return [answer[name] for name in names]

    def test_nothing_tried_is_the_result_as_it_is(self):
        self._login(self.seller_user)
        names = ("effectiveness", "row", "percent", "bonus")
        bonus = "18,000.00\N{NO-BREAK SPACE}€"
        self.assertEqual(self._ask(*names), ["93", "90", "90", bonus])

    def test_next_step_by_fact_and_by_thanks(self):
        self._login(self.seller_user)
        names = ("effectiveness", "percent")
        for params, expected in [
            ({"facts": {self.own: 472499.99}}, ["94", "90"]),
            ({"facts": {self.own: 472500}}, ["95", "95"]),
            ({"thanks": 2}, ["95", "95"]),
            # −50 + 3 · 20 = 10: 110 · 20 / 100 = 22, and 42 + 41 + 22 = 105.
            ({"remarks": 0}, ["105", "110"]),
            ({"facts": {self.own: 0}, "remarks": 0, "thanks": 0}, ["62", "0"]),
        ]:
            with self.subTest(params=params):
                self.assertEqual(self._ask(*names, **params), expected)

    def test_saves_nothing(self):
        self._login(self.seller_user)
        self._ask(facts={self.own: 1}, remarks=9, thanks=9)
        self.report.invalidate_recordset()
        self.assertEqual(self.report.effectiveness, 93)
        self.assertEqual(self.report.card_id.remark_count, 3)

    def test_forged_figures(self):
        self._login(self.seller_user)
        card = str(self._line(self.service).id)
        foreign = str(self.colleague_report.line_ids[0].id)
        for params in [
            {"facts": {self.own: "1"}},
            {"facts": {self.own: None}},
            {"facts": {self.own: True}},
            {"facts": {self.own: 1e300}},
            {"facts": {self.own: [1]}},
            {"facts": {card: 100}},
            {"facts": {foreign: 1}},
            {"facts": {"x" * 1000: 1}},
            {"facts": [1]},
            {"facts": "x"},
            {"remarks": -1},
            {"thanks": 10**9},
            {"thanks": "2"},
        ]:
            with self.subTest(params=params):
                answer = self._jsonrpc(self.url, **params)
                self.assertEqual(list(answer), ["error"])
                self.assertIn("these are no figures", answer["error"])

    def test_own_month_only(self):
        for user in (self.colleague_user, self.stranger, self.foreign_user):
            self._login(user)
            for url in (self.url, self.url.replace("what_if", "estimate")):
                with self.assertRaises(JsonRpcException) as caught:
                    self._jsonrpc(url)
                self.assertEqual(caught.exception.code, 404)

    def test_own_points_of_an_entry_stay(self):
        great = self.env["kpi.card.type"].create(
            {"name": "Saved a customer", "kind": "thanks", "points": 35}
        )
        self.env["kpi.card.line"].create(
            {
                "card_id": self.report.card_id.id,
                "type_id": great.id,
                "date": date(2026, 10, 13),
            }
        )
        self.period.action_refresh()
        self._login(self.seller_user)
        # −60 + 10 + 35, and a third thanks of 10: 95 · 20 / 100 = 19.
        (lines,) = self._ask("lines", thanks=3)
        service = lines[str(self._line(self.service).id)]
        self.assertEqual(service, {"execution": "95", "effectiveness": "19"})

    def test_estimate(self):
        """Figures up to Thursday the 15th: 11 of 22 shifts, so sums double."""
        self._login(self.seller_user)
        estimate = self._jsonrpc(f"/my/kpi/{self.report.id}/estimate")
        # 240 · 35 / 100 = 84; 904 134 / 500 000: 181 · 45 / 100 = 81.45; card 10.
        self.assertEqual(estimate["effectiveness"], "175")
        self.assertIn("up to 10/15/2026; shifts left: 11", estimate["basis"])

    def test_estimate_with_leave_left(self):
        """What is missed later does not come in: 11 done, 6 of the other 11 left."""
        self.report._as_kpi_engine().missed_shifts = 5
        projection = self.report._get_projection()
        facts = {line.indicator_id: line.fact for line in self.report.line_ids}
        own = projection["facts"][int(self.own)]
        self.assertAlmostEqual(float(own), facts[self.own_sales] * 17 / 11, 2)
        section = projection["facts"][self._line(self.section_sales).id]
        self.assertEqual(section, 4800000)
        self.assertEqual(projection["left"], 6)

    def test_no_estimate_without_days_left_or_facts(self):
        with freeze_time("2026-11-05 10:00:00"):
            period = self._create_period(date(2026, 11, 1)).with_user(self.manager)
            period.action_prepare()
            period.action_open()
            self.assertIsNone(self._get_report(self.seller, period)._get_projection())
        self._create_fact(self.own_sales, 1, date(2026, 10, 31))
        self.assertIsNone(self.report._get_projection())

    def test_corrected_fact_is_not_projected(self):
        line = self._line(self.own_sales)
        line.with_user(self.manager).write(
            {"fact_override": 500000, "override_reason": "Till was down"}
        )
        self.report._refresh()
        self.assertNotIn(line.id, self.report._get_projection()["facts"])
