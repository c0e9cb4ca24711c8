from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .kpi_attestation import OPEN_STATES

# What the commission decided about.
DECIDED_FIELDS = frozenset(
    {
        "employee_id",
        "kind",
        "date",
        "target_grade_id",
        "target_job_id",
        "is_voluntary",
        "reason",
        "score",
        "condition",
        "retake_date",
    }
)
# Until then the day of effect may move, as when a month was closed meanwhile.
DONE_FIELDS = DECIDED_FIELDS | {"effective_date"}


class KpiAttestation(models.Model):
    """Proposing, planning and cancelling, and what can't change any more."""

    _inherit = "kpi.attestation"

    @api.model_create_multi
    def create(self, vals_list):
        self.browse().check_access("create")
        self._check_none_open(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        if not self._is_kpi_engine():
            self._check_unlocked(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_proposed(self):
        for record in self:
            if record.state != "draft":
                raise UserError(
                    self.env._(
                        "%(record)s is planned or decided and stays as evidence. "
                        "Cancel it instead.",
                        record=record.display_name,
                    )
                )

    def action_plan(self):
        """Check the rules and plan: a bonus manager, for many at once.

        :raises UserError: by person, what stands in the way
        """
        self._check_career_manager()
        drafts = self.filtered(lambda record: record.state == "draft")
        # sudo: probation and wages are for HR officers; only refusals come of them.
        drafts._raise_problems(drafts.sudo()._get_plan_problems())
        drafts._as_kpi_engine().write({"state": "planned"})
        return True

    def action_cancel(self):
        """Nothing comes of it; a head may withdraw his proposals."""
        self.check_access("write")
        for record in self:
            if record.state not in OPEN_STATES:
                raise UserError(
                    self.env._(
                        "%(record)s is applied or cancelled already. Undo what is "
                        "applied first.",
                        record=record.display_name,
                    )
                )
        self._as_kpi_engine().write({"state": "cancelled"})
        return True

    def _check_unlocked(self, names):
        for record in self:
            if record.state in ("draft", "planned"):
                continue
            locked = DECIDED_FIELDS if record.state == "held" else DONE_FIELDS
            if not locked.isdisjoint(names):
                raise UserError(
                    self.env._(
                        "%(record)s is decided: %(fields)s can't change. Cancel it and "
                        "plan another one.",
                        record=record.display_name,
                        fields=", ".join(
                            sorted(
                                self._fields[name]._description_string(self.env)
                                for name in locked.intersection(names)
                            )
                        ),
                    )
                )

    @api.model
    def _check_none_open(self, vals_list):
        """Before the index does, which names nobody."""
        defaults = self.default_get(["kind", "employee_id"])
        wanted = [
            (vals.get("employee_id") or defaults.get("employee_id"),)
            + (vals.get("kind") or defaults.get("kind"),)
            for vals in vals_list
        ]
        records = self.search(
            Domain("employee_id", "in", [employee_id for employee_id, _kind in wanted])
            & Domain("state", "in", ("draft", "planned"))
        )
        for record in records:
            if (record.employee_id.id, record.kind) in wanted:
                raise UserError(
                    self.env._(
                        "%(record)s is open still. Hold or cancel it before another "
                        "one of this kind is proposed.",
                        record=record.display_name,
                    )
                )
