from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .kpi_disqualification import UNDECIDED

WORKDAYS_TO_ANSWER = 2  # as for any written explanation under the Labour Code, art. 193


class KpiPlanReport(models.Model):
    """Proposing falsification: a claim beyond the tolerance, and a person's word."""

    _inherit = "kpi.plan.report"

    may_propose_falsification = fields.Boolean(
        compute="_compute_may_propose_falsification"
    )

    @api.depends(
        "state", "submitted_on", "line_ids.is_mismatch", "disqualification_ids.state"
    )
    @api.depends_context("uid")
    def _compute_may_propose_falsification(self):
        for report in self:
            report.may_propose_falsification = bool(
                report.submitted_on
                and report.state != "closed"
                and report._get_mismatches()
                and not report._get_falsification_problem()
            )

    def action_propose_falsification(self, evidence):
        """The head says that claims were falsified; another person decides.

        :return: the ``kpi.disqualification``
        """
        self.ensure_one()
        self._check_head()
        # sudo: access is checked above; a head has no right to write grounds.
        report_sudo = self.sudo()
        report_sudo.lock_for_update()
        report_sudo._check_not_closed()
        if report_sudo.employee_id.user_id == self.env.user:
            raise AccessError(
                self.env._(
                    "%(report)s is your own: ask your head or the bonus manager.",
                    report=self.display_name,
                )
            )
        problem = report_sudo._get_falsification_problem()
        if problem:
            raise UserError(problem)
        text = (evidence or "").strip()
        if not text:
            raise UserError(
                self.env._(
                    "%(report)s: write down what was falsified and how you know.",
                    report=self.display_name,
                )
            )
        return report_sudo._propose_falsification(text)

    def action_open_falsification(self):
        """A form with the mismatches as a first evidence."""
        self.ensure_one()
        self._check_head()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kpi_bonus.kpi_ground_decision_action"
        )
        return action | {
            "name": self.env._("Propose falsification"),
            "context": {
                "default_step": "propose",
                "default_report_id": self.id,
                "default_text": self._get_mismatch_text(),
            },
        }

    def _get_falsification_problem(self):
        """Why falsification can't be proposed; False if it can."""
        terms = self.sudo().terms or {}
        label = {"report": self.display_name}
        if terms.get("mode") != "live" or "falsification" not in terms["grounds"]:
            return self.env._(
                "%(report)s: falsification is no ground in its scheme, or the period "
                "is a pilot.",
                **label,
            )
        if not self.submitted_on or not self._get_mismatches():
            return self.env._(
                "%(report)s: no claim differs from its fact by more than the "
                "tolerance of the scheme.",
                **label,
            )
        if terms["checking"] == "audit" and not self.is_drawn:
            return self.env._(
                "%(report)s was not drawn for the audit: its claims are not checked.",
                **label,
            )
        if self.sudo().disqualification_ids.filtered(
            lambda record: record.ground == "falsification"
            and record.state != "dropped"
        ):
            return self.env._(
                "%(report)s: falsification is proposed already. See its grounds.",
                **label,
            )
        return False

    def _get_mismatch_text(self):
        return "\n".join(
            self.env._(
                "%(indicator)s: claimed %(claimed)s, the fact is %(fact)s.",
                indicator=line.indicator_id.name,
                claimed=line._format_quantity(line.fact_claimed),
                fact=line._format_quantity(line.fact),
            )
            for line in self._get_mismatches()
        )

    def _propose_falsification(self, evidence):
        company = self.company_id
        ground = self.env["kpi.ground"].search([("code", "=", "falsification")])
        deadline = company._kpi_add_workdays(company._kpi_today(), WORKDAYS_TO_ANSWER)
        record = (
            self.env["kpi.disqualification"]
            ._as_kpi_engine()
            .create(
                {
                    "report_id": self.id,
                    "ground_id": ground.id,
                    "kind": self.terms["grounds"]["falsification"],
                    "evidence": evidence,
                    "proposed_by_id": self.env.uid,
                    "proposed_on": fields.Datetime.now(),
                    "answer_deadline": deadline,
                }
            )
        )
        record._notify_employee("kpi_bonus.kpi_mail_template_falsification_proposed")
        record._remind_decider()
        return record.sudo(False)

    def _get_undecided(self):
        """Falsifications that somebody has proposed and nobody decided."""
        return self.disqualification_ids.filtered(
            lambda record: record.state in UNDECIDED
        )
