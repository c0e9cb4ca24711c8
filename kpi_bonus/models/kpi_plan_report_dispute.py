from odoo import fields, models
from odoo.exceptions import UserError, ValidationError

from .kpi_dispute import UNDECIDED

MAX_TEXT = 10000  # characters; a dispute is a paragraph, not a book
QUIET = {"mail_create_nolog": True, "mail_create_nosubscribe": True}


class KpiPlanReport(models.Model):
    """The employee disputes his report or one line of it, also after closing."""

    _inherit = "kpi.plan.report"

    dispute_ids = fields.One2many("kpi.dispute", "report_id", "Disputes")

    def action_dispute(self, reason_code, text, line_id=None, files=None):
        """Open a dispute of the current user's own report. :return: its id

        :param line_id: the KPI in dispute; None: the report as a whole
        :param files: at most 5 of ``{"name": "…", "content": "…base64…"}``
        """
        self.ensure_one()
        report_sudo = self._get_own_sudo()
        line_sudo = report_sudo._get_disputed_line(line_id)
        report_sudo._check_not_disputed(line_sudo)
        dispute_sudo = report_sudo._create_dispute(reason_code, text, line_sudo)
        if files:
            dispute_sudo._attach(files)
        dispute_sudo._do_start()
        dispute_sudo._notify_employee("kpi_bonus.kpi_mail_template_dispute_received")
        return dispute_sudo.id

    def _get_disputed_line(self, line_id):
        line = self.line_ids.filtered(lambda line: line.id == line_id)
        if line_id and not line:
            raise ValidationError(
                self.env._(
                    "%(report)s has no such KPI. Open it again and choose one.",
                    report=self.display_name,
                )
            )
        return line

    def _check_not_disputed(self, line):
        """Name what is in dispute before the database refuses without names."""
        for dispute in self.dispute_ids:
            if dispute.line_id == line and dispute.state in UNDECIDED:
                raise UserError(
                    self.env._(
                        "%(dispute)s is not decided yet. Wait for the answer, or "
                        "withdraw it and write a new one.",
                        dispute=dispute.display_name,
                    )
                )

    def _create_dispute(self, reason_code, text, line):
        text = text.strip() if isinstance(text, str) else ""
        codes = self.env["kpi.dispute"]._fields["reason_code"].get_values(self.env)
        if reason_code not in codes or not text or len(text) > MAX_TEXT:
            raise ValidationError(
                self.env._(
                    "%(report)s: choose what your dispute is about, and describe it in "
                    "up to %(max)s characters.",
                    report=self.display_name,
                    max=MAX_TEXT,
                )
            )
        disputes = self.env["kpi.dispute"]._as_kpi_engine().with_context(**QUIET)
        return disputes.create(
            {
                "report_id": self.id,
                "line_id": line.id,
                "reason_code": reason_code,
                "reason": text,
                "date": self.company_id._kpi_today(),
                "state": "open",
            }
        )
