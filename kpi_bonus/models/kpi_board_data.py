from statistics import fmean

from odoo import api, fields, models

from ..board_math import rank
from ..isolation import run_isolated

RUNNING = ("open", "review", "closed")


class KpiBoard(models.Model):
    """What a board shows, made of a snapshot of the period.

    ``data`` is plain: ``tiles`` with the board's whole, and ``tables`` with places,
    each of people or of sections. A row has the figure of the ``day``, ``month`` and
    ``plan`` of the period, ``percent`` (execution, or effectiveness), ``place``,
    ``move`` since the day before, ``trend`` of the last days. Names are those to be
    shown, so nothing hidden is stored.
    """

    _inherit = "kpi.board"

    @api.model
    def _refresh_period(self, period):
        """Make the boards anew that show this period; a failing one stops nothing."""
        boards = self.sudo().search(
            [
                ("company_id", "=", period.company_id.id),
                ("frequency", "=", period.frequency),
            ]
        )
        boards = boards._as_kpi_engine()
        running = boards and self._find_running_period(
            period.company_id, period.frequency
        )
        if boards and running == period:
            run_isolated(self.env, boards, lambda part: part._do_refresh())

    def _do_refresh(self):
        by_period = self.grouped(lambda board: board._find_period())
        for period, boards in by_period.items():
            snapshot = period and self._take_snapshot(period)
            for board in boards:
                board = board.with_context(lang=board.lang)
                board._store(period, snapshot and board._prepare_data(snapshot))

    def _find_period(self):
        return self._find_running_period(self.company_id, self.frequency)

    @api.model
    def _find_running_period(self, company, frequency="month"):
        """The newest period that people know of."""
        return self.env["kpi.period"].search(
            [
                ("company_id", "=", company.id),
                ("frequency", "=", frequency),
                ("state", "in", RUNNING),
                ("mode", "!=", "shadow"),
                ("date_from", "<=", company._kpi_today()),
            ],
            order="date_from desc",
            limit=1,
        )

    def _store(self, period, data):
        self.write(
            {
                "period_id": period.id,
                "day": data and data["day"],
                "data": data,
                "refreshed_on": fields.Datetime.now(),
            }
        )
        self._store_wall()

    def _prepare_data(self, snapshot):
        people = self._choose_people(snapshot)
        indicators = self._choose_indicators(snapshot, people)
        shown = [
            person for person in people if self.shown == "all" or not person.is_hidden
        ]
        tables = [
            self._prepare_total(shown),
            self._prepare_sections(snapshot, people),
        ]
        for indicator in indicators:
            if indicator.scope == "employee":
                tables.append(self._prepare_table(snapshot, indicator, shown))
            tables.append(self._prepare_unit_table(snapshot, indicator, people))
        return {
            "day": fields.Date.to_string(snapshot.day),
            "measured": fields.Datetime.to_string(snapshot.measured),
            "currency": self.company_id.currency_id.symbol,
            "pace": snapshot.pace,
            "people": len(people),
            "sections": {
                str(key): snapshot.names.get(key, "")
                for key in {person.section_id for person in people} - {False}
            },
            "tiles": [
                self._prepare_tile(snapshot, indicator, people)
                for indicator in indicators
            ],
            "tables": [table for table in tables if table],
        }

    def _choose_people(self, snapshot):
        department, jobs = self.department_id.id, self.job_ids.ids
        return [
            person
            for person in snapshot.people.values()
            if not department or department in person.departments
            if not jobs or person.job_id in jobs
        ]

    def _choose_indicators(self, snapshot, people):
        found = {
            indicator_id
            for person in people
            for indicator_id in snapshot.subjects.get(person.id, ())
        }
        chosen = set(self.indicator_ids.ids)
        return [
            indicator
            for key, indicator in snapshot.indicators.items()
            if key in found and (not chosen or key in chosen)
        ]

    # -- tables -----------------------------------------------------------------------

    def _prepare_total(self, people):
        return self._make_table(
            "total",
            "people",
            [
                {
                    **self._identify(person),
                    "percent": person.effectiveness,
                    "before": person.before,
                }
                for person in people
            ],
        )

    def _prepare_sections(self, snapshot, people):
        """Sections by the average effectiveness of their people."""
        rows = []
        for section_id, members in group(people, lambda person: person.section_id):
            before = [one.before for one in members if one.before is not None]
            rows.append(
                {
                    "id": section_id,
                    "name": snapshot.names.get(section_id, ""),
                    "percent": round(fmean(one.effectiveness for one in members), 1),
                    "before": round(fmean(before), 1) if before else None,
                }
            )
        return len(rows) > 1 and self._make_table("sections", "units", rows)

    def _prepare_table(self, snapshot, indicator, people):
        rows = [
            {
                **self._identify(person),
                **self._prepare_figures(snapshot, indicator, [line]),
            }
            for person in people
            if (line := snapshot.lines.get((indicator.id, person.id)))
        ]
        return self._make_table(f"kpi-{indicator.id}", "people", rows, indicator)

    def _prepare_unit_table(self, snapshot, indicator, people):
        rows = [
            {
                "id": unit_id,
                "name": snapshot.names.get(unit_id, ""),
                **self._prepare_figures(snapshot, indicator, lines),
            }
            for unit_id, lines in self._get_units(snapshot, indicator, people)
        ]
        return len(rows) > 1 and self._make_table(
            f"units-{indicator.id}", "units", rows, indicator
        )

    def _prepare_tile(self, snapshot, indicator, people):
        lines = [
            line
            for _unit, lines in self._get_units(snapshot, indicator, people)
            for line in lines
        ]
        row = self._prepare_figures(snapshot, indicator, lines)
        row.pop("before")
        return {**row, **self._describe(indicator)}

    @api.model
    def _make_table(self, key, kind, rows, indicator=None):
        table = {"key": key, "kind": kind, "rows": rank(rows)}
        return {**table, **(self._describe(indicator) if indicator else {})}

    @api.model
    def _describe(self, indicator):
        return {
            "indicator": indicator.id,
            "personal": indicator.scope == "employee",
            "unit": "points" if indicator.method == "card" else indicator.unit,
            # A part of the month has a part of such a plan.
            "additive": indicator.is_additive and indicator.method != "inverse",
        }

    def _identify(self, person):
        return {
            "id": person.id,
            "name": self._get_shown_name(person.name),
            "section": person.section_id,
        }

    def _get_shown_name(self, name):
        words = name.split()
        if self.show_names == "none":
            return ""
        if self.show_names == "full" or len(words) < 2:
            return name
        return f"{words[0]} {words[1][0]}."


def group(items, get_key):
    """[(key, items)] in the order of first appearance, without those of no key."""
    groups = {}
    for item in items:
        if key := get_key(item):
            groups.setdefault(key, []).append(item)
    return list(groups.items())
