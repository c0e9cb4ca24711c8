from odoo import api, models
from odoo.exceptions import ValidationError

from .kpi_indicator import INDICATOR_TERMS
from .kpi_indicator_domain import SOURCE_FIELDS

# What the terms hold, and where facts come from. Texts stay editable for ever.
COMPUTING_FIELDS = frozenset(INDICATOR_TERMS) - {"name"} | frozenset(SOURCE_FIELDS)
# What decides whom the facts already entered belong to.
SUBJECT_FIELDS = frozenset({"company_id", "scope"})


class IndicatorLockedError(ValidationError):
    """A computing parameter of an indicator in use was to be changed."""


class KpiIndicator(models.Model):
    """A KPI in use keeps the meaning it was signed with."""

    _inherit = "kpi.indicator"

    def write(self, vals):
        self._check_not_in_use(vals)
        self._check_no_facts(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        line = self._find_issued_line()
        if line:
            raise IndicatorLockedError(
                self.env._(
                    "KPI %(indicator)s counts in an issued plan-report (%(report)s) "
                    "and can't be deleted. Archive it instead.",
                    indicator=line.indicator_id.name,
                    report=line.report_id.display_name,
                )
            )

    def _find_issued_line(self):
        """A line of an issued plan-report in which one of these counts."""
        # sudo: a report of somebody else locks the KPI too. The message names one
        # person, which the bonus manager, alone able to write KPIs, may read anyway.
        return (
            self.env["kpi.plan.report.line"]
            .sudo()
            .search(
                [("indicator_id", "in", self.ids), ("report_id.state", "!=", "draft")],
                limit=1,
            )
        )

    def _filter_changed(self, vals, names):
        """The records that ``vals`` would really change in one of ``names``."""
        names = names & vals.keys()

        def is_changed(record, name):
            convert = self._fields[name].convert_to_cache
            return convert(vals[name], record) != convert(record[name], record)

        return self.filtered(
            lambda record: any(is_changed(record, name) for name in names)
        )

    @api.model
    def _get_computing_fields(self):
        """Hook: what a KPI in use must not change; bridges add their settings."""
        return COMPUTING_FIELDS

    def _check_not_in_use(self, vals):
        changed = self._filter_changed(vals, self._get_computing_fields())
        line = changed and changed._find_issued_line()
        if line:
            raise IndicatorLockedError(
                self.env._(
                    "KPI %(indicator)s counts in an issued plan-report (%(report)s): "
                    "how it is measured and computed can't be changed any more. Copy "
                    "it and take the copy into a new version of the scheme.",
                    indicator=line.indicator_id.name,
                    report=line.report_id.display_name,
                )
            )

    def _check_no_facts(self, vals):
        changed = self._filter_changed(vals, SUBJECT_FIELDS)
        if not changed:
            return
        # sudo: facts that the user may not read would be orphaned all the same.
        fact = (
            self.env["kpi.fact"]
            .sudo()
            .search([("indicator_id", "in", changed.ids)], limit=1)
        )
        if fact:
            raise IndicatorLockedError(
                self.env._(
                    "KPI %(indicator)s has facts already: its scope and company can't "
                    "be changed. Copy it, or delete its facts first.",
                    indicator=fact.indicator_id.name,
                )
            )
