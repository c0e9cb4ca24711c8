from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date

BULLETS = ("-", "–", "—", "•")
BLANK = "____________________"
LONG_TABLE = 15


class KpiRegulation(models.Model):
    """The paper: numbered articles out of the clauses and what their blocks put in.

    A block is the method ``_block_<name>(subject)``. It returns a list of items:

    - ``{"text": …}``: a paragraph, numbered on within its article
    - ``{"bullet": …}``: an item of the paragraph before it
    - ``{"heading": …}``: a line in bold
    - ``{"table": …}``: of ``_make_table``
    - ``{"signs": [(who, name)]}``: lines to sign on
    - ``{"sides": [[text]]}``: texts side by side, such as the parties of a contract
    """

    _inherit = "kpi.regulation"

    def _prepare_paper(self, subject=None):
        """Texts of the paper in the language of the context, for the template.

        :param subject: the record that a contract is about; None prints the form with
            lines to be filled in by hand
        :raises UserError: a sample, which has nothing of a company to print
        """
        self.ensure_one()
        self.check_access("read")
        if not self.company_id and subject is None and self.kind == "bonus":
            raise UserError(
                self.env._(
                    "%(regulation)s is a sample. Make a version of your own company "
                    "and choose its schemes; then it can be printed.",
                    regulation=self.display_name,
                )
            )
        company = self._get_paper_company(subject)
        return {
            "company": company.name,
            "signer": company._kpi_prepare_signer(),
            "title": self.name,
            "about": self._get_paper_about(subject, company),
            "is_contract": self.kind == "apprentice",
            "needs_union": self.needs_union,
            "note": self._get_paper_note(subject),
            "articles": self._prepare_articles(subject),
            "footer": self._get_paper_footer(subject),
        }

    def _get_paper_company(self, subject):
        return (subject or self).company_id or self.company_id or self.env.company

    def _get_paper_about(self, subject, company):
        """[(left, right)] under the title: number, place and dates."""
        if self.kind == "apprentice":
            return [(company.city or BLANK, self._get_contract_date(subject))]
        number = self.env._("No. %(number)s", number=self.number or BLANK)
        start = (
            self.env._(
                "In force from %(date)s", date=format_date(self.env, self.date_from)
            )
            if self.date_from
            else self.env._("In force from %(date)s", date=BLANK)
        )
        return [(number, start)]

    def _get_paper_note(self, subject):
        if self.state == "draft" and self.company_id and self.kind != "apprentice":
            return self.env._("Draft: not approved yet.")
        if self.state == "retired":
            return self.env._("No longer in force.")
        return ""

    def _get_paper_footer(self, subject):
        company = self._get_paper_company(subject)
        name = subject.display_name if subject else self.display_name
        return f"{company.name}. {name}"

    def _prepare_articles(self, subject):
        """Sections first, then the appendices; each kind has its own numbers."""
        articles = []
        clauses = self.clause_ids.sorted()
        for is_appendix in (False, True):
            chosen = clauses.filtered(
                lambda clause, own=is_appendix: clause.is_appendix == own
            )
            for number, clause in enumerate(chosen, start=1):
                articles.append(clause._prepare_article(str(number), subject))
        return articles

    @api.model
    def _make_table(self, columns, rows):
        """A table that may go over pages: a page ends between two rows.

        A title stays with the row after it, a total with the row before it.

        :param columns: [(label, width in percent, class)]
        :param rows: lists of cells, or dicts with ``cells`` and ``bold``, or ``title``
        """
        chunks = []
        for row in rows:
            row = row if isinstance(row, dict) else {"cells": row}
            if chunks and (row.get("bold") or "title" in chunks[-1][-1]):
                chunks[-1].append(row)
            else:
                chunks.append([row])
        return {
            "table": {
                "columns": [
                    {"label": label, "width": width, "class": css}
                    for label, width, css in columns
                ],
                "chunks": chunks,
            }
        }

    def _block_acquaintance(self, subject):
        rows = self._prepare_people_rows() if self.company_id else []
        # Nobody is known yet: a form for those who come.
        rows = rows or [[str(number), "", "", "", ""] for number in range(1, 21)]
        return [
            self._make_table(
                [
                    (self.env._("No."), 6, "mid"),
                    (self.env._("Surname, name"), 36, ""),
                    (self.env._("Job"), 24, ""),
                    (self.env._("Date"), 14, ""),
                    (self.env._("Signature"), 20, ""),
                ],
                rows,
            )
        ]

    def _block_signatures(self, subject):
        company = self._get_paper_company(subject)
        signer = company._kpi_prepare_signer()
        return [{"signs": [(signer["job"], signer["name"])]}]


class KpiRegulationClause(models.Model):
    _inherit = "kpi.regulation.clause"

    def _prepare_article(self, number, subject):
        """Title, number and items of one section, paragraphs numbered through."""
        items = self._prepare_body()
        if self.block:
            items += getattr(self.regulation_id, f"_block_{self.block}")(subject)
        count = 0
        for item in items:
            # A Russian date ends with a full stop of its own.
            if item.get("text", "").endswith(".."):
                item["text"] = item["text"][:-1]
            # An appendix is mostly a table or a form: nobody refers to its sentences.
            if "text" in item and not self.is_appendix:
                count += 1
                item["number"] = f"{number}.{count}."
        return {
            "number": number,
            "title": self.title,
            "is_legal": self.is_legal,
            "is_appendix": self.is_appendix,
            "groups": _group_items(items),
        }

    def _prepare_body(self):
        items = []
        for line in (self.body or "").splitlines():
            text = line.strip()
            if text.startswith(BULLETS):
                items.append({"bullet": text.lstrip("".join(BULLETS)).strip()})
            elif text:
                items.append({"text": text})
        return items


def _group_items(items):
    """What stays on one page: a heading or an announcement with what it announces."""
    groups = []
    for item in items:
        if _is_long(item):
            groups.append([{**item, "is_long": True}])
        elif groups and _announces(groups[-1][-1]):
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _announces(item):
    return "heading" in item or item.get("text", "").endswith(":")


def _is_long(item):
    """A long table must be free to go over pages."""
    return len(item.get("table", {}).get("chunks", ())) > LONG_TABLE
