import {PosConfig} from "@point_of_sale/../tests/unit/data/pos_config.data";

PosConfig._records = PosConfig._records.map((record) => ({
    ...record,
    kpi_seller_mode: "off",
    kpi_seller_on_receipt: false,
    kpi_progress: false,
}));
