import { cryptoReady } from '@temkin/crypto';
import { toHex } from '@temkin/kernel';
import {
  GRADES,
  IMPORT_FORMATS,
  NO_PROGRESS,
  RECORD_MODES,
  SEGMENTS,
  type ImportFormat,
  type ImportKind,
} from '@temkin/subscriber/domain';
import { rm } from 'node:fs/promises';
import { extname } from 'node:path';
import { countText } from '../amounts.ts';
import {
  neededOption,
  textOption,
  UsageError,
  type Command,
  type Surroundings,
  type Values,
} from '../command.ts';
import { apiAt, ApiRefusal } from '../registry/ask-api.ts';
import { readHead } from '../registry/cut-file.ts';
import { failureText } from '../registry/failure-text.ts';
import { importApi, type ImportAccount, type ImportApi } from '../registry/import-api.ts';
import {
  dropImportState,
  fingerprintOf,
  readImportState,
  writeImportState,
  type ImportState,
} from '../registry/import-state.ts';
import { requireSameFile, requireSameImport } from '../registry/same-import.ts';
import { writeRejects } from '../registry/reject-file.ts';
import { sendFile } from '../registry/send-file.ts';
import { apiOption } from '../token-address.ts';
import { REGISTRY_IMPORT_USAGE } from '../usage-registry.ts';

/** Milliseconds between two looks at an import that is worked off. */
const LOOK_MILLISECONDS = 2_000;

/** One of a closed list, where it was given. Throws `UsageError` for another. */
export const choice = <One extends string>(
  values: Values,
  name: string,
  among: readonly One[],
): One | undefined => {
  const given = textOption(values, name);
  const chosen = among.find((one) => one === given);
  if (given !== undefined && chosen === undefined)
    throw new UsageError(`--${name} is one of ${among.join(', ')}`);
  return chosen;
};

const formatOf = (values: Values, file: string): ImportFormat => {
  const byName = extname(file).toLowerCase() === '.csv' ? 'csv' : 'ndjson';
  return choice(values, 'format', IMPORT_FORMATS) ?? byName;
};

/**
 * Goes on with the import of a file, or makes one. One that takes no parts any more, for it was cancelled or not begun in time, is only looked at: how it
 * ended is told, and with that it is over.
 */
const stateOf = async (
  file: string,
  kind: ImportKind,
  values: Values,
  { api, random }: { readonly api: ImportApi; readonly random: Surroundings['random'] },
): Promise<ImportState> => {
  const [known, fingerprint] = [await readImportState(file), await fingerprintOf(file)];
  const address = apiOption(values);
  const format = formatOf(values, file);
  const mode = choice(values, 'mode', RECORD_MODES) ?? (kind === 'parity' ? 'legacy' : 'strict');
  if (known !== undefined) {
    requireSameImport(file, known, { api: address, kind, format, mode, file: fingerprint });
    const isOver = !known.isBegun && (await api.show(known.importId)).state !== 'open';
    return isOver ? { ...known, isBegun: true } : known;
  }
  const { columns, next } = await readHead(file, format);
  if (fingerprint.bytes <= next) throw new Error(`${file} has no rows.`);
  const { importId, tenant, sealingKey, partBytes } = await api.create(
    { format, mode, kind, ...(format === 'csv' && { columns }) },
    toHex(random(16)),
  );
  const state: ImportState = {
    api: address,
    importId,
    kind,
    mode,
    tenant,
    sealingKey,
    partBytes,
    file: fingerprint,
    format,
    from: next,
    sent: [],
    isBegun: false,
  };
  await writeImportState(file, state);
  return state;
};

/** A step of an import, of so many rows or segments. */
interface Phase {
  readonly step: string;
  readonly done: number;
  readonly total: number;
}

/** What an import does one after the other, and how far it is with each. */
const phasesOf = (
  kind: ImportKind,
  { rows, rowsDone, rowsLookedUp = 0, segmentsWalked = 0 }: ImportAccount,
): readonly [Phase, ...Phase[]] =>
  kind === 'parity'
    ? [
        { step: 'comparing rows', done: rowsDone, total: rows },
        { step: 'looking numbers up', done: rowsLookedUp, total: rows },
        { step: 'walking the registry', done: segmentsWalked, total: SEGMENTS.length },
      ]
    : [{ step: 'importing rows', done: rowsDone, total: rows }];

const watch = async (
  api: ImportApi,
  { importId, kind }: Pick<ImportState, 'importId' | 'kind'>,
  { progress, wait }: Pick<Surroundings, 'progress' | 'wait'>,
): Promise<ImportAccount> => {
  let [begun, seen] = [0, 0];
  for (let account = await api.show(importId); ; account = await api.show(importId)) {
    const phases = phasesOf(kind, account);
    const under = phases.findIndex(({ done, total }) => done < total);
    const reached = under === -1 ? phases : phases.slice(0, under + 1);
    for (const [at, { step, done, total }] of reached.entries()) {
      if (at + 1 < begun) continue;
      if (at === begun) {
        if (at > 0) progress.end();
        progress.begin(step, total);
        [begun, seen] = [at + 1, 0];
      }
      progress.advance({ items: done - seen });
      seen = done;
    }
    if (account.state !== 'running' && account.state !== 'open') return account;
    await wait(LOOK_MILLISECONDS);
  }
};

