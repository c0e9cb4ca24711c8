from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html


class KpiCardLine(models.Model):
    """What the person says to an entry, once: seen, or not so.

    On an electronic card the answers to all entries are what handing in the card is on
    paper. An answer is kept as it was given; who thinks better of it opens a dispute.
    """

    _inherit = "kpi.card.line"

    answer_state = fields.Selection(
        [
            ("pending", "Not answered"),
            ("acknowledged", "Acknowledged"),
            ("objected", "Objected to"),
        ],
        string="Answer",
        required=True,
        default="pending",
        readonly=True,
        tracking=True,
    )
    answered_on = fields.Datetime(string="Answered on", readonly=True)
    objection = fields.Text(readonly=True)

    def action_acknowledge(self):
        """The person has seen these entries."""
        self._get_own_sudo()._do_answer({"answer_state": "acknowledged"})

    def action_object(self, text):
        """The person disagrees and says why; the head of the section looks at it."""
        lines_sudo = self._get_own_sudo()
        objection = str(text or "").strip()
        for line in lines_sudo:
            if not objection:
                raise UserError(
                    self.env._(
                        "“%(entry)s” of %(date)s: say what you object to.",
                        entry=line.type_id.name,
                        date=line.date,
                    )
                )
        lines_sudo._do_answer({"answer_state": "objected", "objection": objection})
        for line in lines_sudo:
            line._schedule_objection()

    def _is_hidden_from_employee(self):
        return any(line.period_id.mode == "shadow" for line in self)

    def _get_portal_path(self):
        return "/my/kpi/card"

    def _do_answer(self, vals):
        for line in self:
            line._check_answerable()
        self._as_kpi_engine().write(vals | {"answered_on": fields.Datetime.now()})

    def _check_answerable(self):
        label = {"entry": self.type_id.name, "date": self.date}
        if self.state != "valid":
            raise UserError(
                self.env._(
                    "“%(entry)s” of %(date)s is withdrawn and needs no answer.", **label
                )
            )
        if self.answer_state != "pending":
            raise UserError(
                self.env._(
                    "You answered to “%(entry)s” of %(date)s already. If you think "
                    "better of it, open a dispute.",
                    **label,
                )
            )

    def _schedule_objection(self):
        employee = self.employee_id
        head = (
            employee.department_id._kpi_get_head_user(employee)
            or self.company_id._kpi_get_manager()
        )
        if not head:
            return
        line = self.with_context(lang=head.lang)
        line.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=line.env._(
                "%(employee)s objects to “%(entry)s”",
                employee=employee.name,
                entry=line.type_id.name,
            ),
            note=plaintext2html(line.objection),
            user_id=head.id,
        )

    def _notify_of(self, template_xmlid):
        """Tell the people, unless their period is hidden from them or history.

        The engine writes whole months at once, as the demonstration data: no message.
        """
        if self._is_kpi_engine():
            return
        lines = self.filtered(lambda line: not line._is_hidden_from_employee())
        lines._notify_employee(template_xmlid)
