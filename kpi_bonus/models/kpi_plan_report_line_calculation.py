from odoo import models

from .. import bonus_math
from .kpi_plan_report_calculation import EYE_DIGITS

NO_CAP = 10**12


class KpiPlanReportLine(models.Model):
    """One KPI's arithmetic as sentences."""

    _inherit = "kpi.plan.report.line"

    def _explain(self):
        """Sentences from the plan to the effectiveness, from stored figures."""
        self.ensure_one()
        term = self._get_term()
        return [
            sentence
            for sentence in (
                *self._explain_parts(),
                self._explain_plan(term),
                self._explain_fact(term),
                self._explain_execution(term),
                self._explain_effectiveness(),
            )
            if sentence
        ]

    def _get_term(self):
        """This line's part of the report's terms."""
        return next(
            term
            for term in self.report_id.terms["lines"]
            if term["indicator_id"] == self.indicator_id.id
        )

    def _explain_parts(self):
        """After a transfer: the share of each section."""
        number = self.report_id._format_number
        sentences = []
        for unit, shifts, plan, value, base, _count in self.parts or []:
            sentences.append(
                self.env._(
                    "%(unit)s: %(shifts)s shifts, plan %(plan)s, fact %(fact)s",
                    unit=self.env["hr.department"].browse(unit).name,
                    shifts=number(shifts),
                    plan=number(plan),
                    fact=f"{number(value)} / {number(base)}"
                    if float(base)
                    else number(value),
                )
            )
        if sentences:
            sentences.append(
                self.env._(
                    "Weighted by shifts: plan %(plan)s, fact %(fact)s",
                    plan=number(self.plan_adjusted),
                    fact=number(self.fact_measured, EYE_DIGITS),
                )
            )
        return sentences

    def _explain_plan(self, term):
        """How joining, leaving and excused absence lowered an own plan."""
        report = self.report_id
        number = report._format_number
        if term["scope"] != "employee" or not bonus_math.is_additive(term):
            return False
        steps = [number(self.plan)]
        if report.scheduled_shifts != report.calendar_shifts:
            steps.append(
                self.env._(
                    "%(scheduled)s / %(calendar)s shifts employed",
                    scheduled=number(report.scheduled_shifts),
                    calendar=number(report.calendar_shifts),
                )
            )
        if self._is_excused(term):
            steps.append(
                self.env._(
                    "(%(scheduled)s − %(excused)s) / %(scheduled)s shifts less excused "
                    "absence",
                    scheduled=number(report.scheduled_shifts),
                    excused=number(report.excused_shifts),
                )
            )
        if len(steps) == 1:
            return False
        return self.env._(
            "Plan: %(steps)s = %(plan)s",
            steps=" · ".join(steps),
            plan=number(self.plan_adjusted),
        )

    def _is_excused(self, term):
        report = self.report_id
        excused, limit = report.excused_shifts, report.terms["max_excused_shifts"]
        lowers = excused and bonus_math.is_excused(excused, limit)
        return term["prorate_on_absence"] and lowers

    def _explain_fact(self, term):
        number = self.report_id._format_number
        if self.is_overridden:
            return self.env._(
                "Fact: corrected from %(measured)s to %(fact)s: %(reason)s",
                measured=number(self.fact_measured, EYE_DIGITS),
                fact=number(self.fact, EYE_DIGITS),
                reason=self.override_reason,
            )
        if term["method"] == "card":
            return self.env._(
                "Points: %(remark)s for a remark, %(thanks)s for a thanks, unless the "
                "entry has points of its own",
                remark=number(term["remark_points"]),
                thanks=number(term["thanks_points"]),
            )
        if not self.base_measured:
            return False
        in_percent = term["ratio"] and term["unit"] == "percent"
        return self.env._(
            "Fact: %(value)s / %(base)s%(factor)s = %(fact)s",
            value=number(self.value_measured),
            base=number(self.base_measured),
            factor=" · 100" if in_percent else "",
            fact=number(self.fact, EYE_DIGITS),
        )

    def _explain_execution(self, term):
        number = self.report_id._format_number
        return self.env._(
            "Execution: %(formula)s → %(execution)s %%%(cap)s",
            formula=self._get_formula(term),
            execution=number(self.execution),
            cap=self._get_cap_note(term),
        )

    def _get_formula(self, term):
        """The method's formula with this line's figures."""
        number = self.report_id._format_number
        plan, fact = number(self.plan_adjusted), number(self.fact, EYE_DIGITS)
        if term["method"] == "card":
            return self.env._(
                "100 + (%(points)s) points of the card (%(entries)s)",
                points=fact,
                entries=self.fact_label,
            )
        if not self.has_data:
            return self.env._("no data yet, counts as 0")
        if term["method"] == "score":
            return self.env._("the score %(fact)s", fact=fact)
        divisor = self.fact if self._is_inverse_ratio(term) else self.plan_adjusted
        if not divisor:
            return self.env._("plan %(plan)s, fact %(fact)s", plan=plan, fact=fact)
        patterns = {"proportional": "{fact} / {plan} · 100 = {quotient}"}
        inverse = {
            "ratio": "{plan} / {fact} · 100 = {quotient}",
            "linear": "(2 − {fact} / {plan}) · 100 = {quotient}",
        }
        pattern = patterns.get(term["method"]) or inverse[term["inverse_form"]]
        return pattern.format(plan=plan, fact=fact, quotient=self._get_quotient(term))

    def _is_inverse_ratio(self, term):
        return term["method"] == "inverse" and term["inverse_form"] == "ratio"

    def _get_quotient(self, term):
        return self.report_id._format_number(
            bonus_math.execution(
                term["method"],
                self.plan_adjusted,
                self.fact,
                inverse_form=term["inverse_form"],
                cap=NO_CAP,
                digits=EYE_DIGITS,
            ),
            EYE_DIGITS,
        )

    def _get_cap_note(self, term):
        cap = bonus_math.execution_limit(term["method"], term["execution_cap"])
        if not cap:
            return ""
        return self.env._(
            " (at most %(cap)s %%)",
            cap=self.env["kpi.plan.report"]._format_number(cap),
        )

    def _explain_effectiveness(self):
        number = self.report_id._format_number
        product = bonus_math.to_decimal(self.execution) * bonus_math.to_decimal(
            self.weight
        )
        return self.env._(
            "Effectiveness: %(execution)s · %(weight)s / 100 = %(product)s → "
            "%(result)s",
            execution=number(self.execution),
            weight=number(self.weight),
            product=number(product / 100, EYE_DIGITS),
            result=number(self.effectiveness),
        )
