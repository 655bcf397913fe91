import { toHex } from '@temkin/kernel';
import {
  EXPORT_FIELDS,
  EXPORT_GROUNDS,
  EXPORT_NUMBERS,
  EXPORT_PURPOSES,
  exportDigestText,
} from '@temkin/subscriber/domain';
import { createHash } from 'node:crypto';
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
import { apiAt, ApiRefusal, insisting } from '../registry/ask-api.ts';
import { exportApi, type ExportAccount, type ExportApi, type ExportedPart } from '../registry/export-api.ts';
import { failureText } from '../registry/failure-text.ts';
import {
  partsIn,
  readManifest,
  readPart,
  writeManifest,
  writePart,
  type ExportManifest,
} from '../registry/export-directory.ts';
import { apiOption } from '../token-address.ts';
import { REGISTRY_EXPORT_USAGE } from '../usage-registry.ts';
import { choice } from './registry-import.ts';

/** Milliseconds between two looks at an export that is written. */
const LOOK_MILLISECONDS = 2_000;

const LONGEST_DOWNLOAD_MILLISECONDS = 900_000;

const fieldsOf = (values: Values): readonly string[] => {
  const asked = textOption(values, 'fields')?.split(',') ?? EXPORT_FIELDS;
  const unknown = asked.find((name) => !EXPORT_FIELDS.some((field) => field === name));
  if (unknown !== undefined) throw new UsageError(`--fields are among ${EXPORT_FIELDS.join(', ')}`);
  return asked;
};

const neededChoice = <One extends string>(values: Values, name: string, among: readonly One[]): One => {
  const chosen = choice(values, name, among);
  if (chosen === undefined) throw new UsageError(`--${name} is missing: one of ${among.join(', ')}`);
  return chosen;
};

const wishOf = (values: Values): Readonly<Record<string, unknown>> => ({
  fields: fieldsOf(values),
  numbers: choice(values, 'numbers', EXPORT_NUMBERS) ?? 'live',
  purpose: neededChoice(values, 'purpose', EXPORT_PURPOSES),
  ground: neededChoice(values, 'ground', EXPORT_GROUNDS),
  recipient: neededOption(values, 'recipient'),
  reference: neededOption(values, 'reference'),
  recipientKey: neededOption(values, 'recipient-key'),
});

/** Goes on with the export of a directory, or asks for one. */
const manifestOf = async (
  directory: string,
  values: Values,
  { api, random }: { readonly api: ExportApi; readonly random: Surroundings['random'] },
): Promise<ExportManifest> => {
  const [wish, address] = [wishOf(values), apiOption(values)];
  const known = await readManifest(directory);
  if (known !== undefined) {
    if (JSON.stringify([known.wish, known.api]) !== JSON.stringify([wish, address]))
      throw new Error(`${directory} is of another export: asked otherwise, or at another address.`);
    return known;
  }
  const { exportId } = await api.create(wish, toHex(random(16)));
  const asked = { api: address, exportId, wish };
  await writeManifest(directory, asked);
  return asked;
};

const watch = async (
  api: ExportApi,
  exportId: string,
  { progress, wait }: Pick<Surroundings, 'progress' | 'wait'>,
): Promise<ExportAccount> => {
  progress.begin('writing rows');
  let seen = 0;
  for (;;) {
    const account = await api.show(exportId);
    progress.advance({ items: account.rows - seen });
    seen = account.rows;
    if (account.state !== 'running') {
      progress.end();
      return account;
    }
    await wait(LOOK_MILLISECONDS);
  }
};

