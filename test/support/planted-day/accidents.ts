import { apiSpecs } from '../../../packages/runtimes/local/src/api-document.ts';
import { partAt, placesIn, replacedAt } from '../json-places.ts';
import { POSTING_ROUTES } from '../posting-routes.ts';
import { ORIGIN } from '../system.ts';
import type { Asking } from './asking.ts';
import { STRAYS } from './texts.ts';

const FORMS = Object.values(STRAYS);

/** Stray texts in every place of every body, as names of properties and as idempotency keys. */
const strayBodies = async ({ post }: Asking): Promise<void> => {
  for (const { path, by, body } of POSTING_ROUTES) {
    const fitting = body?.() ?? {};
    const places = placesIn(fitting).filter((place) => typeof partAt(fitting, place) === 'string');
    for (const place of places)
      for (const stray of FORMS) await post(by, path, replacedAt(fitting, place, stray));
    await post(by, path, { ...fitting, [STRAYS.text]: STRAYS.text }, { 'idempotency-key': STRAYS.header });
    await post(by, path, STRAYS.text);
  }
};

/** Stray texts in every address, as ids and as questions. */
const strayAddresses = async ({ get, post }: Asking): Promise<void> => {
  const everyone = new Map(POSTING_ROUTES.map(({ template, by }) => [template, by]));
  for (const { method, path, access } of apiSpecs) {
    const by =
      everyone.get(path) ??
      (access !== 'public' && access.roles.includes('auditor') ? 'auditor-khanh' : 'staff-admin-lan');
    for (const stray of FORMS) {
      const word = encodeURIComponent(stray);
      const address = path.replaceAll(/\{\w+\+?\}/g, word);
      if (method === 'GET') await get(by, `${address}?cursor=${word}&${word}=1`);
      else await post(by, address, {});
    }
  }
};

/** Stray texts of callers whom nobody knows. Answers the token that one of them copied. */
const strayCallers = async ({ system, heard }: Asking): Promise<string> => {
  const copied = await system.tokenFor('support-phuc');
  for (const token of [copied, copied.slice(0, -4), STRAYS.header]) {
    const url = `${ORIGIN}/v1/parcels/${encodeURIComponent(STRAYS.text)}`;
    const headers = { authorization: `Bearer ${token}`, 'x-correlator': STRAYS.header };
    await heard([url, headers], await system.fetch(new Request(url, { headers })));
  }
  return copied.split('.')[2] ?? '';
};

/** Whom an auditor asks about by what is no pseudonym. */
const strayQuestions = async ({ post }: Asking): Promise<void> => {
  const { caseId } = await post<{ caseId: string }>('security-ha', '/v1/cases', {
    waybillNumber: 'KXQWZ-7001',
    kind: 'dispute',
    reason: 'lost',
  });
  const ask = () =>
    post<{ approvalId: string }>('auditor-khanh', '/v1/audit/unmask', {
      pseudonym: STRAYS.pseudonym,
      caseId,
    });
  const { approvalId } = await ask();
  await post('security-son', `/v1/approvals/${approvalId}/approve`);
  await ask();
};

/** All that clients do who mix their fields up. Answers what else may be found nowhere. */
export const accidents = async (day: Asking): Promise<readonly string[]> => {
  await strayBodies(day);
  await strayAddresses(day);
  await strayQuestions(day);
  return [await strayCallers(day)];
};
