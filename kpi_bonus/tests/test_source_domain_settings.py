from odoo.tests import tagged

from ..models.kpi_indicator_domain import DomainSourceError
from .source_common import SourceCommon

INJECTIONS = (
    "__import__('os').system('id')",
    "[('id', '=', __import__('os').getpid())]",
    "[(name, '=', 1)]",
    "[('id', '=', uid)]",
    "lambda: []",
    "[x for x in ()]",
    "[('id', 'in', (1).__class__.__mro__)]",
    "f'{1}'",
    "'[]'",
    "5",
    "True",
    "{'id': 1}",
    "[('id', '=', 1)",
    "[('id', '=')]",
    "['&', ('id', '=', 1)]",
    "[('id', 'any!', [])]",
    "[('id; DROP TABLE kpi_fact', '=', 1)]",
)


@tagged("post_install", "-at_install")
class TestSourceDomainSettings(SourceCommon):
    """Whatever can't be measured is refused when it is saved, by name."""

    def assertRefused(self, message, **vals):
        with (
            self.subTest(**vals),
            self.assertRaisesRegex(DomainSourceError, f"KPI Meetings: .*{message}"),
            self.env.cr.savepoint(),
        ):
            self._create_domain_kpi(**vals)

    def test_only_plain_values_in_filters(self):
        for text in INJECTIONS:
            self.assertRefused("the filter", domain=text)
            self.assertRefused("the filter", base_domain=text, ratio=True)

    def test_plain_values_of_any_kind_are_taken(self):
        for number, text in enumerate(
            (
                "[]",
                "[('location', 'ilike', 'Paint')]",
                "['|', ('active', '=', True), ('duration', '>=', 0.5)]",
                "[('user_id.login', '!=', 'x')]",
                "[('partner_ids', 'any', [('id', '>', 0)])]",
                "[('start', '>=', '2026-01-01 00:00:00'), ('user_id', 'in', [1, 2])]",
                "[('start', '>=', 'today -30d')]",
            )
        ):
            self.assertTrue(self._create_domain_kpi(code=f"k{number}", domain=text))

    def test_filter_on_a_missing_field(self):
        self.assertRefused("colour.*calendar.event", domain="[('colour', '=', 1)]")
        self.assertRefused("colour.*res.users", domain="[('user_id.colour', '=', 1)]")
        self.assertRefused(
            "colour.*res.partner",
            domain="[('partner_ids', 'any', [('colour', '=', 1)])]",
        )

    def test_filter_on_a_field_without_search(self):
        self.assertRefused(
            "display_time.*can't be searched", domain="[('display_time', '=', 'x')]"
        )

    def test_filter_with_a_value_of_the_wrong_type(self):
        self.assertRefused("measured|filter", domain="[('duration', '>', 'long')]")

    def test_model_without_records_of_its_own(self):
        for model in ("mail.thread", "mail.compose.message"):
            self.assertRefused(
                f"{model} has no stored", model=model, date_field="create_date"
            )

    def test_nothing_chosen(self):
        self.assertRefused("choose the records", model_id=False)
        self.assertRefused("choose the date", date_field_id=False)
        self.assertRefused("choose what", operation=False)
        self.assertRefused("choose the field", operation="sum")

    def test_date_field(self):
        partner_date = self.env["ir.model.fields"]._get("res.partner", "create_date")
        self.assertRefused("create_date.*res.partner", date_field_id=partner_date.id)
        self.assertRefused("location.*no date", date_field="location")

    def test_value_field(self):
        self.assertRefused(
            "location.*no number", operation="sum", value_field="location"
        )
        self.assertRefused(
            "display_time.*not stored", operation="distinct", value_field="display_time"
        )
        color = self.env["ir.model.fields"]._get("res.partner", "color")
        self.assertRefused(
            "color.*res.partner", operation="sum", value_field_id=color.id
        )

    def test_path(self):
        for path, part in (
            (False, ""),
            ("employee_id", "employee_id"),
            ("user_id.boss_id", "boss_id"),
            ("attendee_ids", "attendee_ids"),
            ("name", "name"),
            ("user_id..employee_id", ""),
            ("user_id; DELETE FROM kpi_fact", "user_id; DELETE FROM kpi_fact"),
        ):
            self.assertRefused(f"“{part}” is no stored", subject_path=path)

    def test_path_must_end_at_a_subject(self):
        self.assertRefused("ends at res.partner", subject_path="user_id.partner_id")
        self.assertRefused(
            "ends at hr.department",
            model="kpi.fact",
            date_field="date",
            subject_path="department_id",
        )
        self.assertRefused(
            "ends at res.partner.*department",
            subject_path="user_id.partner_id",
            scope="section",
        )

    def test_base(self):
        self.assertRefused("a ratio needs", ratio=True)
        self.assertRefused("for ratios only", base_domain="[]")
        duration = {"value_field": "duration"}
        self.assertRefused("average over the period", operation="average", **duration)
        self.assertRefused("operation Average", aggregate="average")
        self.assertRefused(
            "can't be a ratio",
            operation="average",
            aggregate="average",
            ratio=True,
            base_domain="[]",
            **duration,
        )

    def test_changes_are_checked_as_well(self):
        kpi = self._create_domain_kpi()
        with self.assertRaisesRegex(DomainSourceError, "Meetings"):
            kpi.domain = "[('colour', '=', 1)]"

    def test_settings_of_another_source_are_not_checked(self):
        kpi = self._create_domain_kpi()
        kpi.write({"source": "manual", "domain": "nonsense"})
        self.assertEqual(kpi.domain, "nonsense")


@tagged("post_install", "-at_install")
class TestSourceDomainRights(SourceCommon):
    """Measuring runs in sudo, so what a person may count is decided at saving."""

    def _save_as_manager(self, **vals):
        indicators = self.env["kpi.indicator"].with_user(self.manager)
        return indicators.create(
            {
                "name": "Meetings",
                "code": "meetings",
                "unit": "quantity",
                "company_id": self.company.id,
                **self._prepare_domain_vals(**vals),
            }
        )

    def test_model_that_may_be_read(self):
        kpi = self._save_as_manager()
        self._create_event("2026-10-15 08:00:00", privacy="private")
        self.assertEqual(self._measure(kpi), 1)

    def test_model_that_may_not_be_read(self):
        message = "you may not read ir.mail_server"
        with self.assertRaisesRegex(DomainSourceError, message):
            self._save_as_manager(model="ir.mail_server", date_field="create_date")

    def test_field_that_may_not_be_read(self):
        """Counting events by wage would tell the wage."""
        message = "wage of hr.employee, which you may not read"
        with self.assertRaisesRegex(DomainSourceError, message):
            self._save_as_manager(domain="[('user_id.employee_ids.wage', '>', 1)]")

    def test_superuser_rights_of_code_do_not_help(self):
        indicators = self.env["kpi.indicator"].with_user(self.manager).sudo()
        with self.assertRaisesRegex(DomainSourceError, "ir.mail_server"):
            indicators.create(
                {
                    "name": "Meetings",
                    "code": "meetings",
                    **self._prepare_domain_vals(
                        model="ir.mail_server", date_field="create_date"
                    ),
                }
            )
