from . import payroll_register
