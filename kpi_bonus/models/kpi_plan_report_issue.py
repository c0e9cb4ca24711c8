from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError, ValidationError

from ..kpi_canonical import digest

TERMS_VERSION = 1
SCHEME_TERMS = (
    "needs_signature",
    "needs_submission",
    "needs_card",
    "card_form",
    "submit_days",
    "mismatch_tolerance",
    "checking",
    "audit_sample_percent",
    "error_forfeits",
    "max_remarks",
    "thanks_offset",
    "min_worked_hours",
    "max_missed_share",
    "max_excused_shifts",
    "pilot_percent",
    "sanction_cap_percent",
    "sanction_base",
    "rounding_digits",
)
# Those that ask the employee for something.
ASKING_TERMS = ("needs_signature", "needs_submission", "needs_card")


def plain(record, names):
    """Field values as Json: decimals as texts, so that no digit depends on a float."""
    values = {}
    for name in names:
        value = record[name]
        is_decimal = record._fields[name].type in ("float", "monetary")
        values[name] = repr(value) if is_decimal else value
    return values


class KpiPlanReport(models.Model):
    """Issuing: the terms are copied, and nothing about them changes afterwards."""

    _inherit = "kpi.plan.report"

    issued_on = fields.Datetime(string="Issued on", copy=False)
    terms_hash = fields.Char(
        string="Hash of the terms",
        copy=False,
        help="SHA-256 of the canonical Json of the terms. The signature covers it.",
    )
    submit_deadline = fields.Date(
        string="Hand in by",
        copy=False,
        help="The last day on which the report is in time, as of issue.",
    )

    def action_issue(self):
        """Issue drafts; refuses all of them if one can't be issued.

        :raises UserError: the period is past issuing
        :raises ValidationError: names person and KPI that stand in the way
        """
        self._check_head()
        for report in self:
            if report.state != "draft" or report.period_id.state not in (
                "draft",
                "open",
            ):
                raise UserError(
                    self.env._(
                        "%(report)s can't be issued: only drafts of a period that is "
                        "not in review yet can.",
                        report=report.display_name,
                    )
                )
        # sudo: a head may issue and does not read wages; access is checked above.
        reports_sudo = self.sudo()
        reports_sudo.period_id._sync_draft_plans(reports_sudo)
        refused = reports_sudo._do_issue()
        if refused:
            raise ValidationError("\n".join(reason for _report, reason in refused))
        reports_sudo._refresh()

    def _do_issue(self):
        """Issue what can be issued, and tell those whose plan it is.

        :return: [(report, why not)]
        """
        refused = []
        for report in self:
            reason = report._get_issue_problem()
            if reason:
                refused.append((report, reason))
                report._as_kpi_engine().problem = reason
            else:
                report._as_kpi_engine().write(report._prepare_issue_vals())
        self.filtered(lambda report: report.state == "issued")._notify_issued()
        return refused

    def _prepare_issue_vals(self):
        # max, not a slice: it keeps reading the segments of all reports at once.
        last = max(self.segment_ids, key=lambda segment: segment.date_from)
        department = last.department_id
        terms = self._prepare_terms()
        return {
            "state": "issued",
            "problem": False,
            "terms": terms,
            "terms_hash": digest(terms),
            "issued_on": fields.Datetime.now(),
            "submit_deadline": terms["needs_submission"]
            and self.date_to + relativedelta(days=terms["submit_days"]),
            "department_id": department.id,
            "grade_id": last.version_id.kpi_grade_id.id,
            "manager_id": department.manager_id.id,
        }

    def _get_issue_problem(self):
        self.ensure_one()
        if not self.scheme_id._is_in_force(self.date_from):
            return self.env._(
                "%(report)s: scheme %(scheme)s is not in force in this period. "
                "Activate it, or prepare the drafts again: they take the version that "
                "is.",
                report=self.display_name,
                scheme=self.scheme_id.display_name,
            )
        if not self.segment_ids:
            return self.env._(
                "%(report)s: no day of employment in the period. Delete this draft.",
                report=self.display_name,
            )
        for line in self.line_ids:
            reason = line._get_issue_problem()
            if reason:
                return reason
        return False

    def _prepare_terms(self):
        """What ``bonus_math.compute`` needs besides facts and hours."""
        self.ensure_one()
        scheme = self.scheme_id
        matrix = scheme.matrix_id
        return {
            "version": TERMS_VERSION,
            "mode": self.period_id.mode,
            "currency": self.currency_id.name,
            "currency_rounding": repr(self.currency_id.rounding),
            "scheme": {
                "id": scheme.id,
                "code": scheme.code,
                "name": scheme.name,
                "date_from": scheme.date_from.isoformat(),
            },
            "grounds": {ground.code: ground.kind for ground in scheme.ground_ids},
            "matrix": {
                "id": matrix.id,
                "name": matrix.name,
                "overflow": matrix.overflow,
                "rows": [
                    [repr(row.threshold), repr(row.bonus_percent)]
                    for row in matrix.line_ids.sorted("threshold")
                ],
            },
            "lines": [line._prepare_terms() for line in self.line_ids],
            **plain(scheme, SCHEME_TERMS),
            **self._prepare_shadow_terms(),
        }

    def _prepare_shadow_terms(self):
        """A shadow period is hidden from employees, so it asks them for nothing."""
        if self.period_id.mode != "shadow":
            return {}
        return dict.fromkeys(ASKING_TERMS, False)
