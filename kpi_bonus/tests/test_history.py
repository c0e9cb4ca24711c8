"""Attempts to alter history, all of which fail.

``REFUSED`` is tried as a bonus manager and as the superuser, ``ALLOWED`` is let pass
and leaves history as it was. What goes past Odoo, in SQL, is in ``test_history_sql``;
what comes over the network, in ``test_history_http``.
"""

from types import SimpleNamespace

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import SUPERUSER_ID, Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .history_common import HistoryCommon

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
PNG += "AABJRU5ErkJggg=="
FORGED = {"kpi_engine": True, "kpi_facts_checked": True, "kpi_plans_later": True}

# What is tried on ``r``, the records of a closed month with one user's rights.
REFUSED = {
    # -- write
    "write the bonus": lambda r: r.report.write({"bonus_amount": 1}),
    "write the terms": lambda r: r.report.write({"terms": {}}),
    "write the state back": lambda r: r.report.write({"state": "checked"}),
    "write the person": lambda r: r.report.write({"employee_id": r.head.id}),
    "write a note on the report": lambda r: r.report.write({"problem": "x"}),
    "write the signature": lambda r: r.report.write({"signature": PNG}),
    "write a fact of the report": lambda r: r.line.write({"fact": 1}),
    "correct a fact": lambda r: r.line.write(
        {"fact_override": 1, "override_reason": "x"}
    ),
    "write a plan": lambda r: r.line.write({"plan": 1}),
    "write a weight": lambda r: r.line.write({"weight": 1}),
    "reorder the KPIs": lambda r: r.line.write({"sequence": 99}),
    "write hours": lambda r: r.segment.write(
        {"worked_hours": 176, "override_reason": "x"}
    ),
    "write a wage": lambda r: r.segment.write({"wage": 1}),
    "write a daily fact": lambda r: r.fact.write({"value": 1}),
    "move a daily fact out": lambda r: r.fact.write({"date": "2026-11-01"}),
    "move a daily fact in": lambda r: r.late_fact.write({"date": "2026-10-31"}),
    "write a target": lambda r: r.target.write({"value": 1}),
    "write the card": lambda r: r.card.write({"presented": True}),
    "write an entry": lambda r: r.card_line.write({"note": "x"}),
    "give an entry other points": lambda r: r.card_line.write({"points": 0}),
    "move an entry out": lambda r: r.card_line.write({"date": "2026-10-07"}),
    "write a ground": lambda r: r.ground.write({"state": "confirmed"}),
    "write the check-list": lambda r: r.check.write({"waive_reason": "x"}),
    "write the mode": lambda r: r.period.write({"mode": "pilot"}),
    "write the days": lambda r: r.period.write({"date_from": "2026-09-01"}),
    "write the period's state": lambda r: r.period.write({"state": "review"}),
    "write a seal": lambda r: r.seal.write({"hash": 64 * "0"}),
    # -- write through the parent
    "write a KPI through its report": lambda r: r.report.write(
        {"line_ids": [Command.update(r.line.id, {"fact": 1})]}
    ),
    "drop hours through the report": lambda r: r.report.write(
        {"segment_ids": [Command.delete(r.segment.id)]}
    ),
    "drop a report through its period": lambda r: r.period.write(
        {"report_ids": [Command.delete(r.report.id)]}
    ),
    "add a target through the period": lambda r: r.period.write(
        {"target_ids": [Command.create(r.target_vals)]}
    ),
    "drop an entry through its card": lambda r: r.card.write(
        {"line_ids": [Command.delete(r.card_line.id)]}
    ),
    "drop a waiver through the period": lambda r: r.period.write(
        {"check_ids": [Command.delete(r.check.id)]}
    ),
    # -- create
    "add a report": lambda r: r.report.create(r.report_vals),
    "add a KPI": lambda r: r.line.create(r.line_vals),
    "add hours": lambda r: r.segment.create(r.segment_vals),
    "add a daily fact": lambda r: r.fact.create(r.fact_vals),
    "add a target": lambda r: r.target.create(r.target_vals),
    "add a card": lambda r: r.card.create(
        {"employee_id": r.head.id, "period_id": r.period.id}
    ),
    "add an entry": lambda r: r.card_line.create(r.card_line_vals),
    "add a ground": lambda r: r.ground.create(r.ground_vals),
    "add a seal": lambda r: r.seal.create({"company_id": r.period.company_id.id}),
    "add a waiver": lambda r: r.check.create(
        {"period_id": r.period.id, "code": "unsigned"}
    ),
    # -- unlink
    "delete the report": lambda r: r.report.unlink(),
    "delete a KPI": lambda r: r.line.unlink(),
    "delete hours": lambda r: r.segment.unlink(),
    "delete a daily fact": lambda r: r.fact.unlink(),
    "delete a target": lambda r: r.target.unlink(),
    "delete the card": lambda r: r.card.unlink(),
    "delete an entry": lambda r: r.card_line.unlink(),
    "delete a ground": lambda r: r.ground.unlink(),
    "delete a waiver": lambda r: r.check.unlink(),
    "delete the period": lambda r: r.period.unlink(),
    "delete a seal": lambda r: r.seal.unlink(),
    # -- copy
    "copy the report": lambda r: r.report.copy(),
    "copy a KPI": lambda r: r.line.copy(),
    "copy hours": lambda r: r.segment.copy(),
    "copy a daily fact": lambda r: r.fact.copy({"date": "2026-10-16"}),
    "copy a target": lambda r: r.target.copy({"employee_id": r.head.id}),
    "copy the card": lambda r: r.card.copy({"employee_id": r.head.id}),
    "copy an entry": lambda r: r.card_line.copy(),
    "copy a ground": lambda r: r.ground.copy(),
    "copy a waiver": lambda r: r.check.copy(),
    "copy a seal": lambda r: r.seal.copy(),
    # -- the program's own methods
    "issue again": lambda r: r.report.action_issue(),
    "check afterwards": lambda r: r.report.action_check(),
    "return for correction": lambda r: r.report.action_return("x"),
    "take the calendar's hours": lambda r: r.segment.action_reset(),
    "withdraw an entry": lambda r: r.card_line.action_withdraw("x"),
    "take the card afterwards": lambda r: r.card.action_present(),
    "waive the ground again": lambda r: r.ground.action_waive("x"),
    "confirm a ground": lambda r: r.ground.action_confirm("x"),
    "drop a ground": lambda r: r.ground.action_drop("x"),
    "waive on the check-list": lambda r: r.check.action_waive("x"),
    "prepare again": lambda r: r.period.action_prepare(),
    "open again": lambda r: r.period.action_open(),
    "refresh": lambda r: r.period.action_refresh(),
    "review again": lambda r: r.period.action_review(),
    "back to the running month": lambda r: r.period.action_resume(),
    "close again": lambda r: r.period.action_close(),
    "reopen without a reason": lambda r: r.period.action_reopen(" "),
    # -- forged context
    "write a bonus as the engine": lambda r: r.report.with_context(**FORGED).write(
        {"bonus_amount": 1}
    ),
    "write a state as the engine": lambda r: r.period.with_context(**FORGED).write(
        {"state": "review"}
    ),
    "write a daily fact as the engine": lambda r: r.fact.with_context(**FORGED).write(
        {"value": 1}
    ),
    "delete hours as the engine": lambda r: r.segment.with_context(**FORGED).unlink(),
    "add a ground by defaults": lambda r: r.ground.with_context(
        default_report_id=r.report.id, default_state="confirmed", **FORGED
    ).create({"ground_id": r.ground.ground_id.id, "evidence": "x"}),
    # -- the rules behind it
    "edit the scheme": lambda r: r.scheme.write({"min_worked_hours": 0}),
    "edit a weight of the scheme": lambda r: r.scheme.line_ids[0].write({"weight": 1}),
    "edit the matrix": lambda r: r.matrix.line_ids[0].write({"bonus_percent": 1}),
    "edit the indicator": lambda r: r.indicator.write({"method": "inverse"}),
    "edit the card type": lambda r: r.card_type.write({"kind": "thanks", "points": 5}),
    "edit the code of the ground": lambda r: r.ground.ground_id.write({"code": "x"}),
    "rename the card type": lambda r: r.card_type.write({"name": "Slow"}),
    "delete the scheme": lambda r: r.scheme.unlink(),
    "delete the matrix": lambda r: r.matrix.unlink(),
    "delete the indicator": lambda r: r.indicator.unlink(),
    "delete the version of the contract": lambda r: r.version.unlink(),
}
# The same from the person himself, who has methods instead of rights.
REFUSED_TO_EMPLOYEE = {
    "sign afterwards": lambda r: r.report.action_sign("Anna", PNG),
    "hand in afterwards": lambda r: r.report.action_submit({}, 200, 200),
    "acknowledge an entry": lambda r: r.card_line.action_acknowledge(),
    "object to an entry": lambda r: r.card_line.action_object("x"),
    "answer a ground": lambda r: r.ground.action_answer("x"),
    "write the bonus": lambda r: r.report.write({"bonus_amount": 1}),
    "write as the engine": lambda r: r.report.with_context(**FORGED).write(
        {"bonus_amount": 1}
    ),
}
# What the database itself refuses, to the superuser as well.
REFUSED_BY_DATABASE = {
    "delete the employee": lambda r: r.employee.unlink(),
    "delete the department": lambda r: r.department.unlink(),
    "delete the job": lambda r: r.job.unlink(),
    "delete the working hours": lambda r: r.calendar.unlink(),
    "delete the card type": lambda r: r.card_type.unlink(),
    "delete the ground's type": lambda r: r.ground.ground_id.unlink(),
    "delete the user who waived": lambda r: r.manager.unlink(),
}
# What may happen afterwards, and changes nothing of a closed month.
ALLOWED = {
    "archive the employee": lambda r: r.employee.write({"active": False}),
    "rename the employee": lambda r: r.employee.write({"name": "Anna Married"}),
    "raise the wage from October": lambda r: r.employee.create_version(
        {"date_version": "2026-10-10", "wage": 30000}
    ),
    "change the wage of the version": lambda r: r.version.write({"wage": 30000}),
    "end the contract before": lambda r: r.version.write(
        {"contract_date_end": "2026-10-02"}
    ),
    "move the person to another section": lambda r: r.version.write(
        {"department_id": r.other_department.id, "job_id": False}
    ),
    "change the working hours": lambda r: r.calendar.attendance_ids[0].unlink(),
    "enter a leave in October": lambda r: r.calendar.env[
        "resource.calendar.leaves"
    ].create(r.leave_vals),
    "give the card type other points": lambda r: r.card_type.write({"points": -5}),
    "archive the card type": lambda r: r.card_type.write({"active": False}),
    "make the ground a sanction": lambda r: r.ground.ground_id.write(
        {"kind": "sanction"}
    ),
    "rename the scheme": lambda r: r.scheme.write({"name": "Old sellers"}),
    "rename the indicator": lambda r: r.indicator.write({"name": "Turnover"}),
    "archive the indicator": lambda r: r.indicator.write({"active": False}),
    "rename the section": lambda r: r.department.write({"name": "Colours"}),
    "make the section a shop": lambda r: r.department.write({"kpi_kind": "shop"}),
}


