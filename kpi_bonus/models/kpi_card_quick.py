import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

# What fits on a phone above the keyboard; who finds more types more letters.
MAX_PEOPLE = 8
MIN_LETTERS = 2
MAX_LETTERS = 64
CARD_URL = re.compile(r"/kpi/card/(\d{1,9})$")


class KpiCardQuick(models.AbstractModel):
    """Server side of the quick form, which writes entries at the speed of a phone.

    Whoever writes on cards reads no employees. People are found here with rights
    lifted, and of those found only the name, section and job leave, and only if the
    record rules let the user see their card of today: any for a controller, those of
    his sections for a head.
    """

    _name = "kpi.card.quick"
    _description = "Quick form of card entries"

    @api.model
    @api.readonly
    def get_start(self, employee_id=None):
        """What the form needs to begin with.

        :param employee_id: the person of a scanned card or of a form
        :return: {"types": [dict], "person": dict or False}
        """
        self._check_controller()
        person = self._prepare_people(self._browse_employee_sudo(employee_id))
        return {
            "types": [
                {
                    "id": card_type.id,
                    "name": card_type.name,
                    "kind": card_type.kind,
                    "category": card_type.category or "",
                }
                for card_type in self._get_types()
            ],
            "person": person[0] if person else False,
        }

    @api.model
    @api.readonly
    def find_people(self, text):
        """People with a card of today, by badge, by scanned card, or by name.

        :return: {"people": [dict], "is_more": whether not all of them fit}
        """
        self._check_controller()
        people = self._prepare_people(self._find_employees_sudo(str(text or "")))
        return {"people": people[:MAX_PEOPLE], "is_more": len(people) > MAX_PEOPLE}

    @api.model
    def write_entry(self, employee_id, type_id, note=None, photo=None):
        """Write an entry of today as the current user, whose rights count.

        :return: {"id", "name", "entry"} to be shown when it is done
        """
        self._check_controller()
        employee_sudo = self._browse_employee_sudo(employee_id)
        card = self._get_cards(employee_sudo).get(employee_sudo.id)
        if not card:
            raise UserError(
                self.env._(
                    "This person has no card for today, or not one that you write on. "
                    "Ask the bonus manager."
                )
            )
        line = self.env["kpi.card.line"].create(
            {"card_id": card.id, "type_id": type_id, "note": note, "photo": photo}
        )
        return {
            "id": line.id,
            "name": employee_sudo.name,
            "entry": line.type_id.name,
        }

    def _get_action(self, employee_id):
        """The form for one person: the same as behind the code on his card."""
        action = self.env["ir.actions.client"]._for_xml_id(
            "kpi_bonus.kpi_card_quick_action"
        )
        return action | {"context": {"active_id": employee_id}}

    def _check_controller(self):
        if not self.env.user.has_group("kpi_bonus.group_controller"):
            raise AccessError(
                self.env._(
                    "Only controllers, section heads and bonus managers write on "
                    "efficiency cards."
                )
            )

    def _find_employees_sudo(self, text):
        text = text.strip()[:MAX_LETTERS]
        url = CARD_URL.search(text)
        if url:
            return self._browse_employee_sudo(int(url[1]))
        if len(text) < MIN_LETTERS:
            return self._browse_employee_sudo(None)
        by_badge = self._search_employees_sudo(Domain("barcode", "=", text))
        names = Domain.AND(Domain("name", "ilike", word) for word in text.split())
        return by_badge or self._search_employees_sudo(names)

    def _search_employees_sudo(self, domain):
        # sudo: badges and names are looked up, nothing else; see the class.
        employees_sudo = self.env["hr.employee"].sudo().with_context(active_test=True)
        company = Domain("company_id", "=", self.env.company.id)
        return employees_sudo.search(company & domain)

    def _browse_employee_sudo(self, employee_id):
        """The employee of this id, or none; the id may be forged."""
        if not isinstance(employee_id, int):
            employee_id = 0
        return self._search_employees_sudo(Domain("id", "=", employee_id))

    def _get_cards(self, employees_sudo):
        """{employee id: his card of today} of those on whose cards the user writes.

        Without sudo: the record rules choose. Nobody writes on his own.
        """
        today = fields.Date.context_today(self)
        others_sudo = employees_sudo.filtered(
            lambda employee: employee.user_id != self.env.user
        )
        cards = self.env["kpi.card"].search(
            [
                ("employee_id", "in", others_sudo.ids),
                ("date_from", "<=", today),
                ("date_to", ">=", today),
            ],
            # Who has a card of the quarter besides that of the month gets it on the
            # latter; both count the entries of their days.
            order="date_from, date_to desc",
        )
        # sudo: controllers read no periods.
        running = cards.filtered(lambda card: card.sudo().state != "closed")
        return {card.sudo().employee_id.id: card for card in running}

    def _prepare_people(self, employees_sudo):
        cards = self._get_cards(employees_sudo)
        found = employees_sudo.filtered(lambda employee: employee.id in cards)
        return [
            {
                "id": employee.id,
                "name": employee.name,
                "section": employee.department_id.name or "",
                "job": employee.job_title or "",
            }
            for employee in found.sorted("name")
        ]

    def _get_types(self):
        """Entries that the list lets the user write."""
        return self.env["kpi.card.type"].search(
            [
                ("can_write", "=", True),
                ("company_id", "in", [False, self.env.company.id]),
            ]
        )
