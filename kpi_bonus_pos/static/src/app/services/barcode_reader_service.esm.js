import {BarcodeReader} from "@point_of_sale/app/services/barcode_reader_service";
import {patch} from "@web/core/utils/patch";

patch(BarcodeReader.prototype, {
    setup() {
        super.setup();
        this.sellerCallbacks = [];
    },

    /**
     * @param {Function} callback is given what is scanned, returns whether it was a badge
     * @returns {Function} ends it
     */
    registerSellerCallback(callback) {
        this.sellerCallbacks.push(callback);
        return () => {
            this.sellerCallbacks = this.sellerCallbacks.filter(
                (other) => other !== callback
            );
        };
    },

    /**
     * Where a badge names a seller, it means nothing else: core would ask the cashier
     * who has it for his PIN.
     */
    async _scan(code) {
        const callback = this.sellerCallbacks.at(-1);
        if (!code || !callback) {
            return super._scan(code);
        }
        if (callback(code)) {
            return;
        }
        if (this._isBadge(code)) {
            this.showNotFoundNotification({code});
            return;
        }
        return super._scan(code);
    },

    _isBadge(code) {
        const parser = [this.parser, this.fallbackParser].find(
            (candidate) => candidate && !candidate.nomenclature.is_gs1_nomenclature
        );
        return parser?.parse_barcode(code).type === "cashier";
    },
});
