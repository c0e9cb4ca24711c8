from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.tests import new_test_user

from .common import KpiBonusCommon

# As the signature widget sends it: a PNG of one dot.
SIGNATURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAA"
    "BJRU5ErkJggg=="
)


class ReportCommon(KpiBonusCommon):
    """The worked example under a scheme that asks for every step.

    October 2026, to be handed in by 3 November (3 days). Section sales 2 400 000, own
    sales 452 067, three remarks and one thanks (−50): 93 %, bonus 90 %.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_worked_example()
        cls.scheme.action_retire()
        cls.scheme = cls._create_case_scheme()
        cls.seller_user = cls._create_portal_user("anna")
        cls.seller.user_id = cls.seller_user
        cls.report = cls._issue()
        cls.period = cls.report.period_id.with_user(cls.manager)
        cls.own_report = cls.report.with_user(cls.seller_user)
        cls.head_report = cls.report.with_user(cls.head)

    @classmethod
    def _create_case_scheme(cls, name="Case", **vals):
        return cls._create_scheme(
            name,
            [
                (cls.section_sales, 35, 2000000),
                (cls.own_sales, 45, 500000),
                (cls.service, 20, 0),
            ],
            **{
                "job_ids": cls.job.ids,
                "needs_signature": True,
                "needs_submission": True,
                **vals,
            },
        )

    @classmethod
    def _create_portal_user(cls, name):
        return new_test_user(
            cls.env,
            login=f"kpi_{name}",
            groups="base.group_portal",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
            email=f"{name}@example.com",
        )

    @classmethod
    @freeze_time("2026-10-01 08:00:00")
    def _issue(cls, **vals):
        """:return: the seller's report of a new period, opened on 1 October"""
        period = cls._create_period(**vals).with_user(cls.manager)
        period.action_prepare()
        period.action_open()
        return cls._get_report(cls.seller, period)

    @classmethod
    def _get_report(cls, employee, period=None):
        reports = (period or cls.period).report_ids.with_user(cls.env.user)
        return reports.filtered(lambda report: report.employee_id == employee)

    @classmethod
    def _create_month_facts(cls):
        cls._create_fact(cls.section_sales, 2400000, department_id=cls.paints.id)
        cls._create_fact(cls.own_sales, 452067)
        types = cls.remark + cls.remark + cls.remark + cls.thanks
        cls.env["kpi.card.line"].create(
            [
                {
                    "card_id": cls.report.card_id.id,
                    "type_id": entry_type.id,
                    "date": date(2026, 10, 12),
                }
                for entry_type in types
            ]
        )
        cls.period.action_refresh()

    @classmethod
    def _get_claims(cls, section=2400000, own=452067, card=-50):
        claims = {cls.section_sales: section, cls.own_sales: own, cls.service: card}
        return {line.id: claims[line.indicator_id] for line in cls.report.line_ids}

    @classmethod
    def _line(cls, indicator):
        return cls.report.line_ids.filtered(lambda line: line.indicator_id == indicator)

    @classmethod
    @freeze_time("2026-10-02 09:30:00")
    def _sign(cls):
        cls.own_report.action_sign("Anna Seller", SIGNATURE)

    @classmethod
    def _submit(cls, now="2026-11-02 18:00:00", claims=None):
        with freeze_time(now):
            cls.own_report.action_submit(claims or cls._get_claims(), 93, 90)

    def _get_mails(self, text):
        """Mails queued, not sent, whose subject begins with the text."""
        mails = self.env["mail.mail"].search([("subject", "=like", f"{text}%")])
        self.assertEqual(set(mails.mapped("state")) - {"outgoing"}, set())
        return mails
