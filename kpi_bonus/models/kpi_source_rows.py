from odoo import api, models


class KpiSource(models.AbstractModel):
    """The records behind a fact, for the employee whose figure it is."""

    _inherit = "kpi.source"

    @api.model
    def _get_trace_rows(
        self, indicator, employee, date_from, date_to, departments, limit
    ):
        """Hook: what adds up to a person's fact, the newest first.

        A bridge that has more than daily facts (receipts) returns them for its sources.
        Runs in sudo for whoever may see the figure: nothing of other people's.

        :param departments: of the employee in the span
        :param limit: number of records at most
        :return: [(date, label, value, base)]; a base of 0 is none
        """
        if self._get_family(indicator) == "card":
            return self._get_card_rows(indicator, employee, date_from, date_to, limit)
        action = self._trace_manual(
            indicator, date_from, date_to, employee, departments
        )
        facts = self.env["kpi.fact"].search_fetch(
            action["domain"],
            ["date", "department_id", "value", "base", "note"],
            order="date desc, id desc",
            limit=limit,
        )
        is_split = len(facts.department_id) > 1
        return [
            (
                fact.date,
                fact.department_id.name if is_split else fact.note or "",
                fact.value,
                fact.base,
            )
            for fact in facts
        ]

    @api.model
    def _get_card_rows(self, indicator, employee, date_from, date_to, limit):
        """Entries of the card, as ``_measure_card`` counts them."""
        entries = self.env["kpi.card.line"].search(
            [
                ("employee_id", "=", employee.id),
                ("company_id", "=", indicator.company_id.id),
                ("date", ">=", date_from),
                ("date", "<=", date_to),
                ("state", "=", "valid"),
            ],
            order="date desc, id desc",
            limit=limit,
        )
        usual = {
            "remark": indicator.remark_points,
            "thanks": indicator.thanks_points,
        }
        return [
            (entry.date, entry.type_id.name, entry.points or usual[entry.kind], 0)
            for entry in entries
        ]
