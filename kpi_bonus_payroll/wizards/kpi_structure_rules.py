from odoo import Command, api, fields, models

from ..models.hr_salary_rule import KPI_FIELDS

# Of the rules as they are delivered.
SEQUENCE = 50


class KpiStructureRules(models.TransientModel):
    """Adds KPI pay to a salary structure that a company has already."""

    _name = "kpi.structure.rules"
    _description = "KPI rules for a salary structure"

    structure_id = fields.Many2one(
        "hr.payroll.structure", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="structure_id.company_id")
    category_id = fields.Many2one(
        "hr.salary.rule.category",
        string="Category",
        compute="_compute_category_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="Where the amounts are added up. Choose one that the rule of the gross "
        "salary sums, such as the category of allowances.",
    )
    sequence = fields.Integer(
        compute="_compute_sequence",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="The rules must run after the base salary and before the gross salary.",
    )
    with_base = fields.Boolean(
        string="Base salary by hours",
        help="Takes the place of the rules with the code BASIC: they are taken out of "
        "the structure.",
    )
    is_summed = fields.Boolean(compute="_compute_is_summed")
    is_complete = fields.Boolean(compute="_compute_is_complete")

    @api.depends("structure_id")
    def _compute_category_id(self):
        """That of allowances, if the structure adds them up, else ours."""
        kpi = self.env.ref("kpi_bonus_payroll.hr_salary_rule_category_kpi")
        for wizard in self:
            allowances = self.env["hr.salary.rule.category"].search(
                [
                    ("code", "=", "ALW"),
                    ("company_id", "in", (False, wizard.company_id.id)),
                ],
                limit=1,
            )
            is_summed = allowances and wizard._sums_up(allowances)
            wizard.category_id = allowances if is_summed else kpi

    @api.depends("structure_id")
    def _compute_sequence(self):
        for wizard in self:
            gross = wizard._get_rules().filtered(
                lambda rule: "GROSS" in (rule.code, rule.category_id.code)
            )
            wizard.sequence = min(
                [SEQUENCE, *(sequence - 1 for sequence in gross.mapped("sequence"))]
            )

    @api.depends("structure_id", "category_id")
    def _compute_is_summed(self):
        for wizard in self:
            wizard.is_summed = wizard._sums_up(wizard.category_id)

    @api.depends("structure_id", "with_base")
    def _compute_is_complete(self):
        for wizard in self:
            wizard.is_complete = not wizard._get_missing_kinds()

    def _sums_up(self, category):
        """Whether a rule of the structure mentions the category or one above it."""
        codes = []
        while category:
            codes.append(f"categories.{category.code}")
            category = category.parent_id
        texts = self._get_rules().mapped("amount_python_compute")
        text = "\n".join(filter(None, texts))
        return any(code in text for code in codes)

    def _get_missing_kinds(self):
        wanted = set(KPI_FIELDS)
        if not self.with_base:
            wanted.discard("base")
        return wanted - self.structure_id._kpi_get_kinds()

    def _get_rules(self):
        return self.structure_id.get_structure_with_parents().get_all_rules()

    def action_add(self):
        self.ensure_one()
        missing = self._get_missing_kinds()
        rules = self._get_templates().filtered(lambda rule: rule.kpi_amount in missing)
        commands = [Command.link(self._adapt(rule).id) for rule in rules]
        if "base" in missing:
            replaced = self.structure_id.rule_ids.filtered(
                lambda rule: rule.code == "BASIC"
            )
            commands += [Command.unlink(rule.id) for rule in replaced]
        self.structure_id.write({"rule_ids": commands})
        return {"type": "ir.actions.act_window_close"}

    def _get_templates(self):
        """The rules of the structure "Shop staff", as they were delivered."""
        names = ("base", "bonus", "adjustment", "sanction")
        return self.env["hr.salary.rule"].union(
            *(
                self.env.ref(f"kpi_bonus_payroll.hr_salary_rule_{name}")
                for name in names
            )
        )

    def _adapt(self, rule):
        """The rule itself if it fits, else a copy in this category and place."""
        fits = rule.category_id == self.category_id and self.sequence == SEQUENCE
        if fits or rule.kpi_amount == "base":
            return rule
        return rule.copy(
            {
                "category_id": self.category_id.id,
                "sequence": self.sequence,
                "company_id": self.company_id.id,
            }
        )
