import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
import {patch} from "@web/core/utils/patch";

patch(OrderPaymentValidation.prototype, {
    /** Not every payment begins with the button that asks for them. */
    async askBeforeValidation() {
        if (!(await this.pos.ensureKpiSellers(this.order))) {
            return false;
        }
        return super.askBeforeValidation(...arguments);
    },
});
