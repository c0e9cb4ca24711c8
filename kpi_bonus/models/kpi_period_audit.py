import secrets
from hashlib import sha256
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from .. import ground_math


class Lot(NamedTuple):
    """A plan-report in the draw of its scheme."""

    report_id: int
    scheme_id: int
    digest: str
    rank: int  # from 1, within the scheme
    is_drawn: bool


class KpiPeriod(models.Model):
    """The random audit: which reports are checked, drawn so that anybody can redraw it.

    Before anybody hands in a report, the SHA-256 of a secret seed is published in the
    period's messages. At review the seed itself is: whoever hashes it sees that it was
    chosen before, and whoever hashes ``seed:report id`` gets the lots. The reports with
    the smallest lots are drawn, up to the share of their scheme.
    """

    _inherit = "kpi.period"

    # Not even a bonus manager reads it before the draw, in a list or by a search.
    audit_seed = fields.Char(copy=False, groups=fields.NO_ACCESS)
    audit_hash = fields.Char(
        string="SHA-256 of the seed",
        copy=False,
        help="Published before the draw, so that nobody can choose the seed later.",
    )
    audit_drawn_on = fields.Datetime(string="Drawn on", copy=False)
    audit_seed_published = fields.Char(
        string="Seed", compute="_compute_audit_seed_published", compute_sudo=True
    )
    audit_list = fields.Html(
        string="Lots", compute="_compute_audit_list", sanitize=False
    )

    @api.depends("audit_seed", "audit_drawn_on")
    def _compute_audit_seed_published(self):
        for period in self:
            period.audit_seed_published = period.audit_drawn_on and period.audit_seed

    @api.depends("audit_drawn_on", "report_ids.is_drawn")
    @api.depends_context("uid", "lang")
    def _compute_audit_list(self):
        for period in self:
            lots = period._get_audit_lots()
            period.audit_list = lots and self.env["ir.qweb"]._render(
                "kpi_bonus.kpi_period_audit_list",
                {
                    "schemes": period._group_lots(lots),
                    "names": period._get_audit_names(lots),
                },
            )

    def action_open_audit(self):
        self.ensure_one()
        self.check_access("read")
        view = self.env.ref("kpi_bonus.kpi_period_view_form_audit")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Random audit"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(view.id, "form")],
        }

    def _get_audit_lots(self):
        """Every lot, by scheme and rank; empty before the draw.

        It holds ids only, so it may be shown to everybody.
        """
        if not self.audit_drawn_on:
            return []
        # sudo: lots are public; without all of them nobody could redraw.
        return self.sudo()._rank_audit()

    def _group_lots(self, lots):
        """[(name of the scheme, number of reports drawn, lots)]"""
        schemes = {}
        for lot in lots:
            schemes.setdefault(lot.scheme_id, []).append(lot)
        # sudo: the name only; whoever may read the period may know its schemes.
        records = self.env["kpi.scheme"].sudo()
        return [
            (records.browse(key).name, sum(lot.is_drawn for lot in group), group)
            for key, group in schemes.items()
        ]

    def _get_audit_names(self, lots):
        """{report id: name} of the reports that the user may read."""
        reports = self.env["kpi.plan.report"].browse([lot.report_id for lot in lots])
        if not reports.has_access("read"):
            reports = reports._filtered_access("read")
        return {report.id: report.employee_id.name for report in reports}

    def _publish_audit_hash(self):
        """Choose the seed, once; tell its hash. Called at issue."""
        for period in self.filtered(lambda period: not period.audit_hash):
            seed = secrets.token_hex(16)
            digest = sha256(seed.encode()).hexdigest()
            period._as_kpi_engine().write({"audit_seed": seed, "audit_hash": digest})
            period.message_post(
                body=self.env._(
                    "Reports to be checked will be drawn at random at review. SHA-256 "
                    "of the seed: %(digest)s",
                    digest=digest,
                )
            )

    def _do_draw_audit(self):
        """Draw the reports to be checked, at review; once, also if it is reopened.

        Of the others those that are handed in need no check.
        """
        self.ensure_one()
        if self.audit_drawn_on or not self.audit_hash:
            return
        lots = self._rank_audit()
        drawn = [lot.report_id for lot in lots if lot.is_drawn]
        reports = self.env["kpi.plan.report"].browse(drawn)
        reports._as_kpi_engine().write({"is_drawn": True})
        self._as_kpi_engine().write({"audit_drawn_on": fields.Datetime.now()})
        self.message_post(
            body=self.env._(
                "Drawn at random to be checked: %(drawn)s of %(all)s plan-reports. "
                "Seed: %(seed)s",
                drawn=len(drawn),
                all=len(lots),
                seed=self.audit_seed,
            )
        )
        reports.browse([lot.report_id for lot in lots])._accept_undrawn()

    def _rank_audit(self):
        """:return: [Lot] of the issued reports whose terms ask for an audit"""
        self.env["kpi.plan.report"].flush_model(["terms", "state", "period_id"])
        rows = self.env.execute_query(
            SQL(
                """SELECT id, scheme_id, terms->>'audit_sample_percent'
                FROM kpi_plan_report
                WHERE period_id = %s AND state != 'draft'
                    AND terms->>'checking' = 'audit'
                    AND (terms->'needs_submission')::boolean
                ORDER BY scheme_id, id""",
                self.id,
            )
        )
        schemes = {}
        for report_id, scheme_id, percent in rows:
            schemes.setdefault((scheme_id, percent), []).append(report_id)
        return [
            lot
            for (scheme_id, percent), report_ids in schemes.items()
            for lot in self._rank_scheme(scheme_id, percent, report_ids)
        ]

    def _rank_scheme(self, scheme_id, percent, report_ids):
        size = ground_math.sample_size(len(report_ids), percent)
        order = ground_math.audit_order(self.audit_seed, report_ids)
        return [
            Lot(
                report_id,
                scheme_id,
                ground_math.audit_digest(self.audit_seed, report_id),
                rank,
                rank <= size,
            )
            for rank, report_id in enumerate(order, 1)
        ]
