from odoo import api, fields, models
from odoo.exceptions import ValidationError

ROLES = [("chair", "Chair"), ("secretary", "Secretary"), ("member", "Member")]


class KpiAttestationMember(models.Model):
    """Somebody of the commission of one session.

    Chair and secretary vote like the others; nobody votes on himself.
    """

    _name = "kpi.attestation.member"
    _inherit = ["kpi.approved.line.mixin"]
    _description = "Member of an attestation commission"
    _order = "session_id, id"
    _check_company_auto = True

    _kpi_parent = "session_id"

    session_id = fields.Many2one(
        "kpi.attestation.session", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="session_id.company_id")
    employee_id = fields.Many2one(
        "hr.employee", string="Person", required=True, check_company=True, index=True
    )
    job_title = fields.Char(
        string="Post", compute="_compute_job_title", help="The job held today."
    )
    role = fields.Selection(ROLES, required=True, default="member")
    is_present = fields.Boolean(
        string="Present", default=True, help="Untick whoever did not come."
    )

    @api.depends("employee_id")
    def _compute_job_title(self):
        # sudo: a job is on every name badge; heads may not read employees.
        for member in self:
            member.job_title = member.sudo().employee_id.job_id.name or ""

    @api.depends("employee_id", "role")
    def _compute_display_name(self):
        roles = dict(self._fields["role"]._description_selection(self.env))
        for member in self:
            name = member.employee_id.display_name or ""
            member.display_name = f"{name} ({roles.get(member.role, '')})"

    @api.constrains("session_id", "employee_id", "role")
    def _check_seats(self):
        """A person has one seat, and there is one chair and one secretary."""
        for session in self.session_id:
            taken = set()
            for member in session.member_ids:
                seats = [("person", member.employee_id)]
                if member.role != "member":
                    seats.append(("role", member.role))
                if taken.intersection(seats):
                    raise ValidationError(
                        self.env._(
                            "%(session)s: %(member)s can't be added: a commission has "
                            "one chair and one secretary, and nobody sits on it twice.",
                            session=session.display_name,
                            member=member.display_name,
                        )
                    )
                taken.update(seats)
