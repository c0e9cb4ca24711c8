import base64
import json
from datetime import datetime
from hashlib import sha256

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .report_common import SIGNATURE, ReportCommon


@tagged("post_install", "-at_install")
class TestReportSign(ReportCommon):
    def _assert_unsigned(self, report=None):
        report = report or self.report
        self.assertEqual(report.state, "issued")
        self.assertFalse(report.signed_on or report.signed_name or report.signature)

    def test_issue_fixes_terms_and_deadline(self):
        self.assertEqual(self.report.issued_on, datetime(2026, 10, 1, 8))
        # The last day of October and 3 days.
        self.assertEqual(str(self.report.submit_deadline), "2026-11-03")
        self.assertEqual(self.report.next_step, "signed")
        text = json.dumps(
            self.report.terms,
            sort_keys=True,
            separators=(",", ":"),
            ensure_ascii=False,
        )
        self.assertEqual(self.report.terms_hash, sha256(text.encode()).hexdigest())

    def test_employee_signs(self):
        with freeze_time("2026-10-02 09:30:00"):
            self.own_report.action_sign(
                " Anna Seller ", SIGNATURE, terms_hash=self.report.terms_hash
            )
        self.assertEqual(self.report.state, "signed")
        self.assertEqual(self.report.next_step, "submitted")
        self.assertEqual(self.report.signed_name, "Anna Seller")
        self.assertEqual(self.report.signed_on, datetime(2026, 10, 2, 9, 30))
        self.assertEqual(self.report.signed_by_id, self.seller_user)
        self.assertFalse(self.report.signed_in_person)
        self.assertFalse(self.report.signed_from)  # no HTTP request here
        self.assertEqual(self.report.signature, SIGNATURE.encode())

    def test_signed_once(self):
        self._sign()
        with self.assertRaisesRegex(UserError, "can't become Signed"):
            self.own_report.action_sign("Somebody Else", SIGNATURE)
        self.assertEqual(self.report.signed_name, "Anna Seller")

    def test_others_cannot_sign(self):
        stranger = self._create_portal_user("stranger")
        for user in (stranger, self.head, self.manager):
            with (
                self.subTest(user=user.login),
                self.assertRaisesRegex(AccessError, "not yours"),
            ):
                self.report.with_user(user).action_sign("Anna Seller", SIGNATURE)
        self._assert_unsigned()

    def test_not_with_somebody_elses(self):
        user = self._create_portal_user("boris")
        boris = self._create_employee("Boris Seller", user_id=user.id)
        self.period.action_prepare()
        self.period.action_open()
        both = self.report + self._get_report(boris)
        with self.assertRaisesRegex(AccessError, "not yours"):
            both.with_user(self.seller_user).action_sign("Anna Seller", SIGNATURE)
        self._assert_unsigned()

    def test_names_that_are_none(self):
        for name in (None, "", "   ", 5, ["Anna"], {}, True, "x" * 129):
            with self.subTest(name=name), self.assertRaisesRegex(UserError, "name"):
                self.own_report.action_sign(name, SIGNATURE)
        self._assert_unsigned()

    def test_signatures_that_are_none(self):
        png = base64.b64decode(SIGNATURE)
        gif = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
        svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
        for signature in (
            None,
            "",
            7,
            ["a"],
            "no base64!",
            "подпись",
            base64.b64encode(b"hello").decode(),
            gif,
            base64.b64encode(svg).decode(),
            base64.b64encode(png[:20]).decode(),
            base64.b64encode(png + b"x" * 500_000).decode(),
        ):
            with (
                self.subTest(signature=str(signature)[:20]),
                self.assertRaisesRegex(UserError, "signature"),
            ):
                self.own_report.action_sign("Anna Seller", signature)
        self._assert_unsigned()

    def test_another_sheet_than_the_one_seen(self):
        for terms_hash in ("", "0" * 64, 5, ["a"]):
            with (
                self.subTest(terms_hash=terms_hash),
                self.assertRaisesRegex(UserError, "not the sheet"),
            ):
                self.own_report.action_sign("Anna Seller", SIGNATURE, terms_hash)
        self._assert_unsigned()

    def test_terms_changed_behind_our_back(self):
        self.env.cr.execute(
            'UPDATE kpi_plan_report SET terms = terms || \'{"pilot_percent": "0"}\''
            " WHERE id = %s",
            [self.report.id],
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "not those that were issued"):
            self.own_report.action_sign("Anna Seller", SIGNATURE)

    def test_draft_and_shadow_are_hidden(self):
        user = self._create_portal_user("nina")
        nina = self._create_employee("Nina New", user_id=user.id)
        self.period.action_prepare()
        draft = self._get_report(nina)
        with self.assertRaisesRegex(AccessError, "not open to you"):
            draft.with_user(user).action_sign("Nina", SIGNATURE)
        self.assertEqual(draft.state, "draft")
        shadow = self._issue(start="2026-11-01", mode="shadow")
        self.assertFalse(shadow.next_step)
        with self.assertRaisesRegex(AccessError, "not open to you"):
            shadow.with_user(self.seller_user).action_sign("Anna", SIGNATURE)
        self._assert_unsigned(shadow)

    def test_closed(self):
        self._sign()
        self._create_month_facts()
        self._submit()
        self.head_report.action_check()
        self._close_period(self.period)
        with self.assertRaisesRegex(UserError, "is Closed and can't become Signed"):
            self.own_report.action_sign("Anna Seller", SIGNATURE)
        self.assertEqual(str(self.report.signed_on), "2026-10-02 09:30:00")

    def test_issued_while_the_period_is_a_draft(self):
        """Signed at once; the terms pin mode and dates; handing in has to wait."""
        period = self._create_period("2026-12-01").with_user(self.manager)
        period.action_prepare()
        report = self._get_report(self.seller, period)
        report.with_user(self.head).action_issue()
        own_report = report.with_user(self.seller_user)
        own_report.action_sign("Anna Seller", SIGNATURE)
        self.assertEqual(report.state, "signed")
        for vals in ({"mode": "shadow"}, {"date_from": "2027-01-01"}):
            with (
                self.subTest(vals=vals),
                self.assertRaisesRegex(ValidationError, "Anna Seller.* is issued"),
                self.cr.savepoint(),
            ):
                period.write(vals)
        claims = {line.id: 0 for line in report.line_ids}
        with freeze_time("2027-01-01"), self.assertRaisesRegex(UserError, "is Draft"):
            own_report.action_submit(claims, 0, 0)

    def test_not_asked_for(self):
        self.scheme.action_retire()
        self.scheme = self._create_case_scheme(
            "Plain", needs_signature=False, needs_submission=False
        )
        report = self._issue(start="2026-11-01")
        self.assertFalse(report.next_step)
        self.assertFalse(report.submit_deadline)
        with self.assertRaisesRegex(UserError, "does not ask for this step"):
            report.with_user(self.seller_user).action_sign("Anna", SIGNATURE)
        self._assert_unsigned(report)

    def test_on_the_heads_device(self):
        action = self.head_report.action_sign_in_person()
        wizards = self.env[action["res_model"]].with_user(self.head)
        form = Form(wizards.with_context(**action["context"]))
        self.assertEqual(form.signed_name, "Anna Seller")
        form.signature = SIGNATURE
        with freeze_time("2026-10-02 10:00:00"):
            form.save().action_sign()
        self.assertEqual(self.report.state, "signed")
        self.assertTrue(self.report.signed_in_person)
        self.assertEqual(self.report.signed_by_id, self.head)
        self.assertEqual(self.report.signed_on, datetime(2026, 10, 2, 10))

    def test_only_the_head_has_it_signed_on_his_device(self):
        tools_head = self._create_user("tools_head", "kpi_bonus.group_section_head")
        controller = self._create_user("controller", "kpi_bonus.group_controller")
        vals = {"report_id": self.report.id, "signed_name": "A", "signature": SIGNATURE}
        for user in (tools_head, controller, self.seller_user):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self.report.with_user(user).action_sign_in_person()
                with self.assertRaises(AccessError), self.cr.savepoint():
                    wizard = self.env["kpi.report.sign"].with_user(user).create(vals)
                    wizard.action_sign()
        self._assert_unsigned()
