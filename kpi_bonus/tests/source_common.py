from datetime import date

from .facts_common import FactsCommon


class SourceCommon(FactsCommon):
    """Helpers to measure records of any model; the seller has a user."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls._create_user("anna", None)
        cls.seller.user_id = cls.anna

    @classmethod
    def _prepare_domain_vals(
        cls, model="calendar.event", date_field="start", value_field=False, **vals
    ):
        get_field = cls.env["ir.model.fields"]._get
        return {
            "source": "domain",
            "model_id": cls.env["ir.model"]._get_id(model),
            "date_field_id": get_field(model, date_field).id,
            "value_field_id": value_field and get_field(model, value_field).id,
            "domain": "[]",
            "subject_path": "user_id",
            "operation": "count",
            **vals,
        }

    @classmethod
    def _create_domain_kpi(cls, name="Meetings", code="meetings", **vals):
        return cls._create_indicator(
            name, code=code, **{"unit": "quantity", **cls._prepare_domain_vals(**vals)}
        )

    @classmethod
    def _create_event(cls, start, **vals):
        event = {
            "name": "Meeting",
            "start": start,
            "stop": start,
            "user_id": cls.anna.id,
            "partner_ids": [],
        }
        return cls.env["calendar.event"].create({**event, **vals})

    def _measure(self, indicators):
        """October 2026. :return: number of changed facts"""
        return self.env["kpi.source"]._measure(
            self.company, indicators, date(2026, 10, 1), date(2026, 10, 31)
        )

    def _get_facts(self, indicator):
        domain = [("indicator_id", "=", indicator.id)]
        return self.env["kpi.fact"].search(domain, order="date, employee_id")

    def assertFacts(self, indicator, expected):
        """Rows (day, employee or department, value, base) of the indicator."""
        found = [
            (
                str(fact.date),
                fact.employee_id or fact.department_id,
                fact.value,
                fact.base,
            )
            for fact in self._get_facts(indicator)
        ]
        self.assertEqual(found, expected)
