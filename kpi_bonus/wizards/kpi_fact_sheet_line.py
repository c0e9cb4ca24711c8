from odoo import api, fields, models
from odoo.exceptions import ValidationError

DAYS = [f"day_{number:02}" for number in range(1, 32)]


def format_cell(figure):
    """As short as it can be typed: 1200, 1200.5."""
    return f"{figure:.6f}".rstrip("0").rstrip(".")


def parse_cell(text):
    """What people type: 1 200,50 or 1200.50 or 1,200.50. None: empty.

    :raises ValueError: it is no number
    """
    text = "".join((text or "").split())
    if not text:
        return None
    if "," in text and "." in text:
        # The last of the two parts off decimals, the other one thousands.
        thousands = "," if text.rindex(".") > text.rindex(",") else "."
        text = text.replace(thousands, "")
    figure = float(text.replace(",", "."))
    if figure != figure or figure in (float("inf"), float("-inf")):
        raise ValueError(text)
    return figure


class KpiFactSheetLine(models.TransientModel):
    """One row: a cell per day, as text, because an empty cell is not a zero."""

    _name = "kpi.fact.sheet.line"
    _description = "Facts sheet row"

    sheet_id = fields.Many2one("kpi.fact.sheet", required=True, ondelete="cascade")
    employee_id = fields.Many2one("hr.employee", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    name = fields.Char(compute="_compute_name")
    loaded = fields.Json(help="Cells as loaded, so that only changed ones are saved.")
    day_01 = fields.Char("1")
    day_02 = fields.Char("2")
    day_03 = fields.Char("3")
    day_04 = fields.Char("4")
    day_05 = fields.Char("5")
    day_06 = fields.Char("6")
    day_07 = fields.Char("7")
    day_08 = fields.Char("8")
    day_09 = fields.Char("9")
    day_10 = fields.Char("10")
    day_11 = fields.Char("11")
    day_12 = fields.Char("12")
    day_13 = fields.Char("13")
    day_14 = fields.Char("14")
    day_15 = fields.Char("15")
    day_16 = fields.Char("16")
    day_17 = fields.Char("17")
    day_18 = fields.Char("18")
    day_19 = fields.Char("19")
    day_20 = fields.Char("20")
    day_21 = fields.Char("21")
    day_22 = fields.Char("22")
    day_23 = fields.Char("23")
    day_24 = fields.Char("24")
    day_25 = fields.Char("25")
    day_26 = fields.Char("26")
    day_27 = fields.Char("27")
    day_28 = fields.Char("28")
    day_29 = fields.Char("29")
    day_30 = fields.Char("30")
    day_31 = fields.Char("31")

    @api.depends("employee_id", "department_id", "sheet_id.company_id")
    def _compute_name(self):
        for line in self:
            line.name = (
                line.employee_id.name
                or line.department_id.display_name
                or line.sheet_id.company_id.name
            )

    def _get_subject_key(self):
        return self.employee_id.id, self.department_id.id

    def _parse_changed_cells(self):
        """[(day, figure or None)] of the cells that differ from what was loaded.

        The others may have been changed by somebody else since.

        :raises ValidationError: naming the person, the day and the text
        """
        cells = []
        loaded = self.loaded or {}
        for name, day in self.sheet_id._get_days().items():
            if (self[name] or "") == loaded.get(name, ""):
                continue
            try:
                cells.append((day, parse_cell(self[name])))
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "%(subject)s, %(date)s: “%(text)s” is no number. Write 1200.50 "
                        "or 1 200,50, or leave the cell empty if there is no data.",
                        subject=self.name,
                        date=day,
                        text=self[name],
                    )
                ) from error
        return cells
