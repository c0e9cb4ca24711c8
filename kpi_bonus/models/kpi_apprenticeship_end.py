from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..apprentice_math import owed_of_duty, owed_of_training, stipend_until, term_end
from .kpi_apprenticeship import TRAINING_STATES
from .kpi_grade import MONEY_GROUPS


class KpiApprenticeship(models.Model):
    """How a contract ends before its duties are done, and what is owed then.

    | when | owed without a good reason | source |
    |---|---|---|
    | during the training, or work is not begun | stipend paid, and costs | art. 207 |
    | during the duty to work on | costs by the days not worked | art. 249 |

    Articles of the Russian Labour Code. With a good reason nothing is owed.
    """

    _inherit = "kpi.apprenticeship"

    hired_on = fields.Date(string="Hired on", copy=False)
    duty_to = fields.Date(
        string="Works on until",
        compute="_compute_duty_to",
        store=True,
        help="Last day of the duty to work on.",
    )
    left_on = fields.Date(
        string="Ended on", copy=False, help="Last day of the training or of work."
    )
    has_good_reason = fields.Boolean(
        string="Good reason",
        copy=False,
        help="Illness, a stipend that was not paid, an exam not passed in spite of "
        "all effort: nothing is owed.",
    )
    leaving_reason = fields.Text(string="Why it ended", copy=False)
    stipend_paid = fields.Monetary(
        string="Stipend paid",
        copy=False,
        groups=MONEY_GROUPS,
        help="During the training; entered when the contract is ended.",
    )
    owed_amount = fields.Monetary(
        string="Owed to the company",
        copy=False,
        groups=MONEY_GROUPS,
        help="It may be claimed; deducting it from pay has limits of its own. Russian "
        "Labour Code, art. 137, 138, 207, 249: to be checked by a lawyer.",
    )
    owed_today = fields.Monetary(
        string="Owed if left today",
        compute="_compute_owed_today",
        compute_sudo=False,
        groups=MONEY_GROUPS,
        help="Without a good reason, with today as the last day.",
    )

    @api.depends("hired_on", "duty_months")
    def _compute_duty_to(self):
        for contract in self:
            hired, months = contract.hired_on, contract.duty_months
            if hired and months:
                contract.duty_to = term_end(hired, months)
            else:
                contract.duty_to = hired and hired - timedelta(days=1)

    @api.depends("state", "hired_on", "duty_to", "date_to", "stipend", "cost")
    def _compute_owed_today(self):
        for contract in self:
            today = contract.company_id._kpi_today()
            contract.owed_today = contract._get_owed(today)

    # -- what is owed -----------------------------------------------------------------

    def _get_owed(self, on_date, stipend_paid=None):
        """What is owed by one who leaves without a good reason.

        :param on_date: the last day of the training or of work
        :param stipend_paid: if it was not what the calendar says
        :return: an amount in the company's currency; 0 where no contract runs
        """
        self.ensure_one()
        rounding = self.currency_id.rounding
        if stipend_paid is None:
            stipend_paid = self._get_stipend_until(on_date)
        if self.state in TRAINING_STATES:
            return float(owed_of_training(stipend_paid, self.cost, rounding))
        if self.state != "hired":
            return 0.0
        if on_date < self.hired_on:  # work was not begun
            return float(owed_of_training(stipend_paid, self.cost, rounding))
        with_stipend = self.company_id.kpi_owes_stipend
        base = self.cost + (stipend_paid if with_stipend else 0)
        duty = (self.hired_on, self.duty_to)
        return float(owed_of_duty(base, *duty, on_date, rounding))

    def _get_stipend_until(self, on_date):
        """Stipend from the first day to that day or the end of the training."""
        if not self.date_from:
            return 0.0
        last_day = min(on_date, self.date_to)
        rounding = self.currency_id.rounding or 0.01
        return float(stipend_until(self.stipend, self.date_from, last_day, rounding))

    # -- ending -----------------------------------------------------------------------

    def action_let_go(self, date, reason, good_reason=False, stipend_paid=None):
        """End a training without a hire: the contract ends on the day, too.

        :param date: last day of the training
        :param good_reason: nothing is owed
        :raises UserError: not in training, or a day outside it
        """
        self._check_end(date, reason, TRAINING_STATES)
        for contract in self.sudo():  # sudo: see ``kpi.career.mixin.action_apply``
            contract._do_end("let_go", date, reason, good_reason, stipend_paid)
            contract._write_contract_end(min(date, contract.date_to))
        self._tell_end()

    def action_leave(self, date, reason, good_reason=False, stipend_paid=None):
        """Note who left during the duty to work on. Dismissal is HR's own act.

        :param date: last day of work
        """
        self._check_end(date, reason, ("hired",))
        for contract in self.sudo():  # sudo: see ``kpi.career.mixin.action_apply``
            contract._do_end("ended", date, reason, good_reason, stipend_paid)
        self._tell_end()

    def _check_end(self, date, reason, states):
        self._check_career_manager()
        # sudo: rights are checked; the lock reaches people whom HR alone may write.
        self.sudo()._lock_career()
        for contract in self:
            if contract.state not in states:
                problem = self.env._(
                    "%(contract)s is not in a state to be ended like this. Reload it.",
                    contract=contract.display_name,
                )
            elif not (reason or "").strip():
                problem = self.env._(
                    "%(contract)s: say why it ends.", contract=contract.display_name
                )
            else:
                problem = contract._get_end_date_problem(date)
            if problem:
                raise UserError(problem)

    def _get_end_date_problem(self, date):
        first = self.hired_on or self.date_from
        if date >= first:
            return None
        if self.hired_on:
            return self.env._(
                "%(contract)s: the person was hired on %(date)s. If work was never "
                "begun, undo the hire on the exam, and end the training.",
                contract=self.display_name,
                date=format_date(self.env, first),
            )
        return self.env._(
            "%(contract)s begins on %(date)s: take that day or a later one. If the "
            "person never came, undo the beginning.",
            contract=self.display_name,
            date=format_date(self.env, first),
        )

    def _do_end(self, state, date, reason, good_reason, stipend_paid):
        """One contract, checked and with rights lifted."""
        if stipend_paid is None:
            stipend_paid = self._get_stipend_until(date)
        owed = 0 if good_reason else self._get_owed(date, stipend_paid)
        self._as_kpi_engine().write(
            {
                "state": state,
                "left_on": date,
                "leaving_reason": reason,
                "has_good_reason": good_reason,
                "stipend_paid": stipend_paid,
                "owed_amount": owed,
            }
        )

    def _write_contract_end(self, last_day):
        """The apprentice's own contract ends on the day, in all its versions."""
        versions = self.version_id.filtered("active")
        if not self.is_additional and versions.contract_date_end != last_day:
            versions.contract_date_end = last_day

    def _tell_end(self):
        """No amounts: HR officers and heads read the chatter."""
        texts = {
            contract: self.env._(
                "%(contract)s ended on %(date)s: %(reason)s",
                contract=contract.display_name,
                date=format_date(self.env, contract.left_on),
                reason=contract.leaving_reason,
            )
            for contract in self
        }
        self.sudo()._log_on_employees(texts)  # sudo: managers need not write employees

    # -- the term ---------------------------------------------------------------------

    def action_change_term(self, days, reason):
        """Make the training longer or shorter, as art. 201 allows or both agreed.

        :param days: more days, or fewer if negative
        """
        self.ensure_one()
        self._check_end(self.date_from, reason, ("applied",))
        contract = self.sudo()  # sudo: see ``kpi.career.mixin.action_apply``
        last_day = contract.date_to + timedelta(days=days)
        if last_day < contract.date_from:
            raise UserError(
                self.env._(
                    "%(contract)s would end before it begins. Take fewer days, or end "
                    "the training.",
                    contract=contract.display_name,
                )
            )
        note = self.env._(
            "%(days)s days until %(date)s: %(reason)s",
            days=f"{days:+}",
            date=format_date(self.env, last_day),
            reason=reason,
        )
        reasons = filter(None, [contract.extension_reason, note])
        contract._as_kpi_engine().write(
            {
                "extended_days": contract.extended_days + days,
                "extension_reason": "\n".join(reasons),
            }
        )
        contract._write_contract_end(last_day)
