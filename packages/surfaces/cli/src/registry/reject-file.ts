import { ONLY_IN_REGISTRY, type ImportKind } from '@temkin/subscriber/domain';
import { rename, open } from 'node:fs/promises';
import type { ImportApi } from './import-api.ts';

/** Rows that did not come in, page by page, as lines: one for each fault. */
async function* rejectLines(
  api: ImportApi,
  importId: string,
): AsyncGenerator<{ readonly rows: number; readonly lines: readonly string[] }, void> {
  let after: number | undefined;
  do {
    const page = await api.rejects(importId, after);
    const lines = page.rejects.flatMap(({ row, faults }) =>
      faults.map(({ code, pointer }) => `${row},${code},"${pointer.replaceAll('"', '""')}"`),
    );
    yield { rows: page.rejects.length, lines };
    after = page.next;
  } while (after !== undefined);
}

/** Subscriptions that no row of a parity report named, page by page. */
async function* unmetIds(api: ImportApi, importId: string): AsyncGenerator<readonly string[], void> {
  let after: string | undefined;
  do {
    const page = await api.onlyInRegistry(importId, after);
    yield page.subscriptionIds;
    after = page.next;
  } while (after !== undefined);
}

/**
 * Writes which rows did not come in, and why, as CSV: a line for each fault; of a parity report the numbers too that the registry has and no row
 * named, by the ids of their subscriptions. Nothing of any row stands in it. A file that is cut off does not get its name. Answers how many rows
 * there are.
 */
export const writeRejects = async (
  api: ImportApi,
  { importId, kind }: { readonly importId: string; readonly kind: ImportKind },
  file: string,
): Promise<number> => {
  const draft = `${file}.draft`;
  const handle = await open(draft, 'w', 0o600);
  const isParity = kind === 'parity';
  const write = (lines: readonly string[]) => handle.writeFile(lines.map((line) => `${line}\n`).join(''));
  let count = 0;
  try {
    await write([isParity ? 'row,code,pointer,subscription' : 'row,code,pointer']);
    for await (const { rows, lines } of rejectLines(api, importId)) {
      await write(isParity ? lines.map((line) => `${line},`) : lines);
      count += rows;
    }
    if (isParity)
      for await (const ids of unmetIds(api, importId))
        await write(ids.map((id) => `,${ONLY_IN_REGISTRY},,${id}`));
  } finally {
    await handle.close();
  }
  await rename(draft, file);
  return count;
};
