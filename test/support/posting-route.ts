/** A route that takes bodies: who may call it, and a body that its schema takes, with every optional field. */
export interface PostingRoute {
  /** As the specification has it. */
  readonly template: string;
  readonly path: string;
  readonly by: string;
  /** Undefined where the route takes none. */
  readonly body?: () => object;
  /** Top-level properties that may be null. */
  readonly nullable?: readonly string[];
}

/** Its path with made-up names in it. */
export const route = (
  template: string,
  by: string,
  body?: () => object,
  nullable?: readonly string[],
): PostingRoute => ({
  template,
  path: template
    .replace('/v1/subject-requests/{requestId}', '/v1/subject-requests/00000000-0000-7000-8000-000000000000')
    .replace('{personId}', '00000000-0000-4000-8000-000000000000')
    .replace('{subscriptionId}', '00000000-0000-4000-8000-000000000000')
    .replace('{findingId}', '00000000-0000-4000-8000-000000000000')
    .replace('{index}', 'msisdn')
    .replace('{part}', '1')
    .replace('{intentId}', '00000000-0000-4000-8000-000000000000')
    .replace('{deviceId}', 'A'.repeat(43))
    .replaceAll(/\{\w+\}/g, '0'.repeat(32)),
  by,
  ...(body !== undefined && { body }),
  ...(nullable !== undefined && { nullable }),
});
