import base64
import io

from freezegun import freeze_time
from PIL import Image, ImageDraw

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .paper_common import PaperCommon

GROUNDS = ("late", "no_card", "too_many_remarks", "min_hours", "missed_shifts")


@tagged("post_install", "-at_install")
class TestPaperPlanReport(PaperCommon):
    """One sheet that is first the plan and then the report."""

    @classmethod
    def _create_case_scheme(cls, name="Case", **vals):
        """Every ground but "error"; at most 3 remarks, no minimum of hours."""
        grounds = cls.env["kpi.ground"].search(
            [("code", "in", (*GROUNDS, "falsification"))]
        )
        return super()._create_case_scheme(
            name,
            **{
                "needs_card": True,
                "ground_ids": grounds.ids,
                "max_remarks": 3,
                "thanks_offset": 0.5,
                "sanction_cap_percent": 20,
                **vals,
            },
        )

    def _print_report(self, report=None, **options):
        return " ".join(
            self._print("paper_plan_report", report or self.report, **options)
        )

    def _complete(self, **claims):
        """Signed, measured, handed in on 2 November, checked by the head."""
        self._sign()
        self._create_month_facts()
        self._submit(claims=self._get_claims(**claims))
        self.report.card_id.presented = True
        with freeze_time("2026-11-04 10:00:00"):
            self.head_report.action_check()

    # -- the plan ---------------------------------------------------------------------

    def test_plan(self):
        text = self._print_report()
        for part in (
            "Domstroy Plan-report, October 2026",
            "Employee: Anna Seller Job: Seller Section: Paints",
            "Head: Head of paints Scheme: Case Dates: 10/01/2026 – 10/31/2026",
            "Own sales Execution: fact / plan · 100 45 500,000.00 €",
            "Service Execution: 100, −20 for a remark, +10 for a thanks 20 –",
            "Effectiveness from, % 80 85 90 95 100 105 110 120 130 140 150",
            "Bonus, % 80 85 90 95 100 110 120 140 160 180 200",
            "Above the last row it goes on in whole steps of the last two rows.",
            "Hand in the report by 11/03/2026.",
            "Hand in the efficiency card with the report.",
            "An own figure differs from the fact by 1 % at most.",
            "Grounds for no bonus Card not presented Report submitted late "
            "Too many remarks (more than 3; one thanks cancels 0.5) "
            "Too many shifts missed (more than 66.67 % of those scheduled)",
            "Grounds for withholding, at most 20 % of the earned salary "
            "Falsified figures",
            "I know my plan and the terms on this sheet. Employee Date",
            "Total effectiveness, % Bonus by the matrix below, % Bonus matrix",
            "1 / 1",
        ):
            self.assertIn(part, text)
        # A limit of 0 is none.
        self.assertNotIn("Too few hours", text)

    def test_plan_is_blank_even_with_figures(self):
        self._create_month_facts()
        text = self._print_report()
        self.assertIn("Own figure", text)
        for part in ("452,067", "2,400,000", "93", "How it is computed", "Fact"):
            self.assertNotIn(part, text)

    def test_draft(self):
        other = self._create_employee("Boris Seller")
        self.period.action_prepare()
        text = self._print_report(self._get_report(other, self.period.sudo()))
        self.assertIn("Draft: not issued yet, everything may change.", text)
        self.assertIn("500,000.00 €", text)
        self.assertIn("Hand in the report by 11/03/2026.", text)

    def test_pilot_names_no_grounds(self):
        report = self._issue(start="2026-11-01", mode="pilot")
        text = self._print_report(report)
        self.assertIn("Pilot: whoever takes part gets 50 % of the earned salary", text)
        self.assertNotIn("Report submitted late", text)

    def test_joiner_has_another_plan(self):
        # From Monday 19 October 10 of 22 shifts: 500 000 · 10 / 22 = 227 272.73.
        joiner = self._create_employee("Boris Seller", start="2026-10-19")
        self.period.action_prepare()
        self.period.action_open()
        text = self._print_report(self._get_report(joiner, self.period.sudo()))
        self.assertIn("45 500,000.00 € by shifts: 227,272.73 €", text)

    # -- the report -------------------------------------------------------------------

    def test_report(self):
        self._complete()
        text = self._print_report()
        for part in (
            "Section sales 35 2,000,000.00 € 2,400,000.00 € 2,400,000.00 € 120 42",
            "Own sales 45 500,000.00 € 452,067.00 € 452,067.00 € 90 41",
            "Service 20 – -50 points 3 remarks, 1 thanks 50 10",
            # Handed in, and measured.
            "Total effectiveness, % 93 93",
            "Bonus by the matrix below, % 90 90",
            "Effectiveness: 42 + 41 + 10 = 93 %",
            "Handed in electronically: 11/02/2026 06:00:00 PM (UTC)",
            f"Checked: {self.head.name}, 11/04/2026 10:00:00 AM (UTC)",
        ):
            self.assertIn(part, text)
        self.assertNotIn("Bonus to be paid", text)
        self.assertNotIn("* The own figure", text)

    def test_claim_that_differs_is_marked(self):
        # 1 % of 452 067 is 4 520.67: 456 587.67 is within, one kopeck more is not.
        self._complete(own=456587.68)
        text = self._print_report()
        self.assertIn("456,587.68 € * 452,067.00 €", text)
        self.assertIn("* The own figure differs from the fact by more", text)

    def test_without_submission_there_are_no_own_figures(self):
        self.scheme.action_retire()
        self._create_case_scheme("Plain", needs_submission=False)
        report = self._issue(start="2026-11-01")
        report.period_id.with_user(self.manager).action_review()
        text = self._print_report(report)
        self.assertIn("Fact", text)
        self.assertNotIn("Own figure", text)
        self.assertNotIn("Hand in the report by", text)

    def test_grounds_that_act(self):
        self._sign()
        self._create_month_facts()
        self._submit("2026-11-05 10:00:00")
        text = self._print_report()
        self.assertIn("Report submitted late: no bonus is accrued.", text)
        self.assertIn("Bonus by the matrix below, % 90 90 Bonus to be paid, % 0", text)
        self.assertIn("11/05/2026 10:00:00 AM (UTC) Late", text)

    # -- signature --------------------------------------------------------------------

    def test_electronic_signature(self):
        self._complete()
        text = self._print_report()
        for part in (
            "Signed electronically: Anna Seller, 10/02/2026 09:30:00 AM (UTC)",
            f"With the login of {self.seller_user.name}",
        ):
            self.assertIn(part, text)
        # The hash may be broken over two lines.
        self.assertIn(self.report.terms_hash, text.replace(" ", ""))

    def test_signature_is_drawn(self):
        drawing = Image.new("RGBA", (300, 100), (0, 0, 0, 0))
        ImageDraw.Draw(drawing).line((10, 80, 150, 10, 290, 80), "black", 5)
        png = io.BytesIO()
        drawing.save(png, "PNG")
        self.own_report.action_sign("Anna", base64.b64encode(png.getvalue()).decode())
        pdf = self._print_pdf("paper_plan_report", self.report)
        self.assertIn(b"/Image", pdf)

    def test_signed_in_person(self):
        self.report.with_user(self.head).sudo()._do_sign(
            "Anna Seller", self._get_drawing(), in_person=True
        )
        text = self._print_report()
        self.assertIn(f"In person, on the device of {self.head.name}", text)

    def _get_drawing(self):
        png = io.BytesIO()
        Image.new("RGB", (3, 3)).save(png, "PNG")
        return base64.b64encode(png.getvalue()).decode()

    def test_queries_do_not_grow_with_the_reports(self):
        for number in range(8):
            self._create_employee(f"Seller {number}")
        self.period.action_prepare()
        self.period.action_open()
        reports = self.period.report_ids
        reports_model = self.env["ir.actions.report"].with_user(self.manager)

        def count(records):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            reports_model._render_qweb_html("kpi_bonus.paper_plan_report", records.ids)
            return self.env.cr.sql_log_count - before

        count(reports)  # templates and rules are cached
        self.assertLessEqual(count(reports), count(reports[:2]) + 2)

    # -- rights and languages ---------------------------------------------------------

    def test_money_is_for_those_who_may_see_it(self):
        self._complete()
        payroll = self._create_user("payroll", "kpi_bonus.group_payroll")
        money = ("18,000.00", "20,000")
        for user in (self.manager, payroll):
            text = self._print_report(user=user)
            for amount in money:
                self.assertIn(amount, text)
        text = self._print_report(user=self.head)
        self.assertIn("Bonus by the matrix below, % 90 90", text)
        for amount in (*money, "Pay", "Earned salary"):
            self.assertNotIn(amount, text)

    def test_head_prints_his_own_section_only(self):
        self.paints.manager_id = False
        with self.assertRaises(AccessError):
            self._print_report(user=self.head)

    def test_in_the_persons_language(self):
        self._translate("paper_plan_report_one", {"Plan-report,": "План-отчёт,"})
        self._translate("paper_plan_report_lines", {"Weight, %": "Вес, %"})
        self.own_sales.with_context(lang="ru_RU").name = "Личные продажи"
        self.seller.name = "Щукина Юлия"
        self.seller_user.lang = "ru_RU"
        text = self._print_report()
        for part in (
            "План-отчёт, Октябрь 2026",
            "Щукина Юлия",
            "Личные продажи",
            "Вес, %",
            "500 000,00 €",
            "01.10.2026 – 31.10.2026",
        ):
            self.assertIn(part, text)
