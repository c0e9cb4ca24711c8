from odoo import api, models
from odoo.fields import Domain


class KpiBoard(models.Model):
    """Whose boards an employee sees: those of his section, his shop, his company."""

    _inherit = "kpi.board"

    @api.model
    def _search_for_employees(self, employees):
        """Boards on which these people are, the nearest first; with rights lifted.

        :param employees: with rights lifted
        """
        boards_sudo = self.sudo().search_fetch(
            Domain("company_id", "in", employees.company_id.ids)
            & (
                Domain("department_id", "=", False)
                | Domain("department_id", "parent_of", employees.department_id.ids)
            ),
            ["name", "company_id", "department_id", "period_id"],
        )
        # sudo: nothing but these boards, which hang in the shop for all to see
        return boards_sudo.sorted(
            lambda board: -len((board.department_id.parent_path or "").split("/"))
        )

    def _find_table(self, key):
        """One table of ``data``; an empty one if the board has none such."""
        tables = (self._read_data() or {"tables": []})["tables"]
        empty = {"key": key, "rows": []}
        return next((table for table in tables if table["key"] == key), empty)
