import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as Seller from "@kpi_bonus_pos/../tests/tours/utils/seller_helpers.esm";
import {
    negate,
    refresh,
    scan_barcode,
} from "@point_of_sale/../tests/generic_helpers/utils";
import {registry} from "@web/core/registry";

function isRefused(product) {
    return [
        ProductScreen.clickPayButton(false),
        {trigger: `.modal .kpi-seller-missing:contains(${product})`},
    ];
}

function payIsBlocked() {
    return [
        Seller.add("Desk Pad", "1"),
        isRefused("Desk Pad"),
        Dialog.discard(),
        {trigger: negate(".modal")},
        ProductScreen.isShown(),
        isRefused("Desk Pad"),
        Dialog.confirm("Choose seller"),
        Seller.take("Anna"),
        PaymentScreen.isShown(),
        PaymentScreen.clickBack(),
        Seller.hasLine("Desk Pad", "1", "Anna"),
    ];
}

function reload() {
    return [
        scan_barcode("041B0R1S"),
        Seller.is("Boris"),
        Seller.add("Monitor Stand", "1", "Boris"),
        refresh(),
        Seller.is("Boris"),
        Seller.hasLine("Desk Pad", "1", "Anna"),
        Seller.hasLine("Monitor Stand", "1", "Boris"),
        Seller.add("Small Shelf", "1", "Boris"),
        Seller.pay(),
        Seller.goOn(),
    ];
}

function sellOffline() {
    return [
        Seller.goOffline(),
        Seller.pick("Carla"),
        Seller.add("Desk Pad", "1", "Carla"),
        Seller.pay(),
        Dialog.confirm("Continue with limited functionality"),
        Seller.goOn(),
        Seller.add("Monitor Stand", "1"),
        isRefused("Monitor Stand"),
        Dialog.discard(),
        Seller.pick("Anna"),
        Seller.pay(),
        Seller.goOnline(),
    ];
}

registry.category("web_tour.tours").add("kpi_seller_required", {
    steps: () => [Seller.logIn(), payIsBlocked(), reload(), sellOffline()].flat(3),
});
