import hashlib
import json
from datetime import date
from typing import NamedTuple

from odoo import api, fields, models
from odoo.models import BaseModel

from .kpi_locked_mixin import KPI_ENGINE

# What people and decisions are judged by; fetched at once for all of them.
VERSION_FIELDS = (
    "company_id",
    "employee_id",
    "date_version",
    "contract_date_start",
    "contract_date_end",
    "trial_date_end",
    "department_id",
    "job_id",
    "kpi_grade_id",
    "wage",
)
# Core keeps these the same in all versions of one contract by itself.
CONTRACT_DATES = ("contract_date_start", "contract_date_end")


class Step(NamedTuple):
    """What applying one record comes to."""

    record: BaseModel
    version: BaseModel  # in force on the effective date
    changes: dict  # {field: [old, new]}, in the form that Json keeps
    carried: dict  # {later version: {field: [old, new]}}
    conflicts: list  # [(later version, field)] that say something else
    later: BaseModel  # all versions after the effective date

    @property
    def is_new(self):
        """Whether a version is to be made; else one has exactly that date."""
        if not self.changes:
            return False
        return self.version.date_version != self.record.effective_date


class KpiCareerMixin(models.AbstractModel):
    """Making and changing contract versions, for many people at once."""

    _inherit = "kpi.career.mixin"

    # -- versions ---------------------------------------------------------------------

    def _get_versions(self):
        """{employee id: versions by date}, as far as they are in force."""
        # sudo: wages and contract dates are for HR officers; the callers decide by
        # them and show none.
        versions_sudo = (
            self.env["hr.version"]
            .sudo()
            .search_fetch(
                [("employee_id", "in", self.employee_id.ids), ("active", "=", True)],
                VERSION_FIELDS,
                order="date_version",
            )
        )
        grouped = versions_sudo.grouped("employee_id")
        return {employee.id: versions for employee, versions in grouped.items()}

    def _get_version_at(self, versions, day=None):
        """The person's version in force on a day, by ``_get_versions``; maybe none.

        :param day: without it, today
        """
        day = day or fields.Date.context_today(self)
        own = versions.get(self.employee_id.id, self.env["hr.version"].sudo())
        return own.filtered(lambda version: version.date_version <= day)[-1:]

    @api.model
    def _read_version(self, version, names):
        """Values of a version in the form that Json keeps."""
        return {name: _to_plain(version[name]) for name in names}

    def _get_steps(self):
        """[Step] of the records that have a version on their date."""
        versions = self._get_versions()
        steps = []
        for record in self:
            version = record._get_version_at(versions, record.effective_date)
            if record.effective_date and version:
                steps.append(record._get_step(version, versions[record.employee_id.id]))
        return steps

    def _get_step(self, version, own_versions):
        vals = {
            name: _to_plain(value)
            for name, value in self._prepare_version_vals().items()
        }
        changes = _compare(self._read_version(version, vals), vals)
        later = own_versions.filtered(
            lambda other: other.date_version > self.effective_date
        )
        carried, conflicts = {}, []
        names = [name for name in changes if name not in CONTRACT_DATES]
        for other in later:
            values = self._read_version(other, names)
            same = {n: changes[n] for n in names if values[n] == changes[n][0]}
            if same:
                carried[other] = same
            conflicts += [(other, n) for n in names if values[n] not in changes[n]]
        return Step(self, version, changes, carried, conflicts, later)

    # -- applying ---------------------------------------------------------------------

    def _do_apply(self):
        """One batch, checked and with rights lifted; no two records of a person."""
        steps = self._get_steps()
        # Core finds the current version of each person by a search of its own.
        employees = self.employee_id
        with self.env.protecting([employees._fields["current_version_id"]], employees):
            made = self._create_versions([step for step in steps if step.is_new])
            self._write_versions(
                [(v, vals) for step in steps for v, vals in step.carried.items()]
                + [(s.version, s.changes) for s in steps if s.changes and not s.is_new]
            )
        self._sync_current_versions(employees)
        prints = self._get_fingerprints(self.env["hr.version"].union(*made.values()))
        self._write_rows(
            ["version_id", "change_log"],
            [self._prepare_log_row(step, made, prints) for step in steps],
        )
        self._as_kpi_engine().with_context(tracking_disable=True).write(
            {
                "state": "applied",
                "applied_on": fields.Datetime.now(),
                "applied_by_id": self.env.uid,
            }
        )
        self._log_on_employees({rec: rec._get_applied_message() for rec in self})
        self._refresh_open_reports()

    def _create_versions(self, steps):
        """Copies as ``hr.employee.create_version`` makes them: {record: version}."""
        sources = self.env["hr.version"].browse([step.version.id for step in steps])
        # sudo: see ``action_apply``; a copy needs every field of the version.
        vals_list = [
            copied
            | {
                "date_version": step.record.effective_date,
                "employee_id": step.record.employee_id.id,
            }
            | {name: new for name, (_old, new) in step.changes.items()}
            for step, copied in zip(steps, sources.sudo().copy_data(), strict=True)
        ]
        engine = self._get_quiet_versions().with_context(kpi_engine=KPI_ENGINE)
        created = engine.create(vals_list).with_env(self.env)
        return {step.record: new for step, new in zip(steps, created, strict=True)}

    @api.model
    def _write_versions(self, pairs):
        """Equal changes at once.

        :param pairs: [(version, {field: [old, new]})]
        """
        ids_by_vals = {}
        for version, changes in pairs:
            vals = {name: new for name, (_old, new) in changes.items()}
            key = json.dumps(vals, sort_keys=True)
            ids_by_vals.setdefault(key, []).append(version.id)
        for key, ids in ids_by_vals.items():
            self._get_quiet_versions().browse(ids).write(json.loads(key))

    @api.model
    def _get_quiet_versions(self):
        """The model of versions; what happened is logged on the employees instead."""
        # sudo: see ``action_apply``.
        return self.env["hr.version"].sudo().with_context(tracking_disable=True)

    def _sync_current_versions(self, employees, without=()):
        """What core's ``_compute_current_version_id`` does, without a search each."""
        versions = self._get_versions()
        today = fields.Date.today()
        # What changes is logged at once for all.
        for employee in employees.with_context(tracking_disable=True):
            own = versions[employee.id].filtered(lambda ver: ver.id not in without)
            current = own.filtered(lambda ver: ver.date_version <= today)[-1:]
            if employee.current_version_id != (current or own[:1]):
                employee.current_version_id = current or own[:1]

    @api.model
    def _get_fingerprints(self, versions):
        """{version: hash of all that is copied}, to see whether it is still as made."""
        return {
            version: hashlib.sha256(
                json.dumps(vals, sort_keys=True, default=str).encode()
            ).hexdigest()
            for version, vals in zip(versions, versions.copy_data(), strict=True)
        }

    def _prepare_log_row(self, step, made, prints):
        new = made.get(step.record)
        version = new or step.version
        rows = [[other.id, changes] for other, changes in step.carried.items()]
        if step.changes:
            rows.append([version.id, step.changes])
        log = {
            "made": prints.get(new),
            "rows": rows,
            "later": step.later.ids,
        }
        return step.record.id, version.id, log

    def _log_on_employees(self, messages):
        """In the chatter of the people, and of the records if they have one.

        :param messages: {record: text}
        """
        bodies = {record.employee_id.id: text for record, text in messages.items()}
        self.env["hr.employee"].browse(bodies)._message_log_batch(bodies)
        if "message_ids" in self._fields:
            bodies = {record.id: text for record, text in messages.items()}
            self._message_log_batch(bodies)


def _to_plain(value):
    """A value as Json keeps it and as ``write`` takes it."""
    if isinstance(value, BaseModel):
        return value.id
    if isinstance(value, date):
        return fields.Date.to_string(value)
    return False if value is None else value


def _compare(old, new):
    return {name: [old[name], new[name]] for name in new if old[name] != new[name]}
