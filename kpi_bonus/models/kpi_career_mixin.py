from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS
from odoo.tools import format_date, split_every

BATCH = 500
SHOWN_PROBLEMS = 20
HR_GROUPS = "hr.group_hr_user,kpi_bonus.group_manager"


class KpiCareerMixin(models.AbstractModel):
    """A dated decision about one person that changes his contract version.

    A model says by ``_prepare_version_vals`` what changes, and by
    ``_get_apply_problems`` when it may not. Applying makes the version of the
    effective date, as core's ``create_version`` would, or writes on the one that has
    the date, and keeps what was there before, so that it can be undone exactly.

    The model has a ``state`` with ``applied`` in it.
    """

    _name = "kpi.career.mixin"
    _description = "Change of post, grade or wage"
    _inherit = ["kpi.locked.mixin"]
    _kpi_engine_fields = frozenset(
        {
            "company_id",
            "department_id",
            "state",
            "version_id",
            "applied_on",
            "applied_by_id",
            "change_log",
        }
    )
    # The state in which a record waits to be applied, and to which undoing returns.
    _kpi_ready_state = "draft"

    employee_id = fields.Many2one(
        "hr.employee",
        string="Employee",
        required=True,
        check_company=True,
        ondelete="restrict",
        index=True,
    )
    company_id = fields.Many2one(
        "res.company",
        string="Company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        required=True,
        index=True,
    )
    department_id = fields.Many2one(
        "hr.department",
        string="Department",
        compute="_compute_department_id",
        store=True,
        precompute=True,
        ondelete="restrict",
        index=True,
        help="Where the person works on the effective date, as far as known by now.",
    )
    effective_date = fields.Date(
        string="Effective date", help="First day that is paid by the new terms."
    )
    # A method: models with more states give a list of their own.
    state = fields.Selection(
        selection="_selection_state",
        required=True,
        default="draft",
        copy=False,
        index=True,
    )
    version_id = fields.Many2one(
        "hr.version",
        string="Contract version",
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        groups=HR_GROUPS,
        help="The version that was made, or changed, by this.",
    )
    applied_on = fields.Datetime(string="Applied on", copy=False)
    applied_by_id = fields.Many2one("res.users", string="Applied by", copy=False)
    # Old and new values, wages among them: for nobody's eyes.
    change_log = fields.Json(string="Log of changes", copy=False, groups=NO_ACCESS)

    @api.model
    def _selection_state(self):
        return [
            ("draft", self.env._("Draft")),
            ("applied", self.env._("Applied")),
            ("cancelled", self.env._("Cancelled")),
        ]

    @api.depends("employee_id")
    def _compute_company_id(self):
        """The company of the decision stays, wherever the person goes later."""
        for record in self:
            record.company_id = record.employee_id.company_id

    @api.depends("employee_id", "effective_date")
    def _compute_department_id(self):
        versions = self._get_versions()
        for record in self:
            version = record._get_version_at(versions, record.effective_date)
            record.department_id = version.department_id

    # -- actions ----------------------------------------------------------------------

    def action_apply(self):
        """Make the contract versions, all of them or none.

        What is applied already is left alone. Queries grow with batches of people, not
        with people.

        :raises AccessError: anybody but a bonus manager
        :raises UserError: everything that stands in the way, by person
        """
        self._check_career_manager()
        # sudo: access is checked; the bonus manager decides about pay by this record
        # and need not be an HR officer to whom wages and contract dates are open.
        records_sudo = self.sudo()._lock_career()
        todo = records_sudo.filtered(lambda rec: rec.state != "applied")
        batches = [todo.browse(ids) for ids in split_every(BATCH, todo.ids)]
        todo._raise_problems(todo._get_apply_problems())
        for batch in batches:
            batch._do_apply()
        return True

    def action_undo(self, reason=""):
        """Put the contract versions back exactly as they were before applying.

        :param reason: why, for the chatter
        :raises UserError: paid already, or changed by somebody since
        """
        self._check_career_manager()
        # sudo: as in ``action_apply``.
        records_sudo = self.sudo()._lock_career()
        todo = records_sudo.filtered(lambda rec: rec.state == "applied")
        if todo and not (reason or "").strip():
            raise UserError(
                self.env._("%(record)s: say why it is undone.", record=todo[0]._label())
            )
        todo._raise_problems(todo._get_undo_problems())
        for ids in split_every(BATCH, todo.ids):
            todo.browse(ids)._do_undo(reason)
        return True

    # -- hooks ------------------------------------------------------------------------

    def _prepare_version_vals(self):
        """Hook: values of hr.version that this one record sets.

        No queries in it, and not the working hours: core would move leaves with them.
        """
        raise NotImplementedError

    def _get_apply_problems(self):
        """Hook: what stands in the way of applying: {record id: [messages]}.

        For many at once; rights are lifted. A message names the person and says what
        to do.
        """
        problems = self._get_person_problems()
        # Whoever can't have it at all needs no details.
        fit = self.filtered(lambda record: record.id not in problems)
        return merge_problems(
            problems, fit._get_closed_problems(), fit._get_version_problems()
        )

    def _get_applied_message(self):
        """Hook: what the employee's chatter says; no amounts, HR officers read it."""
        return self.env._(
            "%(record)s: applied from %(date)s.",
            record=self._label(),
            date=self._format_date(self.effective_date),
        )

    # -- checks -----------------------------------------------------------------------

    def _check_career_manager(self):
        self.check_access("write")
        if not self.env.user.has_group("kpi_bonus.group_manager"):
            raise AccessError(
                self.env._(
                    "%(record)s: only a bonus manager may apply or undo this.",
                    record=self[:1].display_name,
                )
            )

    def _lock_career(self):
        """These records and their people: nobody else makes a version meanwhile."""
        locked = self.try_lock_for_update(allow_referencing=True)
        people = self.employee_id.try_lock_for_update(allow_referencing=True)
        busy = (self - locked) or self.filtered(
            lambda record: record.employee_id not in people
        )
        if busy:
            raise UserError(
                self.env._(
                    "%(record)s: somebody else is changing it at this moment. Try "
                    "again.",
                    record=busy[0].display_name,
                )
            )
        self.invalidate_recordset(["state"])
        self._hold_open_periods()
        return self

    def _raise_problems(self, problems):
        """:param problems: {record id: [messages]}"""
        texts = [text for messages in problems.values() for text in messages]
        if not texts:
            return
        shown = texts[:SHOWN_PROBLEMS]
        if len(texts) > len(shown):
            shown.append(
                self.env._("And so on: %(count)s in all.", count=len(texts)),
            )
        raise UserError("\n".join(shown))

    def _label(self):
        return self.display_name or ""

    @api.model
    def _format_date(self, day):
        return format_date(self.env, day) if day else ""


def merge_problems(*found):
    """Messages of several checks: {record id: [messages]}."""
    problems = {}
    for part in found:
        for record_id, messages in part.items():
            problems.setdefault(record_id, []).extend(messages)
    return problems
