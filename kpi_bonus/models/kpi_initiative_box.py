from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError, UserError, ValidationError

MAX_TEXT = 10000  # characters
# In a smaller shop its name would tell who an anonymous note is from.
MIN_CROWD = 5


class KpiInitiative(models.Model):
    """Dropping a note into the box, and answering it."""

    _inherit = "kpi.initiative"

    @api.model
    def action_submit(self, text, kind="idea", period_id=None, anonymous=False):
        """Any employee, without rights on this model.

        :return: True; not the record, which an anonymous author must not point at
        """
        employee_sudo = self._get_me_sudo()
        vals = self._prepare_submit_vals(employee_sudo, text, kind, period_id)
        # sudo: employees have no rights here; what they say is checked above.
        box = self.sudo()
        if anonymous:
            # As Odoo itself: nothing that records who acts, ours or another module's,
            # can then learn it.
            box = box.with_user(SUPERUSER_ID).with_context(allowed_company_ids=[])
            vals |= {"employee_id": False, "shop_id": self._get_crowd(vals["shop_id"])}
        box.create([vals])
        return True

    @api.model
    def _prepare_submit_vals(self, employee, text, kind, period_id):
        text = text.strip() if isinstance(text, str) else ""
        kinds = self._fields["kind"].get_values(self.env)
        if kind not in kinds or not text or len(text) > MAX_TEXT:
            raise ValidationError(
                self.env._(
                    "Initiative box: choose a kind and write up to %(max)s characters.",
                    max=MAX_TEXT,
                )
            )
        units = self.env["hr.department"]._kpi_units()
        return {
            "text": text,
            "kind": kind,
            "company_id": employee.company_id.id,
            "employee_id": employee.id,
            "shop_id": units.get(employee.department_id.id, (False, False))[1],
            "period_id": self._get_period(employee.company_id, kind, period_id).id,
            "date": employee.company_id._kpi_today(),
        }

    @api.model
    def _get_period(self, company, kind, period_id):
        """The period chosen; feedback on the pilot else goes to the latest pilot."""
        # sudo: employees read no periods; only the id is kept.
        periods_sudo = self.env["kpi.period"].sudo()
        domain = [("company_id", "=", company.id), ("mode", "!=", "shadow")]
        if period_id:
            domain += [("id", "=", period_id)]
        elif kind == "pilot":
            domain += [("mode", "=", "pilot"), ("state", "!=", "draft")]
        else:
            return periods_sudo
        period = periods_sudo.search(domain, order="date_from desc", limit=1)
        if period_id and not period:
            raise ValidationError(
                self.env._("Initiative box: there is no such period. Choose another.")
            )
        return period

    @api.model
    def _get_crowd(self, shop_id):
        """The shop, if enough people work there for none of them to be guessed."""
        # sudo: a plain user may not count employees; only yes or no comes of it.
        count = (
            self.env["hr.employee"]
            .sudo()
            .search_count([("department_id", "child_of", shop_id)], limit=MIN_CROWD)
        )
        return shop_id if shop_id and count >= MIN_CROWD else False

    def _get_portal_path(self):
        return "/my/kpi/ideas"

    # -- answering --------------------------------------------------------------------

    def action_answer(self, answer, is_public=False):
        """A head answers notes of his shop, a bonus manager all of the company."""
        initiatives_sudo = self._get_answerer_sudo()
        answer = (answer or "").strip()
        for initiative in initiatives_sudo:
            if not answer or initiative.state == "closed":
                raise UserError(
                    self.env._(
                        "%(initiative)s: write an answer to a note that is not closed.",
                        initiative=initiative.display_name,
                    )
                )
        initiatives_sudo.write(
            {
                "state": "answered",
                "answer": answer,
                "answered_by_id": self.env.uid,
                "answered_on": self.env.company._kpi_today(),
                "is_public": bool(is_public),
            }
        )
        initiatives_sudo.filtered("employee_id")._notify_employee(
            "kpi_bonus.kpi_mail_template_initiative_answered"
        )
        return True

    def action_close(self):
        """Nothing more to say."""
        self._get_answerer_sudo().write({"state": "closed"})
        return True

    def _get_answerer_sudo(self):
        self.check_access("read")
        if not self.env.user.has_group("kpi_bonus.group_section_head"):
            raise AccessError(
                self.env._(
                    "%(initiative)s: only heads of the shop and the bonus manager may "
                    "do this.",
                    initiative=self[:1].display_name,
                )
            )
        # sudo: a head reads the notes of his shop and writes only the answer.
        return self.sudo()._as_kpi_engine()
