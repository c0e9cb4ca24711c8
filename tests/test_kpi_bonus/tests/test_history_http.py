"""Attempts to alter a closed month over the network, all of which fail.

The same with a browser's session (``/web/dataset/call_kw``) and with an API key
(``/json/2``), as the bonus manager, who has all rights there are, with a context that
claims to be the engine. The attempts from within are in ``kpi_bonus``'s own tests.
"""

import json
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.kpi_bonus.tests.history_common import HistoryCommon

FORGED = {
    "kpi_engine": True,
    "kpi_facts_checked": True,
    "kpi_plans_later": True,
    "import_file": True,
    "tracking_disable": True,
    "default_state": "closed",
}
REFUSALS = {
    "odoo.exceptions.AccessError",
    "odoo.exceptions.UserError",
    "odoo.exceptions.ValidationError",
    "odoo.addons.kpi_bonus.models.kpi_indicator_lock.IndicatorLockedError",
}
# Record, method, arguments by name.
ATTEMPTS = [
    ("report", "write", {"vals": {"bonus_amount": 1}}),
    ("report", "write", {"vals": {"state": "checked"}}),
    ("report", "write", {"vals": {"line_ids": [[2, "%(line)s", 0]]}}),
    ("report", "web_save", {"vals": {"problem": "x"}, "specification": {}}),
    ("report", "unlink", {}),
    ("report", "copy", {}),
    ("report", "_write_rows", {"names": ["bonus_amount"], "rows": [[1, 1]]}),
    ("report", "_do_reopen", {}),
    ("report", "_as_kpi_engine", {}),
    ("line", "write", {"vals": {"fact_override": 1, "override_reason": "x"}}),
    ("line", "unlink", {}),
    ("segment", "write", {"vals": {"worked_hours": 1, "override_reason": "x"}}),
    ("segment", "action_reset", {}),
    ("segment", "unlink", {}),
    ("fact", "write", {"vals": {"value": 1}}),
    ("fact", "unlink", {}),
    ("fact", "copy", {"default": {"date": "2026-10-16"}}),
    ("target", "write", {"vals": {"value": 1}}),
    ("target", "unlink", {}),
    ("card", "write", {"vals": {"presented": True}}),
    ("card", "action_present", {}),
    ("card_line", "write", {"vals": {"note": "x"}}),
    ("card_line", "action_withdraw", {"reason": "x"}),
    ("card_line", "unlink", {}),
    ("ground", "write", {"vals": {"state": "dropped"}}),
    ("ground", "action_drop", {"reason": "x"}),
    ("ground", "unlink", {}),
    ("check", "write", {"vals": {"waive_reason": "x"}}),
    ("check", "action_waive", {"reason": "x"}),
    ("check", "unlink", {}),
    ("period", "write", {"vals": {"state": "review"}}),
    ("period", "action_refresh", {}),
    ("period", "action_review", {}),
    ("period", "action_close", {}),
    ("period", "_do_reopen", {"reason": "x"}),
    ("period", "unlink", {}),
    ("seal", "write", {"vals": {"hash": "0"}}),
    ("seal", "unlink", {}),
    ("scheme", "write", {"vals": {"min_worked_hours": 0}}),
    ("matrix", "write", {"vals": {"overflow": "top"}}),
    ("indicator", "write", {"vals": {"method": "inverse"}}),
]
# Model methods: nothing to act on.
CREATIONS = [
    ("kpi.plan.report", "create", {"vals_list": [{"bonus_amount": 1}]}),
    (
        "kpi.fact",
        "create",
        {
            "vals_list": [
                {
                    "indicator_id": "%(indicator)s",
                    "employee_id": "%(employee)s",
                    "date": "2026-10-20",
                    "value": 1,
                }
            ]
        },
    ),
    (
        "kpi.card.line",
        "create",
        {
            "vals_list": [
                {
                    "card_id": "%(card)s",
                    "type_id": "%(thanks)s",
                    "date": "2026-10-20",
                }
            ]
        },
    ),
    (
        "kpi.target",
        "create",
        {
            "vals_list": [
                {
                    "period_id": "%(period)s",
                    "indicator_id": "%(indicator)s",
                    "employee_id": "%(head)s",
                }
            ]
        },
    ),
    ("kpi.seal", "create", {"vals_list": [{"sequence": 9}]}),
    ("kpi.seal", "_add", {"kind": "void", "records": []}),
]


class HistoryOverHttp(HistoryCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager.password = "kpi_manager secret"
        cls.records = {
            "report": cls.report,
            "line": cls.lines[1],
            "segment": cls.segment,
            "fact": cls.own_fact,
            "target": cls.target,
            "card": cls.card,
            "card_line": cls.card_line,
            "ground": cls.ground,
            "check": cls.period.check_ids.filtered("waived_on"),
            "period": cls.period,
            "seal": cls.env["kpi.seal"].search([], limit=1),
            "scheme": cls.scheme,
            "matrix": cls.scheme.matrix_id,
            "indicator": cls.own_sales,
            "employee": cls.seller,
            "head": cls.head_employee,
            "thanks": cls.thanks,
        }

    def _fill(self, value):
        """Replace names of records by their ids."""
        if isinstance(value, dict):
            return {key: self._fill(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._fill(item) for item in value]
        if isinstance(value, str) and value.startswith("%("):
            return self.records[value[2:-2]].id
        return value

    def _assert_refused(self, call):
        attempts = [
            (self.records[name]._name, self.records[name].ids, method, arguments)
            for name, method, arguments in ATTEMPTS
        ]
        attempts += [
            (model, [], method, arguments) for model, method, arguments in CREATIONS
        ]
        for model, ids, method, arguments in attempts:
            with (
                self.subTest(model=model, method=method),
                # A line in the log per refusal.
                mute_logger("odoo.http", "odoo.sql_db"),
            ):
                error = call(model, ids, method, self._fill(arguments))
                self.assertIn(error, REFUSALS)
            self.env.invalidate_all()
        self.assertEqual(self.env["kpi.seal"]._verify(self.company), [])
        self.assertEqual(self.report.bonus_amount, 18136.36)


@tagged("post_install", "-at_install")
class TestHistoryJson2(HistoryOverHttp):
    def test_refused(self):
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        keys = self.env["res.users.apikeys"].with_user(self.manager).sudo()
        self.key = keys._generate(None, "history", tomorrow)
        self._assert_refused(self._call)

    def _call(self, model, ids, method, arguments):
        """:return: the name of the error, or None"""
        body = {**arguments, "context": FORGED} | ({"ids": ids} if ids else {})
        response = self.url_open(
            f"/json/2/{model}/{method}",
            data=json.dumps(body),
            headers={
                "Authorization": f"Bearer {self.key}",
                "Content-Type": "application/json",
            },
            method="POST",
        )
        return None if response.ok else response.json()["name"]


@tagged("post_install", "-at_install")
class TestHistoryOfSession(HistoryOverHttp):
    def test_refused(self):
        self.authenticate("kpi_manager", "kpi_manager secret")
        self._assert_refused(self._call)

    def _call(self, model, ids, method, arguments):
        response = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps(
                {
                    "jsonrpc": "2.0",
                    "method": "call",
                    "params": {
                        "model": model,
                        "method": method,
                        "args": [ids] if ids else [],
                        "kwargs": {**arguments, "context": FORGED},
                    },
                }
            ),
            headers={"Content-Type": "application/json"},
        )
        return response.json().get("error", {}).get("data", {}).get("name")
