import {ANNA, BADGES} from "../data/kpi_seller.data.esm";
import {expect, test} from "@odoo/hoot";
import {BarcodeReader} from "@point_of_sale/app/services/barcode_reader_service";
import {ProductScreen} from "@point_of_sale/app/screens/product_screen/product_screen";
import {definePosModels} from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import {mountWithCleanup} from "@web/../tests/web_test_helpers";
import {setupSellerEnv} from "../utils.esm";

definePosModels();

/** Badges begin with 041, as those that Odoo makes. */
function makeReader() {
    const reader = new BarcodeReader(
        {
            nomenclature: {is_gs1_nomenclature: false},
            parse_barcode: (code) => ({
                code,
                type: code.startsWith("041") ? "cashier" : "product",
            }),
        },
        {notification: {add: () => expect.step("not found")}}
    );
    reader.register({
        cashier: () => expect.step("cashier"),
        product: () => expect.step("product"),
    });
    return reader;
}

test("a badge names a seller and nothing else", async () => {
    await setupSellerEnv();
    const reader = makeReader();
    const end = reader.registerSellerCallback((code) => code === "B0R1S");
    for (const code of ["B0R1S", "041", "460", ""]) {
        await reader.scan(code);
    }
    expect.verifySteps(["not found", "product"]);
    end();
    await reader.scan("041");
    expect.verifySteps(["cashier"]);
});

test("whoever asks last gets the badge", async () => {
    const reader = makeReader();
    reader.registerSellerCallback(() => expect.step("first") || true);
    const end = reader.registerSellerCallback(() => expect.step("second") || true);
    await reader.scan("041");
    end();
    await reader.scan("041");
    expect.verifySteps(["second", "first"]);
});

async function scanAtProductScreen(mode) {
    const store = await setupSellerEnv(mode);
    const reader = makeReader();
    store.env.services.barcode_reader = reader;
    const {uuid: orderUuid} = store.getOrder();
    await mountWithCleanup(ProductScreen, {props: {orderUuid}});
    await reader.scan(BADGES[ANNA]);
    return store.getOrder().kpiSeller?.id;
}

test("on the product screen", async () => {
    expect(await scanAtProductScreen("ask")).toBe(ANNA);
});

test("on the product screen in mode off", async () => {
    expect(await scanAtProductScreen("off")).toBe(undefined);
    expect.verifySteps(["cashier"]);
});
