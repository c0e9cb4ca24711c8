from odoo import models

from .hr_payslip import KPI_AMOUNTS, KPI_STORED


class HrPayslip(models.Model):
    """The figures of many payslips, in a fixed number of queries per span of days.

    They must be stored before the sheet is computed: while OCA payroll writes the lines
    of one payslip, it drops what is cached for the others.
    """

    _inherit = "hr.payslip"

    def _kpi_fill(self):
        """Store what is due now."""
        # sudo: an officer of payroll alone has no rights of KPI pay; stored are figures
        # of the very payslips that he may write.
        self.check_access("write")
        self._kpi_store(self.sudo()._kpi_get_vals().values())

    def _kpi_store(self, all_vals):
        self._write_rows(
            KPI_STORED,
            [
                (vals["id"], *[_to_column(vals[name]) for name in KPI_STORED])
                for vals in all_vals
            ],
        )

    def _kpi_get_vals(self):
        """{payslip id: values of ``KPI_STORED``, and ``id``}"""
        refunds = self.filtered("credit_note")
        originals = refunds._kpi_find_originals()
        all_vals = {
            refund.id: refund._kpi_get_refund_vals(originals[refund])
            for refund in refunds
        }
        kinds = self._kpi_get_kinds()
        for span, payslips in (self - refunds).grouped(_get_span).items():
            all_vals |= payslips._kpi_get_span_vals(*span, kinds)
        return all_vals

    def _kpi_get_kinds(self):
        """{payslip: kinds of KPI pay that its rules pay}"""
        structures = {payslip: payslip.struct_id for payslip in self}
        for payslip in self.filtered(lambda payslip: not payslip.struct_id):
            structures[payslip] = payslip._get_employee_contracts().struct_id
        by_structure = {
            structure: structure._kpi_get_kinds()
            for structure in set(structures.values())
        }
        return {
            payslip: by_structure[structure]
            for payslip, structure in structures.items()
        }

    # -- one span of days -------------------------------------------------------------

    def _kpi_get_span_vals(self, date_from, date_to, kinds):
        """Values of payslips with the same dates."""
        paying = self.filtered(lambda payslip: kinds[payslip])
        due = paying.employee_id._kpi_get_payable(date_from, date_to)
        due = self.env["hr.employee"]._kpi_group_payable(*due)
        hours = paying._kpi_get_hours(date_from, date_to)
        before = paying._kpi_get_paid_before(date_from, date_to)
        missing = paying.filtered(
            lambda payslip: "bonus" in kinds[payslip]
        )._kpi_get_missing(date_from, date_to)
        all_vals = {}
        for payslip in self:
            key = (payslip.employee_id, payslip.company_id)
            vals = payslip._kpi_get_empty_vals()
            if payslip in paying:
                reports, adjustments = due.get(key, ((), ()))
                payslip._kpi_add_due(vals, kinds[payslip], reports, adjustments)
                if "base" in kinds[payslip]:
                    payslip._kpi_add_base(vals, hours.get(key, ()), before[payslip])
                vals["problems"] += missing.get(payslip, ())
                payslip._kpi_add_problems(vals, kinds[payslip])
                if "bonus" in kinds[payslip] and adjustments:
                    payslip._kpi_need_rule(vals, kinds[payslip], "adjustment")
            all_vals[payslip.id] = _finish(vals)
        return all_vals

    def _kpi_get_empty_vals(self):
        return {
            "id": self.id,
            "kpi_report_id": False,
            "kpi_bonus_percent": 0.0,
            **dict.fromkeys(KPI_AMOUNTS, 0.0),
            "kpi_basis": {},
            "problems": [],
            "hints": [],
        }

    def _kpi_add_due(self, vals, kinds, reports, adjustments):
        """Reports and adjustments, but for those that another payslip has paid."""
        basis = vals["kpi_basis"]
        reports = self._kpi_drop_paid(vals, reports if "bonus" in kinds else ())
        adjustments = self._kpi_drop_paid(
            vals, adjustments if "adjustment" in kinds else ()
        )
        if reports:
            basis["reports"] = [report.id for report in reports]
        if adjustments:
            basis["adjustments"] = [adjustment.id for adjustment in adjustments]
        pay = self.env["hr.employee"]._kpi_sum_payable(
            self.env["kpi.plan.report"].union(*reports),
            self.env["kpi.adjustment"].union(*adjustments),
        )
        vals |= {
            "kpi_report_id": pay["report_id"],
            "kpi_bonus_percent": pay["percent"],
            "kpi_earned_salary": pay["earned_salary"],
            "kpi_bonus_amount": pay["bonus"],
            "kpi_sanction_amount": pay["sanction"],
            "kpi_adjustment_amount": pay["adjustments"],
        }

    def _kpi_drop_paid(self, vals, records):
        unpaid = []
        for record in records:
            if record.payslip_id and record.payslip_id != self:
                vals["hints"].append(
                    self.env._(
                        "%(record)s is paid by %(payslip)s.",
                        record=record.display_name,
                        payslip=record.payslip_id._kpi_get_label(),
                    )
                )
            else:
                unpaid.append(record)
        return unpaid

    def _kpi_add_problems(self, vals, kinds):
        if self.company_id != self.employee_id.company_id and not vals["kpi_report_id"]:
            vals["problems"].append(
                self.env._(
                    "The payslip is of %(company)s and the employee of %(other)s. Make "
                    "it in the employee's company.",
                    company=self.company_id.name or "–",
                    other=self.employee_id.company_id.name,
                )
            )
        if "bonus" in kinds and not (
            vals["kpi_report_id"] or vals["problems"] or vals["hints"]
        ):
            vals["hints"].append(
                self.env._("No plan-report ends in these days: there is no KPI bonus.")
            )
        if vals["kpi_sanction_amount"]:
            self._kpi_need_rule(vals, kinds, "sanction")

    def _kpi_need_rule(self, vals, kinds, kind):
        """A structure that pays the bonus has to pay what comes with it."""
        if kind not in kinds:
            field = self.env["hr.salary.rule"]._fields["kpi_amount"]
            vals["problems"].append(
                self.env._(
                    "The structure %(structure)s has no rule for: %(figure)s. Add the "
                    "KPI rules to it, then compute again.",
                    structure=self.struct_id.name,
                    figure=dict(field._description_selection(self.env))[kind],
                )
            )

    # -- refunds ----------------------------------------------------------------------

    def _kpi_find_originals(self):
        """{refund: payslips it takes back}

        A refund made by the button knows its payslip. One made by hand or by a batch
        takes back the confirmed payslips of the same person with the same dates.
        """
        found = {refund: refund._kpi_get_originals() for refund in self}
        unknown = self.filtered(lambda refund: not found[refund])
        candidates = self.search(
            [
                ("employee_id", "in", unknown.employee_id.ids),
                ("state", "=", "done"),
                ("credit_note", "=", False),
                ("date_from", "in", unknown.mapped("date_from")),
                ("kpi_basis", "!=", False),
            ]
        ).filtered(lambda payslip: not payslip._kpi_is_refunded())
        by_key = candidates.grouped(lambda p: (p.employee_id, p.company_id, p.date_to))
        for refund in unknown:
            key = (refund.employee_id, refund.company_id, refund.date_to)
            found[refund] = by_key.get(key, self.browse()).filtered(
                lambda payslip, start=refund.date_from: payslip.date_from == start
            )
        return found

    def _kpi_is_refunded(self):
        return self.refunded_id.state == "done"

    def _kpi_get_refund_vals(self, originals):
        """Lines of a refund are positive; OCA payroll subtracts the payslip."""
        vals = self._kpi_get_empty_vals()
        for name in KPI_AMOUNTS:
            vals[name] = sum(originals.mapped(name))
        if originals:
            vals["kpi_report_id"] = originals[-1:].kpi_report_id.id
            vals["kpi_bonus_percent"] = originals[-1:].kpi_bonus_percent
            bases = [payslip.kpi_basis or {} for payslip in originals]
            vals["kpi_basis"] = {
                "payslips": originals.ids,
                "hours": [row for basis in bases for row in basis.get("hours", ())],
                "earned": sum(basis.get("earned", 0) for basis in bases),
            }
        else:
            vals["hints"].append(
                self.env._(
                    "No confirmed payslip with these dates is left to take back."
                )
            )
        return _finish(vals)


def _get_span(payslip):
    return payslip.date_from, payslip.date_to


def _to_column(value):
    return value if isinstance(value, float) else value or None


def _finish(vals):
    vals["kpi_problem"] = "\n".join(vals.pop("problems"))
    vals["kpi_hint"] = "\n".join(vals.pop("hints"))
    return vals
