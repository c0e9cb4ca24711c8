from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from .kpi_locked_mixin import KPI_ENGINE


class KpiApprovedMixin(models.AbstractModel):
    """Rules of pay: prepared as a draft, approved once, never changed after.

    A model with it has a ``state`` that begins with ``draft``. The state and the fields
    in ``_kpi_approval_fields`` change through the model's actions only.
    """

    _name = "kpi.approved.mixin"
    _description = "Approved KPI rules"

    _kpi_approval_fields = frozenset({"state"})
    # Words that do not change what is paid may be corrected later.
    _kpi_free_fields = frozenset({"name"})

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_approval_vals(vals)
        return super().create(vals_list)

    def write(self, vals):
        if self.env.context.get("kpi_engine") is not KPI_ENGINE:
            self._check_approval_vals(vals)
            self._check_draft(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        for record in self:
            if record.state != "draft":
                raise UserError(
                    self.env._(
                        "%(record)s is approved and stays, as evidence of what was "
                        "paid. Only drafts can be deleted.",
                        record=record.display_name,
                    )
                )

    @api.model
    def _check_approval_vals(self, vals):
        """A state typed in, imported or sent by RPC approves nothing."""
        forged = {
            name
            for name in self._kpi_approval_fields.intersection(vals)
            if vals[name] and vals[name] != "draft"
        }
        if forged and self.env.context.get("kpi_engine") is not KPI_ENGINE:
            raise UserError(
                self.env._(
                    "%(model)s: %(fields)s can't be entered. Save the record as a "
                    "draft and activate it with its button.",
                    model=self._description,
                    fields=self._get_labels(forged),
                )
            )

    def _check_draft(self, names):
        """:param names: of the fields that are about to change."""
        locked = set(names) - self._kpi_free_fields
        for record in self:
            if locked and record.state != "draft":
                raise ValidationError(
                    self.env._(
                        "%(record)s is approved, its %(fields)s can't change. "
                        "%(advice)s",
                        record=record.display_name,
                        fields=self._get_labels(locked),
                        advice=self._get_locked_advice(),
                    )
                )

    @api.model
    def _get_locked_advice(self):
        """What to do instead of changing an approved record; to be overridden."""
        return self.env._("Make a new version and change that.")

    @api.model
    def _get_labels(self, names):
        return ", ".join(
            sorted(self._fields[name]._description_string(self.env) for name in names)
        )

    def _as_approval(self):
        """The same records, for the actions that may change the state."""
        return self.with_context(kpi_engine=KPI_ENGINE)


class KpiApprovedLineMixin(models.AbstractModel):
    """A line is as locked as the record it belongs to."""

    _name = "kpi.approved.line.mixin"
    _description = "Lines of approved KPI rules"

    _kpi_parent = None  # name of the many2one to the approved record

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_parent_draft()
        return lines

    def write(self, vals):
        self.check_access("write")
        self._check_parent_draft()
        result = super().write(vals)
        if self._kpi_parent in vals:
            self._check_parent_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self._check_parent_draft()

    def _check_parent_draft(self):
        self[self._kpi_parent]._check_draft(["line_ids"])
