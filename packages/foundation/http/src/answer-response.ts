import { checkSchema } from './check-schema.ts';
import type { Correlator } from './correlator.ts';
import { responseHeaders } from './response-headers.ts';
import type { RouteAnswer, RouteSpec } from './route.ts';

/**
 * A route's answer as its specification promises it. Throws where the body does not fit its schema: what the contract
 * does not name must not leave, and the faults name no values.
 */
export const answerResponse = (
  { method, path, success }: RouteSpec,
  { body, receipt }: RouteAnswer<unknown>,
  correlator: Correlator,
): Response => {
  const checked = checkSchema(success.body, body);
  if (!checked.fits) {
    const [fault] = checked.faults;
    throw new Error(
      `the answer of ${method} ${path} breaks its schema at ${fault?.pointer}: ${fault?.detail}`,
    );
  }
  const headers = responseHeaders(correlator, success.mediaType ?? 'application/json', receipt);
  const content = success.mediaType === undefined ? JSON.stringify(checked.value) : checked.value;
  return new Response(content as BodyInit, { status: success.status, headers });
};
