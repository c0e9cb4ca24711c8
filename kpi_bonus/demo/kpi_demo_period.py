from odoo import api, models

from .kpi_demo import EXAMPLE_EMPLOYEE, EXAMPLE_MONTHS_AGO

# A seller's plan at full hours; sections sell goods of different price.
OWN_PLANS = {
    "wallpaper": 500000,
    "showers": 700000,
    "paints": 450000,
    "tools": 800000,
    "fittings": 300000,
    "lighting": 420000,
}
# What a section sells beyond its people's own plans: its best sellers' surplus.
SECTION_SURPLUS = {"showers": 1.15, "tools": 1.12, "fittings": 1.15}
# The season, by months ago.
SEASON = {3: 0.9, 2: 0.95, 1: 1.0, 0: 1.05}
EXAMPLE_CARD = (
    ("inattention", "Разговаривал с коллегой, покупатель ждал у стенда с обоями."),
    ("related_goods", "Продал обои без клея и валика."),
    ("price_tag", "На трёх рулонах нет ценников."),
    ("customer_thanks", "Семья Егоровых: рассчитал обои на две комнаты без остатка."),
)
NOTES = {
    "conflict": "Спор из-за возврата вскрытой упаковки.",
    "goods_by_lunch": "Поддон стоял в проходе до 15 часов.",
    "workplace": "Кружка на стойке информации.",
    "product_knowledge": "Не знал, чем отличается акриловая краска от латексной.",
    "complaint_settled": "Заменил бракованный смеситель и донёс до машины.",
    "customer_thanks": "Запись в книге: подобрали всё за один приход.",
    "mentoring": "Две смены водил новичка по секции.",
}
# Those who get more remarks than others.
RUDE = ("andreev", "danilov", "sukhanova")


