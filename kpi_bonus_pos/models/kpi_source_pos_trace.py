from odoo import api, models
from odoo.tools import SQL

from ..pos_plan import SUBJECTS, get_figure


class KpiSource(models.AbstractModel):
    """From a figure of the tills back to the very lines, by the rules it came from."""

    _inherit = "kpi.source"

    @api.model
    def _trace_pos(self, indicator, date_from, date_to, employee, departments):
        """Whoever may not read receipts gets the daily facts."""
        if not self.env["pos.order.line"].has_access("read"):
            return self._trace_manual(
                indicator, date_from, date_to, employee, departments
            )
        subjects = employee.ids
        if indicator.scope in ("section", "shop"):
            subjects = self._get_units(indicator, departments)
        source = self._with_measuring_context(indicator.company_id)
        indicator_sudo = indicator.with_env(source.env)
        ids = source._get_pos_traced_ids(indicator_sudo, date_from, date_to, subjects)
        # Ids, because the seller and the section of a sale can't be said in a domain.
        return self._get_trace_action(indicator, "pos.order.line", [("id", "in", ids)])

    @api.model
    def _get_pos_traced_ids(self, indicator, date_from, date_to, subjects):
        plan = self._get_pos_plan(indicator, date_from, date_to)
        is_own = SQL("TRUE")
        if indicator.scope in SUBJECTS:
            key = SQL.identifier(SUBJECTS[indicator.scope])
            is_own = SQL("%s = ANY(%s::int4[])", key, list(subjects))
        figure = get_figure(indicator)
        if figure:
            is_counted = SQL("%s AND %s", is_own, self._get_pos_filter(figure))
        else:
            # A receipt is as long as all that is sold in it, by whomever.
            is_position = SQL("is_position")
            if not indicator.pos_services:
                is_position = SQL("is_position AND NOT is_service")
            is_counted = SQL(
                """%(is_position)s AND order_id IN (
                    SELECT order_id FROM line WHERE %(is_position)s AND %(is_own)s)""",
                is_position=is_position,
                is_own=is_own,
            )
        rows = self.env.execute_query(
            SQL(
                """WITH %s, line AS (%s)
                SELECT line_id FROM line WHERE %s ORDER BY line_id""",
                self._get_pos_tables(plan),
                self._get_pos_lines(plan),
                is_counted,
            )
        )
        return [line_id for [line_id] in rows]
