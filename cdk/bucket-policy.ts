import { FUNCTION_NAMES } from './functions.ts';
import { REGISTRY_FOLDERS, type BucketName, type BucketVerbs } from './grant.ts';
import { GRANTS } from './grants.ts';
import type { Principals } from './key-policies.ts';
import { pascal } from './pascal.ts';
import { SWEPT_OF_LOGS, type Statement } from './policies.ts';

/** What it says may be of all objects but some. */
export type BucketStatement =
  Statement | (Omit<Statement, 'Resource'> & { readonly NotResource: readonly string[] });

/** The newest checkpoint of a log: the one object that is ever replaced. */
const CHECKPOINTS = '*/checkpoint';

/** The keys by which S3 tells of a condition in the request (Amazon S3, "Enforce conditional writes on Amazon S3 buckets"). */
const [IF_NONE_MATCH, IF_MATCH] = ['s3:if-none-match', 's3:if-match'];

const DENIED = { Effect: 'Deny', Principal: '*' } as const;

/** Denied to all but the roles that have a verb; to everybody where there is none. */
const butBy = <Name extends BucketName>(
  name: Name,
  verb: BucketVerbs[Name],
  { roleOf }: Principals,
): Pick<Statement, 'Condition'> => {
  const roles = FUNCTION_NAMES.filter((one) => {
    const verbs: readonly string[] = GRANTS[one].buckets?.[name] ?? [];
    return verbs.includes(verb);
  }).map(roleOf);
  return roles.length === 0 ? {} : { Condition: { ArnNotEquals: { 'aws:PrincipalArn': roles } } };
};

/** No former version goes but by the bucket's own rules, which no policy binds. */
const noVersion = (bucket: string): BucketStatement => ({
  Sid: 'DeleteNoVersion',
  ...DENIED,
  Action: ['s3:DeleteObjectVersion'],
  Resource: [`${bucket}/*`],
});

/**
 * What nobody may do to the objects of the bucket of the logs, whatever the account's other policies say: write without a
 * condition, replace anything but the newest checkpoint, delete anything but stages and partial tiles; and the named roles
 * alone write.
 *
 * @param bucket its ARN
 */
export const logBucketPolicy = (bucket: string, principals: Principals): readonly BucketStatement[] => {
  const all = [`${bucket}/*`];
  const [put, remove] = [
    { ...DENIED, Action: ['s3:PutObject'] },
    { ...DENIED, Action: ['s3:DeleteObject'] },
  ];
  return [
    { Sid: 'PutByNobodyElse', ...put, Resource: all, ...butBy('log', 'put', principals) },
    { Sid: 'DeleteByNobodyElse', ...remove, Resource: all, ...butBy('log', 'sweep', principals) },
    {
      Sid: 'DeleteSweptAlone',
      ...remove,
      NotResource: SWEPT_OF_LOGS.map((names) => `${bucket}/${names}`),
    },
    noVersion(bucket),
    {
      Sid: 'ReplaceCheckpointsAlone',
      ...put,
      NotResource: [`${bucket}/${CHECKPOINTS}`],
      Condition: { Null: { [IF_NONE_MATCH]: 'true' } },
    },
    {
      Sid: 'PutUnderCondition',
      ...put,
      Resource: all,
      Condition: { Null: { [IF_NONE_MATCH]: 'true', [IF_MATCH]: 'true' } },
    },
  ];
};

/**
 * What nobody may do to the objects of the bucket of the registry, whatever the account's other policies say: replace any, put one
 * beside the folders, or delete one of a folder without a role that has the right to it. Reading and putting are left to the policies of roles: a
 * backup reads and a restore puts by a role of the operator's, what is read is sealed, and nothing opens what somebody else put.
 *
 * @param bucket its ARN
 */
export const registryBucketPolicy = (bucket: string, principals: Principals): readonly BucketStatement[] => [
  ...REGISTRY_FOLDERS.map((folder) => ({
    Sid: `Delete${pascal(folder)}ByNobodyElse`,
    ...DENIED,
    Action: ['s3:DeleteObject'],
    Resource: [`${bucket}/${folder}/*`],
    ...butBy('registry', `delete ${folder}`, principals),
  })),
  {
    Sid: 'NothingElsewhere',
    ...DENIED,
    Action: ['s3:PutObject'],
    NotResource: REGISTRY_FOLDERS.map((folder) => `${bucket}/${folder}/*`),
  },
  {
    Sid: 'ReplaceNothing',
    ...DENIED,
    Action: ['s3:PutObject'],
    Resource: [`${bucket}/*`],
    Condition: { Null: { [IF_NONE_MATCH]: 'true' } },
  },
  noVersion(bucket),
];
