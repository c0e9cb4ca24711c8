import {OrderSummary} from "@point_of_sale/app/screens/product_screen/order_summary/order_summary";
import {parseFloat} from "@web/views/fields/parsers";
import {patch} from "@web/core/utils/patch";

patch(OrderSummary.prototype, {
    /**
     * A quantity that is typed on another seller's line: the line keeps at most what it
     * had, the rest goes to a line of who sells now.
     */
    _setValue(val) {
        const line = this.currentOrder.getSelectedOrderline()?.getAllLinesInCombo()[0];
        const seller = this.pos.isKpiSellerAsked && this.pos.getKpiSeller();
        const isTyped = val !== "remove" && this.pos.numpadMode === "quantity";
        if (!isTyped || !this._isOfAnotherKpiSeller(line, seller)) {
            super._setValue(val);
            return;
        }
        const raise = this._getKpiRaise(line, seller);
        const quantity = parseFloat(val || "0");
        super._setValue(quantity > raise.kept ? raise.kept : val);
        this._setKpiRaised(raise, Math.max(quantity - raise.kept, 0));
    },

    _isOfAnotherKpiSeller(line, seller) {
        return (
            seller && line?.canChangeKpiSeller && line.kpi_seller_id?.id !== seller.id
        );
    },

    /**
     * Digits come one by one: the raise that is being typed goes on, unless one of its
     * two lines was changed by other means.
     */
    _getKpiRaise(line, seller) {
        const raise = this.kpiRaise;
        const isLeft = (part, qty) => !part || (part.order_id && part.qty === qty);
        const goesOn =
            raise?.line === line &&
            raise.seller === seller &&
            isLeft(line, raise.lineQty) &&
            isLeft(raise.added, raise.addedQty);
        return goesOn ? raise : {line, seller, kept: line.qty};
    },

    _setKpiRaised(raise, quantity) {
        if (quantity) {
            const added = raise.added || raise.line.copyForKpiSeller(raise.seller);
            added.setQuantity(quantity, Boolean(added.combo_line_ids.length));
            raise.added = added;
        } else if (raise.added) {
            this.currentOrder.removeOrderline(raise.added);
            raise.added = undefined;
        }
        this.pos.selectOrderLine(this.currentOrder, raise.line);
        this.kpiRaise = {
            ...raise,
            lineQty: raise.line.qty,
            addedQty: raise.added?.qty,
        };
    },
});
