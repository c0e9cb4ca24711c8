"""A coffee chain's April 2019 (README.md of the data folder), as files to import."""

import csv
import gzip
import io
import os
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
FOLDER = Path(os.environ.get("KPI_TEST_DATA") or REPOSITORY.parent / "shared" / "data")
MISSING = f"the real data are not in {FOLDER}; KPI_TEST_DATA may name another folder"


def read(name):
    """The rows of one of the data files, as dicts of texts."""
    path = FOLDER / f"{name}.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def badge(staff):
    return f"COFFEE{staff}"


def outlet_name(outlet):
    return f"Outlet {outlet}"


class CoffeeMonth:
    """Daily figures of people and outlets, counted from the receipt lines."""

    def __init__(self):
        self.own_sales = defaultdict(Decimal)  # by day and person
        self.outlet_sales = defaultdict(Decimal)  # by day and outlet
        self.receipts = Counter()  # by day and person
        self.single_lines = Counter()  # by day and person
        sales_by_home = defaultdict(Decimal)
        # transaction_id restarts daily in every outlet. No receipt has two people.
        lines = Counter()
        for row in read("coffee_receipt_lines"):
            day, outlet, staff = self._get_key(row)
            amount = Decimal(row["line_item_amount"])
            self.own_sales[day, staff] += amount
            self.outlet_sales[day, outlet] += amount
            sales_by_home[staff, outlet] += amount
            lines[day, outlet, staff, row["transaction_id"]] += 1
        for (day, _outlet, staff, _transaction), count in lines.items():
            self.receipts[day, staff] += 1
            self.single_lines[day, staff] += count == 1
        # The outlet with most of the person's sales: the last one wins.
        self.homes = {
            staff: outlet
            for (staff, outlet), _sales in sorted(
                sales_by_home.items(), key=lambda item: item[1]
            )
        }

    def _get_key(self, row):
        return (
            row["transaction_date"],
            int(row["sales_outlet_id"]),
            int(row["staff_id"]),
        )

    def get_facts_csv(self):
        """Facts of all three KPIs, as the tills' export might have them."""
        rows = [["KPI", "Day", "Badge", "Outlet", "Figure", "Of"]]
        for (day, staff), amount in self.own_sales.items():
            rows.append(["own_sales", day, badge(staff), "", amount, ""])
        for (day, outlet), amount in self.outlet_sales.items():
            rows.append(["outlet_sales", day, "", outlet_name(outlet), amount, ""])
        for (day, staff), receipts in self.receipts.items():
            single = self.single_lines[day, staff]
            rows.append(["single_line", day, badge(staff), "", single, receipts])
        return write_csv(rows)

    def get_targets_csv(self):
        """Plans: 9 000 of own sales, 75 000 of an outlet's."""
        rows = [["Period", "KPI", "Badge", "Outlet", "Plan"]]
        for staff in sorted(self.homes):
            rows.append(["2019-04", "own_sales", badge(staff), "", 9000])
        for outlet in sorted(set(self.homes.values())):
            rows.append(["2019-04", "outlet_sales", "", outlet_name(outlet), 75000])
        return write_csv(rows)


def write_csv(rows):
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue()
