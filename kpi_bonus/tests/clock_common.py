from freezegun import freeze_time

from .common import KpiBonusCommon


class ClockCommon(KpiBonusCommon):
    """Runs the scheduled actions of a company as the scheduler does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.kpi_manager_id = cls.manager

    def _run(self, job, now, company=None):
        """One run of a job.

        :param now: UTC
        """
        xmlid = (company or self.company)._kpi_get_cron_xmlid(job)
        with freeze_time(now), self.enter_registry_test_mode():
            self.assertIs(self.env.ref(xmlid).method_direct_trigger(), True)

    def _get_alerts(self, period):
        xmlid = "kpi_bonus.kpi_mail_activity_type_clock"
        return period._get_activities(xmlid, self.manager)

    def _get_last_message(self, period):
        return period.message_ids.sorted("id")[-1:].body
