from odoo import api, models


class PaperCardType(models.AbstractModel):
    """The list of typical entries, by kind and category."""

    _name = "report.kpi_bonus.paper_card_type"
    _description = "Paper: typical entries"

    @api.model
    def _get_report_values(self, docids, data=None):
        types = self.env["kpi.card.type"].browse(docids).sorted()
        points = types._get_kpi_points(self.env.company)
        return {
            "kinds": [
                self._prepare_kind(
                    title, types.filtered_domain([("kind", "=", kind)]), points
                )
                for kind, title in (
                    ("remark", self.env._("Remarks")),
                    ("thanks", self.env._("Thanks")),
                )
                if kind in types.mapped("kind")
            ],
            "footer": self.env._(
                "%(company)s: typical entries on efficiency cards",
                company=self.env.company.name,
            ),
        }

    def _prepare_kind(self, title, types, kpi_points):
        return {
            "title": title,
            "categories": [
                {
                    "name": category,
                    "entries": [
                        self._prepare_entry(entry, kpi_points) for entry in entries
                    ],
                }
                for category, entries in types.grouped(
                    lambda card_type: card_type.category or ""
                ).items()
            ],
        }

    def _prepare_entry(self, card_type, kpi_points):
        writers = ", ".join(card_type.group_ids.mapped("name"))
        return {
            "name": card_type.name,
            "points": card_type._get_points_label(kpi_points),
            "writers": writers or self.env._("every controller and head"),
        }
