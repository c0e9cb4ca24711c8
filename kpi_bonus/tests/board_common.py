from datetime import date

from freezegun import freeze_time

from .common import KpiBonusCommon

DAY = date(2026, 10, 15)
DAY_BEFORE = date(2026, 10, 14)
NOW = "2026-10-15 18:00:00"


class BoardData(KpiBonusCommon):
    """Three sellers of two sections in the middle of October 2026, scheme 35/45/20.

    Own plan 500 000, section 2 000 000, and nothing on anybody's card: 100 %.

    | | 14 Oct | 15 Oct | own sales | section | effectiveness | before |
    |---|---|---|---|---|---|---|
    | Anna, paints | 100 000 | 100 000 | 40 (20) | 30 (20) | 11 + 18 + 20 = 49 | 36 |
    | Boris, paints | 150 000 | – | 30 (30) | 30 (20) | 11 + 14 + 20 = 45 | 41 |
    | Viktor, tools | 150 000 | 60 000 | 42 (30) | 25 (25) | 9 + 19 + 20 = 48 | 43 |

    Sections: paints 400 000 and 200 000, tools 500 000 on the 14th. The 15th is the
    11th of 22 working days: half of the month is over.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_worked_example()
        cls.boris = cls._create_employee("Boris Painter")
        cls.viktor = cls._create_employee("Viktor Toolman", department_id=cls.tools.id)
        with freeze_time("2026-10-01 08:00:00"):
            cls.period = cls._create_period().with_user(cls.manager)
            cls.period.action_prepare()
            cls.period.action_open()
        cls._create_board_facts()
        cls.board = cls._create_board()
        cls._refresh()

    @classmethod
    def _create_board_facts(cls):
        for employee, before, now in (
            (cls.seller, 100000, 100000),
            (cls.boris, 150000, None),
            (cls.viktor, 150000, 60000),
        ):
            own = {"employee_id": employee.id}
            cls._create_fact(cls.own_sales, before, DAY_BEFORE, **own)
            if now is not None:
                cls._create_fact(cls.own_sales, now, DAY, **own)
        paints = {"department_id": cls.paints.id}
        cls._create_fact(cls.section_sales, 400000, DAY_BEFORE, **paints)
        cls._create_fact(cls.section_sales, 200000, DAY, **paints)
        tools = {"department_id": cls.tools.id}
        cls._create_fact(cls.section_sales, 500000, DAY_BEFORE, **tools)

    @classmethod
    @freeze_time(NOW)
    def _create_board(cls, **vals):
        return cls.env["kpi.board"].create(
            {
                "name": "The shop",
                "company_id": cls.company.id,
                "department_id": cls.shop.id,
                "lang": "en_US",
                **vals,
            }
        )

    @classmethod
    @freeze_time(NOW)
    def _refresh(cls):
        cls.period.action_refresh()

    def _get_table(self, key, board=None):
        """{name: row} in the order of the table."""
        rows = (board or self.board)._find_table(key)["rows"]
        return {row["name"]: row for row in rows}

    def _get_places(self, key, board=None):
        return [
            (name, row["place"], row["move"])
            for name, row in self._get_table(key, board).items()
        ]

    def _get_tile(self, indicator):
        tiles = self.board._read_data()["tiles"]
        [tile] = [tile for tile in tiles if tile["indicator"] == indicator.id]
        return tile
