from odoo import api, models
from odoo.fields import Domain

from .kpi_clock import JOBS


class ResCompany(models.Model):
    """One scheduled action per company and job.

    So a company's work runs on one worker at a time, companies beside each other, and a
    job of one company can be switched off or moved to another hour.
    """

    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._kpi_create_crons()
        return companies

    def unlink(self):
        self._kpi_unlink_crons()
        return super().unlink()

    def _kpi_unlink_crons(self):
        crons_sudo = self._kpi_get_crons()
        actions_sudo = crons_sudo.ir_actions_server_id
        crons_sudo.unlink()
        actions_sudo.unlink()

    @api.model
    def _kpi_create_all_crons(self):
        """For the companies that were there first, and for jobs that a version adds."""
        companies = self.with_context(active_test=False).search(Domain.TRUE)
        companies._kpi_create_crons()

    def _kpi_create_crons(self):
        """Add the scheduled actions that are missing; what is there stays as it is."""
        # sudo: whoever may create a company need not be allowed scheduled actions. No
        # context: defaults meant for the company would get into them.
        crons_sudo = self.env(
            su=True,
            # Not the module that is being installed while a company is created.
            context={"foreign_record_to_create": True},
        )["ir.cron"]
        # By external ids: each is made once, and goes when the module is uninstalled.
        crons_sudo._load_records(
            [
                {
                    "xml_id": company._kpi_get_cron_xmlid(job),
                    "noupdate": True,
                    "values": company._kpi_prepare_cron_vals(job),
                }
                for company in self
                for job in JOBS
            ],
            update=True,
        )

    def _kpi_prepare_cron_vals(self, job):
        number, unit = JOBS[job]
        return {
            "name": self.env._(
                "KPI pay of %(company)s: %(job)s",
                company=self.name,
                job=self.env["kpi.clock"]._get_job_labels()[job],
            ),
            "model_id": self.env["ir.model"]._get_id("kpi.clock"),
            "state": "code",
            "code": f"model._cron_run({job!r}, {self.id})",
            "user_id": self.env.ref("base.user_root").id,
            "interval_number": number,
            "interval_type": unit,
        }

    def _kpi_get_cron_xmlid(self, job):
        return f"kpi_bonus.ir_cron_{job}_{self.id}"

    def _kpi_get_crons(self):
        """The scheduled actions of these companies, with rights lifted."""
        # sudo: belongs to the company, whoever asks for it.
        crons_sudo = self.env["ir.cron"].sudo()
        for company in self:
            for job in JOBS:
                xmlid = company._kpi_get_cron_xmlid(job)
                crons_sudo |= crons_sudo.env.ref(xmlid, crons_sudo) or crons_sudo
        return crons_sudo
