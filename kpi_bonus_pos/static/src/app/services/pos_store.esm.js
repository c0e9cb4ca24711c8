/* global Sha1 */
import {ask, makeAwaitable} from "@point_of_sale/app/utils/make_awaitable_dialog";
import {MissingSellerPopup} from "@kpi_bonus_pos/app/components/popups/missing_seller_popup/missing_seller_popup.esm";
import {PosStore} from "@point_of_sale/app/services/pos_store";
import {SellerPopup} from "@kpi_bonus_pos/app/components/popups/seller_popup/seller_popup.esm";
import {browser} from "@web/core/browser/browser";
import {patch} from "@web/core/utils/patch";

const RECENT_SELLERS = 6;

patch(PosStore.prototype, {
    get isKpiSellerAsked() {
        return ["cashier", "ask", "required"].includes(this.config.kpi_seller_mode);
    },

    /** @returns {Array<KpiSeller>} who may be chosen, by name */
    getKpiSellers() {
        return this.models["kpi.seller"]
            .filter((seller) => seller.isAllowed)
            .sort((a, b) => a.name.localeCompare(b.name));
    },

    /** @returns {KpiSeller|undefined} who sells what is added now */
    getKpiSeller(order = this.getOrder()) {
        return order?.kpiSeller || this.getKpiDefaultSeller();
    },

    getKpiDefaultSeller() {
        const cashier = this.getCashier();
        if (
            this.config.kpi_seller_mode === "cashier" &&
            cashier?.model?.name === "hr.employee"
        ) {
            // Both models share their ids; not every cashier may be a seller.
            return this.models["kpi.seller"].get(cashier.id);
        }
    },

    getKpiSellerByBadge(code) {
        const barcode = Sha1.hash(code);
        return this.models["kpi.seller"].find((seller) => seller._barcode === barcode);
    },

    // -- Choosing --------------------------------------------------------------

    async selectKpiSeller(order = this.getOrder()) {
        const line = order.getSelectedOrderline();
        const choice = await makeAwaitable(this.dialog, SellerPopup, {
            line: line?.canChangeKpiSeller ? line : undefined,
        });
        if (choice) {
            this.setKpiSeller(choice.seller, choice.scope, order);
        }
    },

    /**
     * @param {KpiSeller} [seller] nobody if left out
     * @param {string} scope "line" that is selected, "next" lines or "whole" receipt
     * @param {PosOrder} order
     */
    setKpiSeller(seller, scope = "next", order = this.getOrder()) {
        if (scope === "whole") {
            order.setKpiSellerOfAll(seller);
        } else if (scope === "line") {
            order.getSelectedOrderline().setKpiSeller(seller);
            order.uiState.kpiSellerId ??= seller?.id;
        } else {
            order.setKpiSeller(seller);
        }
        this._rememberKpiSeller(seller);
        // The state of an order is kept over a reload only along with some change of it.
        this.data.debouncedSynchronizeLocalDataInIndexedDB();
    },

    get _recentKpiSellersKey() {
        return `kpi_recent_sellers_${this.config.id}`;
    },

    /** @returns {Array<KpiSeller>} who was chosen at this device, the last one first */
    getRecentKpiSellers() {
        const ids = JSON.parse(
            browser.localStorage.getItem(this._recentKpiSellersKey) || "[]"
        );
        return this.models["kpi.seller"]
            .readMany(ids)
            .filter((seller) => seller.isAllowed);
    },

    _rememberKpiSeller(seller) {
        if (seller) {
            const ids = this.getRecentKpiSellers().map(({id}) => id);
            const recent = [...new Set([seller.id, ...ids])].slice(0, RECENT_SELLERS);
            browser.localStorage.setItem(
                this._recentKpiSellersKey,
                JSON.stringify(recent)
            );
        }
    },

    // -- Lines -----------------------------------------------------------------

    async addLineToOrder(vals, order, opts = {}, configure = true) {
        const seller = this.isKpiSellerAsked && this._getKpiSellerOfNew(vals, order);
        return super.addLineToOrder(
            seller ? {kpi_seller_id: seller, ...vals} : vals,
            order,
            opts,
            configure
        );
    },

    _getKpiSellerOfNew({product_tmpl_id: product}, order) {
        const template =
            typeof product === "number"
                ? this.models["product.template"].get(product)
                : product;
        return template.isKpiCounted && this.getKpiSeller(order);
    },

    /** The parts of a combo go to the seller of the combo. */
    async handleComboProduct(values, order, configure, {line} = {}) {
        const keepGoing = await super.handleComboProduct(...arguments);
        for (const [, child] of values.combo_line_ids || []) {
            child.kpi_seller_id = line ? line.kpi_seller_id : values.kpi_seller_id;
        }
        return keepGoing;
    },

    // -- Payment ---------------------------------------------------------------

    async pay() {
        if (await this.ensureKpiSellers(this.getOrder())) {
            await super.pay();
        }
    },

    /**
     * Ask for the sellers that this register requires.
     *
     * @param {PosOrder} order
     * @returns {Promise<boolean>} whether the order may be paid
     */
    async ensureKpiSellers(order) {
        const getMissing = () =>
            this.config.kpi_seller_mode === "required"
                ? order.linesWithoutKpiSeller
                : [];
        const lines = getMissing();
        if (lines.length && (await ask(this.dialog, {lines}, {}, MissingSellerPopup))) {
            const choice = await makeAwaitable(this.dialog, SellerPopup, {
                isScopeFixed: true,
            });
            lines.forEach((line) => line.setKpiSeller(choice?.seller));
            this._rememberKpiSeller(choice?.seller);
        }
        return !getMissing().length;
    },
});
