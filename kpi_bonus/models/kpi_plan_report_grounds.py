from datetime import date
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL


class GroundRow(NamedTuple):
    """What grounds are found from besides terms, hours and result."""

    id: int
    is_submitted: bool
    is_late: bool
    submit_deadline: date
    is_checked: bool
    is_drawn: bool
    claimed_effectiveness: float
    claimed_bonus_percent: float
    own_effectiveness: float
    own_percent: float
    has_card: bool
    presented: bool
    unanswered_count: int
    remark_count: int
    thanks_count: int


class Standing(NamedTuple):
    """A row of ``kpi.disqualification``."""

    report_id: int
    id: int
    ground: str
    kind: str
    state: str
    is_found: bool
    evidence: str


class Situation(NamedTuple):
    """One report in a refresh, as its rules see it."""

    month: tuple  # Month: terms, hours, result
    row: GroundRow
    claims: dict  # {line id: claimed fact}
    today: date
    is_review: bool

    @property
    def terms(self):
        return self.month.terms

    @property
    def is_due(self):
        """Before the report is handed in, checked or reviewed, figures still move."""
        return self.row.is_submitted or self.row.is_checked or self.is_review


class KpiPlanReport(models.Model):
    """Grounds for no bonus: found in every refresh, a fixed number of queries a batch.

    Only the grounds that the terms list act, and only in live periods. The rule of a
    ground is the method ``_find_<code>``; one without a rule is proposed by people.
    """

    _inherit = "kpi.plan.report"

    disqualification_ids = fields.One2many(
        "kpi.disqualification", "report_id", "Grounds for no bonus"
    )

    ground_summary = fields.Char(
        string="Against the bonus", compute="_compute_ground_summary"
    )

    @api.depends("disqualification_ids.state", "mode")
    @api.depends_context("lang")
    def _compute_ground_summary(self):
        for report in self:
            report.ground_summary = report._get_ground_summary()

    def _get_ground_summary(self):
        """One line: what acts on the bonus and what is to be decided."""
        grounds = self.disqualification_ids.grouped("state")
        standing = grounds.get("confirmed", self.disqualification_ids.browse())
        kinds = standing.grouped("kind")
        parts = [
            pattern % {"grounds": ", ".join(kinds[kind].ground_id.mapped("name"))}
            for kind, pattern in (
                ("condition", self.env._("No bonus: %(grounds)s")),
                ("sanction", self.env._("A part is withheld: %(grounds)s")),
            )
            if kind in kinds
        ]
        if grounds.keys() & {"proposed", "answered"}:
            parts.append(self.env._("Falsification is proposed and to be decided"))
        return "; ".join(parts)

    def _get_ground_flags(self):
        """Grounds that stand, for ``bonus_math``: {report id: {kind: True}}.

        Works for closed reports as well.
        """
        # sudo: of the grounds only whether there are any leaves this method.
        groups = (
            self.env["kpi.disqualification"]
            .sudo()
            ._read_group(
                [("report_id", "in", self.ids), ("state", "=", "confirmed")],
                ["report_id", "kind"],
            )
        )
        flags = {}
        for report, kind in groups:
            flags.setdefault(report.id, {})[kind] = True
        return flags

    def _sync_grounds(self, months):
        """Add the grounds found, drop those that no longer hold.

        :param months: {report id: Month} of one period, see ``_refresh_batch``
        :return: as ``_get_ground_flags``
        """
        reports = self.filtered(lambda report: _has_grounds(months[report.id].terms))
        if not reports:
            return {}
        standing = reports._read_standing_grounds()
        new, changed, flags = [], [], {}
        for report, situation in reports._get_situations(months):
            own = standing.get(report.id, ())
            found = report._find_grounds(situation)
            known = {row.ground: row for row in own if row.is_found}
            kinds = situation.terms["grounds"]
            new += [
                (report.id, code, kinds[code], found[code])
                for code in found
                if code not in known
            ]
            changed += _get_changes(known.values(), found)
            acting = [kinds[code] for code in found if not _is_waived(known.get(code))]
            acting += [
                row.kind for row in own if not row.is_found and row.state == "confirmed"
            ]
            flags[report.id] = dict.fromkeys(acting, True)
        records = self.env["kpi.disqualification"]
        records._write_rows(("state", "evidence"), changed)
        records._create_found(new)
        return flags

    def _find_grounds(self, situation):
        """{code: evidence} of what holds against this report right now."""
        found = {}
        for code in situation.terms["grounds"]:
            rule = getattr(self, f"_find_{code}", None)
            evidence = rule and rule(situation)
            if evidence:
                found[code] = evidence
        return found

    # -- reading ----------------------------------------------------------------------

    def _get_situations(self, months):
        """[(report, Situation)]; evidence is written in the company's language."""
        period = self.period_id
        company = period.company_id
        today, is_review = company._kpi_today(), period.state == "review"
        rows = self._read_ground_rows()
        claims = self._read_claims(months)
        reports = self.with_context(lang=company.partner_id.lang or "en_US")
        situations = []
        for report in reports:
            month, own_claims = months[report.id], claims.get(report.id, {})
            situation = Situation(month, rows[report.id], own_claims, today, is_review)
            situations.append((report, situation))
        return situations

    def _read_ground_rows(self):
        """{report id: GroundRow}"""
        self.env["kpi.card"].flush_model()
        self.flush_recordset()
        rows = self.env.execute_query(
            SQL(
                """SELECT report.id, report.submitted_on IS NOT NULL, report.is_late,
                    report.submit_deadline, report.checked_on IS NOT NULL,
                    report.is_drawn, report.claimed_effectiveness,
                    report.claimed_bonus_percent, report.own_effectiveness,
                    report.own_percent, card.id IS NOT NULL, card.presented,
                    card.unanswered_count, card.remark_count, card.thanks_count
                FROM kpi_plan_report AS report
                LEFT JOIN kpi_card AS card ON card.id = report.card_id
                WHERE report.id IN %s""",
                tuple(self.ids),
            )
        )
        return {row[0]: GroundRow(*row) for row in rows}

    def _read_standing_grounds(self):
        """{report id: [Standing]}, whatever their state."""
        records = self.env["kpi.disqualification"]
        records.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT %s FROM kpi_disqualification WHERE report_id IN %s",
                SQL(", ").join(map(SQL.identifier, Standing._fields)),
                tuple(self.ids),
            )
        )
        standing = {}
        for row in rows:
            standing.setdefault(row[0], []).append(Standing(*row))
        return standing


def _has_grounds(terms):
    return terms["mode"] == "live" and bool(terms["grounds"])


def _is_waived(row):
    return bool(row) and row.state == "waived"


def _get_changes(known, found):
    """[(id, state, evidence)] of the grounds found before that differ by now.

    A waived one stays waived, whatever the figures do.
    """
    changes = []
    for row in known:
        if row.state == "waived":
            continue
        holds = row.ground in found
        state = "confirmed" if holds else "dropped"
        evidence = found.get(row.ground, row.evidence)
        if (state, evidence) != (row.state, row.evidence):
            changes.append((row.id, state, evidence))
    return changes
