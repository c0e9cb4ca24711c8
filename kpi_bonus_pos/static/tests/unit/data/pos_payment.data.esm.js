import {PosPayment} from "@point_of_sale/../tests/unit/data/pos_payment.data";
import {patch} from "@web/core/utils/patch";

patch(PosPayment.prototype, {
    /** None means all of them; the mock of pos_hr adds one to none. */
    _load_pos_data_fields() {
        return [];
    },
});
