from itertools import accumulate

from odoo import api, models

from .kpi_demo import EXAMPLE_EMPLOYEE, EXAMPLE_MONTHS_AGO

# Execution of the own plan in the long run; the others are spread around 1.
ABILITY = {
    "kuznetsova": 1.05,
    "sokolov": 0.95,
    "morozova": 1.3,
    "volkov": 0.98,
    "bogdanov": 2.1,
    "kulikov": 2.15,
    "tsvetkova": 2.2,
    "andreev": 0.6,
    "danilov": 0.65,
    "sukhanova": 0.58,
}
# Share of the week's customers, from Monday on.
WEEKDAYS = (0.8, 0.8, 0.9, 1.0, 1.2, 1.5, 1.3)
# In kopecks, so that days add up exactly: 452 067.00 and 2 400 000.00.
EXAMPLE_OWN_SALES = 45206700
EXAMPLE_SECTION_SALES = 240000000


def split(total, weights):
    """Divide an integer by weights into integers that add up to it exactly."""
    marks = [round(total * mark / sum(weights)) for mark in accumulate(weights)]
    return [high - low for low, high in zip([0, *marks], marks, strict=False)]


class KpiDemo(models.AbstractModel):
    """Daily facts."""

    _inherit = "kpi.demo"

    @api.model
    def _enter_facts(self, period, plans, shifts, months_ago, until):
        random = self._get_random(f"facts {months_ago}")
        is_example = months_ago == EXAMPLE_MONTHS_AGO
        own = self._get_own_sales(random, period, plans, shifts, is_example)
        sections = self._get_section_sales(random, own, is_example)
        values = [
            *self._prepare_own_sales(own),
            *self._prepare_section_sales(sections),
            *self._prepare_piece_facts(random, period, shifts),
            *self._prepare_section_facts(random, period, sections),
        ]
        self.env["kpi.fact"].create([vals for vals in values if vals["date"] <= until])

    @api.model
    def _get_own_sales(self, random, period, plans, shifts, is_example):
        """{(employee, section, day): kopecks}"""
        example = self._ref(EXAMPLE_EMPLOYEE)
        sales = {}
        for report, plan in plans.items():
            days = shifts[report]
            if not days:
                continue
            employee = report.employee_id
            share = len(days) / sum(report.segment_ids.mapped("calendar_shifts"))
            execution = self._get_ability(employee) * random.uniform(0.95, 1.05)
            total = round(plan * 100 * execution * share)
            if is_example and employee == example:
                total = EXAMPLE_OWN_SALES
            weights = [
                WEEKDAYS[day.weekday()] * random.uniform(0.6, 1.4)
                for day, _section in days
            ]
            for (day, section), kopecks in zip(
                days, split(total, weights), strict=True
            ):
                sales[employee, section, day] = kopecks
        return sales

    @api.model
    def _get_ability(self, employee):
        for name, ability in ABILITY.items():
            if employee == self._ref(f"employee_{name}_demo"):
                return ability
        ability = self._get_random(employee.barcode).gauss(1.02, 0.1)
        return min(max(ability, 0.8), 1.25)

    @api.model
    def _get_section_sales(self, random, own_sales, is_example):
        """{section: {day: kopecks}}: a little more than its people's own sales."""
        sections = {}
        for (_employee, section, day), kopecks in own_sales.items():
            days = sections.setdefault(section, {})
            days[day] = days.get(day, 0) + kopecks
        wallpaper = self._ref("department_wallpaper_demo")
        for section, days in sections.items():
            total = round(sum(days.values()) * random.uniform(1.0, 1.06))
            if is_example and section == wallpaper:
                total = EXAMPLE_SECTION_SALES
            sections[section] = dict(
                zip(sorted(days), split(total, self._by_day(days)), strict=True)
            )
        return sections

    @api.model
    def _by_day(self, figures):
        return [figures[day] for day in sorted(figures)]

    @api.model
    def _prepare_own_sales(self, sales):
        indicator = self._ref("indicator_own_sales_demo")
        return [
            {
                "indicator_id": indicator.id,
                "employee_id": employee.id,
                "date": day,
                "value": kopecks / 100,
            }
            for (employee, _section, day), kopecks in sales.items()
        ]

    @api.model
    def _prepare_section_sales(self, sections):
        """Facts of the sections and of the whole shop."""
        section_sales = self._ref("indicator_section_sales_demo")
        shop_sales = self._ref("indicator_shop_sales_demo")
        shop = self._ref("department_shop_demo")
        totals, values = {}, []
        for section, days in sections.items():
            for day, kopecks in days.items():
                totals[day] = totals.get(day, 0) + kopecks
                values.append((section_sales, section, day, kopecks))
        values += [(shop_sales, shop, day, sum_) for day, sum_ in totals.items()]
        return [
            {
                "indicator_id": indicator.id,
                "department_id": department.id,
                "date": day,
                "value": kopecks / 100,
            }
            for indicator, department, day, kopecks in values
        ]

    @api.model
    def _prepare_piece_facts(self, random, period, shifts):
        """Slow-moving goods in pieces, single-item receipts among all receipts."""
        slow_goods = self._ref("indicator_slow_goods_demo")
        single_item = self._ref("indicator_single_item_demo")
        values = []
        for report, days in shifts.items():
            indicators = report.line_ids.indicator_id
            skill = random.uniform(0.7, 1.3)
            for day, _section in days:
                vals = {"employee_id": report.employee_id.id, "date": day}
                if slow_goods in indicators:
                    pieces = random.choices([0, 1, 2, 3], [30, 42, 20, 8 * skill])[0]
                    values.append(
                        {**vals, "indicator_id": slow_goods.id, "value": pieces}
                    )
                if single_item in indicators:
                    receipts = random.randint(18, 34)
                    singles = sum(
                        random.random() < 0.05 * skill for _receipt in range(receipts)
                    )
                    values.append(
                        {**vals, "indicator_id": single_item.id}
                        | {"value": singles, "base": receipts}
                    )
        return values

    @api.model
    def _prepare_section_facts(self, random, period, sections):
        """Negative balances every day, the survey on Sundays."""
        stock = self._ref("indicator_negative_stock_demo")
        survey = self._ref("indicator_satisfaction_demo")
        values = []
        for section in sections:
            level, mark = random.uniform(2, 6.5), random.uniform(80, 97)
            for day in self._get_days(period.date_from, period.date_to):
                vals = {"department_id": section.id, "date": day}
                count = max(0, round(random.gauss(level, 1.2)))
                values.append({**vals, "indicator_id": stock.id, "value": count})
                if day.weekday() == 6:
                    answers = random.randint(8, 20)
                    marks = sum(
                        min(100, round(random.gauss(mark, 8)))
                        for _answer in range(answers)
                    )
                    values.append(
                        {**vals, "indicator_id": survey.id}
                        | {"value": marks, "base": answers}
                    )
        return values
