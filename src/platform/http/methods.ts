/** Which methods a path knows: the difference between 404 and 405. */

/** Takes `'GET /v1/vouchers/:code'` and the like; answers the methods whose path fits. */
export function methodsFor(operations: readonly string[]): (path: string) => readonly string[] {
  const patterns = operations.map((operation) => {
    const [method = '', path = ''] = operation.split(' ');
    return { method, pattern: new RegExp(`^${path.replace(/:[^/]+/g, '[^/]+')}/?$`) };
  });
  return (path) => [
    ...new Set(patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method)),
  ];
}
