from . import hr_payslip_employees
from . import kpi_payroll_register
from . import kpi_structure_rules
