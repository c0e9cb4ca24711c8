from contextlib import contextmanager
from datetime import date, datetime, timedelta
from time import sleep
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL

from odoo.addons.kpi_bonus.models.kpi_period_run import QUIET

from .source_common import OCTOBER, SourceCommon

LONG_AGO = datetime(1990, 1, 1)
MAY = (date(1990, 5, 1), date(1990, 5, 31))


@tagged("post_install", "-at_install")
class TestChangedDays(SourceCommon):
    """Only days of receipts written since the last time are measured."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kpi = cls._create_kpi("Own", "pos_personal")
        cls.moment = datetime(2026, 10, 10, 12)

    def _write_at(self, order, moment):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE pos_order SET write_date = %s WHERE id = %s", [moment, order.id]
        )

    def _find(self):
        source = self.env["kpi.source"]._with_measuring_context(self.company)
        return source._get_changed_days("pos", self.kpi, self.moment, *OCTOBER)

    def test_by_the_date_of_the_last_change(self):
        for day, second in ((5, -1), (6, 0), (7, 1)):
            order = self._sell_on(day, self._prepare_line(self.paint, 1, self.anna))
            self._write_at(order, self.moment + timedelta(seconds=second))
        self.assertEqual(self._find(), [date(2026, 10, 6), date(2026, 10, 7)])

    def test_only_days_of_the_span_and_the_company(self):
        line = self._prepare_line(self.paint, 1, self.anna)
        order = self._sell(line, date_order="2026-11-01 12:00:00")
        self._write_at(order, self.moment)
        self.assertEqual(self._find(), [])
        order.date_order = "2026-10-31 12:00:00"
        self._write_at(order, self.moment)
        self.assertEqual(self._find(), [date(2026, 10, 31)])
        other = self.env["res.company"].create({"name": "Other"})
        self.env.cr.execute(
            "UPDATE pos_order SET company_id = %s WHERE id = %s", [other.id, order.id]
        )
        self.assertEqual(self._find(), [])

    def test_nothing_else_is_read_again(self):
        for day in (5, 6):
            self._sell_on(day, self._prepare_line(self.paint, 1, self.anna))
        self._measure(self.kpi)
        orders = self.env["pos.order"].search([("config_id", "=", self.config.id)])
        for order in orders:
            self._write_at(order, self.moment - timedelta(hours=1))
        # As if the 5th had been measured wrongly: it must stay so.
        self.env.cr.execute(
            "UPDATE kpi_fact SET value = 7 WHERE indicator_id = %s AND date = %s",
            [self.kpi.id, date(2026, 10, 5)],
        )
        self._write_at(
            self._sell_on(6, self._prepare_line(self.brush, 1, self.anna)), self.moment
        )
        self.env["kpi.source"]._measure_changed(
            self.company, self.kpi, {"pos": self.moment}, *OCTOBER
        )
        self.assertEqual(
            self._get_facts(self.kpi), [(5, self.anna, 7, 0), (6, self.anna, 14, 0)]
        )


@tagged("post_install", "-at_install")
class TestLateCommit(BaseCase):
    """An order committed after a scan that began later than its transaction.

    Real connections, nothing is rolled back: what is committed is deleted at the end.
    It lies in May 1990, where there is nothing else.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        # The margin would cover transactions as short as those of a test.
        margin = "odoo.addons.kpi_bonus.models.kpi_watermark.MARGIN"
        cls.startClassPatcher(patch(margin, "0 seconds"))

    @contextmanager
    def _connect(self):
        with self.registry.cursor() as cursor:
            env = api.Environment(cursor, SUPERUSER_ID, dict(QUIET))
            yield env["base"].with_company(env.ref("base.main_company")).env

    def _read_clock(self):
        """:return: (watermark, time of the transaction that read it)"""
        with self._connect() as env:
            moment = env["kpi.watermark"]._get_safe_moment()
            return moment, env.cr.now().replace(microsecond=0)

    def _scan(self, since):
        """Days with changes, as a transaction sees them that begins now."""
        with self._connect() as env:
            source = env["kpi.source"]._with_measuring_context(env.company)
            return source._get_changed_days("pos", env["kpi.indicator"], since, *MAY)

    def _write_order(self, env):
        """A receipt without lines: rows of its own only, to be deleted again."""
        [[order_id]] = env.execute_query(
            SQL(
                """INSERT INTO pos_order (name, company_id, date_order, state,
                    amount_tax, amount_total, amount_paid, amount_return, write_date)
                VALUES ('Late', %s, '1990-05-05 12:00:00', 'paid', 0, 0, 0, 0, %s)
                RETURNING id""",
                env.company.id,
                env.cr.now().replace(microsecond=0),
            )
        )
        self.addCleanup(self._delete, order_id)

    def _delete(self, order_id):
        with self._connect() as env:
            env.cr.execute(SQL("DELETE FROM pos_order WHERE id = %s", order_id))

    def test_is_not_lost(self):
        with self._connect() as env:
            self._write_order(env)
            sleep(1)  # write dates are compared by the second
            watermark, now = self._read_clock()
            self.assertEqual(self._scan(LONG_AGO), [])
            env.cr.commit()
        self.assertEqual(self._scan(watermark), [date(1990, 5, 5)])
        # The time of the first scan would have lost it.
        self.assertEqual(self._scan(now), [])
