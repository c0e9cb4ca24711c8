import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";
import {rpc} from "@web/core/network/rpc";

/**
 * Fetches where the month ends, after the page is shown.
 */
export class KpiEstimate extends Interaction {
    static selector = ".o_kpi_estimate";

    async willStart() {
        const estimate = await this.waitFor(rpc(this.el.dataset.url));
        if (!estimate) {
            return;
        }
        for (const el of this.el.querySelectorAll("[data-result]")) {
            el.textContent = estimate[el.dataset.result];
        }
        this.el.classList.remove("d-none");
    }
}

registry.category("public.interactions").add("kpi_bonus.estimate", KpiEstimate);
