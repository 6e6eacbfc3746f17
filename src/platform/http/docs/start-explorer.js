/** In the browser: shows the description of this very server, with a form for each operation. */
window.SwaggerUIBundle({
  url: new URL('openapi.json', document.baseURI).href,
  dom_id: '#explorer',
  deepLinking: true,
  docExpansion: 'none',
  filter: true,
  displayOperationId: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: -1,
  tryItOutEnabled: true,
  // The public validator would be sent our address.
  validatorUrl: null,
});