/** Fetches the parts that are not there yet. */
const fetchParts = async (
  directory: string,
  exportId: string,
  parts: readonly ExportedPart[],
  { api, progress, wait }: Pick<Surroundings, 'progress' | 'wait'> & { readonly api: ExportApi },
): Promise<void> => {
  progress.begin('fetching parts', parts.length);
  for (const part of parts) {
    if ((await readPart(directory, part)) === undefined) {
      const { url, method, headers } = await api.fetch(exportId, part.part);
      const response = await insisting(
        () =>
          fetch(url, {
            method,
            headers: headers.map(({ name, value }): [string, string] => [name, value]),
            signal: AbortSignal.timeout(LONGEST_DOWNLOAD_MILLISECONDS),
          }),
        { wait, where: new URL(url).host },
      );
      if (!response.ok)
        throw new Error(`Part ${part.part} did not come: ${new URL(url).host} answers ${response.status}.`);
      await writePart(directory, part, new Uint8Array(await response.arrayBuffer()));
    }
    progress.advance({ items: 1, bytes: part.bytes });
  }
  progress.end();
};

/** Fetches them; false where they are there no more: it expired or was cancelled meanwhile. */
const areFetched = async (...fetching: Parameters<typeof fetchParts>): Promise<boolean> => {
  try {
    await fetchParts(...fetching);
    return true;
  } catch (error) {
    if (error instanceof ApiRefusal && error.code === 'EXPORT.STATE_NOT_ALLOWED') return false;
    throw error;
  }
};

/** What is left, in its directory, of an export of which nothing more can be fetched, and what is to be done about it. */
const overReport = async (directory: string, exportId: string, account: ExportAccount): Promise<Report> => {
  // Its time may be over before anybody has seen to it.
  const state = account.state === 'done' ? 'expired' : account.state;
  const [partsThere, parts] = [await partsIn(directory), account.partsWritten];
  return {
    text: [
      `Export ${exportId} is ${state}${failureText(account)}.`,
      `${directory} has ${partsThere} of ${countText(parts, 'part')}, sealed, and nothing in clear: they are not all of it, and temkin registry open does not open them.`,
      `Remove ${directory} and say this command again to ask for another export.`,
    ].join('\n'),
    data: { exportId, state, partsThere, parts, out: directory },
    exitCode: 1,
  };
};

/** `temkin registry export` */
export const registryExport: Command = {
  usage: REGISTRY_EXPORT_USAGE,
  options: {
    api: { type: 'string' },
    out: { type: 'string' },
    recipient: { type: 'string' },
    'recipient-key': { type: 'string' },
    reference: { type: 'string' },
    purpose: { type: 'string' },
    ground: { type: 'string' },
    fields: { type: 'string' },
    numbers: { type: 'string' },
  },
  run: async (values, surroundings) => {
    const directory = neededOption(values, 'out');
    const { environment, random, wait } = surroundings;
    const api = exportApi(apiAt(apiOption(values), { token: environment.TEMKIN_TOKEN, wait }));
    const asked = await manifestOf(directory, values, { api, random });
    const { exportId } = asked;
    const { state } = await api.show(exportId);
    if (state === 'asked') {
      const { approvalId, expiresAt } = await api.release(exportId);
      if (approvalId !== undefined)
        return {
          text: `Export ${exportId} waits for a second person, who agrees to approval ${approvalId}${expiresAt === undefined ? '' : ` until ${expiresAt}`}. Then say this command again.`,
          data: { exportId, state, approvalId },
          exitCode: 3,
        };
    }
    const account = await watch(api, exportId, surroundings);
    const { tenant, sealedKey, digest, rows } = account;
    if (sealedKey === undefined || digest === undefined) return overReport(directory, exportId, account);
    const parts = await api.parts(exportId);
    if (createHash('sha256').update(exportDigestText(parts)).digest('hex') !== digest)
      throw new Error('The parts that the API names are not those that were handed over.');
    if (!(await areFetched(directory, exportId, parts, { api, ...surroundings })))
      return overReport(directory, exportId, await api.show(exportId));
    await writeManifest(directory, { ...asked, whole: { tenant, sealedKey, digest, parts: [...parts] } });
    return {
      text: `${countText(rows, 'row')} in ${countText(parts.length, 'part')}: ${directory}\nSHA-256 of what was handed over: ${digest}`,
      data: { exportId, state: account.state, rows, parts: parts.length, digest, out: directory },
    };
  },
};
