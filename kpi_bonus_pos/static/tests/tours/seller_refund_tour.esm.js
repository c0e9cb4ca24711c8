import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as Seller from "@kpi_bonus_pos/../tests/tours/utils/seller_helpers.esm";
import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("kpi_seller_refund", {
    steps: () =>
        [
            Seller.logIn(),
            Seller.pick("Anna"),
            Seller.add("Desk Pad", "1", "Anna"),
            ProductScreen.clickNumpad("3"),
            Seller.hasLine("Desk Pad", "3", "Anna"),
            Seller.pick("Boris"),
            Seller.add("Monitor Stand", "1", "Boris"),
            Seller.pay(),
            Seller.goOn(),

            // Whoever is chosen now: what is taken back stays with who sold it.
            Seller.pick("Carla", "whole"),
            Seller.refund("001", ["Desk Pad", "3", "1"]),
            PaymentScreen.clickBack(),
            Seller.hasLine("Desk Pad", "-1", "Anna"),
            Seller.pick("Carla", "whole"),
            Seller.hasLine("Desk Pad", "-1", "Anna"),
            Seller.pay(),
            Seller.goOn(),

            // The rest, of two sellers.
            Seller.refund("001", ["Desk Pad", "3", "2"], ["Monitor Stand", "1", "1"]),
            PaymentScreen.clickBack(),
            Seller.hasLine("Desk Pad", "-2", "Anna"),
            Seller.hasLine("Monitor Stand", "-1", "Boris"),
            Seller.pay(),
            Seller.printReceipt("Anna", "Boris"),
        ].flat(2),
});
