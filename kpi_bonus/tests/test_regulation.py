from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .regulation_common import RegulationCommon


@tagged("post_install", "-at_install")
class TestRegulation(RegulationCommon):
    """Versions: made from a sample, approved, kept."""

    def test_sample_is_never_changed(self):
        sample = self.env.ref("kpi_bonus.kpi_regulation_bonus").with_user(self.manager)
        self.assertTrue(sample.clause_ids)
        with self.assertRaises(AccessError):
            sample.name = "Mine"
        with self.assertRaises(AccessError):
            sample.clause_ids[0].body = "Mine"
        with self.assertRaises(AccessError):
            sample.unlink()

    def test_new_version_of_a_sample_with_translations(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        sample = self.env.ref("kpi_bonus.kpi_regulation_bonus")
        clause = sample.clause_ids[0]
        clause.with_context(lang="ru_RU").title = "Общие положения"
        own = self._make_bonus()
        self.assertEqual(own.company_id, self.company)
        self.assertEqual(own.previous_id, sample)
        self.assertEqual(own.state, "draft")
        self.assertEqual(len(own.clause_ids), len(sample.clause_ids))
        first = own.clause_ids[0]
        self.assertEqual(first.title, "General provisions")
        self.assertEqual(first.with_context(lang="ru_RU").title, "Общие положения")
        self.assertEqual(first.block, "coverage")
        self.assertTrue(first.is_legal)

    def test_activation_is_by_the_manager_and_once(self):
        own = self._make_bonus()
        own.action_activate()
        self.assertEqual(own.state, "active")
        self.assertEqual(own.approved_by_id, self.manager)
        with self.assertRaisesRegex(UserError, 'is "Active"'):
            own.action_activate()
        with self.assertRaises(AccessError):
            own.with_user(self.head).action_retire()

    def test_what_activation_asks_for(self):
        own = self._make_bonus()
        own.write(
            {
                "number": False,
                "date_from": False,
                "scheme_ids": [Command.clear()],
                "clause_ids": [Command.clear()],
            }
        )
        with self.assertRaises(ValidationError) as caught:
            own.action_activate()
        for text in (
            "It has no number.",
            "It has no date to be in force from.",
            "It has no clauses.",
            "It names no bonus scheme.",
        ):
            self.assertIn(text, str(caught.exception))

    def test_draft_scheme_is_refused(self):
        draft = self._create_scheme("Draft", [(self.own_sales, 100, 5)], activate=False)
        own = self._make_bonus(draft)
        with self.assertRaisesRegex(ValidationError, "Draft .* is a draft"):
            own.action_activate()

    def test_sample_can_not_be_activated(self):
        sample = self.env.ref("kpi_bonus.kpi_regulation_attestation")
        with self.assertRaisesRegex(ValidationError, "It is a sample"):
            sample.action_activate()

    def test_active_one_is_locked(self):
        own = self._make_bonus()
        own.action_activate()
        clause = own.clause_ids[0]
        for change in (
            lambda: own.write({"number": "8"}),
            lambda: own.write({"scheme_ids": [Command.clear()]}),
            lambda: clause.write({"body": "Something else"}),
            lambda: clause.unlink(),
            lambda: own.write({"clause_ids": [Command.create({"title": "New"})]}),
        ):
            with self.assertRaisesRegex(ValidationError, "Regulation on bonuses No. 7"):
                change()
        with self.assertRaisesRegex(UserError, "stays, as evidence"):
            own.unlink()

    def test_state_is_not_typed_in(self):
        own = self._make_bonus()
        with self.assertRaises(UserError):
            own.write({"state": "active"})

    def test_versions_follow_each_other(self):
        first = self._make_bonus()
        first.action_activate()
        second = first._create_new_version()
        second.write({"number": "8", "date_from": date(2027, 1, 1)})
        self.assertEqual(second.previous_id, first)
        self.assertEqual(second.scheme_ids, self.scheme)
        self.assertFalse(first.date_to)
        second.action_activate()
        self.assertEqual(first.date_to, date(2026, 12, 31))
        self.assertFalse(second.date_to)

    def test_in_force(self):
        regulations = self.env["kpi.regulation"].with_user(self.manager)
        sample = self.env.ref("kpi_bonus.kpi_regulation_apprentice")

        def find(day):
            return regulations._get_in_force("apprentice", self.company, day)

        self.assertEqual(find(date(2026, 10, 1)), sample)
        own = self._make_own("apprentice")
        self.assertEqual(find(date(2026, 10, 1)), sample)
        own.action_activate()
        self.assertEqual(find(date(2026, 9, 30)), sample)
        self.assertEqual(find(date(2026, 10, 1)), own)

    def test_people_of_the_schemes(self):
        """Paid by the scheme, employed, of the company; a head sees his own."""
        cook = self.env["hr.job"].create(
            {"name": "Cook", "company_id": self.company.id}
        )
        self._create_employee("Cook", job_id=cook.id)
        self._create_employee("Boris Seller", department_id=self.tools.id)
        left = self._create_employee("Gone Seller")
        left.version_id.contract_date_end = date(2026, 1, 31)
        own = self._make_bonus()
        names = own._get_people_sudo().employee_id.mapped("name")
        self.assertEqual(names, ["Anna Seller", "Boris Seller"])
        people = own.with_user(self.head)._get_people_sudo()
        self.assertEqual(people.employee_id, self.seller)

    def test_people_of_jobs_and_departments(self):
        self._create_employee("Boris Seller", department_id=self.tools.id)
        own = self._make_own(
            "attestation", department_ids=[Command.set(self.tools.ids)]
        )
        names = own._get_people_sudo().employee_id.mapped("name")
        self.assertEqual(names, ["Boris Seller"])
