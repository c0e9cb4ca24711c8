from contextlib import contextmanager
from datetime import date, datetime
from time import sleep
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, TransactionCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL

from ..models.kpi_period_run import QUIET
from ..models.kpi_source_changed import get_spans

LONG_AGO = datetime(1990, 1, 1)
DAY = date(1990, 5, 5)


@tagged("post_install", "-at_install")
class TestWatermark(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.marks = cls.env["kpi.watermark"]
        cls.company = cls.env["res.company"].create({"name": "Domstroy"})

    def test_one_moment_per_company_and_key(self):
        other = self.env["res.company"].create({"name": "Other"})
        first, second = datetime(2026, 10, 1, 12), datetime(2026, 10, 1, 13)
        self.marks._set_values(self.company, {"card", "domain"}, first)
        self.marks._set_values(self.company, ["card"], second)
        self.marks._set_values(other, ["card"], first)
        self.assertEqual(
            self.marks._get_values(self.company), {"card": second, "domain": first}
        )
        self.assertEqual(self.marks._get_values(other), {"card": first})

    def test_spans(self):
        days = [date(2026, 10, day) for day in (1, 2, 3, 7, 30, 31)]
        self.assertEqual(
            get_spans(days),
            [
                (date(2026, 10, 1), date(2026, 10, 3)),
                (date(2026, 10, 7), date(2026, 10, 7)),
                (date(2026, 10, 30), date(2026, 10, 31)),
            ],
        )
        self.assertEqual(get_spans([]), [])


@tagged("post_install", "-at_install")
class TestLateCommit(BaseCase):
    """Real connections that overlap: one writes, others measure meanwhile.

    Nothing is rolled back here: what the writer commits is deleted at the end. It lies
    in May 1990, where there is nothing else.
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
        """A transaction of its own, in the company that every database has."""
        with self.registry.cursor() as cursor:
            env = api.Environment(cursor, SUPERUSER_ID, dict(QUIET))
            yield env["base"].with_company(env.ref("base.main_company")).env

    def _read_clock(self):
        """:return: (watermark, time of the transaction that read it)"""
        with self._connect() as env:
            moment = env["kpi.watermark"]._get_safe_moment()
            return moment, env.cr.now().replace(microsecond=0)

    def _scan(self, family, since):
        """Days with changes, as a transaction sees them that begins now."""
        with self._connect() as env:
            source = env["kpi.source"]._with_measuring_context(env.company)
            kpi = self._create_kpi(source.env) if family == "domain" else None
            days = source._get_changed_days(
                family, kpi, since, date(1990, 5, 1), date(1990, 5, 31)
            )
            env.cr.rollback()
            return days

    def _create_kpi(self, env):
        get_field = env["ir.model.fields"]._get
        return env["kpi.indicator"].create(
            {
                "name": "Meetings",
                "code": "test_watermark",
                "company_id": env.company.id,
                "scope": "company",
                "source": "domain",
                "model_id": env["ir.model"]._get_id("calendar.event"),
                "date_field_id": get_field("calendar.event", "start").id,
                "operation": "count",
            }
        )

    def _check(self, family, write):
        """A record committed after a scan that began later than its transaction."""
        with self._connect() as env:
            records = write(env)
            env.flush_all()
            self.addCleanup(self._delete, [(r._name, r.ids) for r in records])
            sleep(1)  # write dates are compared by the second
            watermark, now = self._read_clock()
            self.assertEqual(self._scan(family, LONG_AGO), [])
            env.cr.commit()
        self.assertEqual(self._scan(family, watermark), [DAY])
        # The time of the first scan would have lost it, and so would a fixed overlap
        # that is shorter than the transaction.
        self.assertEqual(self._scan(family, now), [])

    def _delete(self, records):
        """Past the rules that protect evidence."""
        with self._connect() as env:
            for model, ids in records:
                if model.startswith("kpi."):
                    table = SQL.identifier(env[model]._table)
                    env.cr.execute(
                        SQL("DELETE FROM %s WHERE id IN %s", table, tuple(ids))
                    )
                else:
                    env[model].browse(ids).unlink()

    def test_domain(self):
        def write(env):
            start = "1990-05-05 12:00:00"
            event = {"name": "Late", "start": start, "stop": start, "partner_ids": []}
            return [env["calendar.event"].create(event)]

        self._check("domain", write)

    def test_card(self):
        def write(env):
            employee = env["hr.employee"].create({"name": "Late"})
            period = env["kpi.period"].create({"date_from": "1990-05-01"})
            card = env["kpi.card"].create(
                {"employee_id": employee.id, "period_id": period.id}
            )
            entry_type = env["kpi.card.type"].create({"name": "Late"})
            line = env["kpi.card.line"].create(
                {"card_id": card.id, "type_id": entry_type.id, "date": DAY}
            )
            return [line, card, entry_type, period, employee]

        self._check("card", write)
