import type { ListedEvent } from '@temkin/audit/domain';
import type { TestSystem } from './system.ts';

/** An event as an auditor is answered. */
export type AuditedEvent = ListedEvent;

/** A page of an auditor's question. */
export interface AuditPage {
  readonly events: readonly AuditedEvent[];
  readonly cursor?: string;
  readonly asOf: readonly {
    readonly year: string;
    readonly size: number;
    readonly root?: string;
    readonly indexedThrough: number;
  }[];
  readonly pending: number;
}

/** Asks for a page; throws with the problem where it was refused. */
export const auditPage = async (
  system: Pick<TestSystem, 'as'>,
  query: object,
  by = 'auditor-khanh',
): Promise<AuditPage> => {
  const answer = await system.as(by).post('/v1/audit/queries', query);
  const body: unknown = await answer.json();
  if (answer.status !== 200) throw new Error(`answered ${answer.status}: ${JSON.stringify(body)}`);
  return body as AuditPage;
};
