import { verifyLog, type LogFault, type LogVerdict } from '@temkin/audit/domain';
import { cryptoReady } from '@temkin/crypto';
import { rfc3339, toBase64 } from '@temkin/kernel';
import { formatVerifierKey } from '@temkin/tlog';
import { readFile } from 'node:fs/promises';
import { countText } from '../amounts.ts';
import { readState, writeState } from '../auditor-state.ts';
import { neededOption, textOption, textsOption, type Command, type Report } from '../command.ts';
import { openLog } from '../open-log.ts';
import { AUDIT_VERIFY_USAGE } from '../usage.ts';
import { readKey, readKeys, sha256 } from '../verifier-keys.ts';

const WHY: Readonly<Record<LogFault, string>> = {
  missing: 'is missing',
  malformed: 'is not what the format demands',
  forged: 'has a signature in the name of a trusted key that is not its own',
  unsigned: 'is not signed by a trusted key of this log',
  'tile-differs': 'does not hold the hashes of the entries: it was changed, or entries were',
  'root-differs': 'speaks of other entries than these: some were changed, removed, added or moved',
  'other-log': 'is of another log',
  'rolled-back':
    'is of a larger log than this: entries were cut off, or an old checkpoint put in place of the newest',
  inconsistent: 'speaks of another beginning than this log has: it was rewritten, or there are two of it',
};

const reportOf = (verdict: LogVerdict): Report => {
  if (verdict.outcome === 'refused') {
    const { fault, at } = verdict;
    return { text: `REFUSED: ${at} ${WHY[fault]}.`, data: { verdict: 'refused', fault, at }, exitCode: 1 };
  }
  const { origin, size, root } = verdict.checkpoint;
  const found = { origin, size, root: toBase64(root) };
  const entries = `${origin}: ${countText(size, 'entry', 'entries')}`;
  if (verdict.outcome === 'consistent') {
    return {
      text: `CONSISTENT, SIGNER NOT AUTHENTICATED: ${entries}. Give the log's key by --vkey to know whose it is.`,
      data: { verdict: 'consistent', ...found },
      exitCode: 3,
    };
  }
  const signers = verdict.signatures.map(({ key, timeSeconds }) => ({
    name: key.name,
    ...(timeSeconds !== undefined && { seen: rfc3339(timeSeconds * 1_000) }),
  }));
  const witnesses = signers
    .filter(({ seen }) => seen !== undefined)
    .map(({ name, seen }) => `${name} at ${seen}`);
  return {
    text: [
      `VERIFIED: ${entries}, all of them read and accounted for.`,
      witnesses.length > 0
        ? `Witnessed by ${witnesses.join(', ')}.`
        : 'Not witnessed: only your own older checkpoints tell of a fork or a log cut off.',
    ].join('\n'),
    data: { verdict: 'verified', ...found, signers },
  };
};

/** `temkin audit verify` */
export const auditVerify: Command = {
  usage: AUDIT_VERIFY_USAGE,
  operand: 'log',
  options: {
    vkey: { type: 'string', multiple: true },
    checkpoint: { type: 'string', multiple: true },
    state: { type: 'string' },
  },
  run: async (values, { environment, progress }) => {
    await cryptoReady;
    const read = openLog(neededOption(values, 'log'), environment.TEMKIN_TOKEN);
    const stateFile = textOption(values, 'state');
    const state = stateFile === undefined ? undefined : await readState(stateFile);
    const pinned = await Promise.all((state?.vkeys ?? []).map((vkey) => readKey(vkey, 'vkey')));
    const keys = [...pinned, ...(await readKeys(values, 'vkey'))];
    const kept = await Promise.all(
      textsOption(values, 'checkpoint').map(async (name) => ({ name, note: await readFile(name, 'utf8') })),
    );
    const older = [
      ...(state === undefined ? [] : [{ name: `the checkpoint in ${stateFile}`, note: state.checkpoint }]),
      ...kept,
    ];

    progress.begin('reading the log');
    const verdict = await verifyLog({
      sha256,
      read,
      keys,
      older,
      onEntries: (items) => {
        progress.advance({ items });
      },
    });
    progress.end();

    if (stateFile !== undefined && verdict.outcome === 'verified') {
      const vkeys = [...new Set(keys.map(formatVerifierKey))];
      await writeState(stateFile, { vkeys, checkpoint: verdict.note });
    }
    return reportOf(verdict);
  },
};
