from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools.date_utils import end_of


class KpiScheme(models.Model):
    """Approving, retiring and following up versions of a scheme."""

    _inherit = "kpi.scheme"

    @api.constrains("line_ids")
    def _check_line_ids(self):
        for scheme in self:
            indicators = scheme.line_ids.indicator_id
            for indicator in indicators:
                lines = scheme.line_ids.filtered(
                    lambda line, own=indicator: line.indicator_id == own
                )
                if len(lines) > 1:
                    raise ValidationError(
                        self.env._(
                            "Scheme %(scheme)s has the indicator %(indicator)s twice. "
                            "Remove one of the lines.",
                            scheme=scheme.display_name,
                            indicator=indicator.display_name,
                        )
                    )

    def action_activate(self):
        """Approve drafts in the name of the user, and their draft matrices.

        :raises ValidationError: names the scheme and everything that is wrong with it
        """
        result = super().action_activate()
        self.matrix_id.action_activate()
        self._check_matches()
        return result

    def action_retire(self):
        """End the scheme: nobody new is paid by it.

        Earlier versions of the code end too, or else the rules before the last change
        would silently come back into force.
        """
        for scheme in self:
            scheme._check_state("active")
            versions = scheme._get_versions()
            versions.filtered(
                lambda version, until=scheme.date_from: version.state == "active"
                and version.date_from <= until
            )._as_approval().write({"state": "retired"})

    def _create_new_version(self):
        """With a draft copy of the matrix."""
        matrix = self.matrix_id and self.matrix_id._copy_draft()
        return self.copy(
            {"date_from": self._get_next_version_date(), "matrix_id": matrix.id}
        )

    def _get_next_version_date(self):
        """The first month or quarter that has no version yet."""
        last = max(self._get_versions().mapped("date_from"))
        return end_of(last, self.frequency) + relativedelta(days=1)

    def _get_versions(self):
        """All versions of the code, this one included."""
        self.ensure_one()
        return self.search(
            [("company_id", "=", self.company_id.id), ("code", "=", self.code)]
        )

    def _get_activation_problems(self):
        """What stands in the way of approval, as a list of messages."""
        problems = self._get_weight_problems()
        if self.department_ids and not self.job_ids:
            problems.append(
                self.env._(
                    "It names departments and no jobs. Add the jobs that it is for, or "
                    "remove the departments and set the scheme on the employees."
                )
            )
        if not self.matrix_id:
            problems.append(self.env._("It has no bonus matrix. Choose one."))
            return problems
        return problems + self.matrix_id._get_activation_problems()

    def _get_weight_problems(self):
        problems = [
            self.env._(
                "The weight %(weight)s of %(indicator)s has more decimals than the "
                "scheme rounds to: %(digits)s. Round the weight.",
                weight=line._get_weight_decimal(),
                indicator=line.indicator_id.name,
                digits=self.rounding_digits,
            )
            for line in self.line_ids
            if line._has_too_many_decimals()
        ]
        if len(self.line_ids) > self.max_indicators:
            problems.append(
                self.env._(
                    "It has %(count)s indicators, more than the %(limit)s allowed. "
                    "Remove the least important.",
                    count=len(self.line_ids),
                    limit=self.max_indicators,
                )
            )
        total = sum((line._get_weight_decimal() for line in self.line_ids), Decimal())
        if total != 100:
            problems.append(
                self.env._(
                    "The weights sum up to %(total)s instead of 100.", total=total
                )
            )
        return problems
