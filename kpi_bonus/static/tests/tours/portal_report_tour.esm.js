import {attach, fill, fits, go, tap} from "./portal_steps.esm";
import {registry} from "@web/core/registry";

const CHECK = "button[name=step][value=check]";
const SUBMIT = "button[name=step][value=submit]";

function getInput(kpi, name) {
    return `fieldset:contains(${kpi}) input[id^=${name}_]`;
}

function fillIn(total) {
    return [
        fill(getInput("Section sales", "fact"), "2,400,000.00"),
        fill(getInput("Section sales", "effectiveness"), "42"),
        fill(getInput("Own sales", "fact"), "452 067,00"),
        fill(getInput("Own sales", "effectiveness"), "41"),
        fill(getInput("Service", "minus"), "60"),
        fill(getInput("Service", "plus"), "10"),
        fill(getInput("Service", "effectiveness"), "10"),
        fill("#total", total),
        fill("#percent", "90"),
    ];
}

registry.category("web_tour.tours").add("kpi_portal_report_wrong", {
    steps: () => [
        go(".o_kpi_todo:contains(Hand in your report) a"),
        fits(".o_kpi_form"),
        ...fillIn("94"),
        go(CHECK),
        {trigger: ".alert-warning:contains(This does not add up:)"},
        {trigger: "#total[aria-invalid=true]:value(94)"},
        {trigger: "#percent:not([aria-invalid]):value(90)"},
        {trigger: getInput("Own sales", "fact") + ":value(452 067,00)"},
        fits(".o_kpi_form"),
        // Handing it in all the same is asked about.
        go(SUBMIT),
        {trigger: "#anyway:not(:checked)"},
        {trigger: "#total_note:contains(it is not the sum of the KPIs)"},
        // One wrong step is pointed at alone, not what follows from it.
        fill("#total", "93"),
        fill(getInput("Own sales", "effectiveness"), "45"),
        go(CHECK),
        {trigger: getInput("Own sales", "effectiveness") + "[aria-invalid=true]"},
        {trigger: getInput("Section sales", "effectiveness") + ":not([aria-invalid])"},
    ],
});

registry.category("web_tour.tours").add("kpi_portal_report_right", {
    steps: () => [
        go(".o_kpi_tabs a[href$='/report']"),
        ...fillIn("93"),
        go(CHECK),
        {trigger: ".alert-success:contains(Your figures add up.)"},
        go(SUBMIT),
        {trigger: ".alert-success:contains(Your head has been told.)"},
        {trigger: ".o_kpi p:contains(It awaits the check by your head.)"},
        {trigger: ".o_kpi:not(:has(#total)):not(:contains(Counted))"},
        fits(".o_kpi"),
    ],
});

registry.category("web_tour.tours").add("kpi_portal_outcome", {
    steps: () => [
        {trigger: ".card:contains(Own sales) div:has(> dt:contains(Counted))"},
        {trigger: ".card:contains(Own sales):contains(460,000.00)"},
        {trigger: ".card:contains(Result) div:contains(Bonus payable)"},
        fits(".o_kpi"),
        go(".o_kpi_links a:contains(Something is wrong?)"),
        {trigger: "#about", run: "select fact"},
        {trigger: "#line_id", run: "selectByLabel Own sales"},
        fill("#reason", "Receipt <b>17</b> is missing"),
        attach("#files", "receipt.txt"),
        fits(".o_kpi"),
        go("button:contains(Send the dispute)"),
        {trigger: ".o_kpi_prose:text(Receipt <b>17</b> is missing)"},
        {trigger: ".o_kpi_file:contains(receipt.txt)"},
        {trigger: ".o_kpi_tag_new"},
        fits(".o_kpi"),
        go(".o_kpi_back"),
        go(".list-group-item:contains(Own sales)"),
        // Taking it back is two taps away from a slip of the thumb.
        {trigger: ".o_kpi_details:not([open])"},
        tap("summary:contains(Take the dispute back)"),
        {trigger: ".o_kpi_details[open] button:contains(Take it back)"},
    ],
});
