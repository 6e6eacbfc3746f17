/**
 * Holds every answer of a test to its word: a success must fit the reply its route declares, so that
 * the API description, made from the same schemas, is true. At run time nobody checks replies.
 */
import { Ajv, type ValidateFunction } from 'ajv';
import { allRoutes } from '../../src/app.ts';
import { type Route, successStatus } from '../../src/platform/http/route.ts';
import { isDate, isDateTime } from '../../src/platform/http/validator.ts';

type Expected = {
  readonly method: string;
  readonly pattern: RegExp;
  readonly order: string;
  readonly route: Route;
  validate?: ValidateFunction;
};

const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addFormat('date', isDate);
ajv.addFormat('date-time', isDateTime);

const expected: readonly Expected[] = allRoutes()
  .map((route) => {
    const [method = '', path = ''] = route.on.split(' ');
    const segments = path.split('/');
    return {
      method,
      route,
      pattern: new RegExp(`^${path.replace(/:[^/]+/g, '[^/]+')}/?$`),
      // The router prefers fixed segments, from the left.
      order: segments.map((segment) => (segment.startsWith(':') ? '1' : '0')).join(''),
    };
  })
  .toSorted((a, b) => (a.order < b.order ? -1 : 1));

/** Throws where a 2xx answer is not what its route declares. Unknown paths are not looked at. */
export function checkReply(method: string, path: string, status: number, body: unknown): void {
  if (status < 200 || status > 299) return;
  const bare = path.split('?')[0] ?? '';
  const found = expected.find((one) => one.method === method && one.pattern.test(bare));
  if (found === undefined) return;
  const promised = successStatus(found.route, body);
  if (status !== promised) {
    throw new Error(`${found.route.on} answered ${status}, but declares ${promised}`);
  }
  found.validate ??= ajv.compile(found.route.reply);
  if (!found.validate(body)) {
    const errors = ajv.errorsText(found.validate.errors, { dataVar: 'reply' });
    throw new Error(`${found.route.on} answered what it does not declare: ${errors}`);
  }
}
