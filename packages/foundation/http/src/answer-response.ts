import { rfc3339 } from '@temkin/kernel';
import { checkSchema } from './check-schema.ts';
import type { Correlator } from './correlator.ts';
import { responseHeaders } from './response-headers.ts';
import type { PendingAnswer, RouteAnswer, RouteSpec } from './route.ts';

/** 202, where the route says that two people must agree. */
const pendingResponse = (
  { method, path, twoPerson }: RouteSpec,
  { pending: { approvalId, expiresAt }, receipt }: PendingAnswer,
  correlator: Correlator,
): Response => {
  if (twoPerson !== true) throw new Error(`${method} ${path} does not say that two people must agree`);
  return new Response(JSON.stringify({ approvalId, expiresAt: rfc3339(expiresAt) }), {
    status: 202,
    headers: responseHeaders(correlator, 'application/json', receipt),
  });
};

/** The one media type of the specification that an answer has. */
const mediaTypeOf = ({ method, path, success }: RouteSpec, chosen: string | undefined): string => {
  const [mediaType, ...others] = [success.mediaType ?? 'application/json']
    .flat()
    .filter((declared) => chosen === undefined || declared === chosen);
  if (mediaType === undefined || others.length > 0)
    throw new Error(`the answer of ${method} ${path} has none of its media types`);
  return mediaType;
};

/**
 * A route's answer as its specification promises it. Throws where the body does not fit its schema, and for a header or a media
 * type that it does not name: what the contract does not name must not leave, and the faults name no values.
 */
export const answerResponse = (
  spec: RouteSpec,
  answer: RouteAnswer<unknown> | PendingAnswer,
  correlator: Correlator,
): Response => {
  if ('pending' in answer) return pendingResponse(spec, answer, correlator);
  const { method, path, success } = spec;
  const { body, mediaType, headers: own = {}, receipt } = answer;
  const checked = checkSchema(success.body, body);
  if (!checked.fits) {
    const [fault] = checked.faults;
    throw new Error(
      `the answer of ${method} ${path} breaks its schema at ${fault?.pointer}: ${fault?.detail}`,
    );
  }
  const headers = responseHeaders(correlator, mediaTypeOf(spec, mediaType), receipt);
  for (const [name, value] of Object.entries(own)) {
    if (success.headers?.[name] === undefined)
      throw new Error(`${method} ${path} does not declare the header ${name}`);
    headers.set(name, value);
  }
  const content = success.mediaType === undefined ? JSON.stringify(checked.value) : checked.value;
  return new Response(content as BodyInit, { status: success.status, headers });
};
