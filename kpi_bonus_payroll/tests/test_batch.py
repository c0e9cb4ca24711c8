from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import OCTOBER, PayrollCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-05")
class TestBatch(PayrollCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._create_employee("Boris Seller")
        (cls.seller + cls.colleague).version_ids.struct_id = cls.structure
        cls.period = cls._close_month({cls.seller: 93, cls.colleague: 100})
        cls.batch = (
            cls.env["hr.payslip.run"]
            .with_user(cls.officer)
            .create(
                {
                    "name": "October",
                    "company_id": cls.company.id,
                    "date_start": OCTOBER[0],
                    "date_end": OCTOBER[1],
                }
            )
        )

    def _get_listed(self, action):
        return self.env[action["res_model"]].search(action["domain"])

    def test_people_without_payslip(self):
        self._pay(self.seller, payslip_run_id=self.batch.id)
        self.assertEqual(self.batch.kpi_missing_count, 1)
        action = self.batch.action_open_kpi_missing()
        self.assertEqual(self._get_listed(action), self.colleague)

    def test_payslips_that_do_not_count(self):
        """Cancelled, refunded, of other days, or of a structure without KPI pay."""
        cancelled = self._pay(self.seller)
        cancelled.action_payslip_cancel()
        self._pay(self.seller, (OCTOBER[0], OCTOBER[0].replace(day=15)))
        bare = self.env["hr.payroll.structure"].create(
            {"name": "Vacation", "code": "VAC", "company_id": self.company.id}
        )
        self._pay(self.seller, struct_id=bare.id)
        refunded = self._pay(self.seller)
        refunded.action_payslip_done()
        self.assertEqual(self.batch._kpi_get_missing_employees(), self.colleague)
        refunded.refund_sheet()
        self.batch.invalidate_recordset()
        self.assertEqual(self.batch.kpi_missing_count, 2)

    def test_payslips_of_those_missing(self):
        """The wizard comes filled in, and after it nobody is missing: nor he who left
        with the month and is archived by now.
        """
        self.colleague.contract_date_end = OCTOBER[1]
        self.colleague.active = False
        action = self.batch.action_generate_kpi_missing()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.officer)
            .with_context(**action["context"])
            .create({})
        )
        self.assertEqual(wizard.employee_ids, self.seller + self.colleague)
        wizard.compute_sheet()
        self.batch.invalidate_recordset()
        self.assertEqual(self.batch.kpi_missing_count, 0)
        self.assertEqual(
            sorted(self._get_totals(slip)["GROSS"] for slip in self.batch.slip_ids),
            [38000, 40000],
        )

    def test_payslips_that_differ(self):
        payslips = self._pay(self.seller, payslip_run_id=self.batch.id)
        payslips += self._pay(self.colleague, payslip_run_id=self.batch.id)
        self.assertEqual(self.batch.kpi_differing_count, 0)
        self.period.with_user(self.manager).action_reopen("A survey was late")
        line = self._get_report(self.period, self.colleague).line_ids
        line.write({"fact_override": 110, "override_reason": "A survey was late"})
        self.period.action_close()
        self.batch.invalidate_recordset()
        self.assertEqual(self.batch.kpi_differing_count, 1)
        action = self.batch.action_open_kpi_differing()
        self.assertEqual(self._get_listed(action), payslips[1])
        payslips.compute_sheet()
        self.batch.invalidate_recordset()
        self.assertEqual(self.batch.kpi_differing_count, 0)

    def test_queries_of_filling_do_not_grow_with_people(self):
        """Whether they have closed plan-reports or, the longest way, none."""
        without = self.seller.browse(
            [self._create_employee(f"Seller {number}").id for number in range(10)]
        )
        for people in (self.seller + self.colleague, without):
            payslips = self.env["hr.payslip"].union(*map(self._create_payslip, people))
            self._count_queries(payslips[:1])
            one, many = map(self._count_queries, (payslips[:1], payslips[1:]))
            # Two for caches of the registry.
            self.assertLessEqual(many, one + 2)

    def _count_queries(self, payslips):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        payslips._kpi_fill()
        return self.env.cr.sql_log_count - before

    def test_filling_needs_the_right_to_write(self):
        payslip = self._create_payslip(self.seller)
        with self.assertRaises(AccessError):
            payslip.with_user(self.manager)._kpi_fill()
