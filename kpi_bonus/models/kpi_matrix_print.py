from odoo import models

from .. import bonus_math

# Height left for the rows on A4 below the heads and above the notes, and bounds of the
# type: 44 points are digits of 11 mm, to be read from three metres.
ROWS_HEIGHT_MM = 178
LARGEST_PT, SMALLEST_PT = 56, 24
POINTS_PER_MM = 72 / 25.4
LINE_SHARE = 0.85


class KpiMatrix(models.Model):
    """The poster of the staff room."""

    _inherit = "kpi.matrix"

    def _prepare_poster(self):
        self.ensure_one()
        self.check_access("read")
        number = self.env["kpi.plan.report"]._format_number
        rows = bonus_math.parse_rows(self._get_rows())
        notes = []
        if rows:
            notes = [
                self.env._(
                    "Below %(first)s %% there is no bonus.",
                    first=number(rows[0].threshold),
                ),
                self._get_overflow_text(),
            ]
        return {
            "rows": [
                {
                    "threshold": number(row.threshold),
                    "percent": number(row.bonus_percent),
                }
                for row in rows
            ],
            "style": self._get_poster_style(len(rows)),
            "notes": notes,
            "footer": f"{self.company_id.name}. {self.display_name}",
        }

    def _get_poster_style(self, count):
        """As large as the page allows."""
        height = ROWS_HEIGHT_MM / max(count, 1)
        points = height * POINTS_PER_MM * LINE_SHARE
        size = round(max(min(points, LARGEST_PT), SMALLEST_PT))
        padding = max((min(height, 20) - size / POINTS_PER_MM) / 2, 0.4)
        return f"font-size: {size}pt; padding: {padding:.1f}mm 0"
