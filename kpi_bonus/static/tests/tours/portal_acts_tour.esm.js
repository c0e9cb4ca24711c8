import {empty, fill, fits, go, started, tap} from "./portal_steps.esm";
import {registry} from "@web/core/registry";

const EXAMPLE = {
    execution_0: "120",
    effectiveness_0: "42",
    execution_1: "90",
    effectiveness_1: "41",
    execution_2: "50",
    effectiveness_2: "10",
    total: "93",
    percent: "90",
    amount: "18,000.00",
};
const CHECK = "button:contains(Check my figures)";

function answer(figures) {
    return Object.entries(figures).map(([name, text]) => fill(`#${name}`, text));
}

function open(path) {
    // On a phone the rarer pages are under "More".
    const more = ".o_kpi_more button";
    return [tap(more), go(`.o_kpi_more .dropdown-menu.show a[href='${path}']`)];
}

registry.category("web_tour.tours").add("kpi_portal_practice", {
    steps: () => [
        started(),
        ...open("/my/kpi/practice"),
        {trigger: "li:contains(Worked example):contains(not passed yet)"},
        go("button:contains(Compute the worked example)"),
        {trigger: "fieldset:contains(Own sales):contains(452,067)"},
        {trigger: "fieldset:contains(Service):contains(remarks: 3, thanks: 1)"},
        fits(".o_kpi_form"),
        ...answer({...EXAMPLE, total: "94", amount: "18,800.00"}),
        go(CHECK),
        {trigger: "#total[aria-invalid=true]:value(94)"},
        {trigger: "#amount[aria-invalid=true]"},
        {trigger: "#percent:not([aria-invalid])"},
        // Which step is wrong is told, the answer is not.
        {trigger: ".alert-warning:not(:contains(93)):not(:contains(18,000))"},
        fill("#total", "93"),
        go(CHECK),
        {trigger: "#total:not([aria-invalid])"},
        {trigger: "#amount[aria-invalid=true]"},
        fill("#amount", "18,000.00"),
        go(CHECK),
        {trigger: ".alert-success:contains(Every step is right.)"},
        {trigger: "li:contains(Worked example):not(:contains(not passed yet))"},
        go("button:contains(Compute with random figures)"),
        {trigger: "button:contains(Other figures)"},
        empty("#total"),
        fits(".o_kpi_form"),
    ],
});

registry.category("web_tour.tours").add("kpi_portal_ideas", {
    steps: () => [
        {trigger: "#kind", run: "selectByLabel Idea"},
        fill("#text", "A pocket for the card"),
        tap("#anonymous"),
        fits(".o_kpi"),
        go("button:contains(Drop it into the box)"),
        {trigger: ".alert-success:contains(Your note is in the box.)"},
        // Not among his own: nobody knows whose it is.
        {trigger: ".o_kpi:not(:contains(A pocket for the card))"},
        go("article:contains(More light):contains(Vote for it) .o_kpi_vote"),
        {trigger: "article:contains(More light) .o_kpi_vote[aria-pressed=true]"},
        {trigger: ".o_kpi_vote:contains(I am for it):contains(1)"},
        fits(".o_kpi"),
    ],
});

registry.category("web_tour.tours").add("kpi_portal_preferences", {
    steps: () => [
        started(),
        ...open("/my/kpi/preferences"),
        empty("#kpi_notify_card"),
        {trigger: "#kpi_notify_card", run: "select inbox"},
        {trigger: "#kpi_notify_result", run: "select email"},
        tap("#kpi_board_daily:not(:checked)"),
        tap("#kpi_board_hidden:checked"),
        fits(".o_kpi"),
        go("button:contains(Save)"),
        {trigger: ".alert-success:contains(Saved.)"},
        {trigger: "#kpi_notify_card:value(inbox)"},
        {trigger: "#kpi_notify_result:value(email)"},
        empty("#kpi_notify_plan"),
        {trigger: "#kpi_board_daily:checked"},
        {trigger: "#kpi_board_hidden:not(:checked)"},
    ],
});
