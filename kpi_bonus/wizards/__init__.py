from . import kpi_fact_sheet
from . import kpi_fact_sheet_line
from . import kpi_period_finding
from . import kpi_target_growth
