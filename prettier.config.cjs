// Format of XML, JavaScript and SCSS, as in OCA's template for Odoo 19.0.
// setup/lint names the folder of the plugin in NODE_PATH.
module.exports = {
    plugins: [require.resolve("@prettier/plugin-xml")],
    bracketSpacing: false,
    printWidth: 88,
    tabWidth: 4,
    semi: true,
    trailingComma: "es5",
    xmlWhitespaceSensitivity: "preserve",
};
