from odoo import api, fields, models

ADVISED_RATIO = 3


class KpiScheme(models.Model):
    """One version of a bonus scheme: who is paid for what, and on which terms.

    Versions of one ``code`` follow each other by ``date_from``. A change is a new
    version, because reports and periods point to the one they were made with.
    """

    _name = "kpi.scheme"
    _inherit = ["mail.thread", "kpi.approved.version.mixin"]
    _description = "Bonus scheme"
    _order = "name, code, date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    code = fields.Char(
        required=True, help="The same in all versions of one scheme, whatever the name."
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    frequency = fields.Selection(
        [("month", "Month"), ("quarter", "Quarter")], required=True, default="month"
    )
    date_from = fields.Date(
        string="Valid from",
        required=True,
        help="A period uses the version that is valid on its first day.",
    )
    # Restrict: without its departments a scheme would fit the job everywhere.
    job_ids = fields.Many2many(
        "hr.job", string="Jobs", check_company=True, ondelete="restrict"
    )
    department_ids = fields.Many2many(
        "hr.department",
        string="Departments",
        check_company=True,
        ondelete="restrict",
        help="Only there and below, before a scheme for the job alone. Empty: wherever "
        "the job is.",
    )
    matrix_id = fields.Many2one("kpi.matrix", check_company=True, ondelete="restrict")
    base_bonus_ratio = fields.Char(
        string="Base : bonus", compute="_compute_base_bonus_ratio"
    )
    line_ids = fields.One2many(
        "kpi.scheme.line", "scheme_id", string="Indicators", copy=True
    )

    _version_unique = models.UniqueIndex(
        "(company_id, code, date_from)",
        "The scheme has a version from this date already. Take another date or code.",
    )

    @api.depends("name", "date_from")
    def _compute_display_name(self):
        for scheme in self:
            if scheme.name and scheme.date_from:
                scheme.display_name = f"{scheme.name} ({scheme.date_from})"
            else:
                scheme.display_name = scheme.name or self.env._("New scheme")

    @api.depends_context("lang")
    @api.depends(
        "matrix_id.overflow",
        "matrix_id.line_ids.threshold",
        "matrix_id.line_ids.bonus_percent",
    )
    def _compute_base_bonus_ratio(self):
        for scheme in self:
            matrix = scheme.matrix_id
            scheme.base_bonus_ratio = bool(matrix.line_ids) and self.env._(
                "1 : %(full).2f at effectiveness 100, 1 : %(top).2f at the top row; "
                "advised 1 : %(advised)s",
                full=matrix.bonus_percent(100) / 100,
                top=matrix._get_rows()[-1][1] / 100,
                advised=ADVISED_RATIO,
            )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if not {"code", "date_from"}.intersection(default or {}):
            for vals in vals_list:
                vals["code"] = self.env._("%(code)s copy", code=vals["code"])
        return vals_list
