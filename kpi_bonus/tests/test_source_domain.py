from datetime import date

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .source_common import SourceCommon


@tagged("post_install", "-at_install")
class TestSourceDomain(SourceCommon):
    """Calendar events stand for any documents: user, date and time, a number."""

    def test_count_by_user(self):
        kpi = self._create_domain_kpi()
        self._create_event("2026-10-15 08:00:00")
        self._create_event("2026-10-15 09:00:00")
        self._create_event("2026-10-16 09:00:00")
        self.assertEqual(self._measure(kpi), 2)
        self.assertFacts(
            kpi,
            [("2026-10-15", self.seller, 2, 0), ("2026-10-16", self.seller, 1, 0)],
        )
        self.assertEqual(self._get_facts(kpi).mapped("origin"), ["auto", "auto"])

    def test_path_over_the_users_employee(self):
        """res.users.employee_id is not stored; the path is taken all the same."""
        kpi = self._create_domain_kpi(subject_path="user_id.employee_id")
        self._create_event("2026-10-15 08:00:00")
        self._measure(kpi)
        self.assertFacts(kpi, [("2026-10-15", self.seller, 1, 0)])

    def test_employee_is_the_one_of_the_company(self):
        """The seller's user is an employee of the other company too."""
        self.anna.company_ids = [Command.link(self.other_company.id)]
        self.stranger.user_id = self.anna
        kpi = self._create_domain_kpi()
        self._create_event("2026-10-15 08:00:00")
        self._measure(kpi)
        self.assertFacts(kpi, [("2026-10-15", self.seller, 1, 0)])

    def test_user_without_employee_here_counts_for_nobody(self):
        kpi = self._create_domain_kpi()
        self._create_event("2026-10-15 08:00:00", user_id=self.manager.id)
        self.assertEqual(self._measure(kpi), 0)

    def test_sum_by_employee_path(self):
        kpi = self._create_domain_kpi(
            model="kpi.card.line",
            date_field="date",
            subject_path="employee_id",
            operation="sum",
            value_field="points",
        )
        card_type = self.env["kpi.card.type"].create({"name": "Late", "points": -2.5})
        card = self.env["kpi.card"].create(
            {"employee_id": self.seller.id, "period_id": self._create_period().id}
        )
        line = {"card_id": card.id, "type_id": card_type.id, "date": date(2026, 10, 5)}
        self.env["kpi.card.line"].create([line, line])
        self._measure(kpi)
        self.assertFacts(kpi, [("2026-10-05", self.seller, -5, 0)])

    def test_day_in_the_time_zone_of_the_company(self):
        """Moscow is three hours ahead: 23:30 UTC is 02:30 of the next day."""
        self.company.resource_calendar_id.tz = "Europe/Moscow"
        kpi = self._create_domain_kpi()
        for start in (
            "2026-09-30 20:59:00",  # 30 September in Moscow
            "2026-09-30 21:00:00",  # 1 October, 00:00
            "2026-10-15 20:59:59",  # 15 October
            "2026-10-15 23:30:00",  # 16 October
            "2026-10-31 20:59:00",  # 31 October
            "2026-10-31 21:00:00",  # 1 November
        ):
            self._create_event(start)
        self._measure(kpi)
        self.assertFacts(
            kpi,
            [
                ("2026-10-01", self.seller, 1, 0),
                ("2026-10-15", self.seller, 1, 0),
                ("2026-10-16", self.seller, 1, 0),
                ("2026-10-31", self.seller, 1, 0),
            ],
        )

    def test_day_west_of_greenwich(self):
        """In New York it is four hours earlier: the last evening must not be lost."""
        self.company.resource_calendar_id.tz = "America/New_York"
        kpi = self._create_domain_kpi()
        self._create_event("2026-10-01 03:59:00")  # 30 September, 23:59
        self._create_event("2026-11-01 03:59:00")  # 31 October, 23:59
        self._measure(kpi)
        self.assertFacts(kpi, [("2026-10-31", self.seller, 1, 0)])

    def test_distinct_per_day(self):
        kpi = self._create_domain_kpi(operation="distinct", value_field="location")
        for start, location in (
            ("2026-10-15 08:00:00", "Paints"),
            ("2026-10-15 09:00:00", "Paints"),
            ("2026-10-15 10:00:00", "Tools"),
            ("2026-10-16 08:00:00", "Paints"),
        ):
            self._create_event(start, location=location)
        self._measure(kpi)
        self.assertFacts(
            kpi,
            [("2026-10-15", self.seller, 2, 0), ("2026-10-16", self.seller, 1, 0)],
        )

    def test_average_is_kept_as_sum_and_number(self):
        kpi = self._create_domain_kpi(
            operation="average", aggregate="average", value_field="duration"
        )
        self._create_event("2026-10-15 08:00:00", stop="2026-10-15 09:00:00")
        self._create_event("2026-10-15 10:00:00", stop="2026-10-15 12:30:00")
        self._measure(kpi)
        # 1 hour and 2.5 hours
        self.assertFacts(kpi, [("2026-10-15", self.seller, 3.5, 2)])

    def test_ratio(self):
        """The base counts on days without a hit as well; a hit is in the base."""
        kpi = self._create_domain_kpi(
            domain="[('location', '=', 'one')]", base_domain="[]", ratio=True
        )
        self._create_event("2026-10-15 08:00:00", location="one")
        self._create_event("2026-10-15 09:00:00", location="many")
        self._create_event("2026-10-16 09:00:00", location="many")
        self._measure(kpi)
        self.assertFacts(
            kpi,
            [("2026-10-15", self.seller, 1, 2), ("2026-10-16", self.seller, 0, 1)],
        )

    def test_ratio_of_sums(self):
        kpi = self._create_domain_kpi(
            domain="[('location', '=', 'one')]",
            base_domain="[]",
            ratio=True,
            operation="sum",
            value_field="duration",
        )
        self._create_event("2026-10-15 08:00:00", stop="2026-10-15 09:00:00")
        self._create_event(
            "2026-10-15 10:00:00", stop="2026-10-15 13:00:00", location="one"
        )
        self._measure(kpi)
        # 3 of 1 + 3 hours
        self.assertFacts(kpi, [("2026-10-15", self.seller, 3, 4)])

    def test_second_run_changes_nothing(self):
        kpi = self._create_domain_kpi(operation="sum", value_field="duration")
        self._create_event("2026-10-15 08:00:00", stop="2026-10-15 08:20:00")
        self._measure(kpi)
        before = self._get_facts(kpi).read(["value", "write_date"])
        self.assertEqual(self._measure(kpi), 0)
        self.assertEqual(self._get_facts(kpi).read(["value", "write_date"]), before)

    def test_changed_and_vanished_records(self):
        kpi = self._create_domain_kpi()
        moved = self._create_event("2026-10-15 08:00:00")
        gone = self._create_event("2026-10-16 08:00:00")
        self._create_event("2026-10-17 08:00:00")
        self._measure(kpi)
        gone.unlink()
        moved.write({"start": "2026-10-17 09:00:00", "stop": "2026-10-17 10:00:00"})
        # Two days have no event any more, the third has one more.
        self.assertEqual(self._measure(kpi), 3)
        self.assertFacts(kpi, [("2026-10-17", self.seller, 2, 0)])

    def test_only_the_days_asked_for_are_touched(self):
        kpi = self._create_domain_kpi()
        event = self._create_event("2026-10-15 08:00:00")
        self._measure(kpi)
        event.unlink()
        days = (date(2026, 10, 16), date(2026, 10, 31))
        self.assertEqual(self.env["kpi.source"]._measure(self.company, kpi, *days), 0)
        self.assertFacts(kpi, [("2026-10-15", self.seller, 1, 0)])

    def test_closed_days_are_left_alone(self):
        """An open quarter is measured; its closed month stays what was paid."""
        kpi = self._create_domain_kpi()
        event = self._create_event("2026-10-15 08:00:00")
        self._measure(kpi)
        self._close(self._create_period())
        event.unlink()
        self._create_event("2026-10-20 08:00:00")
        self._create_event("2026-11-20 08:00:00")
        days = (date(2026, 10, 1), date(2026, 12, 31))
        self.assertEqual(self.env["kpi.source"]._measure(self.company, kpi, *days), 1)
        self.assertFacts(
            kpi,
            [("2026-10-15", self.seller, 1, 0), ("2026-11-20", self.seller, 1, 0)],
        )

    def test_facts_from_a_time_by_hand_give_way(self):
        kpi = self._create_indicator("Meetings", code="meetings", unit="quantity")
        self._create_fact(kpi, 7)
        self._create_fact(kpi, 8, day=date(2026, 10, 16))
        self._create_fact(kpi, 1, day=date(2026, 10, 17))
        kpi.write(self._prepare_domain_vals())
        self._create_event("2026-10-15 08:00:00")
        self._create_event("2026-10-17 08:00:00")
        # Another figure, none any more, and the same one, which is measured now.
        self.assertEqual(self._measure(kpi), 3)
        self.assertFacts(
            kpi,
            [("2026-10-15", self.seller, 1, 0), ("2026-10-17", self.seller, 1, 0)],
        )
        self.assertEqual(self._get_facts(kpi).mapped("origin"), ["auto", "auto"])

    def test_records_of_another_company_do_not_count(self):
        kpi = self._create_domain_kpi(
            model="res.partner", date_field="create_date", subject_path="user_id"
        )
        partners = self.env["res.partner"].create(
            [
                {"name": name, "user_id": self.anna.id, "company_id": company}
                for name, company in (
                    ("Shared", False),
                    ("Ours", self.company.id),
                    ("Theirs", self.other_company.id),
                )
            ]
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET create_date = '2026-10-15' WHERE id IN %s",
            [tuple(partners.ids)],
        )
        self._measure(kpi)
        self.assertFacts(kpi, [("2026-10-15", self.seller, 2, 0)])

    def test_archived_records_count_only_if_asked_for(self):
        self._create_event("2026-10-15 08:00:00").active = False
        kpi = self._create_domain_kpi()
        with_archived = self._create_domain_kpi(
            code="archived", domain="[('active', 'in', [True, False])]"
        )
        source = self.env["kpi.source"].with_context(active_test=False)
        days = (date(2026, 10, 1), date(2026, 10, 31))
        source._measure(self.company, kpi + with_archived, *days)
        self.assertFacts(kpi, [])
        self.assertFacts(with_archived, [("2026-10-15", self.seller, 1, 0)])

    def test_whoever_refreshes_measures_the_same(self):
        """The section head sees neither private events nor wages."""
        kpi = self._create_domain_kpi(domain="[('user_id.employee_ids.wage', '>', 1)]")
        self._create_event("2026-10-15 08:00:00", privacy="private")
        days = (date(2026, 10, 1), date(2026, 10, 31))
        source = self.env["kpi.source"].with_user(self.head)
        self.assertEqual(
            source._measure(self.company, kpi.with_user(self.head), *days), 1
        )

    def test_one_query_for_many_indicators(self):
        """Measuring costs the same number of queries for one KPI and for five."""
        kpis = self.env["kpi.indicator"].union(
            *(self._create_domain_kpi(code=f"kpi{number}") for number in range(5))
        )
        self._create_event("2026-10-15 08:00:00")
        counts = []
        for measured in (kpis[0], kpis):
            self._measure(measured)
            self.env.flush_all()
            self.env.invalidate_all()
            measured.mapped("domain")
            before = self.env.cr.sql_log_count
            self._measure(measured)
            counts.append(self.env.cr.sql_log_count - before)
        # Caches of the registry make a difference of one or two.
        self.assertLessEqual(counts[1], counts[0] + 2)

    def test_lost_model_stops_with_a_name(self):
        """The addon that held the records may have been uninstalled."""
        kpi = self._create_domain_kpi()
        self.env.cr.execute(
            "UPDATE kpi_indicator SET model_id = NULL WHERE id = %s", [kpi.id]
        )
        kpi.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "KPI Meetings can't be measured"):
            self._measure(kpi)


