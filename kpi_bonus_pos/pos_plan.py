"""What one run over the receipt lines has to find out."""

from typing import NamedTuple

# Column of the subject by the scope of a KPI; the company is everybody.
SUBJECTS = {"employee": "seller_id", "section": "section_id", "shop": "shop_id"}
# Sources that count receipts.
RECEIPTS = ("pos_single_item", "pos_average_receipt", "pos_positions")


class Figure(NamedTuple):
    """What is added up of the lines; KPIs that agree in it share a column."""

    measure: str  # excl or incl (money without or with taxes), or pieces
    services: bool  # whether they count
    returns: str  # net, gross or returns
    list_id: int  # KPI whose product lists are asked for; 0: all products


def get_figure(indicator):
    """:return: Figure; None if a KPI only counts receipts"""
    if indicator.source in ("pos_single_item", "pos_positions"):
        return None
    money = "incl" if indicator.pos_tax_included else "excl"
    return Figure(
        "pieces" if indicator.pos_measure == "quantity" else money,
        indicator.pos_services,
        indicator.pos_returns,
        indicator.id if indicator.source == "pos_product_list" else 0,
    )


class ProductKinds(NamedTuple):
    """Ids of products that are not plain goods."""

    uncounted: list  # tips, gift cards, prepayments, and what is marked so
    discounts: list  # lower the other lines of the receipt
    services: list
    combos: list  # stand for their parts, which have lines of their own


class PosPlan:
    """The KPIs of a run, and what they need."""

    def __init__(self, indicators, products, has_rewards, date_from, date_to):
        self.indicators = indicators
        self.products = products
        self.has_rewards = has_rewards  # lines may be marked as rewards
        self.date_from = date_from
        self.date_to = date_to
        self.seller_id = None  # whose receipts suffice
        self.order_ids = None  # first and last, if hardly others lie between them
        self.scopes = set(indicators.mapped("scope"))
        figures = dict.fromkeys(map(get_figure, indicators))
        figures.pop(None, None)
        self.figures = {figure: f"figure_{n}" for n, figure in enumerate(figures)}
        self.measures = sorted({figure.measure for figure in figures})
        # Whether services make a receipt, for KPIs that count receipts.
        self.receipts = sorted(
            {kpi.pos_services for kpi in indicators if kpi.source in RECEIPTS}
        )
        self.has_discounts = bool(products.discounts or has_rewards)

    @property
    def money(self):
        return [measure for measure in self.measures if measure != "pieces"]

    @property
    def needs_shares(self):
        """Whether lines must be seen receipt by receipt."""
        return bool(self.receipts or self.has_discounts and self.money)
