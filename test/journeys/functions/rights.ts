import type { TableName } from '@temkin/storage';
import { expect, it } from 'vitest';
import { FUNCTION_NAMES } from '../../../cdk/functions.ts';
import { GRANTS } from '../../../cdk/grants.ts';
import type { Deployment } from '../../support/deployment.ts';

/** The requests that a verb stands for; one of them is enough to need it. */
const ACTIONS_OF: Readonly<Record<string, readonly string[]>> = {
  get: ['GetItem', 'BatchGetItem'],
  query: ['Query'],
  put: ['PutItem'],
  update: ['UpdateItem'],
  delete: ['DeleteItem'],
  check: ['ConditionCheckItem'],
};

/**
 * Rights that are needed where these journeys do not lead: a new month's keys, a budget of refusals that runs out, a head of
 * a log that another sequencer was quicker to replace.
 */
const ELSEWHERE = [
  'audit-sequencer: get log-heads',
  ...['access-api', 'audit-api', 'label-api', 'parcel-escrow', 'parcel-shredder', 'subject-api'].map(
    (name) => `${name}: put tenant-keys`,
  ),
];

/** What the gates and the lines of the functions tell when all chapters are over: it must come last. */
export const rights = (system: Deployment): void => {
  it('is all that they ever asked for in these journeys', () => {
    const denied = FUNCTION_NAMES.flatMap((name) => {
      const { store, kms } = system.functions[name].gates;
      return [...store.denied, ...kms.denied].map((need) => `${name}: ${need}`);
    });
    expect(denied).toEqual([]);
  });

  it('is nothing that they never make use of', async () => {
    for (const [who, path] of [
      ['auditor-khanh', '/v1/staff'],
      ['shipper-an', '/v1/webhooks'],
      ['auditor-khanh', '/v1/subject-requests'],
      ['shipper-an', '/v1/audit/events/0198c5c2-0000-7000-8000-00000000000a'],
    ] as const)
      expect((await system.as(who).get(path)).status).toBe(403);
    const unused = FUNCTION_NAMES.flatMap((name) => {
      const { used } = system.functions[name].gates.store;
      const verbs = Object.entries(GRANTS[name].tables) as [TableName, readonly string[]][];
      return verbs.flatMap(([table, granted]) =>
        granted
          .filter((verb) => verb !== 'stream')
          .filter(
            (verb) =>
              !ACTIONS_OF[verb]?.some((action) =>
                used.has(`dynamodb:${action} ${system.store.prefix}${table}`),
              ),
          )
          .map((verb) => `${name}: ${verb} ${table}`),
      );
    });
    expect(unused.toSorted()).toEqual(ELSEWHERE.toSorted());
  });

  it('says nothing personal in what the functions write', () => {
    const said = FUNCTION_NAMES.map((name) => system.functions[name].output()).join('\n');
    expect(said).not.toMatch(/Hạnh|Đội Cấn|912345678|905111222|bảo vệ|proofs|TK1:|Bearer|eyJ/);
  });
};
