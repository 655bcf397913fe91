import { fromBase64, type RandomBytes, type Wait } from '@temkin/kernel';
import { sealPart } from '@temkin/subscriber/domain';
import { createHash } from 'node:crypto';
import type { Progress } from '../progress.ts';
import { insisting } from './ask-api.ts';
import { cutFile } from './cut-file.ts';
import type { ImportApi } from './import-api.ts';
import { writeImportState, type ImportState } from './import-state.ts';

const LONGEST_UPLOAD_MILLISECONDS = 900_000;

/** The name of a part is taken: it is there from a time before, when its answer was lost. */
const TAKEN = 412;

/**
 * Seals and sends what is not sent yet of a file, part by part, and keeps after each how far it is. What breaks is sealed anew, so no key
 * and nonce are ever used for two texts.
 */
export const sendFile = async (
  file: string,
  begun: ImportState,
  {
    api,
    progress,
    random,
    wait,
  }: {
    readonly api: ImportApi;
    readonly progress: Progress;
    readonly random: RandomBytes;
    readonly wait: Wait;
  },
): Promise<ImportState> => {
  const key = fromBase64(begun.sealingKey);
  if (key === undefined) throw new Error('The state of the import has lost its key.');
  let state = begun;
  if (state.sent.at(-1)?.isLast === true) return state;
  const from = state.sent.at(-1)?.next ?? state.from;
  const { importId, tenant } = state;
  for await (const cut of cutFile(file, { format: state.format, from, limitBytes: state.partBytes })) {
    const [part, isLast] = [state.sent.length + 1, cut.isLast];
    const sealed = sealPart(key, { of: 'import', tenant, id: importId, part, isLast }, cut.bytes, random);
    const sha256 = createHash('sha256').update(sealed).digest('hex');
    const announced = { part, bytes: sealed.length, sha256, rows: cut.rows, isLast };
    const { url, method, headers } = await api.announce(importId, announced);
    const response = await insisting(
      () =>
        fetch(url, {
          method,
          headers: headers.map(({ name, value }): [string, string] => [name, value]),
          body: Buffer.from(sealed),
          signal: AbortSignal.timeout(LONGEST_UPLOAD_MILLISECONDS),
        }),
      { wait, where: new URL(url).host },
    );
    if (!response.ok && response.status !== TAKEN)
      throw new Error(`Part ${part} was not taken: ${new URL(url).host} answers ${response.status}.`);
    await response.body?.cancel();
    state = { ...state, sent: [...state.sent, { next: cut.next, rows: cut.rows, isLast }] };
    await writeImportState(file, state);
    progress.advance({ items: cut.rows, bytes: cut.bytes.length });
  }
  return state;
};
