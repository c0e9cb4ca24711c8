from freezegun import freeze_time

from odoo.tests import new_test_user

from .common import KpiBonusCommon

EVERY_GROUND = (
    *("late", "not_submitted", "no_card", "too_many_remarks", "min_hours"),
    *("missed_shifts", "error", "falsification"),
)


class GroundsCommon(KpiBonusCommon):
    """October 2026 of the worked example under a scheme with every ground.

    Facts: section 2 400 000, own sales 452 067, three remarks and a thanks (−50): total
    93, matrix 90 %, earned 20 000.00, bonus 18 000.00. To be handed in until the 3rd of
    November. The company lives in Moscow: UTC+3.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar.tz = "Europe/Moscow"
        cls._create_worked_example()
        cls.user = new_test_user(
            cls.env,
            login="kpi_seller",
            groups="base.group_portal",
            company_id=cls.company.id,
        )
        cls.seller.write({"user_id": cls.user.id, "tz": "Europe/Moscow"})
        cls.period = cls._create_period()
        cls.other_manager = cls._create_user("other", "kpi_bonus.group_manager")

    @classmethod
    def _create_scheme(cls, name, lines, activate=False, **vals):
        """A draft: each test adds its settings and activates it."""
        grounds = cls.env["kpi.ground"].search([("code", "in", EVERY_GROUND)])
        return super()._create_scheme(
            name,
            lines,
            activate,
            **{
                "needs_submission": True,
                "needs_card": True,
                "ground_ids": grounds.ids,
                **vals,
            },
        )

    def setUp(self):
        super().setUp()
        # Stands still until the test moves it.
        freezer = freeze_time("2026-10-01 06:00:00")
        self.clock = freezer.start()
        self.addCleanup(freezer.stop)

    def _open(self, **settings):
        """Issue October; the month's facts and card are as in the class's words.

        :return: the seller's plan-report, as the bonus manager reads it
        """
        self.scheme.write(settings)
        self.scheme.action_activate()
        period = self.period.with_user(self.manager)
        period.action_prepare()
        period.action_open()
        report = period.report_ids.filtered(lambda r: r.employee_id == self.seller)
        self._create_fact(self.section_sales, 2.4e6, department_id=self.paints.id)
        self._create_fact(self.own_sales, 452067)
        self._write_on_card(report, remarks=3, thanks=1)
        return report

    def _write_on_card(self, report, remarks=0, thanks=0):
        types = [self.remark] * remarks + [self.thanks] * thanks
        self.env["kpi.card.line"].create(
            [
                {"card_id": report.card_id.id, "type_id": t.id, "date": "2026-10-06"}
                for t in types
            ]
        )

    def _refresh(self, moment=None):
        if moment:
            self.clock.move_to(moment)
        self.period.with_user(self.manager).action_refresh()

    def _submit(
        self, report, moment="2026-11-02 09:00:00", own_sales=452067, total=93, bonus=90
    ):
        """The seller hands in; by default everything is right."""
        self._refresh(moment)
        facts = dict(zip(report.line_ids.ids, (2.4e6, own_sales, -50), strict=True))
        report.with_user(self.user).action_submit(facts, total, bonus)

    def _get_states(self, report):
        """{ground: state} of whatever was ever found or proposed."""
        report.invalidate_recordset()
        return {
            record.ground: record.state for record in report.sudo().disqualification_ids
        }

    def _assert_pay(self, report, percent, bonus, withheld=0):
        self.assertEqual(
            (report.bonus_percent, report.bonus_amount, report.sanction_amount),
            (percent, bonus, withheld),
        )
        # Whatever acts, the matrix result and the salary stand beside it.
        self.assertEqual((report.matrix_percent, report.earned_salary), (90, 20000))
