import base64
from datetime import datetime, time, timedelta
from io import BytesIO

from PIL import Image, ImageDraw

from odoo import api, models

from .kpi_demo import EXAMPLE_EMPLOYEE, EXAMPLE_MONTHS_AGO

# What some claimed instead of the measured own sales, by months ago.
CLAIMS = {
    # Beyond the tolerance, and confirmed as falsification.
    (2, "kuznetsova"): 1.06,
    # Within it.
    (2, "volkov"): 0.995,
    # Beyond it, but explained: dropped.
    (1, "andreev"): 1.02,
}
NOT_HANDED_IN = {(1, "sukhanova")}
LOST_CARD = {(2, "kulikov")}
# In the current month these still have to sign.
UNSIGNED = ("danilov", "sukhanova", "kulikov")


class KpiDemo(models.AbstractModel):
    """What people do with their sheets: sign, hand in, check, argue.

    Written as of the days on which it would have happened; the methods that people use
    take the present moment.
    """

    _inherit = "kpi.demo"

    @api.model
    def _sign_plans(self, period, months_ago):
        unsigned = self._get_people(UNSIGNED) if not months_ago else ()
        random = self._get_random(f"signatures {months_ago}")
        for report in period.report_ids:
            if report.next_step == "signed" and report.employee_id not in unsigned:
                moment = self._get_moment(period.date_from, 9 * 60, random)
                report._as_kpi_engine().write(
                    {
                        "state": "signed",
                        "signed_name": report.employee_id.name,
                        "signature": self._draw_signature(report.employee_id.name),
                        "signed_on": moment,
                        "signed_by_id": self._ref("user_head_demo").id,
                        "signed_in_person": True,
                    }
                )

    @api.model
    def _note_submissions(self, period, months_ago):
        """A past month is issued after its deadline: nothing was handed in in time."""
        grounds = period.report_ids.sudo().disqualification_ids
        grounds._as_kpi_engine().unlink()
        random = self._get_random(f"claims {months_ago}")
        missing = self._get_story(NOT_HANDED_IN, months_ago)
        for report in period.report_ids:
            if report.next_step == "submitted" and report.employee_id not in missing:
                moment = self._get_moment(period.date_to, 18 * 60, random)
                report._as_kpi_engine().submitted_on = moment

    @api.model
    def _hand_in(self, period, months_ago):
        """Own figures as of the last evening, with the sum that follows from them."""
        own_sales = self._ref("indicator_own_sales_demo")
        factors = {
            self._employee(name): factor
            for (month, name), factor in CLAIMS.items()
            if month == months_ago
        }
        for report in period.report_ids.filtered("submitted_on"):
            claims = {line: line.fact for line in report.line_ids}
            for line in report.line_ids.filtered(lambda r: r.indicator_id == own_sales):
                claims[line] *= factors.get(report.employee_id, 1)
            self._write_claims(report, claims)

    @api.model
    def _write_claims(self, report, claims):
        for line, fact in claims.items():
            line._as_kpi_engine().fact_claimed = fact
        result = report.sudo()._compute_result(
            {line.id: fact for line, fact in claims.items()}, condition=False
        )
        report._as_kpi_engine().write(
            {
                "state": "submitted",
                "claimed_effectiveness": result.effectiveness,
                "claimed_bonus_percent": result.matrix_percent,
                "own_effectiveness": result.effectiveness,
                "own_percent": result.matrix_percent,
            }
        )

    @api.model
    def _present_cards(self, period, months_ago):
        lost = self._get_story(LOST_CARD, months_ago)
        period.card_ids.filtered(lambda card: card.employee_id not in lost).write(
            {"presented": True}
        )

    @api.model
    def _check_reports(self, period, months_ago):
        self._judge_claims(period, months_ago)
        reports = period.report_ids.filtered(lambda rep: rep.next_step == "checked")
        reports.action_check()

    @api.model
    def _judge_claims(self, period, months_ago):
        """One falsification is confirmed, one is explained and dropped."""
        head = self._ref("user_head_demo")
        for (month, name), _factor in CLAIMS.items():
            report = period.report_ids.filtered(
                lambda rep, name=name: rep.employee_id == self._employee(name)
            )
            if month != months_ago or not report._get_mismatches():
                continue
            # sudo: the head of another section need not be in the demo.
            ground = report.sudo()._propose_falsification(
                "Личные продажи в отчёте больше, чем в кассе. Возвратов за месяц нет."
            )
            ground = ground.sudo()
            ground._as_kpi_engine().write({"proposed_by_id": head.id})
            decided = ground.with_user(self.env.user)
            if months_ago == EXAMPLE_MONTHS_AGO:
                ground._do_answer("Считал по чекам, возврат пришёл уже вечером 30-го.")
                decided.action_drop("Возврат есть в кассе, расхождение объяснено.")
            else:
                ground._do_answer("Думал, что не проверят.")
                decided.action_confirm("Чеков на разницу нет ни в одной кассе.")

    @api.model
    def _argue(self, period):
        """An open dispute of the current month, with the head."""
        seller = self._ref("user_seller_demo")
        report = period.report_ids.filtered(
            lambda rep: rep.employee_id == self._ref(EXAMPLE_EMPLOYEE)
        )
        own_sales = self._ref("indicator_own_sales_demo")
        line = report.line_ids.filtered(lambda rec: rec.indicator_id == own_sales)
        report.with_user(seller).action_dispute(
            "fact",
            "Чек на обои от второго числа пробит на сменщика, покупателя вёл я.",
            line.id,
        )

    @api.model
    def _tell_pilot_story(self, period):
        """What people said in the month of trial."""
        for name, text, answer in (
            (
                "sokolov",
                "Карту удобнее носить с бейджем: пусть будет того же размера.",
                "Хорошая мысль. С этого месяца карта печатается в размер бейджа.",
            ),
            ("volkov", "Не понял, как считается премия, если болел.", False),
        ):
            idea = self.env["kpi.initiative"].sudo()._as_kpi_engine()
            idea = idea.create(
                {
                    "text": text,
                    "kind": "pilot",
                    "period_id": period.id,
                    "employee_id": self._employee(name).id,
                }
            )
            if answer:
                idea.with_user(self.env.user).action_answer(answer, True)

    @api.model
    def _waive_checks(self, period):
        period.action_check()
        for check in period.check_ids.filtered(lambda check: check.state == "red"):
            check.action_waive("Известно; решение принято на планёрке.")

    # -- helpers ----------------------------------------------------------------------

    @api.model
    def _get_people(self, names):
        return self.env["hr.employee"].union(*(self._employee(name) for name in names))

    @api.model
    def _get_story(self, story, months_ago):
        return self._get_people([name for month, name in story if month == months_ago])

    @api.model
    def _get_moment(self, day, minutes, random):
        """Some time after that minute of the day; UTC is near enough."""
        start = datetime.combine(day, time.min) + timedelta(minutes=minutes)
        return start + timedelta(minutes=random.randint(0, 90))

    @api.model
    def _draw_signature(self, name):
        """A wavy line that differs from person to person."""
        random = self._get_random(f"hand {name}")
        image = Image.new("RGBA", (300, 100), (255, 255, 255, 0))
        points, x, y = [], 20, 55
        while x < 270:
            points.append((x, y))
            x += random.randint(6, 22)
            y = 55 + random.randint(-32, 28)
        ImageDraw.Draw(image).line(points, fill=(20, 30, 110, 255), width=3)
        stream = BytesIO()
        image.save(stream, "PNG")
        return base64.b64encode(stream.getvalue())
