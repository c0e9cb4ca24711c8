from odoo import models

from ..decimal_math import to_decimal


class KpiRegulation(models.Model):
    """Blocks of a bonus regulation: formulas with figures, steps and grounds."""

    _inherit = "kpi.regulation"

    def _block_formulas(self, subject):
        items = []
        for scheme in self._get_schemes_sudo():
            items += self._head_scheme(scheme)
            items += self._prepare_formulas(scheme)
        return items

    def _prepare_formulas(self, scheme):
        """The rule of each KPI, then a month computed by the same module as pay."""
        report = scheme._prepare_example()
        rules = [
            {
                "bullet": f"{line.indicator_id.name}: "
                f"{line._explain_rule_of(line._get_term())}"
            }
            for line in report.line_ids
        ]
        number = self._format_figure
        return [
            {"text": self.env._("The execution of each KPI is computed so:")},
            *rules,
            {"text": self._get_rounding_text(scheme)},
            {"text": self.env._("Example, with figures made up for it:")},
            self._make_table(
                [
                    (self.env._("KPI"), 27, ""),
                    (self.env._("Weight, %"), 9, "num"),
                    (self.env._("Plan"), 15, "num"),
                    (self.env._("Fact"), 15, "num"),
                    (self.env._("Execution, %"), 15, "num"),
                    (self.env._("Effectiveness, %"), 19, "num"),
                ],
                [
                    *(line._prepare_example_row() for line in report.line_ids),
                    {
                        "cells": [
                            self.env._("Total"),
                            number(sum(scheme.line_ids.mapped("weight"))),
                            *[""] * 3,
                            number(report.effectiveness),
                        ],
                        "bold": True,
                    },
                ],
            ),
            *({"bullet": text} for text in self._explain_example(report)),
        ]

    def _get_rounding_text(self, scheme):
        if scheme.rounding_digits:
            return self.env._(
                "Execution and effectiveness are each rounded once, half up, to "
                "%(digits)s decimals: effectiveness = execution · weight / 100. The "
                "effectiveness of the month is the sum over the KPIs.",
                digits=scheme.rounding_digits,
            )
        return self.env._(
            "Execution and effectiveness are each rounded once, half up, to whole "
            "percent: effectiveness = execution · weight / 100. The effectiveness of "
            "the month is the sum over the KPIs."
        )

    def _explain_example(self, report):
        """Sentences to be followed with a pocket calculator."""
        number = self._format_figure
        texts = []
        for line in report.line_ids:
            term = line._get_term()
            texts.append(
                f"{line.indicator_id.name}. {line._explain_execution(term)}; "
                f"{line._explain_effectiveness()}"
            )
        texts += [
            self.env._(
                "Effectiveness: %(sum)s = %(total)s %%",
                sum=" + ".join(number(line.effectiveness) for line in report.line_ids),
                total=number(report.effectiveness),
            ),
            report._explain_matrix(),
            self.env._(
                "Bonus of an earned salary of %(earned)s: %(earned)s · %(percent)s / "
                "100 = %(amount)s",
                earned=number(report.earned_salary),
                percent=number(report.bonus_percent),
                amount=number(report.bonus_amount),
            ),
        ]
        return texts

    def _block_hours(self, subject):
        items = []
        for scheme in self._get_schemes_sudo():
            texts = self._get_hours_texts(scheme)
            if texts:
                items += self._head_scheme(scheme)
                items += [{"text": text} for text in texts]
        return items

    def _get_hours_texts(self, scheme):
        number = self._format_figure
        lowered = scheme.line_ids.indicator_id.filtered("prorate_on_absence")
        texts = []
        if lowered:
            names = ", ".join(lowered.mapped("name"))
            texts.append(
                self.env._(
                    "The own plan of %(names)s is lowered for absence with a valid "
                    "reason, in proportion to the shifts.",
                    names=names,
                )
            )
        if lowered and scheme.max_excused_shifts:
            texts.append(
                self.env._(
                    "It is lowered for at most %(limit)s shifts of such absence; with "
                    "more it stays as it is.",
                    limit=number(scheme.max_excused_shifts),
                )
            )
        acting = scheme.ground_ids.mapped("code")
        if "min_hours" in acting and scheme.min_worked_hours:
            texts.append(
                self.env._(
                    "The condition of the bonus is at least %(hours)s hours worked in "
                    "the period.",
                    hours=number(scheme.min_worked_hours),
                )
            )
        if "missed_shifts" not in acting:
            return texts
        texts.append(
            self.env._(
                "Whoever missed more than %(share)s %% of the scheduled shifts, for "
                "whatever reason, has not met the conditions of the bonus.",
                share=number(scheme.max_missed_share),
            )
        )
        return texts

    def _block_deadlines(self, subject):
        items = []
        for scheme in self._get_schemes_sudo():
            items += self._head_scheme(scheme)
            items += [{"text": text} for text in scheme._get_step_texts()]
        return items

    def _block_grounds(self, subject):
        items = []
        for scheme in self._get_schemes_sudo():
            items += self._head_scheme(scheme)
            items += self._prepare_grounds(scheme)
        return items

    def _prepare_grounds(self, scheme):
        report = scheme._prepare_example()
        grounds = report._get_paper_grounds(report.terms)
        items = []
        if grounds["condition"]:
            text = self.env._("The bonus is not accrued, its conditions not met:")
            items.append({"text": text})
            items += [{"bullet": name} for name in grounds["condition"]]
        if grounds["sanction"]:
            items.append({"text": self._get_sanction_text(report)})
            items += [{"bullet": name} for name in grounds["sanction"]]
        if not items:
            text = self.env._("No ground but a low effectiveness acts on the bonus.")
            items.append({"text": text})
        return items

    def _get_sanction_text(self, report):
        return self.env._(
            "The bonus is accrued and a part of it withheld, %(limit)s, for:",
            limit=report._get_paper_sanction_limit(report.terms),
        )

    def _block_pilot(self, subject):
        items = []
        for scheme in self._get_schemes_sudo():
            items += self._head_scheme(scheme)
            text = self.env._(
                "While the system is tried out (pilot), whoever takes part and hands "
                "in the plan-report gets %(percent)s %% of the earned salary, whatever "
                "the result; no ground of this regulation acts.",
                percent=self._format_figure(scheme.pilot_percent),
            )
            items.append({"text": text})
        return items


