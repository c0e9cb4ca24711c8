from odoo import models

from .. import bonus_math


class KpiRegulation(models.Model):
    """Blocks of a bonus regulation: what its schemes say, in words and tables.

    Schemes, KPIs and matrices are read in sudo: what a regulation says is no secret
    to whoever may read the regulation.
    """

    _inherit = "kpi.regulation"

    def _get_schemes_sudo(self):
        # sudo: see above.
        return self.sudo().scheme_ids.sorted(lambda scheme: (scheme.name, scheme.id))

    def _head_scheme(self, scheme):
        """A heading for each scheme, if there are several."""
        if len(self.scheme_ids) < 2:
            return []
        return [{"heading": scheme.name}]

    def _block_coverage(self, subject):
        items = []
        for scheme in self._get_schemes_sudo():
            jobs = ", ".join(scheme.job_ids.mapped("name"))
            departments = ", ".join(scheme.department_ids.mapped("name"))
            items.append(
                {
                    "bullet": self.env._(
                        "%(scheme)s: jobs %(jobs)s; departments: %(departments)s",
                        scheme=scheme.name,
                        jobs=jobs or self.env._("as agreed in the contract"),
                        departments=departments or self.env._("all"),
                    )
                }
            )
        return items

    def _block_kpis(self, subject):
        items = []
        for scheme in self._get_schemes_sudo():
            items += self._head_scheme(scheme)
            items.append(
                self._make_table(
                    [
                        (self.env._("KPI"), 20, ""),
                        (self.env._("Weight, %"), 9, "num"),
                        (self.env._("Measured for"), 13, ""),
                        (self.env._("Unit"), 11, ""),
                        (self.env._("Goal, and how it is measured"), 47, ""),
                    ],
                    [self._prepare_kpi_row(line) for line in scheme.line_ids]
                    + [
                        {
                            "cells": [
                                self.env._("Total"),
                                self._format_figure(
                                    sum(scheme.line_ids.mapped("weight"))
                                ),
                                "",
                                "",
                                "",
                            ],
                            "bold": True,
                        }
                    ],
                )
            )
        return items

    def _prepare_kpi_row(self, line):
        indicator = line.indicator_id
        labels = {
            name: dict(indicator._fields[name]._description_selection(self.env))
            for name in ("scope", "unit")
        }
        about = " ".join(filter(None, (indicator.goal, indicator.measurement)))
        return [
            indicator.name,
            self._format_figure(line.weight),
            labels["scope"][indicator.scope],
            labels["unit"][indicator.unit],
            about or self.env._("By the plan-report of the period."),
        ]

    def _block_matrix(self, subject):
        items = []
        schemes = self._get_schemes_sudo()
        for matrix in schemes.matrix_id:
            if len(schemes.matrix_id) > 1:
                names = schemes.filtered(lambda s, own=matrix: s.matrix_id == own)
                items.append({"heading": ", ".join(names.mapped("name"))})
            items += self._prepare_matrix_items(matrix)
        return items

    def _prepare_matrix_items(self, matrix):
        rows = bonus_math.parse_rows(matrix._get_rows())
        if not rows:
            return []
        number = self._format_figure
        texts = [
            self.env._(
                "Below an effectiveness of %(first)s %% the conditions of the bonus "
                "are not met and no bonus is accrued.",
                first=number(rows[0].threshold),
            ),
            matrix._get_overflow_text(),
        ]
        table = self._make_table(
            [
                (self.env._("Effectiveness, from %"), 50, "mid"),
                (self.env._("Bonus, % of the earned salary"), 50, "mid"),
            ],
            [[number(row.threshold), number(row.bonus_percent)] for row in rows],
        )
        table["table"]["narrow"] = True
        return [table, *({"text": text} for text in texts)]

    def _block_card_types(self, subject):
        # sudo: the list hangs in the staff room.
        types = self.env["kpi.card.type"].sudo()
        company = self.company_id or self.env.company
        types = types.search([("company_id", "in", [False, company.id])])
        points = types._get_kpi_points(company)
        labels = dict(types._fields["kind"]._description_selection(self.env))
        rows = []
        for kind, entries in types.grouped("kind").items():
            rows.append({"title": labels[kind]})
            rows += [
                [
                    entry.name,
                    entry._get_points_label(points),
                    ", ".join(entry.group_ids.mapped("name"))
                    or self.env._("every controller and head"),
                ]
                for entry in entries
            ]
        return [
            self._make_table(
                [
                    (self.env._("Entry"), 56, ""),
                    (self.env._("Points"), 12, "mid"),
                    (self.env._("Written by"), 32, ""),
                ],
                rows,
            )
        ]

    def _block_report_form(self, subject):
        items = []
        for scheme in self._get_schemes_sudo():
            items += [
                *self._head_scheme(scheme),
                self._make_table(
                    [
                        (self.env._("KPI"), 27, ""),
                        (self.env._("Weight, %"), 9, "num"),
                        (self.env._("Plan"), 15, ""),
                        (self.env._("Fact"), 15, ""),
                        (self.env._("Execution, %"), 15, ""),
                        (self.env._("Effectiveness, %"), 19, ""),
                    ],
                    [
                        *(
                            [
                                line.indicator_id.name,
                                self._format_figure(line.weight),
                                *[""] * 4,
                            ]
                            for line in scheme.line_ids
                        ),
                        [self.env._("Total effectiveness, %"), *[""] * 5],
                        [self.env._("Bonus by the matrix, %"), *[""] * 5],
                    ],
                ),
            ]
        items.append(
            {
                "signs": [
                    (self.env._("I know the plan: employee"), ""),
                    (self.env._("Plan handed out: head"), ""),
                    (self.env._("The figures are mine and right: employee"), ""),
                    (self.env._("Received and checked: head"), ""),
                ]
            }
        )
        return items

    def _format_figure(self, value):
        return self.env["kpi.plan.report"]._format_number(value)


class KpiMatrix(models.Model):
    _inherit = "kpi.matrix"

    def _get_overflow_text(self):
        """What is paid above the last row, in words and figures."""
        self.ensure_one()
        number = self.env["kpi.plan.report"]._format_number
        rows = self._get_rows()
        if self.overflow == "top" or len(rows) < 2:
            return self.env._(
                "From %(last)s %% on, the bonus is %(percent)s %%: the percent of the "
                "last row holds.",
                last=number(rows[-1][0]),
                percent=number(rows[-1][1]),
            )
        (low, low_percent), (high, high_percent) = rows[-2:]
        return self.env._(
            "Above %(last)s %% the bonus has no ceiling: for every further whole "
            "%(step)s points of effectiveness it grows by %(rise)s points.",
            last=number(high),
            step=number(high - low),
            rise=number(high_percent - low_percent),
        )
