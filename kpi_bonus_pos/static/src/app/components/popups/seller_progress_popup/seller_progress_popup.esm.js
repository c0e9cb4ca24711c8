import {Component, onWillStart} from "@odoo/owl";
import {deserializeDateTime, formatDateTime} from "@web/core/l10n/dates";
import {ConnectionLostError} from "@web/core/network/rpc";
import {Dialog} from "@web/core/dialog/dialog";
import {_t} from "@web/core/l10n/translation";
import {formatFloat} from "@web/core/utils/numbers";
import {usePos} from "@point_of_sale/app/hooks/pos_hook";

/** Own sales of a seller against his plan, as the server measured them last. */
export class SellerProgressPopup extends Component {
    static template = "kpi_bonus_pos.SellerProgressPopup";
    static components = {Dialog};
    static props = {close: Function, seller: Object};

    setup() {
        this.pos = usePos();
        onWillStart(() => this.load());
    }

    async load() {
        try {
            this.progress = await this.pos.data.call(
                "pos.session",
                "kpi_get_seller_progress",
                [[this.pos.session.id], this.props.seller.id]
            );
            if (!this.progress.period) {
                this.problem = _t("There is no plan of own sales for this period.");
            }
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            this.problem = _t("There is no connection to the server.");
        }
    }

    get rows() {
        const {today, month, plan, period} = this.progress;
        return [
            {name: "today", label: _t("Today"), value: this.formatAmount(today)},
            {name: "month", label: period, value: this.formatAmount(month)},
            {name: "plan", label: _t("Plan"), value: this.formatAmount(plan)},
        ];
    }

    get nextStep() {
        const {amount, effectiveness} = this.progress.next_step;
        return _t("%(amount)s more for an effectiveness of %(effectiveness)s", {
            amount: this.formatAmount(amount),
            effectiveness: this.formatPercent(effectiveness),
        });
    }

    get measuredOn() {
        return formatDateTime(deserializeDateTime(this.progress.measured_on));
    }

    formatAmount(amount) {
        return this.progress.unit === "money"
            ? this.env.utils.formatCurrency(amount)
            : this.env.utils.formatProductQty(amount, false);
    }

    formatPercent(percent) {
        return `${formatFloat(percent, {digits: [0, 2], trailingZeros: false})} %`;
    }
}
