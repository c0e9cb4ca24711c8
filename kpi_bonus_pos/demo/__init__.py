from . import kpi_demo_tills
