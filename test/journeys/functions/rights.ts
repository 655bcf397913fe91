import type { TableName } from '@temkin/storage';
import { expect, it } from 'vitest';
import { FUNCTION_NAMES } from '../../../cdk/functions.ts';
import type { LogVerb } from '../../../cdk/grant.ts';
import { GRANTS } from '../../../cdk/grants.ts';
import type { Deployment } from '../../support/deployment.ts';
import { SCHEDULED } from './scheduled.ts';

/** The requests that a verb stands for; one of them is enough to need it. */
const ACTIONS_OF: Readonly<Record<string, readonly string[]>> = {
  get: ['GetItem', 'BatchGetItem'],
  query: ['Query'],
  put: ['PutItem'],
  update: ['UpdateItem'],
  delete: ['DeleteItem'],
  'delete-many': ['BatchWriteItem'],
  check: ['ConditionCheckItem'],
};

/** The same of the bucket of the logs. */
const LOG_ACTIONS: Readonly<Record<LogVerb, string>> = {
  get: 's3:GetObject',
  list: 's3:ListBucket',
  put: 's3:PutObject',
  lock: 's3:PutObjectRetention',
  sweep: 's3:DeleteObject',
};

/** And of the registry's: `get images` is of what lies below that folder. */
const REGISTRY_ACTIONS: Readonly<Record<string, string>> = {
  list: 's3:ListBucket',
  get: 's3:GetObject',
  put: 's3:PutObject',
  delete: 's3:DeleteObject',
};

/**
 * Rights that are needed where these journeys do not lead: a new month's keys, a budget of refusals that runs out, a partial
 * bundle or an image that has gone (to whoever may not list a bucket, S3 does not say so).
 */
const ELSEWHERE = [
  ...['audit-api', 'audit-indexer', 'audit-reconciler', 'recipient-api'].map(
    (name) => `${name}: list bucket log`,
  ),
  ...[
    'access-api',
    'audit-api',
    'call-sweeper',
    'label-api',
    'parcel-escrow',
    'parcel-shredder',
    'registry-api',
    'stir-api',
    'subject-api',
    'subscriber-due',
    'subscriber-indexer',
    'subscriber-export',
    'subscriber-import',
    'subscriber-sweep',
    'subscriber-verification-api',
  ].map((name) => `${name}: put tenant-keys`),
  'subscriber-images-api: list of bucket registry',
  'subscriber-images-api: put requests',
  // What comparisons found is read in test/http/registry-reconciliations.test.ts.
  'subscriber-images-api: query subscribers',
  // What is deleted goes ten minutes later (test/http/registry-indexes.test.ts), and who changes meanwhile is read again.
  ...['delete subscriber-index', 'get subscribers'].map((right) => `subscriber-indexer: ${right}`),
  // A registry with people is opened in test/http/registry-indexes.test.ts.
  'subscriber-api: delete-many subscriber-index',
  // A week after it was written: test/unit/registry-export-end.test.ts.
  'subscriber-export: delete exports of bucket registry',
  'subscriber-export: list of bucket registry',
  ...['put pseudonyms', 'update requests'].map((right) => `registry-api: ${right}`),
  // What it does to numbers that are served is shown where they can be (test/unit/registry-due.test.ts and its neighbours).
  ...['put subscriber-index', 'list of bucket registry'].map((right) => `subscriber-due: ${right}`),
  'subscriber-verification-api: list of bucket registry',
  'subscriber-verification-api: put pseudonyms',
];

/** What the gates and the lines of the functions tell when all chapters are over: it must come last. */
export const rights = (system: Deployment): void => {
  it('is all that they ever asked for in these journeys', () => {
    const denied = FUNCTION_NAMES.flatMap((name) => {
      const gates = Object.values(system.functions[name].gates);
      return gates.flatMap((gate) => [...gate.denied]).map((need) => `${name}: ${need}`);
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
    // By now the log knows which companies there are, whose deadlines are watched.
    await system.functions['subscriber-due'].invoke(SCHEDULED);
    const unused = FUNCTION_NAMES.flatMap((name) => {
      const { store, kms, s3 } = system.functions[name].gates;
      const { tables, buckets = {}, verifies = [] } = GRANTS[name];
      const verbs = Object.entries(tables) as [TableName, readonly string[]][];
      const ofTables = verbs.flatMap(([table, granted]) =>
        granted
          .filter((verb) => verb !== 'stream')
          .filter(
            (verb) =>
              !ACTIONS_OF[verb]?.some((action) =>
                store.used.has(`dynamodb:${action} ${system.store.prefix}${table}`),
              ),
          )
          .map((verb) => `${name}: ${verb} ${table}`),
      );
      const isUsed = (action: string, arn: string): boolean =>
        [...s3.used].some((right) => right.startsWith(`${action} ${arn}`));
      const ofLogs = (buckets.log ?? [])
        .filter((verb) => !isUsed(LOG_ACTIONS[verb], system.buckets('log')))
        .map((verb) => `${name}: ${verb} bucket log`);
      const ofRegistry = (buckets.registry ?? [])
        .filter((verb) => {
          const [action = '', folder] = verb.split(' ');
          const arn = system.buckets('registry');
          return !isUsed(REGISTRY_ACTIONS[action] ?? '', folder === undefined ? arn : `${arn}/${folder}/`);
        })
        .map((verb) => `${name}: ${verb} of bucket registry`);
      const tells = [...kms.used].some((right) => right.startsWith('kms:GetPublicKey '));
      const ofKeys = tells ? [] : verifies.map((key) => `${name}: tell key ${key}`);
      return [...ofTables, ...ofLogs, ...ofRegistry, ...ofKeys];
    });
    expect(unused.toSorted()).toEqual(ELSEWHERE.toSorted());
  });

  it('says nothing personal in what the functions write', () => {
    const said = FUNCTION_NAMES.map((name) => system.functions[name].output()).join('\n');
    expect(said).not.toMatch(/Hạnh|Đội Cấn|912345678|905111222|bảo vệ|proofs|TK1:|Bearer|eyJ/);
  });
};
