from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from lxml import html

from odoo.tests import tagged
from odoo.tests.common import JsonRpcException

from odoo.addons.kpi_bonus.models import kpi_plan_report_why

from .portal_common import KpiPortalCommon

NOW = "2026-10-21 15:00:00"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestPortalMonth(KpiPortalCommon):
    """The month of the worked example: 93 %, bonus 90 % of 20 000."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(NOW):
            cls._create_month_facts()
        cls.url = f"/my/kpi/{cls.report.id}"

    def _text(self, url):
        """What a reader sees of the page, spaces evened out."""
        root = html.fromstring(self._open(url).text)
        (page,) = root.find_class("o_kpi")
        return " ".join(page.text_content().split())

    def test_own_month_only(self):
        self._login(self.seller_user)
        self.assertIn("October 2026", self._text(self.url))
        strangers = self.colleague_report.id, self.foreign_report.id, 10**6, 10**12
        for report_id in strangers:
            for page in ("", "/why", "/plan", "/pdf"):
                with self.subTest(report=report_id, page=page):
                    self._open(f"/my/kpi/{report_id}{page}", 404)

    def test_nobody_else_gets_in(self):
        for user in (self.stranger, self.colleague_user, self.foreign_user, self.head):
            self._login(user)
            self._open(self.url, 404)
        self.authenticate(None, None)
        self._open(self.url, 303)

    def test_home_leads_to_the_month_that_runs(self):
        self._login(self.seller_user)
        location = self._open("/my/kpi", 303).headers["Location"]
        self.assertTrue(location.endswith(self.url), location)
        with freeze_time("2026-10-30 10:00:00"):
            period = self._create_period(date(2026, 11, 1)).with_user(self.manager)
            period.action_prepare()
            self._get_report(self.seller, period).action_issue()
            location = self._open("/my/kpi", 303).headers["Location"]
        self.assertTrue(location.endswith(self.url), location)

    def test_home_without_plan(self):
        self._login(self.stranger)
        self.assertIn("No plan yet", self._text("/my/kpi"))
        counters = self._jsonrpc("/my/counters", counters=["kpi_report_count"])
        self.assertEqual(counters, {"kpi_report_count": 0})

    def test_figures(self):
        self._login(self.seller_user)
        text = self._text(self.url)
        for figure in [
            "Effectiveness so far 93 %",
            "Bonus percent 90 %",
            "Bonus at these figures 18,000.00 €",
            "2 % to row 95 of the matrix: bonus 95 %",
            "Salary for the hours of the month 20,000.00 €",
            "Together 38,000.00 €",
            # Own sales: 90 of 100, 41 of 93 is 44 %.
            "Fact 452,067.00 € Plan 500,000.00 € Weight 45 % "
            "Gives 41 % (44 % of the result)",
            "3 remarks, 1 thanks",
            "Figures as of 21 October, 15:00",
        ]:
            self.assertIn(figure, text)

    def test_next_step_of_the_worked_example(self):
        self._login(self.seller_user)
        text = self._text(self.url)
        self.assertIn("Next step: row 95, bonus 95 %", text)
        # Own KPIs first. One kopeck less is not enough, see test_step_math.
        own = text.index("Own sales 20,433.00 € more, to 472,500.00 €")
        thanks = text.index("Service Thanks on the card: 1 more")
        section = text.index("Section sales 90,000.00 € more, to 2,490,000.00 €")
        self.assertLess(own, thanks)
        self.assertLess(thanks, section)

    def test_next_step_for_other_code(self):
        steps = self.report._get_next_steps()
        self.assertEqual(
            steps[0],
            {
                "line_id": self._line(self.own_sales).id,
                "name": "Own sales",
                "text": "20,433.00\N{NO-BREAK SPACE}€ more, to "
                "472,500.00\N{NO-BREAK SPACE}€",
                "sentence": "Own sales: 20,433.00\N{NO-BREAK SPACE}€ more, to "
                "472,500.00\N{NO-BREAK SPACE}€",
                "threshold": 95,
                "percent": 95,
                "fact": 472500,
                "change": 20433,
                "thanks": 0,
            },
        )
        with freeze_time("2026-11-20 10:00:00"):
            self._close_period(self.period)
        self.assertEqual(self.report._get_next_steps(), [])

    def test_no_data_yet(self):
        self._login(self.colleague_user)
        text = self._text(f"/my/kpi/{self.colleague_report.id}")
        self.assertIn("Own sales 0 % Fact no data yet", text)

    def test_why_of_a_kpi(self):
        self._login(self.seller_user)
        own = self._line(self.own_sales).id
        text = self._text(f"{self.url}/why/{own}")
        self.assertIn("452,067 / 500,000 · 100 = 90.4134 → 90 %", text)
        self.assertIn("Thu 15 Oct 452,067.00 €", text)
        card = self._line(self.service).id
        text = self._text(f"{self.url}/why/{card}")
        self.assertEqual(text.count("No reaction to a customer -20"), 3)
        self.assertIn("Customer's written thanks 10", text)
        strange = self.colleague_report.line_ids[0].id
        self._open(f"{self.url}/why/{strange}", 404)

    def _prepare_trace(self, *rows):
        line = self._line(self.own_sales)
        source = self.env.registry["kpi.source"]
        with patch.object(source, "_get_trace_rows", lambda *args, **kwargs: [*rows]):
            return line._prepare_trace()

    def test_records_of_one_day_are_added_up(self):
        monday, tuesday = date(2026, 10, 5), date(2026, 10, 6)
        trace = self._prepare_trace(
            (tuesday, "Return", -10, 0), (monday, "B", 30.5, 0), (monday, "A", 100, 0)
        )
        self.assertEqual(
            trace["days"],
            [
                {
                    "date": "Tue 6 Oct",
                    "total": None,
                    "rows": [("Return", "-\ufeff10.00\xa0€")],
                },
                {
                    "date": "Mon 5 Oct",
                    "total": "130.50\xa0€",
                    "rows": [("B", "30.50\xa0€"), ("A", "100.00\xa0€")],
                },
            ],
        )
        self.assertFalse(trace["is_cut"])
        (day,) = self._prepare_trace((monday, "B", 0, 1), (monday, "A", 1, 1))["days"]
        self.assertEqual(day["total"], "1 / 2")

    def test_of_too_many_records_the_last_day_is_not_added_up(self):
        monday, tuesday = date(2026, 10, 5), date(2026, 10, 6)
        rows = [(tuesday, "C", 1, 0), (tuesday, "B", 2, 0)]
        rows += [(monday, "A", 3, 0), (monday, "0", 4, 0)]
        with patch.object(kpi_plan_report_why, "MAX_ROWS", 4):
            trace = self._prepare_trace(*rows)
        self.assertEqual([day["total"] for day in trace["days"]], ["3.00\xa0€", None])
        self.assertTrue(trace["is_cut"])

    def test_why_of_the_pay(self):
        self._login(self.seller_user)
        text = self._text(f"{self.url}/why")
        self.assertIn("Effectiveness: 42 + 41 + 10 = 93 %", text)
        self.assertIn("20,000.00 € · 90 / 100 = 18,000.00 €", text)

    def test_money_in_the_calculation_is_for_his_own_eyes(self):
        for user, sees in [(self.head, False), (self.manager, True)]:
            sentences = self.report.with_user(user)._explain_pay()
            self.assertEqual(bool(sentences), sees)

    def test_result_that_he_computes_himself_is_not_shown(self):
        """Where a wrong sum costs the bonus, from the last day till it is handed in."""
        terms = self.report.terms
        terms["grounds"]["error"] = "condition"
        self.report._as_kpi_engine().write({"terms": terms, "state": "signed"})
        self._login(self.seller_user)
        with freeze_time("2026-10-30 10:00:00"):
            self.assertIn("90 %", self._text(self.url))
        with freeze_time("2026-10-31 10:00:00"):
            text = self._text(self.url)
            self.assertIn("452,067.00 €", text)
            for answer in ("93", "90 %", "41 %", "18,000", "What if?"):
                self.assertNotIn(answer, text)
            own = self._line(self.own_sales).id
            self.assertNotIn("90.4134", self._text(f"{self.url}/why/{own}"))
            self.assertNotIn("18,000", self._text(f"{self.url}/why"))
            self.assertNotIn("18,000", self._text("/my/kpi/history"))
            with self.assertRaises(JsonRpcException):
                self._jsonrpc(f"{self.url}/what_if")

    def test_history(self):
        self._login(self.seller_user)
        text = self._text("/my/kpi/history")
        self.assertIn("October 2026 Issued 18,000.00 €", text)
        self.assertIn("effectiveness 93 %, bonus 90 %", text)

    def test_texts_are_escaped(self):
        script = "<script>alert(1)</script>"
        self.own_sales.write({"name": script, "goal": script, "measurement": script})
        self._login(self.seller_user)
        own = self._line(self.own_sales).id
        for url in (self.url, f"{self.url}/why/{own}", f"{self.url}/plan"):
            self.assertNotIn(script, self._open(url).text)
            self.assertIn(script, self._text(url))

    def test_hidden_months(self):
        self._login(self.seller_user)
        # A running period can't become one; a shadow period is issued all the same.
        self.env.cr.execute("UPDATE kpi_period SET mode = 'shadow'")
        self.env.invalidate_all()
        self._open(self.url, 404)
        self.assertIn("No plan yet", self._text("/my/kpi"))

    def test_queries_of_a_month_with_a_hundred_facts(self):
        for day in range(1, 21):
            for indicator, subject in [
                (self.own_sales, {"employee_id": self.seller.id}),
                (self.section_sales, {"department_id": self.paints.id}),
            ]:
                if day != 15:
                    self._create_fact(indicator, 1000, date(2026, 10, day), **subject)
        self._login(self.seller_user)
        self._open(self.url)  # templates, assets, languages
        self.env.invalidate_all()
        with self.assertQueryCount(14):
            self._open(self.url)