@tagged("post_install", "-at_install")
class TestHistory(HistoryCommon):
    def _get_records(self, user):
        """Everything that the tables name, with one user's rights."""
        env = self.env(user=user, su=user.id == SUPERUSER_ID)
        day = {"date": "2026-10-20", "employee_id": self.seller.id}
        indicator = {"indicator_id": self.own_sales.id}
        records = {
            "period": self.period,
            "report": self.report,
            "line": self.lines[1],
            "segment": self.segment,
            "fact": self.own_fact,
            "late_fact": self.november_fact,
            "target": self.target,
            "card": self.card,
            "card_line": self.card_line,
            "card_type": self.remark,
            "ground": self.ground,
            "check": self.period.check_ids.filtered("waived_on"),
            "seal": self.env["kpi.seal"].search([], limit=1),
            "scheme": self.scheme,
            "matrix": self.scheme.matrix_id,
            "indicator": self.own_sales,
            "employee": self.seller,
            "version": self.version,
            "department": self.paints,
            "other_department": self.tools,
            "job": self.job,
            "calendar": self.calendar,
            "manager": self.manager,
            "head": self.head_employee,
        }
        bound = {
            name: env[record._name].browse(record.ids)
            for name, record in records.items()
        }
        return SimpleNamespace(
            **bound,
            report_vals={
                "period_id": self.period.id,
                "employee_id": self.head_employee.id,
                "company_id": self.company.id,
                "scheme_id": self.scheme.id,
            },
            line_vals={"report_id": self.report.id, "weight": 1, **indicator},
            segment_vals={
                "report_id": self.report.id,
                "date_from": "2026-10-20",
                "date_to": "2026-10-21",
            },
            fact_vals={"value": 1, **day, **indicator},
            target_vals={
                "period_id": self.period.id,
                "indicator_id": self.section_sales.id,
                "department_id": self.paints.id,
                "value": 1,
            },
            card_line_vals={
                "card_id": self.card.id,
                "type_id": self.thanks.id,
                "date": "2026-10-20",
            },
            ground_vals={
                "report_id": self.report.id,
                "ground_id": self.env.ref("kpi_bonus.kpi_ground_late").id,
                "kind": "condition",
                "evidence": "x",
            },
            leave_vals={
                "resource_id": self.seller.resource_id.id,
                "calendar_id": self.calendar.id,
                "company_id": self.company.id,
                "date_from": "2026-10-05 00:00:00",
                "date_to": "2026-10-09 23:00:00",
            },
        )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Of several versions Odoo lets one be deleted.
        cls.version = cls.seller.version_id
        cls.seller.create_version({"date_version": "2026-12-01"})
        cls.november_fact = cls._create_fact(cls.own_sales, 7, day="2026-11-02")
        cls.root = cls.env.ref("base.user_root")

    def _assert_untouched(self):
        self.assertEqual(self.env["kpi.seal"]._verify(self.company), [])
        self.assertEqual(self.report.bonus_amount, 18136.36)

    def _try(self, attempts, users, error):
        for title, attempt in attempts.items():
            for user in users:
                with (
                    self.subTest(attempt=title, user=user.login),
                    self.assertRaises(error),
                    self.cr.savepoint(),
                ):
                    attempt(self._get_records(user))
                    self.env.flush_all()
                self.env.invalidate_all()
        self._assert_untouched()

    @freeze_time("2026-11-04 09:00")
    def test_refused(self):
        self._try(REFUSED, (self.manager, self.root), UserError)

    @freeze_time("2026-11-04 09:00")
    def test_refused_to_the_employee(self):
        self._try(REFUSED_TO_EMPLOYEE, (self.seller.user_id,), UserError)

    @freeze_time("2026-11-04 09:00")
    @mute_logger("odoo.sql_db")
    def test_refused_by_the_database(self):
        self._try(REFUSED_BY_DATABASE, (self.root,), IntegrityError)

    @freeze_time("2026-11-04 09:00")
    def test_allowed_and_without_effect(self):
        for title, attempt in ALLOWED.items():
            with self.subTest(attempt=title):
                attempt(self._get_records(self.root))
                self._assert_untouched()

    @freeze_time("2026-11-04 09:00")
    def test_refresh_of_the_next_month_leaves_it(self):
        """With every allowed change made, and a new month computed."""
        for attempt in ALLOWED.values():
            attempt(self._get_records(self.root))
        november = self._create_period("2026-11-01").with_user(self.manager)
        november.action_prepare()
        november.action_open()
        self._assert_untouched()

    def test_import(self):
        """A file with the ids of the records, or with their names."""
        day = ["Own sales", "2026-10-15", "Anna Seller", "1"]
        files = [
            ("kpi.plan.report", [".id", "bonus_amount"], [self.report.id, 1]),
            ("kpi.plan.report.line", [".id", "plan"], [self.lines[1].id, 1]),
            (
                "kpi.plan.report.segment",
                ["employee_id", "period_id", "date_from", "worked_hours"],
                ["Anna Seller", "2026-10", "2026-10-01", "176"],
            ),
            ("kpi.fact", ["indicator_id", "date", "employee_id", "value"], day),
            (
                "kpi.target",
                ["period_id", "indicator_id", "employee_id", "value"],
                ["2026-10", "Own sales", "Anna Seller", "1"],
            ),
            ("kpi.card", [".id", "presented"], [self.card.id, "1"]),
            ("kpi.card.line", [".id", "note"], [self.card_line.id, "x"]),
            ("kpi.disqualification", [".id", "state"], [self.ground.id, "dropped"]),
            ("kpi.period", [".id", "state"], [self.period.id, "review"]),
            ("kpi.seal", [".id", "hash"], [1, 64 * "0"]),
        ]
        for model, columns, row in files:
            for user in (self.manager, self.root):
                with self.subTest(model=model, user=user.login):
                    records = self.env[model].with_user(user)
                    result = records.load(columns, [list(map(str, row))])
                    self.assertFalse(result["ids"])
                    self.assertTrue(result["messages"])
        self._assert_untouched()

    def test_files_of_signatures_and_photos(self):
        """Odoo keeps them as attachments, which can be written by themselves."""
        signature = {"res_model": "kpi.plan.report", "res_id": self.report.id}
        signature |= {"name": "signature", "res_field": "signature", "datas": PNG}
        photo = {"res_model": "kpi.card.line", "res_id": self.card_line.id}
        photo |= {"name": "photo", "res_field": "photo", "datas": PNG}
        attachments = self.env["ir.attachment"].with_user(self.manager)
        for vals in (signature, photo):
            with self.assertRaises(UserError), self.cr.savepoint():
                attachments.create(vals)
        own = attachments.create({"name": "mine", "datas": PNG})
        with self.assertRaises(UserError), self.cr.savepoint():
            own.write(signature)
        self._assert_untouched()
