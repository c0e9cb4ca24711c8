import secrets

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import consteq

# A change of these changes what the board shows.
CONTENT_FIELDS = frozenset(
    {"name", "active", "department_id", "job_ids", "frequency", "indicator_ids"}
    | {"show_names", "shown", "lang", "top", "page_seconds", "refresh_seconds"}
)


class KpiBoard(models.Model):
    """The figures of a section, a shop or the company, for all to see, every day.

    What is shown is stored: every refresh of the period makes it anew for all boards
    at once, and pages, wall screens and papers only read it. No money of pay is on it.
    """

    _name = "kpi.board"
    _description = "Daily board"
    _inherit = ["kpi.locked.mixin"]
    _order = "sequence, name, id"
    _check_company_auto = True
    _kpi_engine_fields = frozenset(
        {"token", "period_id", "day", "data", "wall_data", "data_hash", "refreshed_on"}
    )

    name = fields.Char(required=True, help="Heading of the board and its wall screen.")
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    department_id = fields.Many2one(
        "hr.department",
        string="Section or shop",
        check_company=True,
        ondelete="restrict",
        help="Whose people are on the board, with all departments below. Empty: the "
        "whole company.",
    )
    job_ids = fields.Many2many(
        "hr.job",
        string="Posts",
        check_company=True,
        help="Whose figures are compared. Empty: everybody with a plan-report.",
    )
    frequency = fields.Selection(
        [("month", "Month"), ("quarter", "Quarter")], required=True, default="month"
    )
    indicator_ids = fields.Many2many(
        "kpi.indicator",
        string="KPIs",
        check_company=True,
        help="Empty: those of the plan-reports.",
    )
    show_names = fields.Selection(
        [
            ("full", "Full name"),
            ("short", "First word and an initial: Anna S."),
            ("none", "No names, only places"),
        ],
        string="Names",
        required=True,
        default="short",
        help="As the rules of the company and the law allow. In the portal everybody "
        "finds the own row all the same.",
    )
    shown = fields.Selection(
        [
            ("agreed", "All but those who do not want to be shown"),
            ("all", "Everybody"),
        ],
        string="People",
        required=True,
        default="agreed",
        help="People choose in their own preferences whether they are shown.",
    )
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        required=True,
        default=lambda self: self.env.company.partner_id.lang or self.env.lang,
        help="Of the wall screen and of the paper.",
    )
    top = fields.Integer(
        string="Places on the wall screen",
        help="0: everybody. In a large shop a round of all pages takes long.",
    )
    page_seconds = fields.Integer(string="Seconds per page", required=True, default=12)
    refresh_seconds = fields.Integer(
        string="Seconds between looks for new figures", required=True, default=60
    )
    token = fields.Char(
        string="Key of the wall screen",
        copy=False,
        groups="kpi_bonus.group_manager",
        help="Whoever has it sees the wall screen. A new one ends the old one.",
    )
    wall_url = fields.Char(
        string="Wall screen",
        compute="_compute_wall_url",
        groups="kpi_bonus.group_manager",
        help="Open it full screen on any device; no login is needed.",
    )
    period_id = fields.Many2one(
        "kpi.period", copy=False, readonly=True, ondelete="set null"
    )
    day = fields.Date(string="Last day with figures", copy=False, readonly=True)
    refreshed_on = fields.Datetime(string="Refreshed on", copy=False, readonly=True)
    data = fields.Json(copy=False, prefetch=False)
    wall_data = fields.Text(copy=False, prefetch=False)
    data_hash = fields.Char(string="Hash of the figures", copy=False)
    is_mine = fields.Boolean(
        string="My shop",
        compute="_compute_is_mine",
        search="_search_is_mine",
        help="Of a shop in which the current user manages a department, or of the "
        "company.",
    )

    _seconds_bounded = models.Constraint(
        "CHECK(page_seconds BETWEEN 3 AND 600 AND refresh_seconds BETWEEN 10 AND 3600 "
        "AND top >= 0)",
        "A page of the wall screen stands for 3 to 600 seconds, new figures are looked "
        "for every 10 to 3600 seconds, and the number of places can't be negative.",
    )

    @api.depends("token")
    def _compute_wall_url(self):
        for board in self:
            path = f"/kpi/board/{board.token}" if board.token else False
            board.wall_url = path and board.get_base_url() + path

    @api.depends_context("uid")
    @api.depends("department_id")
    def _compute_is_mine(self):
        mine = self.search([("is_mine", "=", True), ("id", "in", self.ids)])
        for board in self:
            board.is_mine = board._origin in mine

    @api.model
    def _search_is_mine(self, operator, value):
        """From ``env.uid`` only: record rules are evaluated in sudo."""
        if operator != "in":
            return NotImplemented
        departments = self.env["hr.department"]._get_my_kpi_departments()
        units = self.env["hr.department"]._kpi_units()
        shops = {units[department.id][1] for department in departments}
        domain = Domain.FALSE
        if departments:
            domain = (
                Domain("department_id", "=", False)
                | Domain("department_id", "child_of", list(shops))
                | Domain("department_id", "parent_of", list(shops))
            )
        return domain if True in value else ~domain

    @api.model_create_multi
    def create(self, vals_list):
        boards = super().create(vals_list)
        boards._refresh_content()
        return boards

    def write(self, vals):
        result = super().write(vals)
        if CONTENT_FIELDS & vals.keys():
            self._refresh_content()
        return result

    def _refresh_content(self):
        # sudo: the board shows what its settings say, whoever makes it.
        self.sudo()._as_kpi_engine().filtered("active")._do_refresh()

    def action_refresh(self):
        """Show what is measured by now."""
        self.check_access("read")
        self._refresh_content()
        return True

    # -- key of the wall screen -------------------------------------------------------

    def action_renew_token(self):
        """A new address of the wall screen; the old one stops working."""
        self.check_access("write")
        for board in self._as_kpi_engine():
            # The id finds the board, the rest is compared in constant time.
            board.token = f"{board.id}-{secrets.token_urlsafe(24)}"
        return True

    def action_revoke_token(self):
        """No wall screen any more; those that are on say so at their next look."""
        self.check_access("write")
        self._as_kpi_engine().token = False
        return True

    @api.model
    def _find_by_token(self, token):
        """The active board with this key, with rights lifted; or an empty one."""
        number = token.partition("-")[0]
        is_number = number.isascii() and number.isdigit() and len(number) < 10
        # sudo: whoever knows the key may see the wall screen, and only that.
        board_sudo = self.sudo().search_fetch(
            [("id", "=", int(number) if is_number else 0)], ["token", "data_hash"]
        )
        known = board_sudo.token or ""
        matches = consteq(known.encode(), token.encode())
        return board_sudo if known and matches else board_sudo.browse()

    def action_open_wall(self):
        self.ensure_one()
        self.check_access("write")
        if not self.token:
            self.action_renew_token()
        return {"type": "ir.actions.act_url", "url": self.wall_url, "target": "new"}

    def action_download_xlsx(self):
        self.ensure_one()
        url = f"/kpi/board/xlsx/{self.id}"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}
