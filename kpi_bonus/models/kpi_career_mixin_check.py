from collections import Counter
from datetime import date

from odoo import models


class KpiCareerMixin(models.AbstractModel):
    """What stands in the way of any change of a contract version."""

    _inherit = "kpi.career.mixin"

    def _get_person_problems(self):
        """{record id: [messages]}: the person, the day and the state."""
        versions = self._get_versions()
        counts = Counter(record.employee_id.id for record in self)
        problems = {}
        for record in self:
            text = record._get_state_problem() or record._get_employment_problem(
                versions
            )
            if not text and counts[record.employee_id.id] > 1:
                text = self.env._(
                    "%(record)s: %(employee)s is chosen several times. Apply one after "
                    "another.",
                    record=record._label(),
                    employee=record.employee_id.name,
                )
            if text:
                problems[record.id] = [text]
        return problems

    def _get_state_problem(self):
        if self.state != self._kpi_ready_state:
            states = dict(self._fields["state"]._description_selection(self.env))
            return self.env._(
                '%(record)s is in the state "%(state)s"; it can be applied from '
                '"%(ready)s".',
                record=self._label(),
                state=states[self.state],
                ready=states[self._kpi_ready_state],
            )
        if self.employee_id.user_id == self.env.user:
            return self.env._(
                "%(record)s is about yourself: another bonus manager must apply it.",
                record=self._label(),
            )
        return None

    def _get_employment_problem(self, versions):
        employee = self.employee_id
        if not self.effective_date:
            return self.env._(
                "%(record)s: enter the day from which it is to hold.",
                record=self._label(),
            )
        if not employee.active:
            return self.env._(
                "%(record)s: %(employee)s is archived. Cancel it, or restore the "
                "employee.",
                record=self._label(),
                employee=employee.name,
            )
        if employee.company_id != self.company_id:
            return self.env._(
                "%(record)s: %(employee)s works for %(company)s now. Cancel it and "
                "make another one there.",
                record=self._label(),
                employee=employee.name,
                company=employee.company_id.name,
            )
        if not self._is_employed(versions):
            return self.env._(
                "%(record)s: %(employee)s is not employed on %(date)s. Choose a day of "
                "the contract, or cancel it.",
                record=self._label(),
                employee=employee.name,
                date=self._format_date(self.effective_date),
            )
        return None

    def _is_employed(self, versions):
        """On the effective date; without any contract dates, from the first version."""
        version = self._get_version_at(versions, self.effective_date)
        if not version or "contract_date_start" in self._prepare_version_vals():
            return bool(version)  # a contract that begins by this
        start, end = version.contract_date_start, version.contract_date_end
        if not start:
            return not any(versions[self.employee_id.id].mapped("contract_date_start"))
        return start <= self.effective_date <= (end or date.max)

    def _get_version_problems(self):
        """Later versions whose value is neither the old nor the new one."""
        problems = {}
        for step in self._get_steps():
            if not step.conflicts:
                continue
            names = sorted(
                self.env["hr.version"]._fields[name]._description_string(self.env)
                for name in {name for _version, name in step.conflicts}
            )
            problems[step.record.id] = [
                self.env._(
                    "%(record)s: the contract versions of %(dates)s have something "
                    "else as %(fields)s already. Correct them first, or choose another "
                    "day.",
                    record=step.record._label(),
                    dates=self._format_days(ver for ver, _name in step.conflicts),
                    fields=", ".join(names),
                )
            ]
        return problems

    def _format_days(self, versions):
        days = sorted({version.date_version for version in versions})
        return ", ".join(self._format_date(day) for day in days)
