from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.kpi_regulation_paper import _group_items
from .paper_common import PaperCommon
from .regulation_common import RegulationCommon


class RegulationPaperCommon(RegulationCommon, PaperCommon):
    def _print_text(self, paper, records, **options):
        return " ".join(self._print(paper, records, **options))


@tagged("post_install", "-at_install")
class TestPaperRegulation(RegulationPaperCommon):
    """The bonus regulation says what the scheme pays."""

    def test_worked_example_of_the_scheme(self):
        own = self._make_bonus()
        text = self._print_text("paper_regulation", own)
        for expected in (
            "APPROVED General director",
            "No. 7 In force from 10/01/2026",
            "Draft: not approved yet.",
            # 2 400 000 of 2 000 000 is 120 %; of the weight 35 that is 42
            "Section sales 35 2,000,000 2,400,000 120 42",
            # 452 067 of 500 000 is 90.41 %, rounded 90; 40.5 is rounded up to 41
            "Own sales 45 500,000 452,067 90 41",
            "452,067 / 500,000 · 100 = 90.4134 → 90 %",
            "90 · 45 / 100 = 40.5 → 41",
            # 100 − 3 · 20 + 10 = 50; of the weight 20 that is 10
            "Service 20 – -50 points 50 10",
            "42 + 41 + 10 = 93 %",
            "93 reaches row 90 and not row 95: 90 %",
            "20,000 · 90 / 100 = 18,000",
        ):
            self.assertIn(expected, text)

    def test_rules_of_the_scheme(self):
        grounds = self.env["kpi.ground"].search(
            [("code", "in", ("late", "missed_shifts", "falsification"))]
        )
        scheme = self._create_case_scheme(
            "Strict",
            ground_ids=grounds.ids,
            sanction_cap_percent=20,
            submit_days=5,
            needs_card=True,
            pilot_percent=40,
            job_ids=self.env["hr.job"].create({"name": "Packer"}).ids,
        )
        text = self._print_text("paper_regulation", self._make_bonus(scheme))
        for expected in (
            "Strict: jobs Packer; departments: all",
            "hands in the report within 5 calendar days after the period",
            "The efficiency card is handed in with the report.",
            "Report submitted late",
            "Too many shifts missed (more than 66.67 % of those scheduled)",
            "withheld, at most 20 % of the earned salary, for: – Falsified figures",
            "Whoever missed more than 66.67 % of the scheduled shifts",
            "gets 40 % of the earned salary",
            "The own plan of Own sales is lowered",
            "Below an effectiveness of 80 %",
            # the last two rows of the matrix: 140 → 180, 150 → 200
            "every further whole 10 points of effectiveness it grows by 20 points",
            "No reaction to a customer −20 every controller and head",
        ):
            self.assertIn(expected, text)

    def test_grounds_that_do_not_act_are_not_printed(self):
        text = self._print_text("paper_regulation", self._make_bonus())
        self.assertIn("No ground but a low effectiveness", text)
        self.assertNotIn("Whoever missed more than", text)

    def test_other_methods(self):
        """Inverse and score: limit 5, fact 6 by 120 %; then the mark itself."""
        stock = self._create_indicator(
            "Stock", method="inverse", inverse_form="linear", unit="quantity"
        )
        survey = self._create_indicator("Survey", method="score", unit="score")
        scheme = self._create_scheme(
            "Heads", [(self.section_sales, 60, 0), (stock, 30, 5), (survey, 10, 0)]
        )
        text = self._print_text("paper_regulation", self._make_bonus(scheme))
        for expected in (
            "Section sales 60 2,000,000 2,400,000 120 72",
            # 5 · 0.904134 = 4.52, rounded 5: (2 − 5 / 5) · 100 = 100 %
            "Stock 30 5 5 100 30",
            # 92 · 10 / 100 = 9.2, rounded 9
            "Survey 10 – 92 92 9",
            "72 + 30 + 9 = 111 %",
            # row 110 → 120
            "111 reaches row 110 and not row 120: 120 %",
        ):
            self.assertIn(expected, text)

    def test_several_schemes(self):
        other = self._create_scheme("Others", [(self.own_sales, 100, 0)])
        text = self._print_text(
            "paper_regulation", self._make_bonus(self.scheme + other)
        )
        self.assertIn("Case KPI Weight", text)
        self.assertIn("Others KPI Weight", text)

    def test_sample_is_not_printed(self):
        sample = self.env.ref("kpi_bonus.kpi_regulation_bonus")
        with self.assertRaisesRegex(UserError, "Make a version of your own company"):
            self._print("paper_regulation", sample)

    def test_numbers_and_bullets(self):
        own = self._make_bonus(
            clause_ids=[
                Command.clear(),
                Command.create(
                    {"title": "Goals", "body": "First\n- item\n\n– other\nSecond"}
                ),
                Command.create({"title": "List", "body": "Text", "is_appendix": True}),
                Command.create({"title": "Law", "body": "Third", "is_legal": True}),
            ],
            needs_union=True,
        )
        own.action_activate()
        text = self._print_text("paper_regulation", own)
        self.assertIn("1. Goals 1.1. First – item – other 1.2. Second 2. Law", text)
        self.assertIn("2. Law [to be checked by a lawyer] 2.1. Third", text)
        self.assertNotIn("Goals [to be", text)
        self.assertIn("Appendix 1 List Text", text)
        self.assertIn("Chair of the trade union committee", text)
        self.assertNotIn("Draft", text)

    def test_what_stays_on_one_page(self):
        """A heading and a sentence with a colon, with what comes after them."""

        def table(count):
            return regulations._make_table([("A", 100, "")], [["x"]] * count)

        regulations = self.env["kpi.regulation"]
        heading, text, short = {"heading": "H"}, {"text": "These:"}, table(15)
        plain, long = {"text": "Other."}, table(16)
        self.assertEqual(
            _group_items([heading, text, short, plain, heading, long]),
            [[heading, text, short], [plain], [heading], [{**long, "is_long": True}]],
        )

    def test_attestation_regulation(self):
        self.company.write(
            {
                "kpi_attestation_objection_days": 7,
                "kpi_attestation_min_post_months": 6,
            }
        )
        self.env["kpi.grade"].create(
            {"name": "Second grade", "code": "2", "company_id": self.company.id}
        )
        text = self._print_text("paper_regulation", self._make_own("attestation"))
        for expected in (
            "at least 66.67 % of the members are present",
            "from 70 %: passed; – from 60 % and below 70 %: passed on condition; "
            "– below 60 %: failed.",
            "in the post for less than 6 months",
            "within 12 months after the end of a maternity or parental leave",
            "within 7 working days after the session",
            "any 2 Second grade 3",
        ):
            self.assertIn(expected, text)

    def test_sixty_people_sign(self):
        """A long list goes on over pages, and nobody is cut or lost."""
        for number in range(60):
            self._create_employee(f"Person {number:02}")
        own = self._make_bonus()
        pages = self._print("paper_acquaintance", own)
        self.assertEqual(len(pages), 2)
        text = " ".join(pages)
        self.assertIn("I have read “Regulation on bonuses No. 7”", text)
        self.assertIn("1 Anna Seller Seller", text)
        for number in range(60):
            self.assertEqual(text.count(f"Person {number:02}"), 1)

    def test_acquaintance_of_a_head(self):
        self._create_employee("Boris Seller", department_id=self.tools.id)
        text = self._print_text(
            "paper_acquaintance", self._make_bonus(), user=self.head
        )
        self.assertIn("Paints 1 Anna Seller", text)
        self.assertNotIn("Boris", text)

    def test_in_russian(self):
        own = self._make_bonus()
        own.clause_ids[0].with_context(lang="ru_RU").title = "Общие положения"
        self._translate("paper_document", {"APPROVED": "УТВЕРЖДАЮ"})
        text = self._print_text("paper_regulation", own, lang="ru_RU")
        self.assertIn("УТВЕРЖДАЮ", text)
        self.assertIn("1. Общие положения", text)
        # spaces between thousands and a comma, whatever the words
        self.assertIn("90,4134", text)
