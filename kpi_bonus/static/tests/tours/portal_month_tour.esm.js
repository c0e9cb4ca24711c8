import {fill, fits, go, started, tap} from "./portal_steps.esm";
import {registry} from "@web/core/registry";

const RESULT = ".o_kpi_what_if_result";
const OWN_SALES = ".o_kpi_slider:contains(Own sales) input[type=number]";
const THANKS = ".o_kpi_counter:contains(Thanks)";

function expectResult(effectiveness, percent) {
    const total = `[data-result=effectiveness]:text(${effectiveness})`;
    return {
        trigger: `${RESULT}:has(${total}):has([data-result=percent]:text(${percent}))`,
    };
}

registry.category("web_tour.tours").add("kpi_portal_sign", {
    steps: () => [
        {trigger: ".o_kpi_state:contains(Issued)"},
        fits(".o_kpi"),
        go(".o_kpi_todo:contains(Read your plan and sign it.) a"),
        {trigger: ".o_kpi_panel:contains(Own sales):contains(500,000.00)"},
        {trigger: ".o_kpi_matrix tr:contains(150):contains(200)"},
        {trigger: ".o_kpi_sign input[name=signer]:value(Anna Seller)"},
        tap(".o_web_sign_auto_button"),
        {trigger: "canvas.o_web_sign_signature", run: "canvasNotEmpty"},
        fits(".o_kpi_sign"),
        go(".o_portal_sign_submit:enabled:contains(Sign the plan)"),
        {trigger: ".alert-success:contains(Signed. Good luck with your plan.)"},
        {trigger: ".o_kpi:not(:has(.o_kpi_sign)) img.o_kpi_signature"},
        go(".o_kpi_back"),
        {trigger: ".o_kpi:not(:has(.o_kpi_todo)) .o_kpi_state:contains(Signed)"},
    ],
});

registry.category("web_tour.tours").add("kpi_portal_month", {
    steps: () => [
        {trigger: ".o_kpi_result dd:contains(93)"},
        {trigger: ".o_kpi_result .o_kpi_money:contains(18,000.00)"},
        {trigger: ".o_kpi_ladder:contains(row 95)"},
        {
            trigger:
                ".o_kpi_steps li:contains(Own sales):contains(20,433.00):contains(472,500.00)",
        },
        {trigger: ".o_kpi_steps li:contains(Service):contains(1 more)"},
        {trigger: ".o_kpi_estimate:not(.d-none) [data-result=percent]:not(:empty)"},
        fits(".o_kpi"),
        // What the next step says it gives, it gives.
        started(),
        tap(".o_kpi_what_if summary"),
        fill(OWN_SALES, "472499.99"),
        expectResult(93, 90),
        fill(OWN_SALES, "472500"),
        expectResult(95, 95),
        fits(".o_kpi_what_if[open]"),
        tap(`${THANKS} [data-add='1']`),
        expectResult(97, 95),
        fill(OWN_SALES, "9999999999999"),
        {trigger: ".o_kpi_what_if .alert-danger:not(.d-none)"},
        tap(".o_kpi_reset"),
        expectResult(93, 90),
        {trigger: ".o_kpi_what_if:has(.alert-danger.d-none)"},
        go(".o_kpi_line:contains(Own sales)"),
        {trigger: "h1:contains(Own sales)"},
        {trigger: ".o_kpi_sum_line:contains(452,067)"},
        {trigger: ".o_kpi_rows tr:contains(452,067)"},
        fits(".o_kpi"),
        go(".o_kpi_back"),
        go(".o_kpi_links a:contains(How it is computed)"),
        {trigger: ".o_kpi_sum_line:contains(93)"},
        fits(".o_kpi"),
        go(".o_kpi_links a:contains(Service)"),
        {trigger: ".o_kpi_rows tr:contains(No reaction to a customer)"},
    ],
});
