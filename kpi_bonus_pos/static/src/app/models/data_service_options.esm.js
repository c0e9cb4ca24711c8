import {DataServiceOptions} from "@point_of_sale/app/models/data_service_options";
import {patch} from "@web/core/utils/patch";

patch(DataServiceOptions.prototype, {
    /** Who may sell here no more is not kept from an earlier session. */
    get cleanupModels() {
        return [...super.cleanupModels, "kpi.seller"];
    },
});
