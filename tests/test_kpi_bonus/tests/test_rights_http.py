import json
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.kpi_bonus.tests.rights_common import RightsCommon
from odoo.addons.kpi_bonus.tests.rights_grid import (
    MODEL_RIGHTS,
    OPERATIONS,
    RECORD_RIGHTS,
    ROLES,
)

PLACES = ("own section", "other section", "other company")
DENIED = "odoo.exceptions.AccessError"
# Arguments that pass the check of rights and then change nothing.
ARGUMENTS = {
    "read": {"fields": ["id"]},
    "write": {"vals": {}},
    "create": {"vals_list": [{}]},
    "unlink": {},
}


class RightsOverHttp(RightsCommon, HttpCase):
    """The grid of rights, cell by cell, as a client outside meets it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in cls.users.values():
            user.password = f"{user.login} secret"

    def _iterate_cells(self, roles=ROLES):
        """(model, role, operation, place, ids, whether it is allowed)"""
        for model, letters_by_role in MODEL_RIGHTS.items():
            for role, letters in zip(ROLES, letters_by_role, strict=True):
                if role not in roles:
                    continue
                yield model, role, "create", "anywhere", [], "c" in letters
                yield from self._iterate_record_cells(model, role, letters)

    def _iterate_record_cells(self, model, role, letters):
        rights = (letters, letters, "")
        if model in RECORD_RIGHTS:
            rights = RECORD_RIGHTS[model].get(role, ("", "", ""))
        for place, record, allowed in zip(
            PLACES, self.records.get(model, ()), rights, strict=False
        ):
            for letter, operation in OPERATIONS.items():
                # What may be deleted is not tried, or the next cell has no record.
                if letter != "c" and not (letter == "d" and "d" in allowed):
                    yield model, role, operation, place, record.ids, letter in allowed

    # A line in the log per refusal.
    @mute_logger("odoo.http", "odoo.sql_db")
    def _assert_cells(self, call, roles=ROLES):
        for model, role, operation, place, ids, allowed in self._iterate_cells(roles):
            with self.subTest(model=model, role=role, do=operation, place=place):
                error = call(role, model, operation, ids)
                # Other errors come from rules of the model: the right was there.
                self.assertEqual(error != DENIED, allowed, error)


@tagged("post_install", "-at_install")
class TestRightsJson2(RightsOverHttp):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        cls.keys = {
            role: cls.env["res.users.apikeys"]
            .with_user(user)
            .sudo()
            ._generate(None, "grid", tomorrow)
            for role, user in cls.users.items()
        }

    def test_grid(self):
        self._assert_cells(self._call)

    def _call(self, role, model, operation, ids):
        """:return: the name of the error, or None"""
        arguments = ARGUMENTS[operation] | ({"ids": ids} if ids else {})
        response = self.url_open(
            f"/json/2/{model}/{operation}",
            data=json.dumps(arguments),
            headers={
                "Authorization": f"Bearer {self.keys[role]}",
                "Content-Type": "application/json",
            },
            method="POST",
        )
        return None if response.ok else response.json()["name"]


@tagged("post_install", "-at_install")
class TestRightsOfSessions(RightsOverHttp):
    """``/web/dataset/call_kw``, as a browser that is logged in may call it."""

    def test_portal_session(self):
        self._test_role("portal")

    def test_internal_session(self):
        self._test_role("internal")

    def test_head_session(self):
        self._test_role("head")

    def _test_role(self, role):
        login = self.users[role].login
        self.authenticate(login, f"{login} secret")
        self._assert_cells(self._call, [role])

    def _call(self, _role, model, operation, ids):
        arguments = list(ARGUMENTS[operation].values())
        if operation != "create":
            arguments.insert(0, ids)
        response = self.url_open(
            f"/web/dataset/call_kw/{model}/{operation}",
            data=json.dumps(
                {
                    "params": {
                        "model": model,
                        "method": operation,
                        "args": arguments,
                        "kwargs": {},
                    }
                }
            ),
            headers={"Content-Type": "application/json"},
        )
        return response.json().get("error", {}).get("data", {}).get("name")
