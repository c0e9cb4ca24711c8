from datetime import date

from freezegun import freeze_time

from .report_common import ReportCommon

RECEIVED = "2026-11-02 10:00:00"  # a Monday


class DisputeCommon(ReportCommon):
    """October of the worked example, without steps: 93 %, bonus 90 % of 20 000.

    Head of paints: ``head``; bonus manager: ``manager``; a colleague in the section.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.kpi_manager_id = cls.manager
        cls.colleague_user = cls._create_portal_user("colleague")
        cls.colleague = cls._create_employee(
            "Boris Colleague", user_id=cls.colleague_user.id
        )
        cls.stranger_user = cls._create_portal_user("stranger")
        cls.internal_user = cls._create_user("plain", "")
        cls._create_month_facts()
        cls.own_line = cls._line(cls.own_sales)
        cls.card_line = cls._line(cls.service)

    @classmethod
    def _create_case_scheme(cls, name="Case", **vals):
        return super()._create_case_scheme(
            name, needs_signature=False, needs_submission=False, **vals
        )

    @classmethod
    def _close(cls):
        """Close October as the engine does; November is there to pay in."""
        cls.period.sudo()._as_kpi_engine().write({"state": "closed"})
        cls.report._do_close()
        cls.november = cls._create_period(date(2026, 11, 1))

    @freeze_time(RECEIVED)
    def _dispute(self, line=None, code="fact", text="Receipt 17 is missing", **vals):
        """:return: the dispute, in sudo"""
        dispute_id = self.own_report.action_dispute(
            code, text, line_id=line and line.id, **vals
        )
        return self.env["kpi.dispute"].browse(dispute_id)

    def _get_status(self, dispute):
        """What the employee sees of it."""
        own = dispute.with_user(self.seller_user)._get_own_sudo()
        return own._get_status_for_employee()[0]

    def _get_messages(self, user, text):
        """Notes to a user whose subject begins with the text."""
        return self.env["mail.message"].search(
            [
                ("partner_ids", "in", user.partner_id.ids),
                ("subject", "=like", f"{text}%"),
            ]
        )
