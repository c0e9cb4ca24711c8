// Rules for the JavaScript of the addons: what OCA's template for Odoo 19.0 holds
// for an error or a warning, all as errors. setup/lint names the folder of the
// packages in NODE_PATH.
const globals = require("globals");
const js = require("@eslint/js");
const jsdoc = require("eslint-plugin-jsdoc");

const rules = {
    ...js.configs.recommended.rules,
    "array-callback-return": "error",
    complexity: ["error", 10],
    "dot-notation": "error",
    eqeqeq: "error",
    "init-declarations": "error",
    "jsdoc/check-tag-names": ["error", {definedTags: ["odoo-module"]}],
    "jsdoc/check-types": "error",
    "max-depth": "error",
    "no-alert": "error",
    "no-duplicate-imports": "error",
    "no-else-return": "error",
    "no-empty-function": "error",
    "no-eq-null": "error",
    "no-eval": "error",
    "no-implicit-coercion": "error",
    "no-implied-eval": "error",
    "no-lonely-if": "error",
    "no-multi-str": "error",
    "no-new-func": "error",
    "no-new-wrappers": "error",
    "no-param-reassign": "error",
    "no-return-assign": "error",
    "no-self-compare": "error",
    "no-sequences": "error",
    "no-shadow": "error",
    "no-throw-literal": "error",
    "no-undef-init": "error",
    "no-unneeded-ternary": "error",
    "no-unused-expressions": "error",
    "no-use-before-define": "error",
    "no-useless-concat": "error",
    "no-useless-rename": "error",
    "operator-assignment": ["error", "always"],
    "prefer-const": "error",
    radix: "error",
    "spaced-comment": ["error", "always"],
    strict: ["error", "function"],
    yoda: "error",
};

module.exports = [
    {
        plugins: {jsdoc},
        languageOptions: {
            globals: {odoo: "readonly", owl: "readonly", luxon: "readonly", ...globals.browser},
            ecmaVersion: 2024,
            sourceType: "script",
        },
        rules,
    },
    {
        files: ["**/*.esm.js", "**/*.test.js"],
        languageOptions: {sourceType: "module"},
    },
];
