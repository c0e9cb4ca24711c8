from datetime import date

from .common import KpiBonusCommon


class BonusCommon(KpiBonusCommon):
    """Closed months of a scheme with one KPI, whose fact is the effectiveness itself.

    By the default matrix a score of 93 makes a bonus of 90 %, and 100 one of 100 %.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme = cls._create_score_scheme("Score")

    @classmethod
    def _create_score_scheme(cls, name, **vals):
        score = cls._create_indicator(
            f"{name} of the customers", method="score", unit="score", aggregate="last"
        )
        return cls._create_scheme(
            name, [(score, 100, 0)], **{"job_ids": cls.job.ids, **vals}
        )

    @classmethod
    def _open_month(cls, scores, start=date(2026, 10, 1), day=None, **vals):
        """A month under way.

        :param scores: {employee: score}
        :param day: of the scores; the first day of employment by default
        """
        period = cls._create_period(start, **vals)
        period.action_prepare()
        period.action_open()
        for employee, score in scores.items():
            report = cls._get_report(period, employee)
            cls._create_fact(
                report.line_ids.indicator_id,
                score,
                day or report.segment_ids[0].date_from,
                employee_id=employee.id,
            )
        return period

    @classmethod
    def _close_month(cls, scores, start=date(2026, 10, 1), **vals):
        period = cls._open_month(scores, start, **vals)
        cls._close(period)
        return period

    @classmethod
    def _close(cls, period):
        """Whatever the check-list finds but what could not be computed is let pass."""
        period.action_review()
        checks = period.check_ids.filtered(lambda check: check.state == "red")
        checks.with_user(cls.manager).action_waive("Not the subject of this test.")
        period.action_close()

    @classmethod
    def _get_report(cls, period, employee):
        return period.report_ids.filtered(lambda rep: rep.employee_id == employee)

    @classmethod
    def _adjust(cls, report, value_after, pay_period):
        return (
            cls.env["kpi.adjustment"]
            .with_user(cls.manager)
            .create(
                {
                    "report_id": report.id,
                    "pay_period_id": pay_period.id,
                    "value_after": value_after,
                    "reason": "A receipt was rung up without the number.",
                }
            )
        )
