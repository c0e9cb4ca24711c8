from odoo import api, fields, models

from ..apprentice_math import term_end
from .kpi_grade import MONEY_GROUPS

TRAINING_STATES = ("applied", "examined")


class KpiApprenticeship(models.Model):
    """A contract to learn a trade, and what follows from it.

    Applying it makes the version of the first day: the apprentice's job, the stipend,
    no grade and no plan-reports until the term is over. The exam is an attestation;
    applying that one hires the person (``kpi_attestation_apprentice``).

    | state | what it means | how it gets there |
    |---|---|---|
    | draft | agreed upon, not begun | |
    | applied | in training | ``action_apply`` |
    | examined | the exam was held | holding the attestation |
    | hired | at work, on duty to work on | applying the attestation |
    | let_go | ended without being hired | ``action_let_go`` |
    | ended | left during the duty | ``action_leave`` |
    | cancelled | came to nothing | ``action_cancel`` |

    With somebody whose contract of employment goes on, it is an addition to that
    (Russian Labour Code, art. 198): job, wage and plan-reports stay as they are.
    """

    _name = "kpi.apprenticeship"
    _description = "Apprentice contract"
    _inherit = ["kpi.career.mixin", "kpi.own.mixin", "mail.thread"]
    _order = "date_from desc, id desc"
    _rec_names_search = ["number", "employee_id.name"]
    _check_company_auto = True
    _kpi_engine_fields = frozenset(
        {
            "company_id",
            "department_id",
            "effective_date",
            "state",
            "version_id",
            "applied_on",
            "applied_by_id",
            "change_log",
            "is_additional",
            "extended_days",
            "extension_reason",
            "hired_on",
            "left_on",
            "has_good_reason",
            "leaving_reason",
            "stipend_paid",
            "owed_amount",
        }
    )

    number = fields.Char(
        string="No.", copy=False, help="Empty: the next number when it is saved."
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("applied", "In training"),
            ("examined", "Examined"),
            ("hired", "Hired"),
            ("let_go", "Let go"),
            ("ended", "Left during the duty"),
            ("cancelled", "Cancelled"),
        ],
        tracking=True,
        group_expand=True,
    )
    effective_date = fields.Date(related="date_from", store=True, precompute=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    job_id = fields.Many2one(
        "hr.job",
        string="Apprentice's job",
        required=True,
        check_company=True,
        ondelete="restrict",
        domain="[('kpi_track', '=', 'apprentice')]",
    )
    target_job_id = fields.Many2one(
        "hr.job",
        string="Job after the exam",
        required=True,
        check_company=True,
        ondelete="restrict",
        domain="[('kpi_track', '!=', 'apprentice')]",
    )
    target_grade_id = fields.Many2one(
        "kpi.grade",
        string="Grade after the exam",
        check_company=True,
        ondelete="restrict",
        domain="[('job_id', 'in', [False, target_job_id])]",
        help="Empty: hired without a grade, at the wage below.",
    )
    wage = fields.Monetary(
        string="Wage after the exam",
        groups=MONEY_GROUPS,
        help="Monthly, at full hours; of somebody hired without a grade. A grade "
        "brings its own.",
    )
    qualification = fields.Char(
        required=True,
        help="The trade that is learnt, exactly as the diploma or the contract names "
        "it. Russian Labour Code, art. 199.",
    )
    form = fields.Selection(
        [
            ("individual", "Individual training"),
            ("brigade", "Training in a team"),
            ("course", "Course"),
        ],
        string="Form of training",
        required=True,
        default="individual",
    )
    mentor_id = fields.Many2one("hr.employee", string="Mentor", check_company=True)
    date_from = fields.Date(
        string="First day", required=True, index=True, tracking=True
    )
    months = fields.Integer(
        string="Months of training", required=True, default=3, tracking=True
    )
    extended_days = fields.Integer(
        string="Days added",
        copy=False,
        help="By illness or military training (Russian Labour Code, art. 201), or by "
        "agreement; negative where the term was made shorter.",
    )
    extension_reason = fields.Text(string="Why the term was changed", copy=False)
    date_to = fields.Date(
        string="Last day",
        compute="_compute_date_to",
        store=True,
        precompute=True,
        tracking=True,
    )
    stipend = fields.Monetary(
        groups=MONEY_GROUPS, help="Monthly, paid during the training."
    )
    cost = fields.Monetary(
        string="Training costs",
        groups=MONEY_GROUPS,
        help="Beside the stipend: courses, the mentor's pay, materials. Until the "
        "contract ends it can be corrected to what was spent.",
    )
    duty_months = fields.Integer(
        string="Months to work on",
        default=12,
        help="So long the person must work here after the training.",
    )
    is_additional = fields.Boolean(
        string="Beside a contract of employment",
        compute="_compute_is_additional",
        store=True,
        precompute=True,
        help="The person works here and goes on to: job and wage stay as they are, "
        "and the stipend is paid on top of them.",
    )

    _term_positive = models.Constraint(
        "CHECK(months > 0 AND duty_months >= 0)",
        "An apprentice learns for at least a month, and the duty to work on can't be "
        "negative.",
    )
    _money_positive = models.Constraint(
        "CHECK(stipend >= 0 AND cost >= 0 AND wage >= 0)",
        "Stipend, training costs and wage of an apprentice can't be negative.",
    )
    _number_unique = models.UniqueIndex(
        "(company_id, number)",
        "There is an apprentice contract with this number already. Take another.",
    )
    _running_unique = models.UniqueIndex(
        "(employee_id) WHERE state IN ('applied', 'examined')",
        "This person is in training under another apprentice contract.",
    )

    @api.depends("number", "employee_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for contract in self:
            contract.display_name = self.env._(
                "Apprentice contract %(number)s, %(employee)s",
                number=contract.number or "–",
                employee=contract.employee_id.display_name or "",
            )

    @api.depends("date_from", "months", "extended_days")
    def _compute_date_to(self):
        for contract in self:
            contract.date_to = contract.date_from and term_end(
                contract.date_from, max(contract.months, 1), contract.extended_days
            )

    @api.model_create_multi
    def create(self, vals_list):
        contracts = super().create(vals_list)
        for company, unnumbered in contracts.grouped("company_id").items():
            unnumbered = unnumbered.filtered(lambda contract: not contract.number)
            start = self._get_next_number(company) if unnumbered else 0
            for number, contract in enumerate(unnumbered, start):
                contract.number = str(number)
        return contracts

    @api.model
    def _get_next_number(self, company):
        """Numbers are counted by company; those with letters stay as typed."""
        # sudo: a number that the user may not see is taken all the same.
        contracts = self.sudo().search([("company_id", "=", company.id)])
        numbers = [
            int(num) for num in contracts.mapped("number") if (num or "").isdecimal()
        ]
        return max(numbers, default=0) + 1

    # -- the employee's own -----------------------------------------------------------

    def _is_hidden_from_employee(self):
        """What is not signed yet is not shown."""
        return any(contract.state in ("draft", "cancelled") for contract in self)

    def _get_portal_path(self):
        return "/my/kpi/career"
