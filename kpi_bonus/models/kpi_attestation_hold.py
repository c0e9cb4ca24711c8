from odoo import models

from .kpi_attestation import GOOD_RESULTS


class KpiAttestation(models.Model):
    """Holding: the decision of the commission becomes the result."""

    _inherit = "kpi.attestation"

    def _do_hold(self):
        """Make the decisions of the commission final, and tell the employees."""
        for result, attestations in self.grouped("commission_result").items():
            attestations._as_kpi_engine().write({"state": "held", "result": result})
        self._notify_employee("kpi_bonus.mail_template_attestation_result")

    def _check_hold(self):
        """:raises UserError: by person, what is missing"""
        self._raise_problems({att.id: att._get_hold_problems() for att in self})

    def _get_hold_problems(self):
        """What is missing before the session can be held: [messages]."""
        name = self.employee_id.name
        problems = []
        if self.state != "planned":
            problems.append(
                self.env._(
                    "%(employee)s is not planned. Plan the session again, or take the "
                    "person out of it.",
                    employee=name,
                )
            )
        missing = self.mark_ids.filtered(lambda mark: not mark.is_given)
        if missing:
            problems.append(
                self.env._(
                    "%(employee)s: enter the marks for %(criteria)s. Tick a score of 0 "
                    "as given.",
                    employee=name,
                    criteria=", ".join(missing.criterion_id.mapped("name")),
                )
            )
        return problems + self._get_decision_problems()

    def _get_decision_problems(self):
        figures = {"employee": self.employee_id.name}
        if not self.commission_result:
            return [
                self.env._(
                    "%(employee)s: choose the decision, or take the person out of the "
                    "session.",
                    **figures,
                )
            ]
        problems = []
        if self._differs_from_score() and not (self.result_reason or "").strip():
            problems.append(
                self.env._(
                    "%(employee)s: the decision differs from that by the score. Give "
                    "the reason.",
                    **figures,
                )
            )
        if self.commission_result == "conditional" and not self.condition:
            problems.append(
                self.env._(
                    "%(employee)s passes on condition: enter the condition.", **figures
                )
            )
        if self.commission_result == "retake" and not self.retake_date:
            problems.append(
                self.env._(
                    "%(employee)s is to retake it: enter the day of the retake.",
                    **figures,
                )
            )
        return problems + self._get_vote_problems()

    def _differs_from_score(self):
        proposed = self.proposed_result
        return bool(proposed) and proposed != self.commission_result

    def _get_vote_problems(self):
        votes = self.votes_for + self.votes_against
        if votes > self.voter_count:
            return [self._get_votes_message(votes)]
        is_good = self.commission_result in GOOD_RESULTS
        lead = self.votes_for - self.votes_against
        # A tie leaves the choice to the chair.
        if (lead < 0 and is_good) or (lead > 0 and not is_good):
            return [
                self.env._(
                    "%(employee)s: the decision is against the majority, %(votes_for)s "
                    "for and %(votes_against)s against. Correct the decision or the "
                    "votes.",
                    employee=self.employee_id.name,
                    votes_for=self.votes_for,
                    votes_against=self.votes_against,
                )
            ]
        return []

    def _get_votes_message(self, votes):
        return self.env._(
            "%(employee)s: %(votes)s votes were entered, but %(voters)s members are "
            "present and able to vote. Nobody votes on himself.",
            employee=self.employee_id.name,
            votes=votes,
            voters=self.voter_count,
        )
