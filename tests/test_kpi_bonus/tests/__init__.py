from . import test_real_month
from . import test_wrong_input
