import re

from odoo import Command, api, fields, models
from odoo.tools import format_datetime

# A history that was altered everywhere is not listed to the end.
MOST_FINDINGS = 1000
LONGEST_VALUE = 200
FINGERPRINT = re.compile("[0-9a-f]{64}")


class KpiSealVerification(models.TransientModel):
    """Whether history is still what was sealed: one check, and what it found."""

    _name = "kpi.seal.verification"
    _description = "Verification of the sealed history"

    company_id = fields.Many2one("res.company", required=True)
    checked_on = fields.Datetime(
        string="Verified on", default=lambda self: fields.Datetime.now()
    )
    link_count = fields.Integer(string="Seals")
    newest_hash = fields.Char(
        string="Newest hash",
        help="Write it down elsewhere: it proves later that the whole history was not "
        "written anew. A noted hash is found in the list of seals.",
    )
    finding_count = fields.Integer(string="Findings")
    finding_ids = fields.One2many(
        "kpi.seal.finding", "verification_id", "What was found"
    )

    @api.depends("company_id", "checked_on")
    def _compute_display_name(self):
        for check in self:
            check.display_name = self.env._(
                "History of %(company)s, %(date)s",
                company=check.company_id.name,
                date=format_datetime(self.env, check.checked_on),
            )

    @api.model
    def action_verify(self):
        """Verify the history of the user's company. :return: action to the result"""
        seals = self.env["kpi.seal"]
        seals.check_access("read")
        company = self.env.company
        # sudo: every closed record is compared; what comes out is for those who may
        # read the seals, which hold the same figures.
        findings = seals.sudo()._verify(company)
        last = seals.sudo()._get_last_link(company)
        check = self.create(
            {
                "company_id": company.id,
                "link_count": seals.search_count([("company_id", "=", company.id)]),
                "newest_hash": last["hash"],
                "finding_count": len(findings),
                "finding_ids": [
                    Command.create(self._prepare_finding_vals(finding))
                    for finding in findings[:MOST_FINDINGS]
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Verify history"),
            "res_model": self._name,
            "res_id": check.id,
            "view_mode": "form",
        }

    # -- findings in words ------------------------------------------------------------

    @api.model
    def _prepare_finding_vals(self, finding):
        return {
            "problem": finding["problem"],
            "number": finding.get("link"),
            "record_name": self._get_record_name(finding),
            "field_name": self._get_field_name(finding),
            "sealed": self._format(finding, "sealed"),
            "current": self._format(finding, "current"),
        }

    @api.model
    def _get_record_name(self, finding):
        model = finding.get("res_model")
        if not model:
            return False
        # sudo: names of records of which the seals may be read.
        record = self.env[model].sudo().browse(finding["res_id"])
        name = self._get_owner(finding)
        if record.exists():
            name = record.display_name
            person = "employee_id" in record._fields and record.employee_id.name
            if person and person not in name:
                name = f"{name}, {person}"
        return self.env._(
            "%(model)s %(id)s: %(name)s",
            model=self.env["ir.model"].sudo()._get(model).name,
            id=record.id,
            name=name,
        )

    @api.model
    def _get_owner(self, finding):
        """Whose a deleted record was, as its seal says."""
        employee_id = (finding.get("values") or {}).get("employee_id")
        employee = self.env["hr.employee"].sudo().browse(employee_id or [])
        return employee.exists().name or self.env._("deleted")

    @api.model
    def _get_field_name(self, finding):
        path = list(finding.get("path", ()))
        if not path:
            return False
        if path[0] == "facts":
            return self.env._("Daily facts")
        field = self.env[finding["res_model"]]._fields.get(path[0])
        label = field and field._description_string(self.env)
        return " / ".join([label or path[0], *path[1:]])

    @api.model
    def _format(self, finding, side):
        if finding["problem"] != "altered":
            return False
        value = finding.get(side)
        if value is None:
            return self.env._("nothing")
        if FINGERPRINT.fullmatch(str(value)):
            # Of a text, a file or many facts: it only tells that they differ.
            return self.env._("fingerprint %(start)s…", start=value[:8])
        return str(value)[:LONGEST_VALUE]


class KpiSealFinding(models.TransientModel):
    """A place where history is not what was sealed."""

    _name = "kpi.seal.finding"
    _description = "Finding in the sealed history"
    _order = "id"

    verification_id = fields.Many2one(
        "kpi.seal.verification", required=True, ondelete="cascade"
    )
    problem = fields.Selection(
        [
            ("link_altered", "The seal itself was altered"),
            ("link_missing", "Seals before it are missing"),
            ("link_not_following", "The seal does not follow the one before"),
            ("unsealed", "No seal counts for this record"),
            ("deleted", "The record was deleted"),
            ("added", "The record was added afterwards"),
            ("altered", "The value was altered"),
        ],
        required=True,
    )
    number = fields.Integer(string="Seal No.")
    record_name = fields.Char(string="Record")
    field_name = fields.Char(string="Field")
    sealed = fields.Char(string="Sealed value")
    current = fields.Char(string="Value now")
