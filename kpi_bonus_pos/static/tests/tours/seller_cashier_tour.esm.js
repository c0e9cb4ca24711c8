import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as PosHr from "@pos_hr/../tests/tours/utils/pos_hr_helpers";
import * as Seller from "@kpi_bonus_pos/../tests/tours/utils/seller_helpers.esm";
import * as SelectionPopup from "@point_of_sale/../tests/generic_helpers/selection_popup_util";
import {negate} from "@point_of_sale/../tests/generic_helpers/utils";
import {registry} from "@web/core/registry";

const FIGURES = ".kpi-progress-popup";

function figuresAre(...texts) {
    return [
        Seller.open(),
        Seller.press("next"),
        Seller.press("progress"),
        ...texts.map((text) => ({trigger: `${FIGURES}:contains("${text}")`})),
        {trigger: `${FIGURES} .btn-close`, run: "click"},
        {trigger: negate(FIGURES)},
        Dialog.discard(),
    ];
}

registry.category("web_tour.tours").add("kpi_seller_cashier", {
    steps: () =>
        [
            Seller.logIn({cashier: "Anna"}),
            Seller.is("Anna"),
            figuresAre("1,066.70", "452,067.00", "500,000.00", "90", "20,433.00", "95"),
            Seller.add("Desk Pad", "1", "Anna"),
            Seller.pick("Boris"),
            figuresAre("no plan"),
            Seller.add("Monitor Stand", "1", "Boris"),
            Seller.pay(),
            Seller.goOn(),
            Seller.is("Anna"),

            // Who takes the money without being a seller sells nothing.
            PosHr.clickCashierName(),
            SelectionPopup.has("Mitchell Admin", {run: "click"}),
            Seller.is("Seller"),
            Seller.add("Desk Pad", "1"),
            Seller.pay(),
        ].flat(3),
});
