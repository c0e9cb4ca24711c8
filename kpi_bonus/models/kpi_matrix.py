from itertools import pairwise

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..bonus_math import matrix_percent, parse_rows


class KpiMatrix(models.Model):
    _name = "kpi.matrix"
    _inherit = ["kpi.approved.mixin"]
    _description = "Bonus matrix"
    _order = "name, id desc"

    _kpi_free_fields = frozenset({"name", "reason", "active"})

    name = fields.Char(required=True)
    reason = fields.Text(
        help="Why these figures: wages of the region, the season, how honest the plans "
        "are. They will be discussed.",
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Active")],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        help="A draft becomes active with the first scheme that uses it.",
    )
    overflow = fields.Selection(
        [("top", "The last row holds"), ("slope", "Goes on at the last slope")],
        string="Above the last row",
        required=True,
        default="slope",
        help="Slope: for every whole step of effectiveness as between the last two "
        "rows the bonus rises as between them, so that the best have no ceiling.",
    )
    line_ids = fields.One2many("kpi.matrix.line", "matrix_id", string="Rows", copy=True)

    @api.depends("name", "state")
    def _compute_display_name(self):
        for matrix in self:
            matrix.display_name = (
                self.env._("%(name)s (draft)", name=matrix.name)
                if matrix.state == "draft"
                else matrix.name
            )

    # On the matrix and not on its rows: while all rows are shifted in one save, two
    # of them are equal for a moment.
    @api.constrains("line_ids")
    def _check_line_ids(self):
        for matrix in self:
            problems = matrix._get_row_problems()
            if problems:
                raise ValidationError(problems[0])

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if "name" not in (default or {}):
            for matrix, vals in zip(self, vals_list, strict=True):
                vals["name"] = self.env._("%(name)s (copy)", name=matrix.name)
        return vals_list

    def action_activate(self):
        """Approve drafts: from now on they can't be changed.

        :raises ValidationError: names the matrix and everything that is wrong with it
        """
        problems = [
            problem for matrix in self for problem in matrix._get_activation_problems()
        ]
        if problems:
            raise ValidationError("\n".join(problems))
        self.filtered(lambda matrix: matrix.state == "draft")._as_approval().write(
            {"state": "active"}
        )

    def bonus_percent(self, total):
        """The bonus in percent of the earned salary at a total effectiveness."""
        self.ensure_one()
        rows = parse_rows(self._get_rows())
        return float(matrix_percent(total, rows, self.overflow))

    def _get_rows(self):
        """[(threshold, bonus percent)], lowest first."""
        self.ensure_one()
        return [
            (line.threshold, line.bonus_percent)
            for line in self.line_ids.sorted("threshold")
        ]

    def _copy_draft(self):
        """A draft of the same name and rows, for a new version of a scheme."""
        self.ensure_one()
        return self.copy({"name": self.name})

    def _get_activation_problems(self):
        self.ensure_one()
        rows = self.line_ids
        if not rows:
            return [
                self.env._("Matrix %(name)s has no rows. Add them.", name=self.name)
            ]
        problems = self._get_row_problems()
        if self.overflow == "slope" and len(rows) < 2:
            problems.append(
                self.env._(
                    "Matrix %(name)s goes on at the slope of its last two rows, but "
                    "has a single one. Add a row, or let the last row hold.",
                    name=self.name,
                )
            )
        return problems

    def _get_row_problems(self):
        """Rows of one threshold, and rows that pay less for more."""
        self.ensure_one()
        problems = []
        for (low, low_percent), (high, high_percent) in pairwise(self._get_rows()):
            if low == high:
                problems.append(
                    self.env._(
                        "Matrix %(name)s has two rows from %(threshold)g %%: one pays "
                        "%(low)g %%, the other %(high)g %%. Remove one of them.",
                        name=self.name,
                        threshold=low,
                        low=low_percent,
                        high=high_percent,
                    )
                )
            elif high_percent < low_percent:
                problems.append(
                    self.env._(
                        "Matrix %(name)s pays %(high_percent)g %% from %(high)g %% on, "
                        "less than the %(low_percent)g %% from %(low)g %% on. The "
                        "bonus must not fall as effectiveness rises.",
                        name=self.name,
                        low=low,
                        low_percent=low_percent,
                        high=high,
                        high_percent=high_percent,
                    )
                )
        return problems

    @api.model
    def _get_locked_advice(self):
        return self.env._(
            "Make a new version of its scheme: that gets a draft copy of the matrix."
        )


class KpiMatrixLine(models.Model):
    _name = "kpi.matrix.line"
    _inherit = ["kpi.approved.line.mixin"]
    _description = "Bonus matrix row"
    _order = "threshold, id"

    _kpi_parent = "matrix_id"

    matrix_id = fields.Many2one(
        "kpi.matrix", required=True, index=True, ondelete="cascade"
    )
    threshold = fields.Float(digits=(16, 2), required=True)
    bonus_percent = fields.Float(string="Bonus, %", digits=(16, 2), required=True)

    # Deferred, so that the check above can name the rows, and so that rows can be
    # shifted in one save. A unique index can't be deferred.
    _threshold_unique = models.Constraint(
        "UNIQUE(matrix_id, threshold) DEFERRABLE INITIALLY DEFERRED",
        "A matrix can't have two rows with one threshold.",
    )
    _not_negative = models.Constraint(
        "CHECK(threshold >= 0 AND bonus_percent >= 0)",
        "Thresholds and percents of a bonus matrix can't be negative.",
    )
