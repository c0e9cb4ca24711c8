/* global posmodel */
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as OfflineUtil from "@point_of_sale/../tests/generic_helpers/offline_util";
import * as Order from "@point_of_sale/../tests/generic_helpers/order_widget_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as PosHr from "@pos_hr/../tests/tours/utils/pos_hr_helpers";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import * as TicketScreen from "@point_of_sale/../tests/pos/tours/utils/ticket_screen_util";
import {inLeftSide} from "@point_of_sale/../tests/pos/tours/utils/common";
import {negate, run} from "@point_of_sale/../tests/generic_helpers/utils";

const POPUP = ".kpi-seller-popup";

/** The first device opens the register, those that come later do not. */
export function logIn({cashier = "Mitchell Admin", isFirst = true} = {}) {
    return [
        {
            ...Chrome.clickBtn(isFirst ? "Open Register" : "Unlock Register"),
            // The till's files are put together for the first browser that wants them.
            timeout: 60000,
        },
        ...PosHr.login(cashier),
        ...(isFirst ? [Dialog.confirm("Open Register")] : []),
        ...ProductScreen.isShown(),
    ];
}

// -- Choosing ----------------------------------------------------------------------

export function open() {
    return [
        {trigger: ".product-screen .kpi-seller-button", run: "click"},
        {trigger: `${POPUP} .kpi-seller-search`},
    ];
}

export function search(name) {
    return {trigger: `${POPUP} .kpi-seller-search`, run: `edit ${name}`};
}

export function press(button) {
    return {trigger: `${POPUP} .kpi-seller-${button}`, run: "click"};
}

export function take(name) {
    return [
        {trigger: `${POPUP} .kpi-seller-item:contains(${name})`, run: "click"},
        {trigger: negate(POPUP)},
    ];
}

/** @param {string} scope "line", "next" lines or "whole" receipt */
export function pick(name, scope = "next") {
    return inLeftSide([...open(), press(scope), ...take(name)]);
}

export function is(name) {
    return inLeftSide({
        content: `The seller is ${name}`,
        trigger: `.product-screen .kpi-seller-button:contains(/^${name}$/)`,
    });
}

// -- Lines -------------------------------------------------------------------------

function lineOf(product, quantity, seller) {
    const [{trigger}] = Order.hasLine({productName: product, quantity});
    const shown = seller
        ? `:has(.kpi-line-seller:contains(${seller}))`
        : ":not(:has(.kpi-line-seller))";
    return trigger + shown;
}

/** In the pane of the receipt, which a phone shows by itself only now and then. */
export function isLine(product, quantity, seller) {
    return {trigger: lineOf(product, quantity, seller)};
}

export function hasLine(...line) {
    return inLeftSide(isLine(...line));
}

/** Do something with a line: on a phone it is selected only as long as it is shown. */
export function onLine(product, quantity, seller, ...steps) {
    const line = lineOf(product, quantity, seller);
    return inLeftSide([
        {
            trigger: line,
            async run({anchor, click}) {
                if (!anchor.classList.contains("selected")) {
                    await click();
                }
            },
        },
        {trigger: line.replace(".orderline", ".orderline.selected")},
        ...steps.flat(),
    ]);
}

export function add(product, quantity, seller) {
    return [
        ...ProductScreen.clickDisplayedProduct(product),
        ...hasLine(product, quantity, seller),
    ];
}

// -- Payment -----------------------------------------------------------------------

export function pay() {
    return [
        ...ProductScreen.clickPayButton(),
        ...PaymentScreen.clickPaymentMethod("Bank"),
        ...PaymentScreen.clickValidate(),
        ...ReceiptScreen.receiptIsThere(),
    ];
}

export function goOn() {
    return [...ReceiptScreen.clickNextOrder(), ...ProductScreen.isShown()];
}

/** @param {string} order its number, "001" is the first */
export function refund(order, ...lines) {
    return [
        ...ProductScreen.clickRefund(),
        ...TicketScreen.selectOrder(order),
        ...lines.flatMap(([product, sold, quantity]) => [
            ...inLeftSide({
                trigger: Order.hasLine({productName: product, quantity: sold})[0]
                    .trigger,
                run: "click",
            }),
            ...ProductScreen.clickNumpad(quantity),
        ]),
        ...TicketScreen.confirmRefund(),
        ...PaymentScreen.isShown(),
    ];
}

/** What is shown and what is printed: a seller for each line that has one. */
export function printReceipt(...sellers) {
    const printed = [];
    const read = (element) =>
        [...element.querySelectorAll(".pos-receipt .kpi-receipt-seller")]
            .map((item) => item.textContent.trim())
            .join();
    const isPrinted = () => printed.includes(sellers.join());
    return [
        run(() => {
            window.print = (element) => printed.push(read(element));
        }, "Printing goes nowhere"),
        {trigger: ".receipt-screen .button.print", run: "click"},
        {
            content: `The receipt names ${sellers}`,
            trigger: ".receipt-screen",
            async run({anchor, waitUntil}) {
                await waitUntil(() => isPrinted() && read(anchor) === sellers.join());
            },
        },
    ];
}

// -- Connection --------------------------------------------------------------------

/** What the browser tells of itself only where it is really cut off. */
function tell(event, isReached) {
    return {
        content: `The till hears that it is ${event}`,
        trigger: "body",
        async run({waitUntil}) {
            window.dispatchEvent(new Event(event));
            await waitUntil(isReached, {timeout: 9000});
        },
    };
}

export function goOffline() {
    return [
        OfflineUtil.setOfflineMode(),
        tell("offline", () => posmodel.data.network.offline),
    ];
}

/** The server gets all that was paid. */
export function goOnline() {
    const isAtServer = (order) => order.isSynced || order.state !== "paid";
    return [
        OfflineUtil.setOnlineMode(),
        tell("online", () => posmodel.models["pos.order"].every(isAtServer)),
    ];
}
