from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    kpi_start_date = fields.Date(
        string="Start of the system",
        help="Staff turnover is compared before and after it. Empty: the first day of "
        "the first pilot or live period that is opened.",
    )

    def _kpi_get_start_dates(self):
        """{company id: first day of the system}; no key where it has not started."""
        # sudo: dates only, of whoever asks for turnover of the company.
        groups = (
            self.env["kpi.period"]
            .sudo()
            ._read_group(
                [
                    ("company_id", "in", self.ids),
                    ("mode", "!=", "shadow"),
                    ("state", "!=", "draft"),
                ],
                ["company_id"],
                ["date_from:min"],
            )
        )
        starts = {company.id: start for company, start in groups}
        for company in self.sudo():
            if company.kpi_start_date:
                starts[company.id] = company.kpi_start_date
        return starts
