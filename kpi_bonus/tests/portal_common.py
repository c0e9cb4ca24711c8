from datetime import date

from freezegun import freeze_time

from odoo import Command, http
from odoo.tests import HttpCase, new_test_user

from .report_common import ReportCommon


class KpiPortalCommon(ReportCommon, HttpCase):
    """Portal users before their own and other people's months.

    | user | who |
    |---|---|
    | ``seller_user`` | portal user of ``seller``, whose sheet is ``report`` |
    | ``colleague_user`` | the same section, ``colleague_report`` |
    | ``stranger`` | portal user of the company who is no employee |
    | ``foreign_user`` | another company's seller, ``foreign_report`` |

    Password = login. October 2026 is issued in all of them.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague_user = cls._create_portal_user("colleague")
        cls.colleague = cls._create_employee(
            "Boris Colleague", user_id=cls.colleague_user.id
        )
        with freeze_time("2026-10-01 08:00:00"):
            cls.period.action_prepare()
            cls.colleague_report = cls._get_report(cls.colleague)
            cls.colleague_report.with_user(cls.manager).action_issue()
        cls.stranger = cls._create_portal_user("stranger")
        cls._create_foreign_report()

    @classmethod
    def _create_foreign_report(cls):
        company = cls.env["res.company"].create({"name": "Other shop"})
        cls.foreign_user = new_test_user(
            cls.env,
            login="kpi_foreign",
            groups="base.group_portal",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
            email="foreign@example.com",
        )
        own_company, cls.company = cls.company, company
        own_job, cls.job = cls.job, cls.job.copy({"company_id": company.id})
        cls.foreign_seller = cls._create_employee(
            "Foreign Seller",
            company_id=company.id,
            department_id=cls._create_department("Foreign", kind="section").id,
            resource_calendar_id=cls._create_calendar("Foreign").id,
            user_id=cls.foreign_user.id,
        )
        indicator = cls._create_indicator("Foreign sales")
        cls._create_scheme("Foreign", [(indicator, 100, 1000)], job_ids=cls.job.ids)
        period = cls._create_period(date(2026, 10, 1))
        with freeze_time("2026-10-01 08:00:00"):
            period.action_prepare()
            period.action_open()
        cls.foreign_report = period.report_ids
        cls.company, cls.job = own_company, own_job

    def _login(self, user):
        self.authenticate(user.login, user.login)

    def _open(self, url, status=200):
        """GET; redirects are not followed."""
        return self._request("GET", url, status)

    def _post(self, url, data=None, status=200, **kwargs):
        """POST of a form with its token; redirects are not followed."""
        data = {"csrf_token": http.Request.csrf_token(self), **(data or {})}
        return self._request("POST", url, status, data=data, **kwargs)

    def _request(self, method, url, status, **kwargs):
        response = self.opener.request(
            method,
            self.base_url() + url,
            allow_redirects=False,
            timeout=60,
            **kwargs,
        )
        self.assertEqual(response.status_code, status, f"{method} {url}")
        return response

    def _jsonrpc(self, url, **params):
        """The result; JsonRpcException (odoo.tests.common) for an error."""
        return self.make_jsonrpc_request(url, params)
