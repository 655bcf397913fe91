import { writeFileSync } from 'node:fs';
import { rowTexts } from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutFile, readHead } from '../../packages/surfaces/cli/src/registry/cut-file.ts';
import { streamProgress } from '../../packages/surfaces/cli/src/progress.ts';
import { failureText } from '../../packages/surfaces/cli/src/registry/failure-text.ts';
import { cliRegistryWorld } from './cli-registry-world.ts';

const { at } = cliRegistryWorld();

describe('a file that is imported', () => {
  it('cuts a file between its rows alone, wherever it goes on, and loses no byte of it', async () => {
    const units = fc.constantFrom('"', ',', '\n', '\r\n', '\r', 'a', 'Đ', '😀');
    await fc.assert(
      fc.asyncProperty(
        fc.array(units, { maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        async (some, limitBytes) => {
          const text = some.join('');
          writeFileSync(at('cut'), text);
          for (const form of [{ format: 'csv', columns: ['x'] }, { format: 'ndjson' }] as const) {
            const parts = [];
            let from = 0;
            // Each part by a reader of its own, as if it had been cut off after each.
            for (let isLast = text === ''; !isLast;) {
              const cut = cutFile(at('cut'), { format: form.format, from, limitBytes });
              const { value } = await cut.next();
              await cut.return(undefined);
              if (value === undefined) throw new Error('no part');
              parts.push(value);
              from = value.next;
              isLast = value.isLast;
            }
            expect(Buffer.concat(parts.map(({ bytes }) => bytes)).toString()).toBe(text);
            for (const { bytes, rows } of parts)
              expect([...rowTexts(Buffer.from(bytes).toString(), form)]).toHaveLength(rows);
            expect(parts.reduce((sum, { rows }) => sum + rows, 0)).toBe([...rowTexts(text, form)].length);
          }
        },
      ),
    );
    writeFileSync(at('head.csv'), '\uFEFF"holder.name", subscription.msisdn \r\nĐỗ,1\r\n');
    expect(await readHead(at('head.csv'), 'csv')).toEqual({
      columns: ['holder.name', 'subscription.msisdn'],
      next: 40,
    });
  });

  it('shows a bar where it is known how much there is to do', () => {
    const written: string[] = [];
    let now = 0;
    const stream = { isTTY: true, write: (text: string) => written.push(text) };
    const progress = streamProgress(stream, () => (now += 1_000));
    progress.begin('importing rows', 200);
    progress.advance({ items: 50 });
    progress.advance({ items: 150 });
    expect(written.map((text) => text.replace('\r\u001B[2K', ''))).toEqual([
      'importing rows: [#######-----------------------] 25 % 50 items',
      'importing rows: [##############################] 100 % 200 items',
    ]);
  });

  it('say why an import failed, and where', () => {
    const failedAt = { step: 'rows', part: 2, row: 41 };
    expect(failureText({ failure: 'no-progress', failedAt })).toBe(': no-progress, rows, part 2, row 41');
    expect(failureText({ failure: 'expired' })).toBe(': expired');
    expect(failureText({})).toBe('');
  });
});
