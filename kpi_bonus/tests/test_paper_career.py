from datetime import date

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_paper_regulation import RegulationPaperCommon


@tagged("post_install", "-at_install")
class TestPaperAttestation(RegulationPaperCommon):
    """Protocol and sheet: what the commission saw, counted and decided."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job.kpi_track = "grades"
        cls.grade = cls.env["kpi.grade"].create(
            {
                "name": "Second grade",
                "code": "2",
                "company_id": cls.company.id,
                "job_id": cls.job.id,
                "wage": 25000,
            }
        )
        names = ("Chair Person", "Secretary Person", "Third Person", "Absent Person")
        people = [cls._create_employee(name) for name in names]
        roles = ("chair", "secretary", "member", "member")
        cls.session = cls.env["kpi.attestation.session"].create(
            {
                "name": "Sellers",
                "number": "12",
                "company_id": cls.company.id,
                "date": date(2026, 10, 20),
                "place": "Classroom",
                "decision": "To train everybody.",
                "criterion_ids": [
                    Command.create(
                        {
                            "name": "Goods",
                            "company_id": cls.company.id,
                            "max_score": 5,
                            "min_score": 2,
                        }
                    )
                ],
                "member_ids": [
                    Command.create(
                        {
                            "employee_id": person.id,
                            "role": role,
                            "is_present": person.name != "Absent Person",
                        }
                    )
                    for person, role in zip(people, roles, strict=True)
                ],
                "attestation_ids": [
                    Command.create(
                        {
                            "employee_id": cls.seller.id,
                            "kind": "entry",
                            "date": date(2026, 10, 20),
                            "target_grade_id": cls.grade.id,
                            "reason": "Sells well",
                        }
                    )
                ],
            }
        )
        cls.attestation = cls.session.attestation_ids

    def _hold(self, result="conditional"):
        self.attestation.mark_ids.score = 4
        self.attestation.write(
            {
                "votes_for": 2,
                "votes_against": 1,
                "condition": "Take a course",
                "retake_date": date(2027, 1, 20),
            }
        )
        self.attestation._as_kpi_engine().write({"state": "held", "result": result})
        self.session._as_kpi_engine().write(
            {"state": "held", "held_on": date(2026, 10, 20)}
        )

    def test_protocol(self):
        self._hold()
        text = self._print_text("paper_protocol", self.session)
        for expected in (
            "Protocol No. 12",
            "Classroom October 20, 2026",
            "– Chair Person, Seller, chair",
            "Absent: – Absent Person, Seller, member",
            # two thirds of 4 members are 3
            "Members: 4, present: 3, needed: 3 (66.67 %). There is a quorum.",
            "Judged by: Goods.",
            # 4 of 5 is 80 %; in force from the first of the next month
            "1 Anna Seller, Seller First grade or exam: Second grade 80 2 / 1 "
            "Passed on condition. Condition: Take a course. In force from 11/01/2026.",
            "To train everybody.",
        ):
            self.assertIn(expected, text)
        self.assertNotIn("Form:", text)
        # No money on a protocol that heads may read.
        self.assertNotIn("25", text)
        # Once among those present, once to sign; an absent one does not sign.
        self.assertEqual(text.count("Third Person"), 2)
        self.assertEqual(text.count("Absent Person"), 1)

    def test_protocol_of_a_failure(self):
        self._hold("failed")
        text = self._print_text("paper_protocol", self.session)
        self.assertIn("Failed. Retake on 01/20/2027.", text)
        self.assertNotIn("Take a course", text)

    def test_protocol_before_the_session_is_a_form(self):
        self.session.member_ids.is_present = False
        text = self._print_text("paper_protocol", self.session)
        self.assertIn("Form: the session was not held yet.", text)
        self.assertIn("There is no quorum.", text)
        self.assertNotIn("80", text)

    def test_sheet(self):
        self._hold()
        text = self._print_text("paper_attestation", self.attestation, user=self.head)
        for expected in (
            "Surname, name Anna Seller",
            "Post held Seller",
            "Grade or post sought Second grade",
            "Why proposed Sells well",
            "Goods 5 2 4",
            "Score 80 %",
            "Decision: passed on condition. Votes: for 2, against 1.",
            "Condition: Take a course",
            "within 5 working days after the session",
        ):
            self.assertIn(expected, text)

    def test_sheet_of_another_section(self):
        other = self._create_user("other_head", "kpi_bonus.group_section_head")
        with self.assertRaises(AccessError):
            self._print("paper_attestation", self.attestation, user=other)

    def test_protocol_of_sixty_people(self):
        people = [self._create_employee(f"Pupil {number:02}") for number in range(60)]
        self.session.attestation_ids = [
            Command.create(
                {
                    "employee_id": person.id,
                    "kind": "entry",
                    "date": date(2026, 10, 20),
                    "target_grade_id": self.grade.id,
                }
            )
            for person in people
        ]
        pages = self._print("paper_protocol", self.session)
        self.assertGreater(len(pages), 1)
        text = " ".join(pages)
        for number in range(60):
            self.assertEqual(text.count(f"Pupil {number:02}, Seller"), 1)


@tagged("post_install", "-at_install")
class TestPaperApprentice(RegulationPaperCommon):
    """The contract has all that article 199 of the Labour Code asks for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        pupil_job = cls.env["hr.job"].create(
            {
                "name": "Pupil",
                "company_id": cls.company.id,
                "kpi_track": "apprentice",
            }
        )
        pupil = cls.env["hr.employee"].create(
            {
                "name": "Peter Pupil",
                "company_id": cls.company.id,
                "private_city": "Kaluga",
                "private_street": "Peace street 5",
            }
        )
        cls.contract = cls.env["kpi.apprenticeship"].create(
            {
                "number": "A-1",
                "employee_id": pupil.id,
                "job_id": pupil_job.id,
                "target_job_id": cls.job.id,
                "qualification": "Seller of goods",
                "date_from": date(2026, 12, 1),
                "months": 3,
                "stipend": 24000,
                "cost": 18000,
                "duty_months": 12,
                "mentor_id": cls.seller.id,
            }
        )

    def test_contract_in_two_copies(self):
        pages = self._print("paper_apprenticeship", self.contract)
        text = " ".join(pages)
        for expected in (
            "Apprentice contract No. A-1 Kaluga December 1, 2026",
            "Domstroy, hereinafter “the Employer”, represented by General director "
            "Orlov P., who acts on the basis of the charter",
            "and Peter Pupil, hereinafter “the Apprentice”",
            "The qualification to be gained: Seller of goods.",
            "The post after the training: Seller.",
            "individual training. The mentor: Anna Seller.",
            "in months: 3, from December 1, 2026 to February 28, 2027.",
            "at least so many months: 12.",
            "made in two copies of equal force",
            "Address: Kaluga, Peace street 5",
        ):
            self.assertEqual(text.count(expected), 2, expected)
        half = len(pages) // 2
        for page in pages[:half]:
            self.assertIn("Copy 1 of 2: of the employer", page)
        for page in pages[half:]:
            self.assertIn("Copy 2 of 2: of the apprentice", page)
        # stipend and costs, in the currency of the company
        self.assertIn("a stipend of 24,000.00 € a month", text.replace("\xa0", " "))
        self.assertIn("beside the stipend are 18,000.00 €", text.replace("\xa0", " "))

    def test_text_of_the_company(self):
        own = self._make_own("apprentice")
        own.clause_ids[-2].body = "Our own words."
        self.assertNotIn(
            "Our own", self._print_text("paper_apprenticeship", self.contract)
        )
        own.action_activate()
        text = self._print_text("paper_apprenticeship", self.contract)
        self.assertIn("Our own words.", text)

    def test_stipend_in_the_costs(self):
        text = self._print_text("paper_apprenticeship", self.contract)
        self.assertNotIn("The stipend paid belongs to the costs", text)
        self.company.kpi_owes_stipend = True
        text = self._print_text("paper_apprenticeship", self.contract)
        self.assertIn("The stipend paid belongs to the costs", text)

    def test_form_without_a_person(self):
        text = self._print_text("paper_regulation", self._make_own("apprentice"))
        self.assertIn("The qualification to be gained: ____", text)
        self.assertIn("in months: ____, from ____", text)
        self.assertNotIn("False", text)
        self.assertNotIn("None", text)

    def test_a_head_does_not_print_money(self):
        with self.assertRaises(AccessError):
            self._print("paper_apprenticeship", self.contract, user=self.head)
