"""The order of work: what a payslip says, refuses and lets pass."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import NOVEMBER, OCTOBER, PayrollCommon

HALVES = [
    (date(2026, 10, 1), date(2026, 10, 15)),
    (date(2026, 10, 16), date(2026, 10, 31)),
]


@tagged("post_install", "-at_install")
@freeze_time("2026-11-05")
class TestOrder(PayrollCommon):
    def _refuse(self, message, method, *args):
        with self.assertRaises(UserError) as caught:
            method(*args)
        self.assertIn(message, str(caught.exception))

    # -- before the close -------------------------------------------------------------

    def test_report_not_closed(self):
        period = self._open_month({self.seller: 93})
        payslip = self._pay(self.seller)
        problem = (
            "Anna Seller, October 2026: the plan-report is Issued. The bonus manager "
            "closes the period first."
        )
        self.assertEqual(payslip.kpi_problem, problem)
        self.assertEqual(self._get_totals(payslip), {"BASIC": 20000, "GROSS": 20000})
        self._refuse(
            f"These payslips can't be confirmed yet:\n{payslip.number} of Anna Seller: "
            f"{problem}",
            payslip.action_payslip_done,
        )
        self._close(period)
        payslip.action_payslip_done()
        self.assertEqual(payslip.state, "done")
        self.assertFalse(payslip.kpi_problem)
        self.assertEqual(self._get_totals(payslip)["KPI_BONUS"], 18000)

    def test_warning_instead_of_refusal(self):
        self.company.kpi_payslip_check = "warn"
        self._open_month({self.seller: 93})
        payslip = self._pay(self.seller)
        payslip.action_payslip_done()
        self.assertEqual(payslip.state, "done")
        self.assertIn(
            "Confirmed all the same: Anna Seller, October 2026: the plan-report is "
            "Issued.",
            payslip.message_ids[0].body,
        )
        self.assertEqual(self._get_totals(payslip), {"BASIC": 20000, "GROSS": 20000})

    def test_period_not_prepared(self):
        """He has a scheme: somebody forgot the month, or him."""
        payslip = self._pay(self.seller)
        self.assertEqual(
            payslip.kpi_problem,
            "Anna Seller has the scheme Score (2026-01-01) and no plan-report for "
            "October 2026. The bonus manager prepares and closes the period first.",
        )
        self._refuse("no plan-report for October 2026", payslip.action_payslip_done)

    def test_closed_without_him(self):
        """Nothing can be prepared any more: his salary must not wait for ever."""
        self.seller.contract_date_start = False
        self._close_month({})
        self.seller.contract_date_start = date(2026, 1, 1)
        payslip = self._pay(self.seller)
        self.assertFalse(payslip.kpi_problem)
        payslip.action_payslip_done()

    def test_shadow_month_pays_nothing_and_stops_nobody(self):
        self._open_month({self.seller: 93}, mode="shadow")
        payslip = self._pay(self.seller)
        payslip.action_payslip_done()
        self.assertEqual(self._get_totals(payslip), {"BASIC": 20000, "GROSS": 20000})

    def test_without_scheme(self):
        clerk = self._create_employee("Clerk", job_id=False)
        payslip = self._pay(clerk)
        self.assertEqual(
            payslip.kpi_hint,
            "No plan-report ends in these days: there is no KPI bonus.",
        )
        payslip.action_payslip_done()
        self.assertEqual(self._get_totals(payslip), {"BASIC": 20000, "GROSS": 20000})

    # -- twice ------------------------------------------------------------------------

    def test_second_payslip_of_the_month(self):
        self._close_month({self.seller: 93})
        first, second = self._pay(self.seller), self._pay(self.seller)
        first.action_payslip_done()
        second.action_payslip_done()
        self.assertEqual(self._get_totals(second), {"BASIC": 0, "GROSS": 0})
        self.assertEqual(
            second.kpi_hint,
            f"Anna Seller, October 2026 is paid by {first.number} of Anna Seller.\n"
            f"{first.number} of Anna Seller has paid 20,000.00 € for hours from "
            "10/01/2026 to 10/31/2026: taken off here.".replace(" €", "\xa0€"),
        )

    def test_both_at_once(self):
        self._close_month({self.seller: 93})
        payslips = self._pay(self.seller) + self._pay(self.seller)
        self._refuse(
            "pay Anna Seller for the same days. Confirm one of them, then compute the "
            "other again.",
            payslips.write,
            {"state": "done"},
        )

    def test_second_payslip_without_computing_again(self):
        """Confirming does not compute: the figures are compared all the same."""
        self.env["ir.config_parameter"].set_param(
            "payroll.prevent_compute_on_confirm", "True"
        )
        self._close_month({self.seller: 93})
        first, second = self._pay(self.seller), self._pay(self.seller)
        first.action_payslip_done()
        self._refuse(
            f"{second.number} of Anna Seller: KPI pay has changed since it was "
            "computed. Compute it again, then confirm it.\nAnna Seller, October 2026 "
            f"is paid by {first.number} of Anna Seller.",
            second.action_payslip_done,
        )

    def test_state_set_by_rpc(self):
        """The button is not the only way to confirm."""
        self._open_month({self.seller: 93})
        payslip = self._pay(self.seller)
        self._refuse("can't be confirmed yet", payslip.write, {"state": "done"})

    def test_compute_twice_changes_nothing(self):
        self._close_month({self.seller: 93})
        payslip = self._pay(self.seller)
        before = self._get_totals(payslip)
        payslip.compute_sheet()
        self.assertEqual(self._get_totals(payslip), before)
        self.assertEqual(before["GROSS"], 38000)

    def test_halves_of_a_month(self):
        """11 days each: the bonus comes with the half that ends the month."""
        self._close_month({self.seller: 93})
        first, second = (self._pay(self.seller, half) for half in HALVES)
        (first + second).write({"state": "done"})
        self.assertEqual(self._get_totals(first), {"BASIC": 10000, "GROSS": 10000})
        self.assertEqual(
            self._get_totals(second),
            {"BASIC": 10000, "KPI_BONUS": 18000, "GROSS": 28000},
        )

    def test_advance_is_taken_off(self):
        """11 days paid as an advance; the month's payslip pays the rest."""
        advance = self._pay(self.seller, HALVES[0])
        advance.action_payslip_done()
        self._close_month({self.seller: 93})
        payslip = self._pay(self.seller)
        payslip.action_payslip_done()
        self.assertEqual(
            self._get_totals(payslip),
            {"BASIC": 10000, "KPI_BONUS": 18000, "GROSS": 28000},
        )

    def test_days_that_overlap(self):
        self._close_month({self.seller: 93})
        first = self._pay(self.seller, (date(2026, 9, 16), date(2026, 10, 15)))
        self.company.kpi_payslip_check = "warn"
        first.action_payslip_done()
        payslip = self._pay(self.seller)
        self.assertEqual(
            payslip.kpi_problem,
            f"Some of the days are paid by {first.number} of Anna Seller. Choose dates "
            "that contain that payslip or do not touch it.",
        )
        self.assertEqual(payslip.kpi_base_salary, 0)

    def test_vacation_slip_takes_no_bonus(self):
        """It ends with the month, and its structure has no KPI rules."""
        self._close_month({self.seller: 93})
        vacation = self.env["hr.payroll.structure"].create(
            {"name": "Vacation", "code": "VAC", "company_id": self.company.id}
        )
        self._pay(self.seller, HALVES[1], struct_id=vacation.id).action_payslip_done()
        payslip = self._pay(self.seller)
        self.assertEqual(self._get_totals(payslip)["KPI_BONUS"], 18000)

    # -- back -------------------------------------------------------------------------

    def test_paid_period_stays_closed(self):
        period = self._close_month({self.seller: 93})
        payslip = self._pay(self.seller)
        payslip.action_payslip_done()
        self._refuse(
            f"Anna Seller, October 2026 is paid by {payslip.number} of Anna Seller. "
            "Refund or cancel it first.",
            period.with_user(self.manager).action_reopen,
            "A survey was late",
        )

    def test_paying_leaves_the_seal_whole(self):
        """Closed plan-reports and adjustments are sealed: being paid is beside them."""
        october = self._close_month({self.seller: 93})
        november = self._open_month({self.seller: 93}, NOVEMBER[0])
        self._adjust(october.report_ids, 18500, november)
        with freeze_time("2026-12-03"):
            self._close(november)
        for span in (OCTOBER, NOVEMBER):
            self._pay(self.seller, span).action_payslip_done()
        self.assertTrue(november.report_ids.payslip_id)
        self.assertEqual(self.env["kpi.seal"]._verify(self.company), [])

    def test_computing_a_confirmed_payslip_opens_it(self):
        """OCA payroll lets one call it: then it is not confirmed any more."""
        period = self._close_month({self.seller: 93})
        payslip = self._pay(self.seller)
        payslip.action_payslip_done()
        payslip.compute_sheet()
        self.assertEqual(payslip.state, "verify")
        self.assertFalse(period.report_ids.payslip_id)
        self.assertEqual(self._get_totals(payslip)["GROSS"], 38000)

    def test_computed_payslip_does_not_hold_the_period(self):
        period = self._close_month({self.seller: 93})
        payslip = self._pay(self.seller)
        period.with_user(self.manager).action_reopen("A survey was late")
        payslip.compute_sheet()
        self.assertIn("the plan-report is Issued", payslip.kpi_problem)
        line = period.report_ids.line_ids
        line.write({"fact_override": 100, "override_reason": "A survey was late"})
        period.action_close()
        payslip.action_payslip_done()
        self.assertEqual(self._get_totals(payslip)["KPI_BONUS"], 20000)

    def test_cancelled_payslip_releases(self):
        self.env["ir.config_parameter"].set_param("payroll.allow_cancel_payslips", "1")
        period = self._close_month({self.seller: 93})
        payslip = self._pay(self.seller)
        payslip.action_payslip_done()
        payslip.action_payslip_cancel()
        self.assertFalse(period.report_ids.payslip_id)
        other = self._pay(self.seller)
        other.action_payslip_done()
        self.assertEqual(self._get_totals(other)["GROSS"], 38000)
        self.assertEqual(period.report_ids.payslip_id, other)

    def test_refund_takes_back_once(self):
        period = self._close_month({self.seller: 93})
        payslip = self._pay(self.seller)
        payslip.action_payslip_done()
        payslip.refund_sheet()
        refund = payslip.refunded_id
        self.assertEqual((refund.state, refund.credit_note), ("done", True))
        self.assertEqual(self._get_totals(refund), self._get_totals(payslip))
        self.assertEqual((refund.kpi_base_salary, refund.kpi_bonus_amount), (2e4, 18e3))
        self.assertFalse(period.report_ids.payslip_id)
        self._refuse(
            f"{payslip.number} of Anna Seller is taken back by {refund.number} of Anna "
            "Seller already. A second refund would take the pay back twice: cancel it.",
            payslip.refund_sheet,
        )
        again = self._pay(self.seller)
        again.action_payslip_done()
        self.assertEqual(self._get_totals(again)["GROSS"], 38000)

    def test_refund_without_kpi_pay(self):
        """Payslips of other structures are refunded as ever."""
        bare = self.env["hr.payroll.structure"].create(
            {"name": "Bare", "code": "BARE", "company_id": self.company.id}
        )
        payslip = self._pay(self.seller, struct_id=bare.id)
        payslip.action_payslip_done()
        payslip.refund_sheet()
        self.assertEqual(payslip.refunded_id.state, "done")
        self.assertFalse(payslip.refunded_id.kpi_basis)

    def test_cancelled_refund_pays_again(self):
        self.env["ir.config_parameter"].set_param("payroll.allow_cancel_payslips", "1")
        period = self._close_month({self.seller: 93})
        payslip = self._pay(self.seller)
        payslip.action_payslip_done()
        payslip.refund_sheet()
        payslip.refunded_id.action_payslip_cancel()
        self.assertEqual(period.report_ids.payslip_id, payslip)

    def test_refund_can_not_be_cancelled_after_another_payment(self):
        self.env["ir.config_parameter"].set_param("payroll.allow_cancel_payslips", "1")
        self._close_month({self.seller: 93})
        payslip = self._pay(self.seller)
        payslip.action_payslip_done()
        payslip.refund_sheet()
        other = self._pay(self.seller)
        other.action_payslip_done()
        self._refuse(
            f"is paid by {other.number} of Anna Seller.",
            payslip.refunded_id.action_payslip_cancel,
        )

    def test_refund_by_a_batch(self):
        """A batch of refunds: made by hand, each finds what it takes back."""
        period = self._close_month({self.seller: 93})
        payslip = self._pay(self.seller)
        payslip.action_payslip_done()
        refund = self._pay(self.seller, credit_note=True)
        self.assertEqual(self._get_totals(refund), self._get_totals(payslip))
        refund.action_payslip_done()
        self.assertEqual(payslip.refunded_id, refund)
        self.assertFalse(period.report_ids.payslip_id)
        second = self._pay(self.seller, credit_note=True)
        self.assertEqual(self._get_totals(second), {"BASIC": 0, "GROSS": 0})
        self.assertEqual(
            second.kpi_hint,
            "No confirmed payslip with these dates is left to take back.",
        )

    # -- history ----------------------------------------------------------------------

    def test_wage_changed_after_the_close(self):
        """Backdated or not: what was closed is paid."""
        self._close_month({self.seller: 93})
        self.seller.wage = 30000
        self.seller.create_version({"date_version": date(2026, 10, 10)}).wage = 40000
        payslip = self._pay(self.seller)
        payslip.action_payslip_done()
        self.assertEqual(
            self._get_totals(payslip),
            {"BASIC": 20000, "KPI_BONUS": 18000, "GROSS": 38000},
        )

    def test_leaver_gets_his_adjustment(self):
        """No contract in November, and 500 for October."""
        october = self._close_month({self.seller: 93})
        self.seller.contract_date_end = OCTOBER[1]
        november = self._create_period(NOVEMBER[0])
        november.action_open()
        self._adjust(october.report_ids, 18500, november)
        with freeze_time("2026-12-03"):
            self._close(november)
        self.seller.version_id.struct_id = self.structure
        values = self.env["hr.payslip"].get_payslip_vals(*NOVEMBER, self.seller.id)
        self.assertEqual(values["value"]["struct_id"], self.structure.id)
        payslip = self._pay(
            self.seller, NOVEMBER, contract_id=values["value"]["contract_id"]
        )
        self.assertEqual(
            self._get_totals(payslip), {"BASIC": 0, "KPI_ADJUSTMENT": 500, "GROSS": 500}
        )
        payslip.action_payslip_done()
        again = self._pay(self.seller, NOVEMBER)
        self.assertEqual(again.kpi_adjustment_amount, 0)
        self._refuse(
            "adjustment 1 is paid by",
            november.with_user(self.manager).action_reopen,
            "A survey was late",
        )

    def test_figures_are_not_for_hands(self):
        payslip = self._create_payslip(self.seller)
        for vals in [
            {"kpi_bonus_amount": 99999},
            {"kpi_basis": {}},
            {"kpi_problem": False},
        ]:
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                payslip.write(vals)
        with self.assertRaises(AccessError):
            self._create_payslip(self.seller, kpi_base_salary=99999)
        period = self._open_month({self.seller: 93})
        payments = self.env["kpi.payment"].with_user(self.officer)
        with self.assertRaises(AccessError):
            payments.create(
                {"payslip_id": payslip.id, "report_id": period.report_ids.id}
            )
