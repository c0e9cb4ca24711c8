from odoo import models

from .kpi_career_mixin import merge_problems


class KpiCareerMixin(models.AbstractModel):
    """Putting back what was there before a decision was applied."""

    _inherit = "kpi.career.mixin"

    def _get_undo_problems(self):
        """{record id: [messages]}: paid by it, or changed since."""
        problems = {}
        for record in self:
            if record.employee_id.user_id == self.env.user:
                problems[record.id] = [
                    self.env._(
                        "%(record)s is about yourself: another bonus manager must undo "
                        "it.",
                        record=record._label(),
                    )
                ]
        return merge_problems(
            problems, self._get_paid_problems(), self._get_changed_problems()
        )

    def _get_changed_problems(self):
        versions = self._get_versions()
        problems = {}
        for record in self:
            own = versions.get(record.employee_id.id, self.env["hr.version"])
            changed = record._get_changed_versions(own)
            if changed:
                problems[record.id] = [
                    self.env._(
                        "%(record)s can't be undone: the contract versions of "
                        "%(dates)s were made or changed since. Undo that first, or "
                        "change the versions themselves.",
                        record=record._label(),
                        dates=", ".join(changed),
                    )
                ]
        return problems

    def _get_changed_versions(self, own_versions):
        """Days of versions that are not as applying left them."""
        log = self.change_log or {}
        by_id = own_versions.grouped("id")
        days = set()
        for version_id, changes in log.get("rows", ()):
            version = by_id.get(version_id)
            new = {name: value for name, (_old, value) in changes.items()}
            if not version:  # deleted or archived
                days.add(self.effective_date)
            elif self._read_version(version, new) != new:
                days.add(version.date_version)
        known = {*log.get("later", ()), *(row[0] for row in log.get("rows", ()))}
        days |= {
            version.date_version
            for version in own_versions
            if version.date_version > self.effective_date and version.id not in known
        }
        return [self._format_date(day) for day in sorted(days)]

    def _do_undo(self, reason):
        """One batch, checked and with rights lifted."""
        logs = {record: record.change_log for record in self}
        gone = self._get_untouched_versions(logs)
        back = [
            (self.env["hr.version"].browse(row_id), _swap(changes))
            for log in logs.values()
            for row_id, changes in log["rows"]
            if row_id not in gone.ids
        ]
        employees = self.employee_id
        with self.env.protecting([employees._fields["current_version_id"]], employees):
            self._write_versions(back)
            self._sync_current_versions(employees, without=gone.ids)
            gone.unlink()
        messages = {
            record: self.env._(
                "%(record)s: undone. %(reason)s", record=record._label(), reason=reason
            )
            for record in self
        }
        self._as_kpi_engine().with_context(tracking_disable=True).write(
            {
                "state": self._kpi_ready_state,
                "applied_on": False,
                "applied_by_id": False,
                "version_id": False,
                "change_log": False,
            }
        )
        self._log_on_employees(messages)
        self._refresh_open_reports()

    def _get_untouched_versions(self, logs):
        """Versions that applying made and that nobody has changed since."""
        made = {
            record.version_id: log["made"]
            for record, log in logs.items()
            if log["made"] and record.version_id
        }
        versions = self._get_quiet_versions().browse([ver.id for ver in made])
        prints = self._get_fingerprints(versions)
        return versions.filtered(lambda version: prints[version] == made[version])


def _swap(changes):
    return {name: [new, old] for name, (old, new) in changes.items()}
