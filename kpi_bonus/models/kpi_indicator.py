from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import bonus_math

# What a plan-report is issued on: its terms take a copy of these.
INDICATOR_TERMS = (
    "code",
    "name",
    "unit",
    "method",
    "inverse_form",
    "scope",
    "source",
    "ratio",
    "aggregate",
    "remark_points",
    "thanks_points",
    "execution_cap",
    "prorate_on_absence",
)


class KpiIndicator(models.Model):
    """What is measured, how the measure becomes a percentage, and where it comes from.

    Facts of a day are kept in ``kpi.fact``; ``source`` says who writes them: people, or
    a family of ``kpi.source``.
    """

    _name = "kpi.indicator"
    _description = "KPI"
    _order = "sequence, name, id"
    _rec_names_search = ["name", "code"]
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True, help="Short key for imports, unique in the company."
    )
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    goal = fields.Text(translate=True, help="What the company wants to reach with it.")
    measurement = fields.Text(translate=True, help="How it is measured, and by whom.")
    target_reason = fields.Text(
        string="Why this target",
        translate=True,
        help="Why the target is achievable and matters now.",
    )
    unit = fields.Selection(
        [
            ("money", "Money"),
            ("quantity", "Quantity"),
            ("percent", "Percent"),
            ("score", "Score"),
        ],
        required=True,
        default="quantity",
    )
    method = fields.Selection(
        [
            ("proportional", "Proportional: fact to plan"),
            ("inverse", "Inverse: the plan is a limit"),
            ("card", "Efficiency card"),
            ("score", "Score: the fact is the percentage"),
        ],
        required=True,
        default="proportional",
    )
    inverse_form = fields.Selection(
        [("ratio", "Plan to fact"), ("linear", "Linear")],
        string="Inverse form",
        required=True,
        default="ratio",
        help="Plan to fact: limit / fact · 100. Linear: (2 − fact / limit) · 100.",
    )
    scope = fields.Selection(
        [
            ("employee", "Employee"),
            ("section", "Section"),
            ("shop", "Shop"),
            ("company", "Company"),
        ],
        required=True,
        default="employee",
        help="Whose plan and fact it is.",
    )
    source = fields.Selection(
        [
            ("manual", "By hand or import"),
            ("card", "Efficiency card"),
            ("domain", "Records of any kind"),
        ],
        compute="_compute_source",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="Only facts entered by hand or imported can be changed by people.",
    )
    ratio = fields.Boolean(
        help="The fact is the sum of values divided by the sum of bases; times 100 if "
        "the unit is percent."
    )
    aggregate = fields.Selection(
        [("sum", "Sum"), ("average", "Average"), ("last", "Last day")],
        string="Over the period",
        required=True,
        default="sum",
        help="How days become the fact of the period. An average is the sum of values "
        "divided by the sum of bases.",
    )
    remark_points = fields.Float(
        string="Points of a remark", digits=(16, 2), default=-20.0
    )
    thanks_points = fields.Float(
        string="Points of a thanks", digits=(16, 2), default=10.0
    )
    execution_cap = fields.Float(
        string="Execution at most, %",
        digits=(16, 2),
        help="0: no limit; inverse KPIs then stop at 200.",
    )
    prorate_on_absence = fields.Boolean(
        string="Lower on absence", help="Excused absence lowers the person's own plan."
    )
    is_additive = fields.Boolean(
        string="Adds up",
        compute="_compute_is_additive",
        help="Plans and facts of parts add up, so a part of the period has a part of "
        "the plan.",
    )

    # lower(): "Sales" and "sales" in two files mean the same KPI.
    _code_unique = models.UniqueIndex(
        "(company_id, lower(btrim(code)))",
        "The company has a KPI with this code already. Codes are keys of imports: "
        "choose another one.",
    )
    _code_not_blank = models.Constraint(
        "CHECK(btrim(code) <> '')", "A KPI needs a code."
    )
    _points_signed = models.Constraint(
        "CHECK(remark_points <= 0 AND thanks_points >= 0)",
        "Points of a remark can't be above 0, points of a thanks not below 0.",
    )
    _cap_not_negative = models.Constraint(
        "CHECK(execution_cap >= 0)",
        "The highest execution can't be negative; 0 stands for no limit.",
    )

    @api.depends("method")
    def _compute_source(self):
        for indicator in self:
            if indicator.method == "card":
                indicator.source = "card"
            elif indicator.source in (False, "card"):
                indicator.source = "manual"

    @api.depends("aggregate", "ratio", "method")
    def _compute_is_additive(self):
        for indicator in self:
            indicator.is_additive = bonus_math.is_additive(indicator)

    @api.constrains("method", "source", "scope", "ratio")
    def _check_card(self):
        for indicator in self:
            if (indicator.method == "card") != (indicator.source == "card"):
                problem = self.env._("method and source must both be the card.")
            elif indicator.method == "card" and (
                indicator.scope != "employee" or indicator.ratio
            ):
                problem = self.env._("a card belongs to a person and is no ratio.")
            else:
                continue
            raise ValidationError(
                self.env._(
                    "KPI %(indicator)s: %(problem)s",
                    indicator=indicator.name,
                    problem=problem,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._strip_code(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._strip_code(vals))

    def copy_data(self, default=None):
        default = dict(default or {})
        vals_list = super().copy_data(default)
        for indicator, vals in zip(self, vals_list, strict=True):
            if "code" not in default:
                vals["code"] = indicator._get_free_code()
            if "name" not in default:
                vals["name"] = self.env._("%(name)s (copy)", name=indicator.name)
        return vals_list

    def _uses_base(self):
        """Whether the fact is a quotient, so that facts need a base."""
        return self.ratio or self.aggregate == "average"

    def _get_subject_problem(self, employee, department, units):
        """Why plans or facts of this KPI can't be of this subject; False if they can.

        :param units: what ``hr.department._kpi_units()`` returned
        """
        self.ensure_one()
        if self.scope == "company":
            fits = not employee and not department
        elif self.scope == "employee":
            fits = employee and not department
        else:
            section_id, shop_id = units.get(department.id, (False, False))
            unit_id = section_id if self.scope == "section" else shop_id
            fits = department and not employee and unit_id == department.id
        return False if fits else self._get_subject_rule()

    def _get_subject_rule(self):
        rules = {
            "employee": self.env._(
                "it is measured per employee: give only an employee"
            ),
            "section": self.env._(
                "it is measured per section: give only a department marked as section"
            ),
            "shop": self.env._(
                "it is measured per shop: give only a department marked as shop, or a "
                "top one without shops above it"
            ),
            "company": self.env._(
                "it is measured for the company: give no employee and no department"
            ),
        }
        return rules[self.scope]

    @api.model
    def _strip_code(self, vals):
        return {**vals, "code": vals["code"].strip()} if vals.get("code") else vals

    def _get_free_code(self):
        taken = set(
            self.with_context(active_test=False)
            .search([("company_id", "=", self.company_id.id)])
            .mapped(lambda indicator: indicator.code.lower())
        )
        number = 2
        while f"{self.code}-{number}".lower() in taken:
            number += 1
        return f"{self.code}-{number}"
