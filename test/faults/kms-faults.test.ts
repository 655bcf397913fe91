import { kmsRootKey, kmsSigner } from '@temkin/aws';
import { cryptoReady, keyRing } from '@temkin/crypto';
import { StoreUnavailable, systemRandom, toHex } from '@temkin/kernel';
import { inspect } from 'node:util';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { kmsSimulator, testKmsClient, type KmsTrouble } from '../support/kms-simulator.ts';

const CONTEXT = { tenant: 'ems', purpose: 'label', keyId: '2026-11' };
const MESSAGE = Uint8Array.of(1, 2, 3);

const kms = await kmsSimulator();
const rootKeyId = kms.createKey('SYMMETRIC_DEFAULT');
const signingKeyId = kms.createKey('ECC_NIST_P256');
let client = testKmsClient(kms.endpoint);
afterAll(async () => {
  client.destroy();
  await kms.stop();
});
beforeEach(() => {
  // The SDK's budget for retries belongs to the client: no test may live on what another has left of it.
  client.destroy();
  client = testKmsClient(kms.endpoint);
  kms.plan([]);
  kms.govern(() => 'allow');
});

const rootKey = (keyId = rootKeyId) => kmsRootKey({ client, keyId });
const signer = (keyId = signingKeyId) => kmsSigner({ client, keyId, algorithm: 'ES256' });

const { wrapped } = await rootKey().generateDataKey(CONTEXT);

/** Each operation that this system asks of KMS. */
const OPERATIONS: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['GenerateDataKey', () => rootKey().generateDataKey(CONTEXT)],
  ['Decrypt', () => rootKey().unwrap(wrapped, CONTEXT)],
  ['Sign', () => signer().sign(MESSAGE)],
  ['GetPublicKey', () => signer().publicKey()],
];

const failure = async (asked: Promise<unknown>): Promise<Error> => {
  const outcome = await asked.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(outcome instanceof Error)) throw new Error('the call should have failed');
  return outcome;
};

const operations = (): readonly string[] => kms.calls.map(({ operation }) => operation);

/** All of them at once. */
const askAll = <Outcome>(
  each: (ask: () => Promise<unknown>) => Promise<Outcome>,
): Promise<readonly Outcome[]> => Promise.all(OPERATIONS.map(([, ask]) => each(ask)));

const ALL = OPERATIONS.length;

describe('KMS, whatever it is asked', () => {
  it.each<KmsTrouble>(['throttle', 'internal-error', 'drop', 'hang', 'stall'])(
    'is asked again after one answer of "%s"',
    async (trouble) => {
      kms.plan(OPERATIONS.map(() => trouble));
      const answers = await askAll((ask) => ask());
      expect(answers).not.toContain(undefined);
      expect(kms.calls).toHaveLength(2 * ALL);
    },
  );

  it.each<KmsTrouble>(['throttle', 'internal-error', 'drop', 'hang'])(
    'is unavailable after three answers of "%s", and the cause is told',
    async (trouble) => {
      kms.plan([], trouble);
      for (const error of await askAll((ask) => failure(ask()))) {
        expect(error).toBeInstanceOf(StoreUnavailable);
        expect(error.cause).toBeInstanceOf(Error);
      }
      expect(kms.calls).toHaveLength(3 * ALL);
    },
  );
});

describe.each(OPERATIONS)('KMS asked for %s', (_, ask) => {
  it('is asked once where it denies access, and the refusal says no more than that', async () => {
    kms.plan([], 'access-denied');
    const error = await failure(ask());
    expect(error).not.toBeInstanceOf(StoreUnavailable);
    expect(error.message).toBe('the key service refuses: AccessDeniedException');
    expect(error.cause).toBeUndefined();
    expect(kms.calls).toHaveLength(1);
  });

  it('is unavailable where its answer cannot be read, and nothing of the answer is told', async () => {
    kms.plan([], 'garble');
    const error = await failure(ask());
    expect(error).toBeInstanceOf(StoreUnavailable);
    // How every answer begins, and so what a parser's complaint would quote of it.
    expect(inspect(error, { showHidden: true, depth: 20 })).not.toContain('arn:aws');
  });
});

describe('KMS that nobody listens for', () => {
  it('is unavailable', async () => {
    const gone = await kmsSimulator();
    await gone.stop();
    const nobody = testKmsClient(gone.endpoint);
    const unreachable = kmsRootKey({ client: nobody, keyId: rootKeyId });
    await expect(unreachable.generateDataKey(CONTEXT)).rejects.toThrow(StoreUnavailable);
    nobody.destroy();
  });
});

