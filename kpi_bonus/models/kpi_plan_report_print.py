from odoo import models
from odoo.tools import format_date

from .. import bonus_math


class KpiPlanReport(models.Model):
    """The sheet that is first the plan and then the report.

    Until the report is handed in, or the period is in review, results are blank, to be
    filled in by hand: whoever finds them printed will not compute them. Where a wrong
    sum costs the bonus, they are blank in review as well.
    """

    _inherit = "kpi.plan.report"

    def _prepare_paper(self):
        """Texts of the sheet in the language of the context, for the template."""
        self.ensure_one()
        self.check_access("read")
        terms = self._get_paper_terms()
        filled = self._is_paper_filled()
        return {
            "filled": filled,
            "asks_claims": terms["needs_submission"],
            "notes": self._get_paper_notes(terms),
            "people": self._get_paper_people(),
            "lines": [line._prepare_paper(terms, filled) for line in self.line_ids],
            "claims": self._get_paper_figures(
                ("claimed_effectiveness", "claimed_bonus_percent"),
                filled and self.submitted_on,
            ),
            "result": self._get_paper_figures(
                ("effectiveness", "matrix_percent", "bonus_percent"), filled
            ),
            "matrix": self._prepare_paper_matrix(terms, filled),
            "rules": self._get_paper_rules(terms),
            "calculation": self._get_paper_calculation() if filled else [],
            "grounds": self._explain_grounds() if filled else [],
            **self._prepare_paper_signatures(),
            "footer": self.env._(
                "%(report)s. Printed on %(date)s",
                report=self.display_name,
                date=format_date(self.env, self.company_id._kpi_today()),
            ),
        }

    def _get_paper_lang(self):
        """His own; whoever has no login reads that of whoever prints it for him."""
        # sudo: a head may not read which login his people have.
        return self.sudo().employee_id.user_id.lang or self.env.lang

    def _get_paper_terms(self):
        """Terms as issued; of a draft, those that it would be issued on now."""
        # sudo: terms have no money, and are printed for whoever may read the report.
        return self.terms or self.sudo()._prepare_terms()

    def _is_paper_filled(self):
        return self.state in ("submitted", "checked", "closed") or (
            self.state != "draft"
            and self.period_id.state in ("review", "closed")
            and not self._hides_result()
        )

    def _get_paper_notes(self, terms):
        notes = []
        if self.state == "draft":
            notes.append(self.env._("Draft: not issued yet, everything may change."))
        if terms["mode"] == "pilot":
            notes.append(
                self.env._(
                    "Pilot: whoever takes part gets %(percent)s %% of the earned "
                    "salary, whatever the result.",
                    percent=self._format_number(terms["pilot_percent"]),
                )
            )
        elif terms["mode"] == "shadow":
            notes.append(self.env._("Shadow period: nothing is paid."))
        return notes

    def _get_paper_people(self):
        """[(label, text)] of the head of the sheet, without what is not known."""
        # sudo: names, which are on the report's form as well.
        report_sudo = self.sudo()
        head = report_sudo.manager_id or report_sudo.department_id.manager_id
        pairs = [
            (self.env._("Employee"), report_sudo.employee_id.name),
            (self.env._("Job"), report_sudo.job_id.name),
            (self.env._("Section"), report_sudo.department_id.name),
            (self.env._("Head"), head.name),
            (self.env._("Scheme"), report_sudo.scheme_id.name),
            (
                self.env._("Dates"),
                f"{format_date(self.env, self.date_from)} – "
                f"{format_date(self.env, self.date_to)}",
            ),
        ]
        return [(label, text) for label, text in pairs if text]

    def _get_paper_figures(self, names, known):
        """{field: figure}, blank before it is known."""
        return {
            name: self._format_number(self[name]) if known else "" for name in names
        }

    def _prepare_paper_matrix(self, terms, filled):
        """The rows of the matrix, the one reached marked, and what is beyond them."""
        rows = bonus_math.parse_rows(terms["matrix"]["rows"])
        reached = filled and bonus_math.matrix_row(
            bonus_math.to_decimal(self.effectiveness), rows
        )
        if terms["matrix"]["overflow"] == "slope":
            note = self.env._(
                "Above the last row it goes on in whole steps of the last two rows."
            )
        else:
            note = self.env._("Above the last row its percent holds.")
        return {
            "rows": [
                {
                    "threshold": self._format_number(row.threshold),
                    "percent": self._format_number(row.bonus_percent),
                    "reached": row == reached,
                }
                for row in rows
            ],
            "note": note,
        }

    def _get_paper_calculation(self):
        """[(heading, sentences)] to be followed with a calculator; money comes last.

        ``_explain_pay`` has sentences only for those who may see money.
        """
        sections = [(line.indicator_id.name, line._explain()) for line in self.line_ids]
        sections += [
            (self.env._("Total"), self._explain_total()),
            (self.env._("Shifts and card"), self._explain_absence()),
            (self.env._("Pay"), self._explain_pay()),
        ]
        return [(heading, texts) for heading, texts in sections if texts]
