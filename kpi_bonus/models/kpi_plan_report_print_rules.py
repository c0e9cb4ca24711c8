from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.tools import format_date

from ..decimal_math import to_decimal


class KpiPlanReport(models.Model):
    """What the sheet says about deadlines and grounds: the terms in plain words."""

    _inherit = "kpi.plan.report"

    def _get_paper_rules(self, terms):
        """[(heading, sentences)] of what the terms ask for and what costs the bonus."""
        grounds = self._get_paper_grounds(terms)
        sections = [
            (self.env._("What is asked for"), self._get_paper_duties(terms)),
            (self.env._("Grounds for no bonus"), grounds["condition"]),
            (
                self.env._(
                    "Grounds for withholding, %(limit)s",
                    limit=self._get_paper_sanction_limit(terms),
                ),
                grounds["sanction"],
            ),
        ]
        return [(heading, texts) for heading, texts in sections if texts]

    def _get_paper_duties(self, terms):
        duties = []
        if terms["needs_submission"]:
            duties.append(
                self.env._(
                    "Hand in the report by %(date)s.",
                    date=format_date(self.env, self._get_paper_deadline(terms)),
                )
            )
        if terms["needs_card"]:
            duties.append(
                self.env._("Hand in the efficiency card with the report.")
                if terms["card_form"] == "paper"
                else self.env._(
                    "Acknowledge every entry of the efficiency card, or object to it."
                )
            )
        if terms["needs_submission"]:
            duties += self._get_paper_checking(terms)
        if any(term["prorate_on_absence"] for term in terms["lines"]):
            duties.append(self._get_paper_absence(terms))
        return duties

    def _get_paper_deadline(self, terms):
        days = terms["submit_days"]
        return self.submit_deadline or self.date_to + relativedelta(days=days)

    def _get_paper_checking(self, terms):
        number = self._format_number
        texts = [
            self.env._(
                "An own figure differs from the fact by %(percent)s %% at most.",
                percent=number(terms["mismatch_tolerance"]),
            )
        ]
        if terms["checking"] == "audit":
            texts.append(
                self.env._(
                    "Of the reports %(percent)s %% are drawn at random and checked.",
                    percent=number(terms["audit_sample_percent"]),
                )
            )
        return texts

    def _get_paper_absence(self, terms):
        limit = terms["max_excused_shifts"]
        if not to_decimal(limit):
            return self.env._("Excused absence lowers the own plans that allow for it.")
        return self.env._(
            "Excused absence of up to %(limit)s shifts lowers the own plans that allow "
            "for it.",
            limit=self._format_number(limit),
        )

    def _get_paper_grounds(self, terms):
        """Names of the grounds that act, each with its limit, by kind."""
        # A pilot pays whoever takes part, a shadow period nobody.
        codes = terms["grounds"] if terms["mode"] == "live" else {}
        limits = self._get_paper_limits(terms)
        grounds = {"condition": [], "sanction": []}
        # sudo: names of grounds, printed for whoever may read the report. A scheme in
        # use is locked, so its grounds are those of the terms.
        for ground in self.sudo().scheme_id.ground_ids:
            if ground.code not in codes:
                continue
            limit, text = limits.get(ground.code, (True, ""))
            if limit:
                texts = grounds[codes[ground.code]]
                texts.append(f"{ground.name} ({text})" if text else ground.name)
        return grounds

    def _get_paper_limits(self, terms):
        """{code: (limit, text)}; a ground with a limit of 0 is never found."""
        number = self._format_number
        return {
            "too_many_remarks": (
                terms["max_remarks"],
                self.env._(
                    "more than %(limit)s; one thanks cancels %(offset)s",
                    limit=terms["max_remarks"],
                    offset=number(terms["thanks_offset"]),
                ),
            ),
            "min_hours": (
                to_decimal(terms["min_worked_hours"]),
                self.env._(
                    "less than %(limit)s hours",
                    limit=number(terms["min_worked_hours"]),
                ),
            ),
            "missed_shifts": (
                True,
                self.env._(
                    "more than %(limit)s %% of those scheduled",
                    limit=number(terms["max_missed_share"]),
                ),
            ),
        }

    def _get_paper_sanction_limit(self, terms):
        cap = to_decimal(terms["sanction_cap_percent"])
        if not cap:
            return self.env._("up to all of it")
        if terms["sanction_base"] == "earned":
            return self.env._(
                "at most %(cap)s %% of the earned salary", cap=self._format_number(cap)
            )
        return self.env._(
            "at most %(cap)s %% of the earned salary and bonus",
            cap=self._format_number(cap),
        )
