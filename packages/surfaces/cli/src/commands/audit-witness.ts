import { cryptoReady, equalBytes, type Signer } from '@temkin/crypto';
import { rfc3339, utf8 } from '@temkin/kernel';
import { fileBlobs, openSignerFile, readSecretFile } from '@temkin/local/witness';
import type { Blobs } from '@temkin/storage';
import { formatVerifierKey, parseVerifierKey, verifierKey, type VerifierKey } from '@temkin/tlog';
import { addCheckpoint, knownLogs, witnessApplication, witnessedLogs } from '@temkin/witness';
import { countText } from '../amounts.ts';
import {
  neededOption,
  textOption,
  UsageError,
  type Command,
  type Report,
  type Surroundings,
  type Values,
} from '../command.ts';
import { AUDIT_WITNESS_USAGE } from '../usage-audit.ts';
import { readKeys, sha256 } from '../verifier-keys.ts';
import { parseListen, serveWitness } from '../witness-server.ts';

/** Ties a state to the one key whose cosignatures it remembers. */
const KEY_BLOB = 'vkey';

const LISTEN = '127.0.0.1:8790';

/** The last 32 bytes of a SubjectPublicKeyInfo of Ed25519 are the key (RFC 8410 §4). */
const publicKeyOf = async (signer: Signer): Promise<Uint8Array> => (await signer.publicKey()).slice(-32);

const newKey = async (name: string, keyFile: string, state: string): Promise<Report> => {
  const blobs = fileBlobs(state);
  if ((await readSecretFile(keyFile)) !== undefined) throw new Error(`There is a key at ${keyFile} already.`);
  if ((await blobs.get(KEY_BLOB)) !== undefined) throw new Error(`${state} is the state of another witness.`);
  // Before a key is made that nobody could use.
  await verifierKey(sha256, { name, type: 'cosignature/v1', publicKey: new Uint8Array(32) }).catch(
    (error: unknown) => {
      throw new UsageError('--name has no space and no plus', { cause: error });
    },
  );
  const publicKey = await publicKeyOf(await openSignerFile(keyFile));
  const vkey = formatVerifierKey(await verifierKey(sha256, { name, type: 'cosignature/v1', publicKey }));
  await blobs.putIfAbsent(KEY_BLOB, utf8(`${vkey}\n`));
  return { text: vkey, data: { vkey } };
};

/** The key of a witness that has been one before: who has lost what it saw is none any more. */
const boundKey = async (blobs: Blobs, state: string, signer: Signer): Promise<VerifierKey> => {
  const blob = await blobs.get(KEY_BLOB);
  const key = blob && (await parseVerifierKey(sha256, new TextDecoder().decode(blob.bytes).trim()));
  if (key === undefined)
    throw new Error(
      `${state} is no state of a witness. One that has forgotten what it saw would cosign a fork: restore it, or ` +
        'make a new witness, of another key, with --new-key.',
    );
  if (!equalBytes(key.publicKey, await publicKeyOf(signer)))
    throw new Error(`${state} is the state of a witness with another key.`);
  return key;
};

const serve = async (values: Values, { clock, serving }: Surroundings): Promise<Report> => {
  const [keyFile, state] = [neededOption(values, 'key'), neededOption(values, 'state')];
  const at = parseListen(textOption(values, 'listen') ?? LISTEN);
  const keys = await readKeys(values, 'log');
  if (keys.length === 0) throw new UsageError('--log is missing');
  if (keys.some(({ type }) => type !== 'ed25519')) throw new UsageError('--log is the key of a witness');
  if ((await readSecretFile(keyFile)) === undefined)
    throw new Error(`There is no key at ${keyFile}. A new witness is made with --new-key.`);

  const signer = await openSignerFile(keyFile);
  const blobs = fileBlobs(state);
  const key = await boundKey(blobs, state, signer);
  const logs = knownLogs(keys);
  const witnessed = witnessedLogs(blobs, sha256);
  const say = (line: string): void => serving.announce(`${rfc3339(clock.now())} ${line}`);
  const application = witnessApplication({
    addCheckpoint: addCheckpoint({
      logs,
      witnessed,
      key,
      signer,
      clock,
      sha256,
      onFork: ({ origin, size }) =>
        say(`FORK: ${origin} has signed two roots of ${countText(size, 'entry', 'entries')}.`),
    }),
    byHash: witnessed.byHash,
    onFailure: (error) => say(`failed: ${error instanceof Error ? error.message : String(error)}`),
  });

  const { address, stop } = await serveWitness(application, at);
  say(`${formatVerifierKey(key)} witnesses ${countText(logs.size, 'log')} at ${address}`);
  await serving.untilTold();
  await stop();
  return { text: 'The witness has ended.', data: {} };
};

/** `temkin audit witness` */
export const auditWitness: Command = {
  usage: AUDIT_WITNESS_USAGE,
  options: {
    key: { type: 'string' },
    state: { type: 'string' },
    log: { type: 'string', multiple: true },
    listen: { type: 'string' },
    'new-key': { type: 'boolean' },
    name: { type: 'string' },
  },
  run: async (values, surroundings) => {
    await cryptoReady;
    const isNew = values['new-key'] === true;
    if (isNew && (values.log !== undefined || values.listen !== undefined))
      throw new UsageError('--new-key makes a witness and serves none: --log and --listen come after');
    if (!isNew && values.name !== undefined)
      throw new UsageError('--name goes with --new-key: the state of a witness has its name');
    return isNew
      ? newKey(neededOption(values, 'name'), neededOption(values, 'key'), neededOption(values, 'state'))
      : serve(values, surroundings);
  },
};
