import io
from datetime import datetime

import openpyxl

from odoo.tests import tagged

from .test_import import ImportCommon

OPTIONS = {
    "has_headers": True,
    "headers": True,
    "quoting": '"',
    "separator": ",",
    "float_thousand_separator": " ",
    "float_decimal_separator": ",",
    "date_format": "%d.%m.%Y",
    "datetime_format": "%d.%m.%Y %H:%M:%S",
    "encoding": "utf-8",
}
COLUMNS = ["employee_id", "indicator_id", "date", "value"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@tagged("post_install", "-at_install")
class TestImportFile(ImportCommon):
    """Through Odoo's import dialogue, as people do it."""

    def _import(self, content, file_type):
        wizard = (
            self.env["base_import.import"]
            .with_user(self.manager)
            .create(
                {
                    "res_model": "kpi.fact",
                    "file": content,
                    "file_name": "facts",
                    "file_type": file_type,
                }
            )
        )
        return wizard.execute_import(COLUMNS, COLUMNS, dict(OPTIONS))

    def test_xlsx(self):
        book = openpyxl.Workbook()
        for row in (
            ["Employee", "KPI", "Date", "Value"],
            ["Anna Seller", "own", datetime(2026, 10, 15), 452067],
            ["B0042", "own", datetime(2026, 10, 15), 1200.5],
            ["B0042", "own", datetime(2026, 10, 16), 0],
        ):
            book.active.append(row)
        content = io.BytesIO()
        book.save(content)
        for _time in range(2):
            result = self._import(content.getvalue(), XLSX)
            self.assertEqual(result["messages"], [])
            facts = self.env["kpi.fact"].search([], order="id")
            self.assertEqual(facts.ids, result["ids"])
            self.assertEqual(facts.mapped("value"), [452067, 1200.5, 0])
            self.assertEqual(facts.employee_id, self.seller + self.boris)

    def test_csv(self):
        text = (
            "Employee,KPI,Date,Value\n"
            'Anna Seller,own,15.10.2026,"1 200,50"\n'
            "Nobody,own,15.10.2026,7\n"
        )
        result = self._import(text.encode(), "text/csv")
        self.assertRegex(result["messages"][0]["message"], "Row 2: “Nobody”")
        result = self._import(text.replace("Nobody", "B0042").encode(), "text/csv")
        self.assertEqual(result["messages"], [])
        self.assertEqual(
            self.env["kpi.fact"].search([], order="id").mapped("value"), [1200.5, 7]
        )

    def test_columns_are_offered(self):
        fields = self.env["base_import.import"].get_fields_tree("kpi.fact")
        self.assertLessEqual(set(COLUMNS), {field["name"] for field in fields})
