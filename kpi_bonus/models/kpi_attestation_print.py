from odoo import models
from odoo.tools import format_date

DECIDED = ("held", "applied")


class KpiAttestation(models.Model):
    """The sheet of one person: marks, votes and what was decided. No money."""

    _inherit = "kpi.attestation"

    def _prepare_paper_sheet(self):
        """Texts and tables of the attestation sheet, for the template."""
        self.ensure_one()
        self.check_access("read")
        company = self.company_id
        is_decided = self.state in DECIDED and bool(self.result)
        return {
            "company": company.name,
            "is_decided": is_decided,
            "people": self._get_sheet_pairs(),
            "table": self._prepare_marks_table(is_decided)["table"],
            "decision": self._get_sheet_decision() if is_decided else [],
            "signs": self.session_id._get_protocol_signs(),
            "objection": self.env._(
                "An objection may be handed in within %(days)s working days after the "
                "session.",
                days=company.sudo().kpi_attestation_objection_days,
            ),
            "footer": self.env._(
                "%(company)s. Attestation sheet: %(name)s",
                company=company.name,
                name=self.display_name,
            ),
        }

    def _get_sheet_pairs(self):
        """[(label, text)] without what is not known."""
        # sudo: name, job and grade of a person whose attestation may be read.
        attestation_sudo = self.sudo()
        employee = attestation_sudo.employee_id
        version = employee._get_version(self.date)
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        pairs = [
            (self.env._("Surname, name"), employee.name),
            (self.env._("Section"), attestation_sudo.department_id.name),
            (self.env._("Post held"), version.job_id.name),
            (self.env._("Grade held"), version.kpi_grade_id.name),
            (self.env._("Kind of attestation"), kinds[self.kind]),
            (self.env._("Grade or post sought"), self._get_target_label()),
            (self.env._("Date"), format_date(self.env, self.date)),
            (self.env._("Protocol No."), attestation_sudo.session_id.number),
            (self.env._("Why proposed"), self.reason),
        ]
        return [(label, text) for label, text in pairs if text]

    def _get_target_label(self):
        # sudo: names of a job and a grade.
        attestation_sudo = self.sudo()
        names = (
            attestation_sudo.target_job_id.name,
            attestation_sudo.target_grade_id.name,
        )
        return ", ".join(filter(None, names))

    def _prepare_marks_table(self, is_decided):
        number = self.env["kpi.plan.report"]._format_number
        rows = [
            [
                mark.criterion_id.name,
                number(mark.max_score),
                number(mark.min_score) if mark.min_score else "–",
                number(mark.score) if is_decided or mark.is_given else "",
                mark.note or "",
            ]
            for mark in self.mark_ids
        ]
        score = f"{number(self.score)} %" if is_decided else ""
        total = [self.env._("Score"), "", "", score, ""]
        return self.env["kpi.regulation"]._make_table(
            [
                (self.env._("Criterion"), 34, ""),
                (self.env._("Highest score"), 16, "num"),
                (self.env._("Needed at least"), 14, "num"),
                (self.env._("Mark"), 12, "num"),
                (self.env._("Note"), 24, ""),
            ],
            [*rows, {"cells": total, "bold": True}],
        )

    def _get_sheet_decision(self):
        """Sentences of what the commission decided."""
        results = dict(self._fields["result"]._description_selection(self.env))
        texts = [
            self.env._("Decision: %(result)s.", result=results[self.result].lower()),
            self.env._(
                "Votes: for %(for)s, against %(against)s.",
                **{"for": self.votes_for, "against": self.votes_against},
            ),
        ]
        return texts + self._get_decision_details()

    def _get_decision_details(self):
        """Condition, reason and dates, without what there is none of."""
        texts = []
        if self.condition and self.result == "conditional":
            texts.append(self.env._("Condition: %(text)s", text=self.condition))
        if self.result_reason:
            texts.append(self.env._("Reason: %(text)s", text=self.result_reason))
        if self.retake_date and self.result in ("failed", "retake"):
            day = format_date(self.env, self.retake_date)
            texts.append(self.env._("Retake on %(date)s.", date=day))
        if self.result in ("passed", "conditional") and self.effective_date:
            day = format_date(self.env, self.effective_date)
            texts.append(self.env._("In force from %(date)s.", date=day))
        return texts
