import { checkSpecs, citizenMessageSpecs, doorCheckSpecs } from '@temkin/caller-id';
import { accessSpecs } from '@temkin/access';
import { auditSpecs, unmaskSpecs } from '@temkin/audit';
import { accountSpecs, badgeSpecs, callIntentSpecs, numberSpecs, staffNumberSpecs } from '@temkin/caller-id';
import {
  custodySpecs,
  escrowSpecs,
  historySpecs,
  labelSpecs,
  parcelSpecs,
  privacySpecs,
  subjectRequestSpecs,
} from '@temkin/parcel';
import {
  authoritySpecs,
  findingSpecs,
  imageSpecs,
  exportSpecs,
  importSpecs,
  lifecycleSpecs,
  indexSpecs,
  reconciliationSpecs,
  registrySpecs,
  rightsSpecs,
  selfCheckSpecs,
  subscriberSpecs,
  subscriptionSpecs,
  verificationSpecs,
  sweepSpecs,
} from '@temkin/subscriber';
import { describe, expect, it } from 'vitest';
import {
  FUNCTION_NAMES,
  FUNCTIONS,
  type FunctionDescription,
  type FunctionName,
} from '../../cdk/functions.ts';

/** What an HTTP API answers a request with: an exact path first (its parameters stand for themselves here), then the longest greedy one, then the default. */
const routeTo = (
  paths: readonly (readonly [string, FunctionName])[],
  path: string,
): FunctionName | undefined => {
  const exact = paths.find(([pattern]) => pattern === path);
  const greedy = paths
    .filter(
      ([pattern]) => pattern.endsWith('{proxy+}') && path.startsWith(pattern.slice(0, -'{proxy+}'.length)),
    )
    .toSorted(([a], [b]) => b.length - a.length)[0];
  return (exact ?? greedy ?? paths.find(([pattern]) => pattern === '$default'))?.[1];
};

const descriptionOf = (name: FunctionName): FunctionDescription => FUNCTIONS[name];

describe('the paths of functions', () => {
  const paths = FUNCTION_NAMES.flatMap((name) =>
    (descriptionOf(name).paths ?? []).map((path) => [path, name] as const),
  );
  const declared = paths.filter(([pattern]) => pattern !== '$default');

  it.each([
    ['parcel-api', parcelSpecs],
    ['custody-api', custodySpecs],
    ['subject-api', subjectRequestSpecs],
    ['recipient-api', historySpecs],
    ['caller-check-api', [...checkSpecs, ...citizenMessageSpecs, ...doorCheckSpecs]],
    ['parcel-escrow', escrowSpecs],
    ['privacy-api', [...privacySpecs, ...unmaskSpecs]],
    ['label-api', labelSpecs],
    [
      'caller-id-api',
      [...callIntentSpecs, ...numberSpecs, ...staffNumberSpecs, ...accountSpecs, ...badgeSpecs],
    ],
    ['subscriber-rights-api', [...selfCheckSpecs, ...rightsSpecs, ...authoritySpecs]],
    [
      'subscriber-api',
      [
        ...findingSpecs,
        ...registrySpecs,
        ...indexSpecs,
        ...subscriberSpecs,
        ...subscriptionSpecs,
        ...lifecycleSpecs,
      ],
    ],
    ['registry-api', [...importSpecs, ...exportSpecs, ...sweepSpecs]],
    ['subscriber-images-api', [...imageSpecs, ...reconciliationSpecs]],
    ['subscriber-verification-api', verificationSpecs],
    ['access-api', accessSpecs],
    ['audit-api', auditSpecs],
  ] as const)('lead every route of a capability to %s, by name and not by default', (name, specs) => {
    expect(specs.length).toBeGreaterThan(0);
    for (const { path } of specs) expect(routeTo(declared, path), path).toBe(name);
  });

  it('lead an unknown address to a function that answers it with a problem', () => {
    expect(routeTo(paths, '/v2/anything')).toBe('access-api');
    expect(routeTo(declared, '/v2/anything')).toBeUndefined();
  });
});