/** Whether an import that failed can be begun again. */
const isResumable = ({ state, failure }: Pick<ImportAccount, 'state' | 'failure'>): boolean =>
  state === 'failed' && failure === NO_PROGRESS;

const said = (count: number): string => count.toLocaleString('en-US');

/** Counts, a line for each name. */
export const counted = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, count]) => `  ${name}: ${said(count)}\n`)
    .join('');

/** Counts of defects by grade, the worst first. */
const gradesText = (grades: ImportAccount['grades']): string =>
  GRADES.map((grade) => counted({ [grade]: grades[grade] ?? 0 })).join('');

/** Times that an import is begun while a part is missing that somebody announced anew meanwhile, and is sending. */
const BEGINNINGS = 6;

const isRefusal = (error: unknown, code: string): boolean =>
  error instanceof ApiRefusal && error.code === code;

/** Begins an import, and waits for a part that is on its way from somewhere else. */
const begin = async (
  api: ImportApi,
  importId: string,
  { wait }: Pick<Surroundings, 'wait'>,
): Promise<void> => {
  for (let beginning = 1; ; beginning += 1)
    try {
      await api.begin(importId);
      return;
    } catch (error) {
      if (beginning === BEGINNINGS || !isRefusal(error, 'IMPORT.PARTS_MISSING')) throw error;
      await wait(LOOK_MILLISECONDS);
    }
};

/** What became of a file, and where its rejects are told: absent of an import without any. */
export interface FileAccount {
  readonly importId: string;
  readonly account: ImportAccount;
  readonly rejects?: string;
}

/** Sends a file, or what is not sent of it, watches until every row is done with, and writes its rejects beside it. What an earlier import left there goes. */
export const sendAndWatch = async (
  kind: ImportKind,
  rejectOption: string,
  values: Values,
  surroundings: Surroundings,
): Promise<FileAccount> => {
  await cryptoReady;
  const file = neededOption(values, 'file');
  const { environment, progress, random, wait } = surroundings;
  const api = importApi(apiAt(apiOption(values), { token: environment.TEMKIN_TOKEN, wait }));
  let state = await stateOf(file, kind, values, { api, random });
  const { importId } = state;
  if (!state.isBegun) {
    progress.begin('sending rows');
    try {
      state = await sendFile(file, state, { api, progress, random, wait });
      progress.end();
      requireSameFile(file, state, await fingerprintOf(file));
      await begin(api, importId, surroundings);
    } catch (error) {
      // Whoever else had the file was first: how it goes on, or has ended, is told below.
      if (!isRefusal(error, 'IMPORT.STATE_NOT_ALLOWED')) throw error;
    }
    state = { ...state, isBegun: true };
    await writeImportState(file, state);
  }
  if (isResumable(await api.show(importId))) await api.begin(importId);
  const account = await watch(api, state, surroundings);
  progress.end();
  const rejects =
    textOption(values, rejectOption) ?? `${file}.${kind === 'parity' ? 'parity' : 'rejects'}.csv`;
  const isTold = kind === 'parity' || account.rejected > 0;
  if (isTold) await writeRejects(api, state, rejects);
  else await rm(rejects, { force: true });
  if (!isResumable(account)) await dropImportState(file);
  return { importId, account, ...(isTold && { rejects }) };
};

/** How an import ended, in words, and whether it can be gone on with. */
export const endedText = (named: string, { importId, account }: FileAccount): string =>
  `${named} ${importId} is ${account.state}${failureText(account)}.${isResumable(account) ? ' Within a week this command, said again, goes on where it stood.' : ''}`;

/** Counts of fields, in words; none where there are none. */
export const fieldsText = (title: string, { fields }: Pick<ImportAccount, 'fields'>): readonly string[] =>
  fields.length === 0
    ? []
    : [
        `${title}\n${counted(Object.fromEntries(fields.map(({ field, count }) => [field, count])))}`.trimEnd(),
      ];

/** `temkin registry import` */
export const registryImport: Command = {
  usage: REGISTRY_IMPORT_USAGE,
  operand: 'file',
  options: {
    api: { type: 'string' },
    format: { type: 'string' },
    mode: { type: 'string' },
    delta: { type: 'boolean' },
    rejects: { type: 'string' },
  },
  run: async (values, surroundings) => {
    const kind = values.delta === true ? 'delta' : 'full';
    const done = await sendAndWatch(kind, 'rejects', values, surroundings);
    const { importId, account, rejects } = done;
    const { accepted, amended, unchanged, rejected, rows, grades, codes } = account;
    const ofDelta = kind === 'delta' ? `, ${said(amended)} amended, ${said(unchanged)} changed nothing` : '';
    return {
      text: [
        endedText('Import', done),
        `${countText(rows, 'row')}: ${said(accepted)} came in${ofDelta}, ${said(rejected)} did not${rejects === undefined ? '.' : `: ${rejects}`}`,
        ...fieldsText('Amended, by field:', account),
        ...(codes.length > 0
          ? [
              `By their worst defect:\n${gradesText(grades)}By code:\n${counted(Object.fromEntries(codes.map(({ code, count }) => [code, count])))}`.trimEnd(),
            ]
          : []),
      ].join('\n'),
      data: { importId, ...account, ...(rejects !== undefined && { rejects }) },
      ...(account.state !== 'done' && { exitCode: 1 as const }),
    };
  },
};
