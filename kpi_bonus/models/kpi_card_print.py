import base64
import io

import qrcode
from qrcode.image.svg import SvgPathImage

from odoo import models
from odoo.tools import format_date, split_every

CARDS_ON_SHEET = 4
ROWS_ON_CARD = 11
# Modules of white around a QR code; the card itself is white beyond.
QR_BORDER = 1


class KpiCard(models.Model):
    """The printed card: of pocket size, with what is written on it so far."""

    _inherit = "kpi.card"

    def _prepare_paper_sheets(self):
        """Cards of one size, by section and name; a full card goes on on a second."""
        self.check_access("read")
        # sudo: names of people and sections; who may read a card may know whose it is.
        cards = self.sorted(
            lambda card: (
                card.sudo().department_id.complete_name or "",
                card.sudo().employee_id.name,
            )
        )
        points = {
            company: self.env["kpi.card.type"]._get_kpi_points(company)
            for company in self.company_id
        }
        papers = [
            paper
            for card in cards
            for paper in card._prepare_papers(points[card.company_id])
        ]
        return list(split_every(CARDS_ON_SHEET, papers))

    def _prepare_papers(self, kpi_points):
        # sudo: a head may not read which login his people have. Whoever has none reads
        # the language of whoever prints the card for him.
        lang = self.sudo().employee_id.user_id.lang or self.env.lang
        card = self.with_context(lang=lang)
        head = card._prepare_paper_head()
        # Entries within the reader's rights: a controller sees only his own.
        lines = card.line_ids.sorted("date")
        rows = [line._prepare_paper_row(kpi_points) for line in lines]
        pages = list(split_every(ROWS_ON_CARD, rows)) or [[]]
        return [
            {
                **head,
                "number": f"{number} / {len(pages)}" if len(pages) > 1 else "",
                "rows": [*page, *[{}] * (ROWS_ON_CARD - len(page))],
            }
            for number, page in enumerate(pages, start=1)
        ]

    def _prepare_paper_head(self):
        # sudo: as above; whoever may read the card may know whose it is.
        card_sudo = self.sudo()
        employee = card_sudo.employee_id
        return {
            "lang": self.env.lang,
            "name": employee.name,
            "job": employee.job_id.name or "",
            "department": card_sudo.department_id.name or "",
            "period": card_sudo.period_id.display_name,
            "company": card_sudo.company_id.name,
            "qr": _draw_qr(employee._kpi_get_card_url()),
        }


class KpiCardLine(models.Model):
    _inherit = "kpi.card.line"

    def _prepare_paper_row(self, kpi_points):
        withdrawn = self.state == "withdrawn"
        return {
            "date": format_date(self.env, self.date, date_format="d MMM"),
            "text": ": ".join(filter(None, (self.type_id.name, self.note))),
            "points": ""
            if withdrawn
            else self.type_id._get_points_label(kpi_points, self.points),
            # sudo: the name of the author, who signs the entry.
            "author": self.author_id.sudo().name,
            "withdrawn": withdrawn,
        }


def _draw_qr(text):
    """A QR code as a data URI: wkhtmltopdf fetches nothing from the server.

    Vectors: wkhtmltopdf would make a blurred JPEG of a picture.
    """
    code = qrcode.QRCode(
        border=QR_BORDER,
        error_correction=qrcode.ERROR_CORRECT_M,
        image_factory=SvgPathImage,
    )
    code.add_data(text)
    image = io.BytesIO()
    code.make_image().save(image)
    return f"data:image/svg+xml;base64,{base64.b64encode(image.getvalue()).decode()}"
