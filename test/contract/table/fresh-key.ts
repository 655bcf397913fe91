import type { Key, Table } from '@temkin/storage';
import { randomUUID } from 'node:crypto';

type Verdict = Awaited<ReturnType<Table['write']>>;

export const COMMITTED: Verdict = { outcome: 'committed' };

export const refused = (...failed: readonly number[]): Verdict => ({ outcome: 'refused', failed });

/** A key that no other test uses. */
export const freshKey = (sort = 'sort'): Key => ({ table: 'parcels', partition: `P#${randomUUID()}`, sort });

/** Another key of the same partition. */
export const beside = (key: Key, sort: string): Key => ({ ...key, sort });

/** A transaction's token that no other test uses. */
export const freshToken = (): string => randomUUID();
