from . import kpi_card
