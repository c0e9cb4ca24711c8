import {useEffect} from "@odoo/owl";
import {usePos} from "@point_of_sale/app/hooks/pos_hook";
import {useService} from "@web/core/utils/hooks";

/**
 * Badges that are scanned as long as the component is shown name a seller.
 *
 * @param {Function} onSeller is given the `KpiSeller`
 */
export function useSellerBadge(onSeller) {
    const pos = usePos();
    const barcodeReader = useService("barcode_reader");
    const onScan = (code) => {
        const seller = pos.getKpiSellerByBadge(code);
        if (seller) {
            onSeller(seller);
        }
        return Boolean(seller);
    };
    useEffect(
        // There is none without a barcode nomenclature.
        () => barcodeReader?.registerSellerCallback(onScan),
        () => []
    );
}
