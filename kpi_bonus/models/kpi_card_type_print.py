from odoo import api, models


class KpiCardType(models.Model):
    """What an entry counts, as it is printed on cards and on the wall list."""

    _inherit = "kpi.card.type"

    def _get_points_label(self, kpi_points, points=0.0):
        """Signed points: those given, the entry's own, or what the KPIs agree on.

        :param kpi_points: of ``_get_kpi_points``
        :param points: of an entry that is written, which may differ from its type's
        """
        self.ensure_one()
        points = points or self.points or kpi_points[self.kind]
        if not points:
            return self.env._("by the KPI")
        sign = "−" if points < 0 else "+"
        return sign + self.env["kpi.plan.report"]._format_number(abs(points))

    @api.model
    def _get_kpi_points(self, company):
        """{kind: points} of an entry without its own; 0 if the KPIs differ in it."""
        # sudo: figures of the rules, which hang in the staff room anyway.
        rows = (
            self.env["kpi.indicator"]
            .sudo()
            ._read_group(
                [("method", "=", "card"), ("company_id", "=", company.id)],
                ["remark_points", "thanks_points"],
            )
        )
        points = {
            "remark": {remark for remark, _thanks in rows},
            "thanks": {thanks for _remark, thanks in rows},
        }
        return {
            kind: values.pop() if len(values) == 1 else 0.0
            for kind, values in points.items()
        }
