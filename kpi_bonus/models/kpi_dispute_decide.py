from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date

from .kpi_dispute import UNDECIDED


class KpiDispute(models.Model):
    """The decision, what it led to, and what the employee gets to know of it."""

    _inherit = "kpi.dispute"

    def action_withdraw(self):
        """The employee takes his own dispute back."""
        disputes_sudo = self._get_own_sudo()
        disputes_sudo._check_undecided()
        disputes_sudo._as_kpi_engine().write(
            {"state": "withdrawn", "resolved_on": self.env.cr.now()}
        )
        return True

    def action_accept(self, resolution, **links):
        """The employee is right.

        :param links: what was corrected because of it: ``corrected_line_id`` (its fact
            is corrected), ``card_line_id`` or ``disqualification_id``, of the same
            plan-report. An adjustment names the dispute itself.
        """
        self.ensure_one()
        self._check_links(links)
        return self._do_decide("accepted", resolution, **links)

    def action_reject(self, resolution):
        """The plan-report is right as it stands."""
        return self._do_decide("rejected", resolution)

    def action_open_report(self):
        self.ensure_one()
        return self.report_id.get_formview_action()

    def _do_decide(self, state, resolution, **links):
        self._check_decider()
        resolution = (resolution or "").strip()
        if not resolution:
            raise UserError(
                self.env._(
                    "%(dispute)s: give the reasons; the employee will read them.",
                    dispute=self[:1].display_name,
                )
            )
        # sudo: the right to decide is checked above; the decision names its author.
        disputes_sudo = self.sudo()._as_kpi_engine()
        disputes_sudo.write(
            {
                "state": state,
                "resolution": resolution,
                "resolved_by_id": self.env.uid,
                "resolved_on": self.env.cr.now(),
                **links,
            }
        )
        disputes_sudo._notify_employee("kpi_bonus.kpi_mail_template_dispute_decided")
        return True

    def _check_decider(self):
        self.check_access("read")
        if not self.env.user.has_group("kpi_bonus.group_manager"):
            raise AccessError(
                self.env._(
                    "%(dispute)s: the bonus manager decides. Answer it to pass it on.",
                    dispute=self[:1].display_name,
                )
            )
        self._check_not_own()
        self._check_undecided()

    def _get_link_reports(self):
        """{link: how to get from its record to the plan-report}"""
        return {
            "corrected_line_id": lambda line: line.report_id,
            "card_line_id": lambda line: self.report_id.filtered(
                lambda report: report.card_id == line.card_id
            ),
            "disqualification_id": lambda ground: ground.report_id,
        }

    def _check_links(self, links):
        """A decision can't be linked to what is not its plan-report's."""
        reports = self._get_link_reports()
        for name, record_id in links.items():
            record = name in reports and self[name].browse(record_id).exists()
            if not record or reports[name](record.sudo()) != self.report_id.sudo():
                raise ValidationError(
                    self.env._(
                        "%(dispute)s: a decision can only be linked to corrections of "
                        "its own plan-report.",
                        dispute=self.display_name,
                    )
                )

    def _get_open(self):
        """Those of ``self`` that nobody has decided yet."""
        return self.filtered(lambda dispute: dispute.state in UNDECIDED)

    # -- what the employee sees -------------------------------------------------------

    @api.model
    def _get_reasons(self):
        """[(code, label)] to choose from."""
        return self._fields["reason_code"]._description_selection(self.env)

    def _get_status_for_employee(self):
        """Plain values for the employee's own page, newest first.

        To be called on records that ``_get_own_sudo`` has let pass.
        """
        return [dispute._prepare_status() for dispute in self.sorted("id", True)]

    def _prepare_status(self):
        states, codes = (
            dict(self._fields[name]._description_selection(self.env))
            for name in ("state", "reason_code")
        )
        return {
            "id": self.id,
            "line_id": self.line_id.id,
            "kpi": self.line_id.indicator_id.name or "",
            "about": codes[self.reason_code],
            "reason": self.reason,
            "date": self.date,
            "state": self.state,
            "state_label": states[self.state],
            "is_decided": self.state not in UNDECIDED,
            "deadline": self.deadline if self.state in UNDECIDED else False,
            "head_answer": self.head_answer or "",
            "resolution": self.resolution or "",
            "outcome": self._get_outcome(),
            "files": [
                {"id": file.id, "name": file.name} for file in self._get_own_files()
            ],
        }

    def _get_outcome(self):
        """What the decision led to, as sentences without money."""
        line, entry = self.corrected_line_id, self.card_line_id
        sentences = []
        if line:
            sentences.append(
                self.env._(
                    "%(kpi)s: the fact is corrected to %(fact)s.",
                    kpi=line.indicator_id.name,
                    fact=line.fact_label,
                )
            )
        if entry:
            states = dict(entry._fields["state"]._description_selection(self.env))
            sentences.append(
                self.env._(
                    "The entry of %(date)s on the card: %(state)s.",
                    date=format_date(self.env, entry.date),
                    state=states[entry.state],
                )
            )
        if self.disqualification_id:
            sentences.append(
                self.env._(
                    "%(ground)s: %(state)s.",
                    ground=self.disqualification_id.ground_id.name,
                    state=self.disqualification_id._get_state_label(),
                )
            )
        return sentences + [
            self.env._(
                "The difference is settled with %(period)s.",
                period=adjustment.pay_period_id.display_name,
            )
            for adjustment in self.adjustment_ids
        ]
