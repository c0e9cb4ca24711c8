from odoo import models
from odoo.tools import format_date

from .kpi_regulation_paper import BLANK

HELD = ("held", "done")


class KpiAttestationSession(models.Model):
    """The protocol of a session: commission, quorum, votes and decisions. No money."""

    _inherit = "kpi.attestation.session"

    def _prepare_protocol(self):
        """Texts and tables of the protocol, for the template."""
        self.ensure_one()
        self.check_access("read")
        company = self.company_id
        # sudo: names of people on a protocol that the user may read.
        session_sudo = self.sudo()
        present = session_sudo.member_ids.filtered("is_present")
        absent = session_sudo.member_ids - present
        return {
            "company": company.name,
            "city": self.place or company.city or BLANK,
            "number": self.number or BLANK,
            "date": format_date(
                self.env, self.held_on or self.date, date_format="long"
            ),
            "is_held": self.state in HELD,
            "present": [member._get_protocol_label() for member in present],
            "absent": [member._get_protocol_label() for member in absent],
            "quorum": self._get_quorum_text(),
            "criteria": ", ".join(session_sudo.criterion_ids.mapped("name")),
            "table": self._prepare_protocol_table()["table"],
            "decision": (self.decision or "").splitlines(),
            "signs": self._get_protocol_signs(),
            "footer": f"{company.name}. {self.display_name}",
        }

    def _get_quorum_text(self):
        number = self.env["kpi.plan.report"]._format_number
        values = {
            "total": self.member_count,
            "present": self.present_count,
            "percent": number(self.quorum_percent),
            "needed": self.needed_count,
        }
        if self.has_quorum:
            return self.env._(
                "Members: %(total)s, present: %(present)s, needed: %(needed)s "
                "(%(percent)s %%). There is a quorum.",
                **values,
            )
        return self.env._(
            "Members: %(total)s, present: %(present)s, needed: %(needed)s "
            "(%(percent)s %%). There is no quorum.",
            **values,
        )

    def _prepare_protocol_table(self):
        attestations = self.attestation_ids.filtered(
            lambda attestation: attestation.state != "cancelled"
        ).sorted(lambda attestation: attestation.sudo().employee_id.name)
        return self.env["kpi.regulation"]._make_table(
            [
                (self.env._("No."), 5, "mid"),
                (self.env._("Surname, name; post"), 22, ""),
                (self.env._("Attested for"), 18, ""),
                (self.env._("Score, %"), 9, "num"),
                (self.env._("Votes for / against"), 10, "mid"),
                (self.env._("Decision"), 36, ""),
            ],
            [
                attestation._prepare_protocol_row(number, self.state in HELD)
                for number, attestation in enumerate(attestations, start=1)
            ],
        )

    def _get_protocol_signs(self):
        """[(role, name)]: the chair, the secretary, then the members present."""
        # sudo: as above.
        members = self.sudo().member_ids.filtered("is_present")
        roles = dict(members._fields["role"]._description_selection(self.env))
        order = list(roles)
        return [
            (roles[member.role], member.employee_id.name)
            for member in members.sorted(lambda member: order.index(member.role))
        ]


class KpiAttestationMember(models.Model):
    _inherit = "kpi.attestation.member"

    def _get_protocol_label(self):
        roles = dict(self._fields["role"]._description_selection(self.env))
        job = self.employee_id.job_id
        texts = (self.employee_id.name, job.name, roles[self.role].lower())
        return ", ".join(filter(None, texts))


class KpiAttestation(models.Model):
    _inherit = "kpi.attestation"

    def _prepare_protocol_row(self, number, is_held):
        # sudo: the name and the job of the person.
        employee = self.sudo().employee_id
        version = employee._get_version(self.date)
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        target = self._get_target_label()
        is_decided = is_held and self.result
        score = self.env["kpi.plan.report"]._format_number(self.score)
        return [
            str(number),
            ", ".join(filter(None, (employee.name, version.job_id.name))),
            f"{kinds[self.kind]}: {target}" if target else kinds[self.kind],
            score if is_decided else "",
            f"{self.votes_for} / {self.votes_against}" if is_decided else "",
            self._get_protocol_decision() if is_decided else "",
        ]

    def _get_protocol_decision(self):
        results = dict(self._fields["result"]._description_selection(self.env))
        texts = [results[self.result], *self._get_decision_details()]
        return " ".join(f"{text.rstrip('.')}." for text in texts)
