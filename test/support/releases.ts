import { randomUUID } from 'node:crypto';
import { agreed } from './approvals.ts';
import type { TestSystem } from './system.ts';

/** A release as the API answers it. */
export interface Released {
  readonly releaseId: string;
  readonly state: string;
}

/** What an authority wrote, and how it was verified. */
export const WRITTEN = {
  authority: 'Công an quận Ba Đình',
  officer: 'Thiếu tá Trịnh Văn Lộc',
  documentNumber: '1207/CV-CSĐT',
  documentDate: '2026-11-20',
  verification: 'called-back',
} as const;

/** Asks for a release of `delivery` on a criminal case, unless told otherwise. */
export const askRelease = (
  system: Pick<TestSystem, 'as'>,
  asked: Readonly<Record<string, unknown>>,
  by = 'privacy-minh',
  idempotencyKey: string = randomUUID(),
): Promise<Response> =>
  system
    .as(by)
    .post(
      '/v1/authority-releases',
      { ...WRITTEN, ground: 'criminal-case', groups: ['delivery'], validUntil: '2026-11-30', ...asked },
      { 'idempotency-key': idempotencyKey },
    );

/** Has two people release something; throws where it is refused. */
export const released = async (
  system: Pick<TestSystem, 'as'>,
  asked: Readonly<Record<string, unknown>>,
): Promise<Released> => {
  const idempotencyKey = randomUUID();
  const answer = await agreed(system, () => askRelease(system, asked, 'privacy-minh', idempotencyKey));
  if (answer.status !== 201) throw new Error(`answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Released;
};