describe('a root key in KMS', () => {
  it('names itself and the three parts of the context, and nothing else of what it is given', async () => {
    const context = { ...CONTEXT, recipient: 'nobody' };
    await rootKey().generateDataKey(context);
    await rootKey().unwrap(wrapped, context);
    expect(kms.calls).toEqual([
      { operation: 'GenerateDataKey', keyId: rootKeyId, context: CONTEXT },
      { operation: 'Decrypt', keyId: rootKeyId, context: CONTEXT },
    ]);
  });

  it('refuses where a policy denies it a tenant', async () => {
    kms.govern((_operation, _keyId, context) => (context.tenant === 'ems' ? 'deny' : 'allow'));
    await expect(rootKey().unwrap(wrapped, CONTEXT)).rejects.toThrow('AccessDeniedException');
    await expect(rootKey().generateDataKey({ ...CONTEXT, tenant: 'vtp' })).resolves.toBeDefined();
  });

  it('refuses to be a key that does not exist', async () => {
    await expect(rootKey('elsewhere').unwrap(wrapped, CONTEXT)).rejects.toThrow(
      'the key service refuses: NotFoundException',
    );
  });

  it.each([undefined, new Uint8Array(16), new Uint8Array(33)])(
    'takes no data key but one of 32 bytes: %o',
    async (Plaintext) => {
      const short = {
        send: async () => ({ Plaintext, CiphertextBlob: wrapped }),
      } as unknown as typeof client;
      const broken = kmsRootKey({ client: short, keyId: rootKeyId });
      await expect(broken.generateDataKey(CONTEXT)).rejects.toThrow('no key of 32 bytes');
      await expect(broken.unwrap(wrapped, CONTEXT)).rejects.toThrow('no key of 32 bytes');
    },
  );
});

describe('a signer in KMS', () => {
  it('asks for its public key once, however many want it', async () => {
    const one = signer();
    await Promise.all([1, 2, 3].map(() => one.publicKey()));
    await one.publicKey();
    expect(operations()).toEqual(['GetPublicKey']);
  });

  it('tells all who wait that its public key cannot be had, and asks again the next time', async () => {
    const one = signer();
    kms.plan([], 'access-denied');
    const waiting = await Promise.allSettled([1, 2, 3].map(() => one.publicKey()));
    expect(waiting.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    kms.plan([]);
    await expect(one.publicKey()).resolves.toHaveLength(91);
    expect(kms.calls).toHaveLength(1);
  });

  it.each([
    ['Ed25519', signingKeyId],
    ['ES256', kms.createKey('ECC_NIST_EDWARDS25519')],
    ['ES256', rootKeyId],
  ] as const)('of %s refuses a key of another kind', async (algorithm, keyId) => {
    const other = kmsSigner({ client, keyId, algorithm });
    await expect(other.publicKey()).rejects.toThrow(Error);
    await expect(other.sign(MESSAGE)).rejects.toThrow('the key service refuses: InvalidKeyUsageException');
  });

  it.each([0, 4_097])('does not ask KMS to sign %i bytes', async (length) => {
    await expect(signer().sign(new Uint8Array(length))).rejects.toThrow(RangeError);
    expect(kms.calls).toEqual([]);
  });
});

describe('a key ring over KMS', () => {
  const HOUR = 3_600_000;
  let now = Date.parse('2026-11-21T09:00:00Z');

  /** A ring that has nothing in memory. */
  const coldRing = () =>
    keyRing({
      rootKey: rootKey(),
      wrappedKeys: { find: async () => wrapped, putIfAbsent: async () => false },
      clock: { now: () => now },
      random: systemRandom,
      epochs: 'shared',
    });

  const open = async (ring: ReturnType<typeof coldRing>): Promise<string> =>
    toHex((await ring.byId(CONTEXT.tenant, CONTEXT.purpose, CONTEXT.keyId))?.key ?? new Uint8Array());

  it('asks once for 3,000 that open at once with nothing in memory', async () => {
    await cryptoReady;
    const ring = coldRing();
    const keys = await Promise.all(Array.from({ length: 3_000 }, () => open(ring)));
    expect(new Set(keys).size).toBe(1);
    expect(operations()).toEqual(['Decrypt']);
  });

  it('asks at most five times an hour, also for a million', async () => {
    const ring = coldRing();
    for (let i = 0; i < 1_000_000; i += 1) {
      await ring.byId(CONTEXT.tenant, CONTEXT.purpose, CONTEXT.keyId);
      now += HOUR / 1_000_000;
    }
    expect(kms.calls.length).toBeGreaterThan(0);
    expect(kms.calls.length).toBeLessThanOrEqual(5);
  });
});
