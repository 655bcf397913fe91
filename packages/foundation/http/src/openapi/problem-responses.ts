import { codesOf } from '../general-problems.ts';
import { kindOf, type ProblemCatalogue } from '../problem.ts';
import type { RouteSpec } from '../route.ts';
import type { Json } from './schema-components.ts';

const described = (codes: readonly string[], problems: ProblemCatalogue): string =>
  codes.map((code) => `\`${code}\`: ${kindOf(problems, code).title}`).join('\n\n');

/** The components `Problem` (RFC 9457) and `ProblemCode`: every code there is. */
export const problemSchemas = (problems: ProblemCatalogue): Json => {
  const codes = Object.keys(problems).toSorted();
  return {
    Problem: {
      type: 'object',
      description: 'Problem details (RFC 9457). Act upon `code`; texts may change.',
      required: ['type', 'status', 'title', 'code'],
      properties: {
        type: { type: 'string', format: 'uri', description: '`urn:temkin:problem:` and the code.' },
        status: { type: 'integer' },
        title: { type: 'string' },
        code: { $ref: '#/components/schemas/ProblemCode' },
        detail: { type: 'string', description: 'Free of personal data.' },
        errors: {
          type: 'array',
          items: {
            type: 'object',
            required: ['pointer', 'detail'],
            properties: {
              pointer: { type: 'string', description: 'JSON Pointer (RFC 6901) into the request body.' },
              detail: { type: 'string' },
            },
          },
        },
        finalFrom: {
          type: 'string',
          format: 'date-time',
          description: 'From when on what was deleted is gone for good, where the problem is that it was.',
        },
        instance: {
          type: 'string',
          format: 'uri',
          description: 'Names the very occurrence of a fault of ours; quote it to support.',
        },
      },
    },
    ProblemCode: { type: 'string', enum: codes, description: described(codes, problems) },
  };
};

const header = (name: string): Json => ({ $ref: `#/components/headers/${name}` });

const headersFor = (status: number): Json => ({
  'x-correlator': header('Correlator'),
  'Audit-Event': header('AuditEvent'),
  ...(status === 401 && { 'WWW-Authenticate': header('Challenge') }),
  ...((status === 429 || status === 503) && { 'Retry-After': header('RetryAfter') }),
});

/** The problems of a route by status, each with the codes it may have there. */
export const problemResponses = (spec: RouteSpec, problems: ProblemCatalogue): Json => {
  const byStatus = new Map<number, readonly string[]>();
  for (const code of codesOf(spec)) {
    const { status } = kindOf(problems, code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: described(codes, problems),
        headers: headersFor(status),
        content: {
          'application/problem+json': {
            schema: {
              allOf: [
                { $ref: '#/components/schemas/Problem' },
                { type: 'object', properties: { status: { const: status }, code: { enum: codes } } },
              ],
            },
          },
        },
      },
    ]),
  );
};