class KpiDemo(models.AbstractModel):
    """One month, as the bonus manager goes through it."""

    _inherit = "kpi.demo"

    @api.model
    def _run_month(self, start, months_ago, until):
        # The first month was a trial: half the salary to everybody who took part.
        mode = "pilot" if months_ago == 3 else "live"
        period = self.env["kpi.period"].create({"date_from": start, "mode": mode})
        self._write_history()
        period.action_prepare()
        plans = self._set_targets(period, months_ago)
        period.action_open()
        self._write_history()
        self._sign_plans(period, months_ago)
        shifts = self._get_shifts(period)
        self._enter_facts(period, plans, shifts, months_ago, until)
        self._write_cards(period, shifts, months_ago, until)
        if months_ago:
            self._note_submissions(period, months_ago)
        period.action_refresh()
        if months_ago == EXAMPLE_MONTHS_AGO:
            self._correct_by_hand(period)
        if months_ago:
            self._finish_month(period, months_ago)
        else:
            self._argue(period)

    @api.model
    def _finish_month(self, period, months_ago):
        self._hand_in(period, months_ago)
        self._present_cards(period, months_ago)
        period.action_review()
        self._write_history()
        self._check_reports(period, months_ago)
        if period.mode == "pilot":
            self._tell_pilot_story(period)
        self._waive_checks(period)
        period.action_close()
        self._write_history()

    @api.model
    def _write_history(self):
        """Let the period's messages tell each step, as if each were saved alone."""
        self.env.cr.flush()

    @api.model
    def _set_targets(self, period, months_ago):
        """:return: {plan-report: own plan}, for those with a plan of own sales"""
        own_sales = self._ref("indicator_own_sales_demo")
        section_sales = self._ref("indicator_section_sales_demo")
        plans, sections = {}, {}
        for report in period.report_ids.sorted("id"):
            if own_sales not in report.line_ids.indicator_id:
                continue
            section = report.segment_ids[0].department_id
            name, plan = self._get_own_plan(report, section)
            plans[report] = round(plan * SEASON[months_ago])
            sections[section] = sections.get(section, 0) + plans[report] * (
                SECTION_SURPLUS.get(name, 1)
            )
        values = [
            {"indicator_id": own_sales.id, "employee_id": report.employee_id.id}
            | {"value": plan}
            for report, plan in plans.items()
        ]
        values += [
            {"indicator_id": section_sales.id, "department_id": section.id}
            | {"value": round(plan, -4)}
            for section, plan in sections.items()
        ]
        self.env["kpi.target"].create(
            [{**vals, "period_id": period.id} for vals in values]
        )
        return plans

    @api.model
    def _get_own_plan(self, report, section):
        """:return: the section's name in these files, and the plan"""
        name = next(
            name
            for name in OWN_PLANS
            if self._ref(f"department_{name}_demo") == section
        )
        calendar = report.segment_ids[0].calendar_id
        share = 0.5 if calendar == self._ref("calendar_half_demo") else 1
        return name, OWN_PLANS[name] * share

    @api.model
    def _get_shifts(self, period):
        """{plan-report: [(day at work, section)]}"""
        leave_days = self._get_leave_days(period)
        return {
            report: [
                (day, segment.department_id)
                for segment in report.segment_ids
                for day in self._get_days(segment.date_from, segment.date_to)
                if str(day.weekday())
                in segment.calendar_id.attendance_ids.mapped("dayofweek")
                and day not in leave_days.get(report.employee_id.id, ())
            ]
            for report in period.report_ids.sorted("id")
        }

    @api.model
    def _write_cards(self, period, shifts, months_ago, until):
        random = self._get_random(f"cards {months_ago}")
        kinds = self.env["kpi.card.type"].search([("points", "=", 0)])
        kinds = kinds.grouped("kind")
        example = self._ref(EXAMPLE_EMPLOYEE)
        values = []
        for report in shifts:
            days = [day for day, _section in shifts[report]]
            if months_ago == EXAMPLE_MONTHS_AGO and report.employee_id == example:
                values += self._prepare_example_entries(report.card_id, days)
            elif report.card_id and days:
                values += self._prepare_entries(random, report.card_id, days, kinds)
        # As the engine: nobody gets a message about months that never were.
        lines = self.env["kpi.card.line"]._as_kpi_engine()
        lines = lines.create([vals for vals in values if vals["date"] <= until])
        if not months_ago and lines:
            lines[0].action_withdraw(
                "Ошибка: в этот день в секции был другой продавец."
            )

    @api.model
    def _prepare_entries(self, random, card, days, kinds):
        is_rude = card.employee_id in self.env["hr.employee"].union(
            *(self._ref(f"employee_{name}_demo") for name in RUDE)
        )
        odds = [0, 20, 50, 30] if is_rude else [58, 30, 10, 2]
        remarks = random.choices([0, 1, 2, 3], odds)[0]
        thanks = random.choices([0, 1, 2], [55, 35, 10])[0]
        types = [random.choice(kinds["remark"]) for _number in range(remarks)]
        types += [random.choice(kinds["thanks"]) for _number in range(thanks)]
        notes = {
            self._ref(f"kpi_card_type_{name}"): note for name, note in NOTES.items()
        }
        return [
            {
                "card_id": card.id,
                "date": random.choice(days),
                "type_id": card_type.id,
                "author_id": self._choose_author(random, card_type).id,
                "note": notes.get(card_type, False),
            }
            for card_type in types
        ]

    @api.model
    def _choose_author(self, random, card_type):
        """The list keeps some entries for heads and the bonus manager."""
        authors = [self._ref(f"user_{name}_demo") for name in ("controller", "manager")]
        return random.choice(
            [author for author in authors if card_type._is_allowed_for(author)]
        )

    @api.model
    def _prepare_example_entries(self, card, days):
        author = self._ref("user_head_demo")
        return [
            {
                "card_id": card.id,
                "date": day,
                "type_id": self._ref(f"kpi_card_type_{name}").id,
                "author_id": author.id,
                "note": note,
                "origin": "complaints_book"
                if name == "customer_thanks"
                else "observation",
            }
            for day, (name, note) in zip(days[3::4], EXAMPLE_CARD, strict=False)
        ]

    @api.model
    def _correct_by_hand(self, period):
        """What calendar and tills do not know, each with its reason."""
        reports = period.report_ids.grouped("employee_id")
        segment = reports[self._employee("baranov")].segment_ids
        segment.write(
            {
                "worked_hours": segment.worked_hours + 8,
                "override_reason": "Вышел в свой выходной на инвентаризацию.",
            }
        )
        line = reports[self._employee("filippov")].line_ids.filtered(
            lambda line: line.indicator_id == self._ref("indicator_own_sales_demo")
        )
        line.write(
            {
                "fact_override": line.fact + 18450,
                "override_reason": "Чек на 18 450 пробит без номера продавца.",
            }
        )
