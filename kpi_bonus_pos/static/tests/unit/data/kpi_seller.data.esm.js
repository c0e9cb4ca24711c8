/* global Sha1 */
import {hootPosModels} from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import {models} from "@web/../tests/web_test_helpers";
import {patch} from "@web/core/utils/patch";

/** Sellers of this register; Zoe sells at another one. */
export const ANNA = 3;
export const BORIS = 4;
export const CARLA = 5;
export const ZOE = 6;
export const BADGES = {[ANNA]: "0411000000001", [BORIS]: "B0R1S"};

export class KpiSeller extends models.ServerModel {
    _name = "kpi.seller";

    _load_pos_data_fields() {
        return ["name"];
    }

    _load_pos_data_read(records) {
        return records
            .filter(({id}) => id !== ZOE)
            .map((record) => ({
                ...record,
                _barcode: BADGES[record.id] ? Sha1.hash(BADGES[record.id]) : false,
            }));
    }

    _records = [
        {id: CARLA, name: "Carla Fernández"},
        {id: ANNA, name: "Anna Petrova"},
        {id: BORIS, name: "Boris Orlov"},
        {id: ZOE, name: "Zoe Other"},
    ];
}
patch(hootPosModels, [...hootPosModels, KpiSeller]);
