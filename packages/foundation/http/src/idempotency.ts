import { equalBytes, epochOf, keyedHash, type KeyRing, type TenantKey } from '@temkin/crypto';
import { Refusal, toHex, type Clock, type RandomBytes } from '@temkin/kernel';
import { keyOf, type Item, type Table, type Write, type WriteVerdict } from '@temkin/storage';
import type { GeneralCode } from './general-problems.ts';
import type { IdempotencyClaims } from './ports.ts';

export interface IdempotencyDependencies {
  readonly table: Table;
  /** With shared epochs: all processes must come to the same names. */
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** How long a key is remembered (security.md, "Idempotency without a plaintext cache"). */
const LIFE_SECONDS = 86_400;

/** Each try past the second means that a claim died or was swept in between. */
const TRIES = 4;

const PURPOSE = 'request';

/** Where a claim is kept under one tenant key, and how the body hashes under it. */
interface Place {
  readonly key: ReturnType<typeof keyOf>;
  readonly bodyHash: Uint8Array;
}

/** The seed a claim keeps, for whoever sends the same body. */
const seedOf = (item: Item, place: Place): Uint8Array => {
  const { seed, bodyHash } = item;
  if (!(seed instanceof Uint8Array && bodyHash instanceof Uint8Array)) {
    throw new Error('an idempotency claim lacks its seed or its body hash');
  }
  if (!equalBytes(bodyHash, place.bodyHash)) {
    throw new Refusal<GeneralCode>('REQUEST.IDEMPOTENCY_MISMATCH', {
      detail: 'Use a new key for a new request; repeat a request with exactly the same body.',
    });
  }
  return seed;
};

type Put = Extract<Write, { kind: 'put' }>;

/** Puts a claim where there is none, or over this very dead one: another process may have replaced it meanwhile. */
const putOver = (
  dead: Item | undefined,
  { key, bodyHash }: Place,
  claim: { readonly seed: Uint8Array; readonly expiresAtSeconds: number },
): Put => ({
  kind: 'put',
  key,
  item: { bodyHash, ...claim },
  condition:
    dead?.seed instanceof Uint8Array ? [{ attribute: 'seed', is: 'equal', to: dead.seed }] : 'absent',
});

/**
 * Idempotency claims in the `requests` table: keyed hashes of the request and 32 random bytes, nothing that was sent or
 * answered.
 *
 * A claim's name depends on the month's key. On the first day of a month the last month's claims still live, so a claim
 * is then made under both names in one transaction; whichever month a racing process believes in, the two meet.
 */
export const idempotencyClaims = (dependencies: IdempotencyDependencies): IdempotencyClaims => {
  const { table, keyRing, clock, random } = dependencies;

  /** The keys under which a live claim may have been made. */
  const keysInUse = async (tenant: string): Promise<readonly TenantKey[]> => {
    const current = await keyRing.current(tenant, PURPOSE);
    const yesterdays = epochOf(clock.now() - LIFE_SECONDS * 1_000);
    const previous = yesterdays === current.id ? undefined : await keyRing.byId(tenant, PURPOSE, yesterdays);
    return previous === undefined ? [current] : [current, previous];
  };

  const commit = (writes: readonly Put[]): Promise<WriteVerdict> => {
    const [first, ...others] = writes;
    return first !== undefined && others.length === 0
      ? table.write(first)
      : table.transact(writes, toHex(random(16)));
  };

  const isLive = (item: Item): boolean =>
    typeof item.expiresAtSeconds === 'number' && clock.now() < item.expiresAtSeconds * 1_000;

  return {
    claim: async ({ principal: { tenant, client, id } }, { route, key, body }) => {
      const places = (await keysInUse(tenant)).map((tenantKey): Place => {
        const claim = toHex(keyedHash(tenantKey.key, 32, 'claim', client, id, route, key));
        return {
          key: keyOf('requests', 'idempotencyClaim', { tenant, claim }),
          bodyHash: keyedHash(tenantKey.key, 32, 'body', body),
        };
      });
      let found: readonly (Item | undefined)[] = [];

      for (let tries = 0; tries < TRIES; tries += 1) {
        for (const [index, place] of places.entries()) {
          const item = found[index];
          if (item !== undefined && isLive(item)) return seedOf(item, place);
        }
        const seed = random(32);
        const expiresAtSeconds = Math.floor(clock.now() / 1_000) + LIFE_SECONDS;
        const verdict = await commit(
          places.map((place, index) => putOver(found[index], place, { seed, expiresAtSeconds })),
        );
        if (verdict.outcome === 'committed') return seed;
        found = await table.getMany(places.map((place) => place.key));
      }
      throw new Refusal<GeneralCode>('REQUEST.IN_PROGRESS', { retryAfterSeconds: 1 });
    },
  };
};
