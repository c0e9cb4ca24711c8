import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as Seller from "@kpi_bonus_pos/../tests/tours/utils/seller_helpers.esm";
import * as TicketScreen from "@point_of_sale/../tests/pos/tours/utils/ticket_screen_util";
import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("kpi_seller_first_till", {
    steps: () =>
        [
            Seller.logIn(),
            Seller.pick("Anna"),
            Seller.add("Desk Pad", "1", "Anna"),
            PaymentScreen.syncCurrentOrder(),
        ].flat(2),
});

// A browser of its own, which knows of the first one what the server tells it.
registry.category("web_tour.tours").add("kpi_seller_second_till", {
    steps: () =>
        [
            Seller.logIn({isFirst: false}),
            Chrome.clickOrders(),
            TicketScreen.selectOrder("001"),
            TicketScreen.loadSelectedOrder(),
            Seller.hasLine("Desk Pad", "1", "Anna"),
            Seller.pick("Boris"),
            Seller.add("Desk Pad", "1", "Boris"),
            Seller.hasLine("Desk Pad", "1", "Anna"),
            Seller.pay(),
        ].flat(2),
});
