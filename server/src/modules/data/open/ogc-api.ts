/** OpenAPI 3.0 of the Features interface, as its own clients read it. */
export const ogcApi = (base: string, title: string, collections: readonly string[]): object => {
  const number = (name: string, maximum: number) => ({ name, in: 'query', required: false, schema: { type: 'integer', minimum: name === 'limit' ? 1 : 0, maximum, ...(name === 'limit' ? { default: 10 } : {}) }, style: 'form', explode: false });
  const collectionId = { name: 'collectionId', in: 'path', required: true, schema: { type: 'string', enum: collections } };
  const ok = (type: string) => ({ 200: { description: 'OK', content: { [type]: { schema: { type: 'object' } } } }, 400: { description: 'RFC 9457 problem', content: { 'application/problem+json': { schema: { type: 'object' } } } }, 404: { description: 'not found' } });
  return {
    openapi: '3.0.3', info: { title, version: '1.0.0', license: { name: 'Apache-2.0' } }, servers: [{ url: `${base}/ogc` }],
    paths: {
      '/': { get: { operationId: 'landing', responses: ok('application/json') } },
      '/conformance': { get: { operationId: 'conformance', responses: ok('application/json') } },
      '/collections': { get: { operationId: 'collections', responses: ok('application/json') } },
      '/collections/{collectionId}': { get: { operationId: 'collection', parameters: [collectionId], responses: ok('application/json') } },
      '/collections/{collectionId}/items': { get: { operationId: 'items', parameters: [collectionId, number('limit', 10_000), number('offset', 1_000_000),
        { name: 'bbox', in: 'query', required: false, schema: { type: 'array', items: { type: 'number' }, minItems: 4, maxItems: 6 }, style: 'form', explode: false }, { name: 'datetime', in: 'query', required: false, schema: { type: 'string' }, style: 'form', explode: false }], responses: ok('application/geo+json') } },
      '/collections/{collectionId}/items/{featureId}': { get: { operationId: 'item', parameters: [collectionId, { name: 'featureId', in: 'path', required: true, schema: { type: 'string' } }], responses: ok('application/geo+json') } },
    },
  };
};
