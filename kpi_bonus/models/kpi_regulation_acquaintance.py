from odoo import models
from odoo.tools import format_date


class KpiRegulation(models.Model):
    """The sheet of signatures as a paper of its own."""

    _inherit = "kpi.regulation"

    def _prepare_acquaintance(self):
        """The same texts as ``_prepare_paper``, for the same template."""
        self.ensure_one()
        self.check_access("read")
        company = self._get_paper_company(None)
        title = self.env._("Acquaintance sheet")
        text = self.env._(
            "I have read “%(regulation)s”, have had its rules explained to me and have "
            "got answers to my questions.",
            regulation=self.display_name,
        )
        today = format_date(self.env, company._kpi_today())
        return {
            "company": company.name,
            # Nothing is approved by it, so it has the plain head of a contract.
            "is_contract": True,
            "signer": company._kpi_prepare_signer(),
            "needs_union": False,
            "title": title,
            "about": [
                (company.name, self.env._("Printed on %(date)s", date=today)),
            ],
            "note": "",
            "articles": [
                {
                    "number": "",
                    "title": "",
                    "is_legal": False,
                    "is_appendix": False,
                    "groups": [[{"text": text}], self._block_acquaintance(None)],
                }
            ],
            "footer": f"{title}. {self.display_name}",
        }
