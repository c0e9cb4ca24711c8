import {Base} from "@point_of_sale/app/models/related_models";
import {normalize} from "@web/core/l10n/utils";
import {registry} from "@web/core/registry";

export class KpiSeller extends Base {
    static pythonModel = "kpi.seller";

    /**
     * Whether this register may name him. Others come to the till alone, without a badge,
     * with lines that they sold at another register.
     */
    get isAllowed() {
        return this._barcode !== undefined;
    }

    get searchString() {
        return normalize(this.name);
    }
}

registry.category("pos_available_models").add(KpiSeller.pythonModel, KpiSeller);
