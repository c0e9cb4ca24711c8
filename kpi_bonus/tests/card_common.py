from datetime import date

from odoo import Command
from odoo.tests import new_test_user

from .facts_common import FactsCommon


class CardCommon(FactsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.controller = cls._create_user("controller", "kpi_bonus.group_controller")
        cls.period = cls._create_period()
        cls.card = cls._create_card(cls.seller)
        types = cls.env["kpi.card.type"]
        cls.rude = types.create({"name": "Rude to a customer", "points": -50})
        cls.late = types.create({"name": "Absent over ten minutes"})
        cls.praise = types.create({"name": "Written thanks", "kind": "thanks"})
        cls.for_heads = types.create(
            {
                "name": "Safety rules broken",
                "group_ids": [cls.env.ref("kpi_bonus.group_section_head").id],
            }
        )

    @classmethod
    def _create_card(cls, employee, period=None):
        period = period or cls.period
        return cls.env["kpi.card"].create(
            {"employee_id": employee.id, "period_id": period.id}
        )

    def _write(self, card_type, user=None, **vals):
        lines = self.env["kpi.card.line"].with_user(user or self.controller)
        return lines.create(
            {
                "card_id": self.card.id,
                "type_id": card_type.id,
                "date": date(2026, 10, 15),
                **vals,
            }
        )

    @classmethod
    def _give_login(cls, employee, login, groups="base.group_portal"):
        """The employee may do what is his own, and reads no KPI model."""
        employee.user_id = new_test_user(
            cls.env,
            login=f"kpi_{login}",
            groups=groups,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        return employee.user_id

    def _age(self, line, age):
        """Write the entry so long ago; ``age`` is an interval of the database."""
        self.env.flush_all()
        self.env.cr.execute(
            """UPDATE kpi_card_line SET create_date = now() AT TIME ZONE 'UTC'
            - %s::interval WHERE id = %s""",
            [age, line.id],
        )
        line.invalidate_recordset()
