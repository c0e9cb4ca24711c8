from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .rights_common import RightsCommon
from .rights_grid import (
    MODEL_RIGHTS,
    MONEY_FIELDS,
    OPERATIONS,
    RECORD_RIGHTS,
    ROLES,
    WITHOUT_COMPANY,
)

PLACES = ("own section", "other section", "other company")


@tagged("post_install", "-at_install")
class TestRights(RightsCommon):
    def _get_rights(self, records, role):
        """The letters of what the role may do with the records, from home."""
        records = self.env[records._name].browse(records.ids)
        records = records.with_user(self.users[role])
        return "".join(
            letter
            for letter, operation in OPERATIONS.items()
            if records.has_access(operation)
        )

    def test_every_model_is_in_the_grid(self):
        models = {
            name
            for name, model in self.env.registry.items()
            if name.startswith("kpi.")
            and not model._abstract
            and model._original_module == "kpi_bonus"
        }
        self.assertEqual(models, set(MODEL_RIGHTS))

    def test_every_company_model_is_tried_across_companies(self):
        tried = set(self.records) | WITHOUT_COMPANY
        self.assertEqual(tried, set(MODEL_RIGHTS))

    def test_model_rights(self):
        for model, expected in MODEL_RIGHTS.items():
            for role, letters in zip(ROLES, expected, strict=True):
                with self.subTest(model=model, role=role):
                    actual = self._get_rights(self.env[model], role)
                    self.assertEqual(actual, letters)

    def test_record_rights(self):
        """Rows of RECORD_RIGHTS; other models: what the access rows say, at home."""
        for model, records in self.records.items():
            for role, letters in zip(ROLES, MODEL_RIGHTS[model], strict=True):
                if model in RECORD_RIGHTS:
                    expected = RECORD_RIGHTS[model].get(role, ("", "", ""))
                else:
                    expected = (letters, letters, "")
                for place, record, rights in zip(
                    PLACES, records, expected, strict=True
                ):
                    with self.subTest(model=model, role=role, place=place):
                        self.assertTrue(record)
                        self.assertEqual(self._get_rights(record, role), rights)

    def test_outsiders_cannot_search(self):
        """A portal session can call any model it may read: it reads none."""
        for role in ("portal", "internal"):
            for model in MODEL_RIGHTS:
                with (
                    self.subTest(model=model, role=role),
                    self.assertRaises(AccessError),
                ):
                    self.env[model].with_user(self.users[role]).search([])

    def test_money_is_hidden_from_heads(self):
        for model, names in MONEY_FIELDS.items():
            for role in ("controller", "head", "payroll", "manager"):
                records = self.env[model].with_user(self.users[role])
                for name in names:
                    with self.subTest(field=f"{model}.{name}", role=role):
                        field = records._fields[name]
                        visible = records._has_field_access(field, "read")
                        self.assertEqual(visible, role in ("payroll", "manager"))

    def test_head_cannot_read_money_of_own_people(self):
        report = self.records["kpi.plan.report"][0].with_user(self.head)
        self.assertTrue(report.read(["effectiveness"]))
        with self.assertRaises(AccessError):
            report.read(["bonus_amount"])
        with self.assertRaises(AccessError):
            report.segment_ids.read(["wage"])

    def test_manager_reads_no_wage_of_a_contract(self):
        employee = self.seller.with_user(self.manager)
        self.assertTrue(employee.read(["kpi_scheme_id"]))
        with self.assertRaises(AccessError):
            employee.read(["wage"])

    def test_head_reads_measured_facts_and_writes_typed_ones(self):
        fact = self.records["kpi.fact"][0]
        self.assertEqual(self._get_rights(fact, "head"), "rwcd")
        # Measured from now on; the row of the test stays, written past the checks.
        self.env.cr.execute(
            "UPDATE kpi_indicator SET source = 'domain' WHERE id = %s",
            [self.own_sales.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self._get_rights(fact, "head"), "r")

    def test_controller_writes_own_lines_of_allowed_types(self):
        lines = self.env["kpi.card.line"].with_user(self.users["controller"])
        card = self.records["kpi.card"][1]
        vals = {"card_id": card.id, "type_id": self.remark.id, "date": "2026-10-06"}
        line = lines.create(vals)
        self.assertEqual(line.author_id, self.users["controller"])
        self.assertEqual(lines.search([]), line)
        self.remark.group_ids = self.env.ref("kpi_bonus.group_section_head")
        with self.assertRaises(AccessError):
            lines.create(vals)

    def test_controller_writes_in_no_other_name(self):
        lines = self.env["kpi.card.line"].with_user(self.users["controller"])
        with self.assertRaises(AccessError):
            lines.create(
                {
                    "card_id": self.records["kpi.card"][1].id,
                    "type_id": self.remark.id,
                    "date": "2026-10-06",
                    "author_id": self.head.id,
                }
            )

    def test_head_writes_on_cards_of_own_section(self):
        lines = self.env["kpi.card.line"].with_user(self.head)
        vals = {"type_id": self.thanks.id, "date": "2026-10-06"}
        self.assertTrue(
            lines.create({"card_id": self.records["kpi.card"][0].id, **vals})
        )

    def test_head_issues_drafts_of_own_section_only(self):
        own, other, _foreign = self.records["kpi.plan.report"]
        own.with_user(self.head).action_issue()
        self.assertEqual(own.state, "issued")
        with self.assertRaises(AccessError):
            other.with_user(self.head).action_issue()

    def test_only_the_manager_runs_a_period(self):
        for role in ("head", "payroll"):
            period = self.period.with_user(self.users[role])
            for name in ("prepare", "open", "refresh", "review", "close", "reopen"):
                with (
                    self.subTest(role=role, action=name),
                    self.assertRaises(AccessError),
                ):
                    getattr(period, f"action_{name}")()


@tagged("post_install", "-at_install")
class TestMySections(RightsCommon):
    """The cached rule follows whoever is in charge, at once."""

    def setUp(self):
        super().setUp()
        self.new_head = self._create_user("new_head", "kpi_bonus.group_section_head")
        self.new_employee = self.env["hr.employee"].create(
            {
                "name": "New head",
                "company_id": self.company.id,
                "user_id": self.new_head.id,
            }
        )

    def _get_people(self, user):
        return self.env["kpi.plan.report"].with_user(user).search([]).employee_id.ids

    def test_change_of_head(self):
        self.assertEqual(self._get_people(self.head), self.seller.ids)
        self.assertEqual(self._get_people(self.new_head), [])
        self.paints.manager_id = self.new_employee
        self.assertEqual(self._get_people(self.head), [])
        self.assertEqual(self._get_people(self.new_head), self.seller.ids)

    def test_change_of_the_user_behind_a_head(self):
        self.assertEqual(self._get_people(self.head), self.seller.ids)
        self.head_employee.user_id = False
        self.assertEqual(self._get_people(self.head), [])

    def test_head_of_the_shop_sees_its_sections(self):
        self.shop.manager_id = self.new_employee
        people = self._get_people(self.new_head)
        self.assertEqual(set(people), {self.seller.id, self.toolman.id})

    def test_section_moved_under_another_shop(self):
        self.shop.manager_id = self.new_employee
        self.assertIn(self.toolman.id, self._get_people(self.new_head))
        self.tools.parent_id = False
        self.assertNotIn(self.toolman.id, self._get_people(self.new_head))

    def test_compute_and_search_agree(self):
        departments = self.env["hr.department"].with_user(self.head)
        found = departments.search([("kpi_is_mine", "=", True)])
        self.assertEqual(found.ids, self.paints.ids)
        everything = departments.search([])
        self.assertEqual(everything.filtered("kpi_is_mine"), found)
        others = departments.search([("kpi_is_mine", "=", False)])
        self.assertEqual(others, everything - found)

    def test_transferred_person_goes_to_the_new_head(self):
        """Cards and targets of a person follow his department, reports their own."""
        card = self.records["kpi.card"][0].with_user(self.head)
        self.assertTrue(card.has_access("read"))
        self.seller.create_version(
            {"date_version": date(2026, 2, 1), "department_id": self.tools.id}
        ).department_id = self.tools
        self.assertFalse(card.has_access("read"))
