from odoo import api, models


class KpiCard(models.Model):
    """What the person sees of his cards."""

    _inherit = "kpi.card"

    @api.model
    def _search_own(self, limit=None):
        """Own cards, newest first, with rights lifted."""
        # sudo: his own, by the domain.
        cards_sudo = self.sudo().with_context(active_test=False)
        found = cards_sudo.search(
            [
                ("employee_id.user_id", "=", self.env.uid),
                ("period_id.mode", "!=", "shadow"),
                ("period_id.state", "!=", "draft"),
            ],
            order="date_from desc, id desc",
            limit=limit,
        )
        return found.with_env(self.sudo().env)

    def _prepare_for_employee(self):
        """Plain values of his page. Entries that await his answer come first."""
        points = self._get_kpi_points()
        entries = [line._prepare_for_employee(points) for line in self.line_ids]
        number = self.env["kpi.plan.report"]._format_number
        counted = sum(entry["points"] for entry in entries if not entry["withdrawn"])
        return {
            "id": self.id,
            "period": self.period_id.display_name,
            "is_closed": self.state == "closed",
            "presented": self.presented,
            "remarks": self.remark_count,
            "thanks": self.thanks_count,
            "unanswered": self.unanswered_count,
            "points": self.env["kpi.card.line"]._format_points(counted),
            "service": number(max(100 + counted, 0)),
            "entries": sorted(entries, key=lambda entry: not entry["can_answer"]),
        }

    def _get_kpi_points(self):
        """{kind: points} of his KPI by the card, by the terms of his plan-report."""
        # sudo: his own report.
        reports = self.env["kpi.plan.report"].sudo()
        report = reports.search([("card_id", "=", self.id)], limit=1)
        terms = (report.terms or {}).get("lines", [])
        term = next((line for line in terms if line["method"] == "card"), {})
        return {
            "remark": float(term.get("remark_points") or 0),
            "thanks": float(term.get("thanks_points") or 0),
        }


class KpiCardLine(models.Model):
    _inherit = "kpi.card.line"

    def _prepare_for_employee(self, kpi_points):
        """:param kpi_points: {kind: points}, of entries without points of their own"""
        origins, answers = (
            dict(self._fields[name]._description_selection(self.env))
            for name in ("origin", "answer_state")
        )
        withdrawn = self.state == "withdrawn"
        points = self.points or kpi_points[self.kind]
        return {
            "id": self.id,
            "date": self.date,
            "name": self.type_id.name,
            "kind": self.kind,
            "points": points,
            "points_label": self._format_points(points),
            "note": self.note or "",
            "author": self.author_id.name,
            "origin": origins[self.origin] if self.origin != "observation" else "",
            "has_photo": bool(self.photo),
            "withdrawn": withdrawn,
            "withdraw_reason": self.withdraw_reason or "",
            "answer": self.answer_state,
            "answer_label": answers[self.answer_state],
            "objection": self.objection or "",
            "can_answer": self._can_be_answered(),
        }

    def _can_be_answered(self):
        return (
            self.state == "valid"
            and self.answer_state == "pending"
            and self.period_id.state != "closed"
        )

    @api.model
    def _format_points(self, points):
        number = self.env["kpi.plan.report"]._format_number(abs(points))
        return f"{'−' if points < 0 else '+' if points else ''}{number}"
