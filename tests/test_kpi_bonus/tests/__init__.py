from . import test_history_http
from . import test_real_month
from . import test_wrong_input
from . import test_rights_http
from . import test_month
from . import test_portal_attack
from . import test_portal_tours
from . import test_portal_queries
