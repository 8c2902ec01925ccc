// What the checker of types cannot see: no markup from text, nothing that Chrome 88 does not know.
const since = (version) => `Chrome 88 does not know it (since ${version})`;

export default [
  {
    files: ["assistant/web/**/*.js"],
    linterOptions: { reportUnusedDisableDirectives: "error" },
    languageOptions: { ecmaVersion: 2022, sourceType: "module" },
    rules: {
      eqeqeq: "error",
      "max-lines": ["error", 250],
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-script-url": "error",
      "no-shadow": "error",
      "no-unused-vars": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
      "no-restricted-globals": ["error", { name: "structuredClone", message: since(98) }],
      "no-restricted-properties": [
        "error",
        ...["innerHTML", "outerHTML", "insertAdjacentHTML", "setHTML", "setHTMLUnsafe", "srcdoc"].map((property) => ({
          property,
          message: "text goes into a page as text, never as markup",
        })),
        { object: "document", property: "write", message: "text goes into a page as text, never as markup" },
        { object: "document", property: "cookie", message: "the widget sets no cookie" },
        { object: "crypto", property: "randomUUID", message: since(92) },
        { object: "AbortSignal", property: "timeout", message: since(103) },
        { object: "AbortSignal", property: "any", message: since(116) },
        { property: "throwIfAborted", message: since(100) },
        { property: "inert", message: since(102) },
        { property: "showPicker", message: since(99) },
        { property: "requestSubmit", message: "its events differ before Chrome 94" },
        { property: "checkVisibility", message: since(105) },
        { property: "togglePopover", message: since(114) },
        { property: "showPopover", message: since(114) },
        { property: "internals", message: since(90) },
      ],
      "no-restricted-syntax": [
        "error",
        { selector: "StaticBlock", message: since(94) },
        { selector: "BinaryExpression[operator='in'] > PrivateIdentifier", message: since(91) },
        { selector: "ImportAttribute", message: since(91) },
        { selector: "Program > :matches(ExpressionStatement, VariableDeclaration) AwaitExpression:not(:function *)", message: since(89) },
      ],
    },
  },
];