class KpiPlanReportLine(models.Model):
    _inherit = "kpi.plan.report.line"

    def _prepare_example_row(self):
        number = self.report_id._format_number
        is_card = self.method == "card"
        return [
            self.indicator_id.name,
            number(self.weight),
            number(self.plan) if self.plan else "–",
            self.env._("%(points)s points", points=number(self.fact))
            if is_card
            else number(self.fact),
            number(self.execution),
            number(self.effectiveness),
        ]


class KpiScheme(models.Model):
    _inherit = "kpi.scheme"

    def _get_step_texts(self):
        """The steps of a month, those that the scheme asks for, with their dates."""
        self.ensure_one()
        number = self.env["kpi.plan.report"]._format_number
        texts = [
            self.env._(
                "Plans are set for a calendar month. The head hands out the "
                "plan-report on the first working day of it."
            )
            if self.frequency == "month"
            else self.env._(
                "Plans are set for a calendar quarter. The head hands out the "
                "plan-report on the first working day of it."
            )
        ]
        if self.needs_signature:
            texts.append(
                self.env._("The employee signs the plan: he knows it and its terms.")
            )
        if self.needs_submission:
            texts.append(
                self.env._(
                    "The employee fills in the facts, computes the bonus and hands in "
                    "the report within %(days)s calendar days after the period.",
                    days=self.submit_days,
                )
            )
            texts.append(self._get_checking_text())
            texts.append(
                self.env._(
                    "A figure that differs from the fact by more than %(percent)s %% "
                    "of it is a mismatch, of which a written explanation is asked for.",
                    percent=number(self.mismatch_tolerance),
                )
            )
        if self.needs_card:
            texts.append(self._get_card_text())
        return texts

    def _get_checking_text(self):
        if self.checking == "all":
            return self.env._("The head checks every report.")
        return self.env._(
            "The head checks %(percent)s %% of the reports, drawn at random.",
            percent=self.env["kpi.plan.report"]._format_number(
                to_decimal(self.audit_sample_percent)
            ),
        )

    def _get_card_text(self):
        if self.card_form == "paper":
            return self.env._("The efficiency card is handed in with the report.")
        return self.env._(
            "The employee acknowledges every entry of the efficiency card, or objects "
            "to it."
        )
