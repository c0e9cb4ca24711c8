import {TicketScreen} from "@point_of_sale/app/screens/ticket_screen/ticket_screen";
import {patch} from "@web/core/utils/patch";

patch(TicketScreen.prototype, {
    /** What is taken back goes to whoever sold it; the server sees to it too. */
    postRefund(destinationOrder) {
        super.postRefund(...arguments);
        for (const line of destinationOrder.lines) {
            line.kpi_seller_id = line.refunded_orderline_id?.kpi_seller_id;
        }
    },
});
