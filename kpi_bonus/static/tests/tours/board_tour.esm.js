import {registry} from "@web/core/registry";
import {tap} from "./portal_steps.esm";

registry.category("web_tour.tours").add("kpi_board_head", {
    steps: () => [
        {trigger: ".o_kanban_record:contains(The shop) ol li:first:contains(Anna)"},
        {trigger: ".o_kanban_record:contains(The shop) canvas"},
        tap(".o_kanban_record:contains(The shop)"),
        {trigger: ".o_form_view .o_kpi_board_table tr:contains(Anna):contains(49)"},
        // The key of the wall screen is the manager's.
        {trigger: ".o_form_view:not(:contains(Wall screen))"},
        tap("button[name=action_open_facts]"),
        {trigger: ".o_graph_renderer canvas"},
        {trigger: ".o_facet_value"},
        tap(".o_switch_view.o_list"),
        {trigger: ".o_list_view .o_data_row"},
    ],
});
