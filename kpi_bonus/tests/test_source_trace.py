from datetime import date

from odoo.tests import tagged

from .source_common import SourceCommon

SPAN = (date(2026, 10, 1), date(2026, 10, 31))


@tagged("post_install", "-at_install")
class TestSourceTrace(SourceCommon):
    """From a fact back to its records."""

    def _trace(self, indicator, departments=None, user=None):
        action = (
            self.env["kpi.source"]
            .with_user(user or self.env.user)
            ._trace(indicator, *SPAN, self.seller, departments or self.paints)
        )
        records = self.env[action["res_model"]].with_context(**action["context"])
        return records.search(action["domain"])

    def test_records_of_the_person_in_the_span(self):
        kpi = self._create_domain_kpi(domain="[('location', '=', 'one')]")
        mine = self._create_event("2026-10-31 08:00:00", location="one")
        self._create_event("2026-10-15 08:00:00", location="many")
        self._create_event("2026-11-01 08:00:00", location="one")
        self.boris.user_id = self.manager
        self._create_event(
            "2026-10-15 08:00:00", location="one", user_id=self.manager.id
        )
        self.assertEqual(self._trace(kpi), mine)

    def test_records_of_the_base_as_well(self):
        kpi = self._create_domain_kpi(
            domain="[('location', '=', 'one')]", base_domain="[]", ratio=True
        )
        events = self._create_event("2026-10-15 08:00:00", location="one")
        events += self._create_event("2026-10-15 08:00:00")
        self.assertEqual(self._trace(kpi), events)

    def test_section_of_the_day(self):
        version = self.seller.create_version({"date_version": date(2026, 10, 16)})
        version.department_id = self.tools
        kpi = self._create_domain_kpi(scope="section")
        before = self._create_event("2026-10-15 08:00:00")
        after = self._create_event("2026-10-16 08:00:00")
        self.assertEqual(self._trace(kpi, self.paints), before)
        self.assertEqual(self._trace(kpi, self.tools), after)

    def test_whoever_may_not_read_the_records_gets_the_daily_facts(self):
        kpi = self._create_domain_kpi(
            model="ir.mail_server", date_field="create_date", subject_path="create_uid"
        )
        kpi = kpi.with_user(self.head)
        action = (
            self.env["kpi.source"]
            .with_user(self.head)
            ._trace(kpi, *SPAN, self.seller, self.paints)
        )
        self.assertEqual(action["res_model"], "kpi.fact")

    def test_manual_facts(self):
        october = self._create_fact(self.own, 1)
        self._create_fact(self.own, 1, day=date(2026, 11, 1))
        self._create_fact(self.own, 1, employee_id=self.boris.id)
        section = self._create_fact(self.by_section, 1, department_id=self.paints.id)
        self._create_fact(self.by_section, 1, department_id=self.tools.id)
        company = self._create_fact(self.by_company, 1, department_id=False)
        self.assertEqual(self._trace(self.own), october)
        self.assertEqual(self._trace(self.by_section), section)
        self.assertEqual(self._trace(self.by_company), company)
