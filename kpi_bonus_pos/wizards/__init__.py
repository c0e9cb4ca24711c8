from . import kpi_product_list_age
from . import kpi_seller_change
