from odoo import models


class KpiApprenticeship(models.Model):
    """The contract on paper, in two copies."""

    _inherit = "kpi.apprenticeship"

    def _prepare_paper_copies(self):
        """Two papers by the text that is in force on the first day.

        For the same template as regulations; money in it needs the right to money.
        """
        self.ensure_one()
        self.check_access("read")
        regulation = self.env["kpi.regulation"]._get_in_force(
            "apprentice", self.company_id, self.date_from
        )
        paper = regulation._prepare_paper(self)
        paper["title"] = self.env._(
            "%(title)s No. %(number)s", title=regulation.name, number=self.number
        )
        marks = (
            self.env._("Copy 1 of 2: of the employer"),
            self.env._("Copy 2 of 2: of the apprentice"),
        )
        return [paper | {"footer": f"{paper['footer']}. {mark}"} for mark in marks]
