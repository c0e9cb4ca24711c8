import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as Numpad from "@point_of_sale/../tests/generic_helpers/numpad_util";
import * as PosHr from "@pos_hr/../tests/tours/utils/pos_hr_helpers";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as Seller from "@kpi_bonus_pos/../tests/tours/utils/seller_helpers.esm";
import * as SelectionPopup from "@point_of_sale/../tests/generic_helpers/selection_popup_util";
import {inLeftSide} from "@point_of_sale/../tests/pos/tours/utils/common";
import {negate, scan_barcode} from "@point_of_sale/../tests/generic_helpers/utils";
import {registry} from "@web/core/registry";

function sellersAreNoCashiers() {
    return [
        PosHr.clickCashierName(),
        SelectionPopup.has("Pos Employee1"),
        {trigger: negate(".selection-item:contains(Anna)")},
        Dialog.cancel(),
    ]
        .flat()
        .map((step) => ({...step, isActive: ["desktop"]}));
}

function pickByName() {
    return [
        inLeftSide([
            ...Seller.open(),
            Seller.search("clerk"),
            {trigger: ".kpi-seller-popup:contains(Nobody):not(:has(.kpi-seller-item))"},
            Seller.search("ann"),
            {trigger: ".kpi-seller-popup:not(:has(.kpi-seller-item:contains(Boris)))"},
            ...Seller.take("Anna"),
        ]),
        Seller.is("Anna"),
        Seller.add("Desk Pad", "1", "Anna"),
    ];
}

/** A scanned badge sells what comes next, and leaves what is there. */
function anotherByBadge() {
    return [
        scan_barcode("041B0R1S"),
        Seller.is("Boris"),
        Seller.add("Monitor Stand", "1", "Boris"),
        Seller.hasLine("Desk Pad", "1", "Anna"),
    ];
}

function raiseByAnother() {
    return [
        // With the keys of numbers, where she keeps what she sold.
        Seller.onLine(
            "Desk Pad",
            "1",
            "Anna",
            Numpad.click("3"),
            Seller.isLine("Desk Pad", "2", "Boris"),
            Seller.isLine("Desk Pad", "1", "Anna")
        ),
        // With one more of the same goods.
        scan_barcode("0411000000001"),
        Seller.is("Anna"),
        Seller.add("Monitor Stand", "1", "Anna"),
        Seller.hasLine("Monitor Stand", "1", "Boris"),
        // His own lines grow.
        ProductScreen.clickDisplayedProduct("Monitor Stand"),
        Seller.hasLine("Monitor Stand", "2", "Anna"),
    ];
}

function changeOneLine() {
    return [
        Seller.onLine(
            "Desk Pad",
            "2",
            "Boris",
            Seller.open(),
            Seller.press("line"),
            Seller.take("Carla")
        ),
        Seller.hasLine("Desk Pad", "2", "Carla"),
        Seller.is("Anna"),
    ];
}

function wholeReceipt() {
    return [
        // Who is named first sold what is there, too.
        Seller.is("Seller"),
        Seller.add("Desk Pad", "1"),
        scan_barcode("041B0R1S"),
        Seller.hasLine("Desk Pad", "1", "Boris"),
        Seller.add("Monitor Stand", "1", "Boris"),
        inLeftSide([
            ...Seller.open(),
            {trigger: ".kpi-seller-recent .kpi-seller-item:first:contains(Boris)"},
            Seller.press("whole"),
            ...Seller.take("Carla"),
        ]),
        Seller.hasLine("Desk Pad", "1", "Carla"),
        Seller.hasLine("Monitor Stand", "1", "Carla"),
        Seller.add("Small Shelf", "1", "Carla"),
    ];
}

function nobody() {
    return [
        Seller.onLine(
            "Small Shelf",
            "1",
            "Carla",
            Seller.open(),
            Seller.press("line"),
            Seller.press("none")
        ),
        Seller.hasLine("Small Shelf", "1"),
        Seller.is("Carla"),
    ];
}

registry.category("web_tour.tours").add("kpi_seller_pick", {
    steps: () =>
        [
            Seller.logIn(),
            sellersAreNoCashiers(),
            pickByName(),
            anotherByBadge(),
            raiseByAnother(),
            changeOneLine(),
            Seller.pay(),
            Seller.printReceipt("Anna", "Boris", "Carla", "Anna"),
            Seller.goOn(),
            wholeReceipt(),
            nobody(),
            Seller.pay(),
        ].flat(3),
});
