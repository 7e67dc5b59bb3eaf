// The viewer fills a parameter's example in and sends it. That is help where a value is needed; but a request with somebody
// else's team or a used idempotency key is refused. So the example of what may be left out is told, not filled in.
function tellExamplesOfOptionalParameters(document) {
  const shared = Object.values(document.components?.parameters ?? {});
  const own = Object.values(document.paths)
    .flatMap((path) => Object.values(path))
    .flatMap((operation) => operation.parameters ?? []);
  for (const parameter of [...shared, ...own]) {
    if (!parameter.required && parameter.example !== undefined) {
      parameter.description = `${parameter.description ?? ""}; for example \`${parameter.example}\``;
      delete parameter.example;
    }
  }
  return document;
}

const optionalParametersStayEmpty = {
  statePlugins: {
    spec: {
      wrapActions: {
        updateJsonSpec: (update) => (document) => update(tellExamplesOfOptionalParameters(document)),
      },
    },
  },
};

// Credentials stay in this page's memory and are gone with it.
SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#api",
  plugins: [optionalParametersStayEmpty],
  deepLinking: true,
  docExpansion: "list",
  filter: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  persistAuthorization: false,
  validatorUrl: null,
});
