import { rename, open } from 'node:fs/promises';
import type { ImportApi } from './import-api.ts';

/**
 * Writes which rows did not come in, and why, as CSV: a line for each fault. Nothing of any row stands in it. A file that is cut off does not
 * get its name. Answers how many rows there are.
 */
export const writeRejects = async (api: ImportApi, importId: string, file: string): Promise<number> => {
  const draft = `${file}.draft`;
  const handle = await open(draft, 'w', 0o600);
  let rows = 0;
  try {
    await handle.writeFile('row,code,pointer\n');
    let after: number | undefined;
    do {
      const page = await api.rejects(importId, after);
      const lines = page.rejects.flatMap(({ row, faults }) =>
        faults.map(({ code, pointer }) => `${row},${code},"${pointer.replaceAll('"', '""')}"\n`),
      );
      await handle.writeFile(lines.join(''));
      rows += page.rejects.length;
      after = page.next;
    } while (after !== undefined);
  } finally {
    await handle.close();
  }
  await rename(draft, file);
  return rows;
};
