import { checkSchema } from '@temkin/http';
import { describe, expect, it } from 'vitest';
import { apiSpecs } from '../../packages/runtimes/local/src/api-document.ts';

/** The faults of a `limit` in the query of a route. */
const limitFaults = (query: Parameters<typeof checkSchema>[0], limit: string): readonly string[] => {
  const checked = checkSchema(query, { limit });
  return checked.fits
    ? []
    : checked.faults.flatMap(({ pointer, detail }) => (pointer === '/limit' ? [detail] : []));
};

const limited = apiSpecs.flatMap(({ method, path, query }) =>
  query !== undefined && limitFaults(query, '-').length > 0 ? [[`${method} ${path}`, query] as const] : [],
);

describe('how much of a list is asked for', () => {
  it('is known of every list', () => {
    expect(limited.length).toBeGreaterThan(10);
  });

  it.each(limited)(
    'is refused by %s as too much where it is too much, and as no number where it is none',
    (_, query) => {
      for (const much of ['1001', '9999', '1000000'])
        expect(limitFaults(query, much)).toEqual([expect.stringMatching(/^Must be at most \d+\.$/)]);
      expect(limitFaults(query, '0')).toEqual(['Must be at least 1.']);
      expect(limitFaults(query, 'many')).toEqual([expect.stringMatching(/^Must be of type/)]);
    },
  );
});
