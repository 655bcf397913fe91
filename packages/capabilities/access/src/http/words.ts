import { pageLimit } from '@temkin/http';

/** Who keeps staff, facilities and devices. */
export const administrator = { scope: 'access:admin', roles: ['staff-admin'] } as const;

/** Entries of a page. */
export const limit = pageLimit(100, 50);

/** What a query of a page asks of a store. */
export const rangeOf = ({
  limit: entries,
  cursor,
}: {
  readonly limit: number;
  readonly cursor?: string;
}) => ({
  limit: entries,
  ...(cursor !== undefined && { after: cursor }),
});