@tagged("post_install", "-at_install")
class TestSourceDomainUnits(SourceCommon):
    def test_section_is_that_of_the_day(self):
        """The seller moves from paints to tools on 16 October."""
        version = self.seller.create_version({"date_version": date(2026, 10, 16)})
        version.department_id = self.tools
        kpi = self._create_domain_kpi(scope="section", subject_path="user_id")
        for day in (1, 15, 16, 17):
            self._create_event(f"2026-10-{day:02} 08:00:00")
        self._measure(kpi)
        self.assertFacts(
            kpi,
            [
                ("2026-10-01", self.paints, 1, 0),
                ("2026-10-15", self.paints, 1, 0),
                ("2026-10-16", self.tools, 1, 0),
                ("2026-10-17", self.tools, 1, 0),
            ],
        )

    def test_unit_is_found_upward(self):
        brushes = self._create_department("Brushes", self.paints)
        self.seller.department_id = brushes
        section = self._create_domain_kpi(code="a", scope="section")
        shop = self._create_domain_kpi(code="b", scope="shop")
        self._create_event("2026-10-15 08:00:00")
        self._measure(section + shop)
        self.assertFacts(section, [("2026-10-15", self.paints, 1, 0)])
        self.assertFacts(shop, [("2026-10-15", self.shop, 1, 0)])

    def test_company_takes_everything(self):
        kpi = self._create_domain_kpi(scope="company", subject_path=False)
        self._create_event("2026-10-15 08:00:00")
        self._create_event("2026-10-15 08:00:00", user_id=self.manager.id)
        self._measure(kpi)
        facts = self._get_facts(kpi)
        self.assertEqual(facts.mapped("value"), [2])
        self.assertFalse(facts.employee_id or facts.department_id)

    def test_path_to_a_department(self):
        """Section facts, as records, are summed up for the shop."""
        kpi = self._create_domain_kpi(
            model="kpi.fact",
            domain=f"[('indicator_id', '=', {self.by_section.id})]",
            date_field="date",
            subject_path="department_id",
            operation="sum",
            value_field="value",
            scope="shop",
        )
        self._create_fact(self.by_section, 10.25, department_id=self.paints.id)
        self._create_fact(self.by_section, 5, department_id=self.tools.id)
        self._measure(kpi)
        self.assertFacts(kpi, [("2026-10-15", self.shop, 15.25, 0)])

    def test_path_over_the_employees_department(self):
        """The department on the day counts, not today's at the end of the path."""
        version = self.seller.create_version({"date_version": date(2026, 10, 16)})
        version.department_id = self.tools
        self._create_fact(self.own, 5)
        kpi = self._create_domain_kpi(
            model="kpi.fact",
            domain=f"[('indicator_id', '=', {self.own.id})]",
            date_field="date",
            subject_path="employee_id.department_id",
            operation="sum",
            value_field="value",
            scope="section",
        )
        self._measure(kpi)
        self.assertFacts(kpi, [("2026-10-15", self.paints, 5, 0)])
