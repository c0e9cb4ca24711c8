from . import kpi_demo
from . import kpi_demo_career
from . import kpi_demo_people
from . import kpi_demo_period
from . import kpi_demo_sales
from . import kpi_demo_steps
