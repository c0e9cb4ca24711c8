import {ANNA, BADGES, BORIS, CARLA} from "../data/kpi_seller.data.esm";
import {CHAIR, addProduct, getSeller, getSold, setupSellerEnv} from "../utils.esm";
import {click, edit, press, queryAllTexts} from "@odoo/hoot-dom";
import {expect, test} from "@odoo/hoot";
import {definePosModels} from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import {dialogActions} from "@point_of_sale/../tests/unit/utils";

definePosModels();

const item = (id) => `.kpi-seller-item[data-seller-id="${id}"]`;

async function choose(store, ...steps) {
    // Waiting for a choice that is not made would be no failure.
    const isClosed = () => expect(".kpi-seller-popup").toHaveCount(0);
    await dialogActions(() => store.selectKpiSeller(), [...steps, isClosed]);
    return store.getOrder().kpiSeller?.id;
}

test("recent sellers are first, and nobody is twice", async () => {
    const store = await setupSellerEnv();
    store.setKpiSeller(getSeller(store, CARLA));
    const chosen = await choose(
        store,
        () =>
            expect(queryAllTexts(".kpi-seller-item")).toEqual([
                "Carla Fernández",
                "Anna Petrova",
                "Boris Orlov",
            ]),
        () => expect(`.kpi-seller-recent ${item(CARLA)}.active`).toHaveCount(1),
        () => click(item(BORIS))
    );
    expect(chosen).toBe(BORIS);
});

test("search by name, without accents, and Enter", async () => {
    const store = await setupSellerEnv();
    const chosen = await choose(
        store,
        () => expect(".kpi-seller-search").toBeFocused(),
        () => press("Enter"),
        () => edit("nobody"),
        () => expect(".kpi-seller-item").toHaveCount(0),
        () => press("Enter"),
        () => edit("fernandez"),
        () => expect(queryAllTexts(".kpi-seller-item")).toEqual(["Carla Fernández"]),
        () => press("Enter")
    );
    expect(chosen).toBe(CARLA);
});

test("a badge that is scanned into the search", async () => {
    const store = await setupSellerEnv();
    const chosen = await choose(
        store,
        () => edit(BADGES[BORIS]),
        () => press("Enter")
    );
    expect(chosen).toBe(BORIS);
});

test("without a selected line, the whole receipt", async () => {
    const store = await setupSellerEnv();
    store.setKpiSeller(getSeller(store, BORIS));
    await addProduct(store, CHAIR);
    store.getOrder().deselectOrderline();
    const chosen = await choose(
        store,
        () => expect(".kpi-seller-line").toHaveCount(0),
        () => click(".kpi-seller-whole"),
        () => click(item(ANNA))
    );
    expect(chosen).toBe(ANNA);
    expect(getSold(store.getOrder())).toEqual([[1, ANNA]]);
});

async function setupLine() {
    const store = await setupSellerEnv();
    store.setKpiSeller(getSeller(store, BORIS));
    const line = await addProduct(store, CHAIR);
    line.setKpiSeller(getSeller(store, ANNA));
    return store;
}

test("the selected line", async () => {
    const store = await setupLine();
    const chosen = await choose(
        store,
        () => expect(`${item(ANNA)}.active`).toHaveCount(1),
        () => click(item(CARLA))
    );
    expect(chosen).toBe(BORIS);
    expect(getSold(store.getOrder())).toEqual([[1, CARLA]]);
});

test("a line is selected, those that come are meant", async () => {
    const store = await setupLine();
    const chosen = await choose(
        store,
        () => click(".kpi-seller-next"),
        () => expect(`${item(BORIS)}.active`).toHaveCount(1),
        () => click(item(CARLA))
    );
    expect(chosen).toBe(CARLA);
    expect(getSold(store.getOrder())).toEqual([[1, ANNA]]);
});

test("no seller", async () => {
    const store = await setupSellerEnv();
    store.setKpiSeller(getSeller(store, BORIS));
    const chosen = await choose(store, () => click(".kpi-seller-none"));
    expect(chosen).toBe(undefined);
});

test("the seller of a refund is not chosen", async () => {
    const store = await setupSellerEnv();
    const line = await addProduct(store, CHAIR);
    line.refunded_orderline_id = line;
    await choose(
        store,
        () => expect(".kpi-seller-line").toHaveCount(0),
        () => click(item(ANNA))
    );
    expect(line.kpi_seller_id).toBe(undefined);
});

for (const isOn of [false, true]) {
    test(`own figures: ${isOn}`, async () => {
        const store = await setupLine();
        store.config.kpi_progress = isOn;
        await choose(
            store,
            () => expect(".kpi-seller-progress").toHaveCount(Number(isOn)),
            () => click(item(ANNA))
        );
    });
}
