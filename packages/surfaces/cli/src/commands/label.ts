import { DPI, LABEL_PAPERS, LABEL_PROFILES, type Label } from '@temkin/labels';
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { countText } from '../amounts.ts';
import { neededOption, textOption, UsageError, type Command, type Values } from '../command.ts';
import { csvRows } from '../label/csv-rows.ts';
import { labelReader, type LabelStyle, type Reject } from '../label/label-row.ts';
import { LABEL_FORMATS, writeLabels, type LabelFormat, type LabelOutput } from '../label/write-labels.ts';
import { LABEL_USAGE } from '../usage.ts';

/** One of a closed list. */
const choice = <One extends string>(values: Values, name: string, among: readonly One[]): One | undefined => {
  const given = textOption(values, name);
  const chosen = among.find((one) => one === given);
  if (given !== undefined && chosen === undefined)
    throw new UsageError(`--${name} is one of ${among.join(', ')}`);
  return chosen;
};

/** By `--format`, or by the name of the file; SVG in a directory. */
const formatOf = (values: Values, path: string): LabelFormat => {
  const extension = extname(path).slice(1).toLowerCase();
  const byName = LABEL_FORMATS.find((one) => one === extension);
  const format = choice(values, 'format', LABEL_FORMATS) ?? byName ?? 'svg';
  const isFile = format === 'pdf' || format === 'zpl';
  if (byName !== undefined && (byName !== format || !isFile))
    throw new UsageError(`--out must be ${isFile ? `a file that ends in .${format}` : 'a directory'}`);
  return format;
};

const outputOf = (values: Values): LabelOutput => {
  const path = neededOption(values, 'out');
  const dots = choice(values, 'dpi', DPI.map(String)) ?? '203';
  return {
    path,
    format: formatOf(values, path),
    dpi: dots === '300' ? 300 : 203,
    paper: choice(values, 'paper', LABEL_PAPERS) ?? 'roll',
  };
};

const styleOf = (values: Values): LabelStyle => {
  const checkCallerUrl = textOption(values, 'check-caller');
  return {
    profile: choice(values, 'profile', LABEL_PROFILES) ?? 'strict',
    printsCod: values['print-cod'] === true,
    ...(checkCallerUrl !== undefined && { checkCallerUrl }),
  };
};

const rejectLine = ({ row, code, reason }: Reject): string => `${row},${code},"${reason}"\n`;

/** `temkin label` */
export const label: Command = {
  usage: LABEL_USAGE,
  options: {
    in: { type: 'string' },
    out: { type: 'string' },
    format: { type: 'string' },
    dpi: { type: 'string' },
    profile: { type: 'string' },
    paper: { type: 'string' },
    'print-cod': { type: 'boolean' },
    'check-caller': { type: 'string' },
    rejects: { type: 'string' },
  },
  run: async (values, { progress }) => {
    const source = neededOption(values, 'in');
    const [output, style] = [outputOf(values), styleOf(values)];
    const rejectFile = textOption(values, 'rejects') ?? `${source}.rejects.csv`;
    const rejects: Reject[] = [];
    let printed = 0;

    async function* labels(): AsyncGenerator<Label> {
      const rows = csvRows(createReadStream(source, { encoding: 'utf8' }));
      const header = await rows.next();
      if (header.done === true) throw new Error('the file is empty');
      const read = labelReader(header.value, style);
      for await (const row of rows) {
        const made = read(row);
        progress.advance({ items: 1 });
        if ('code' in made) rejects.push(made);
        else {
          printed += 1;
          yield made;
        }
      }
    }

    progress.begin('labels');
    await writeLabels(labels(), output);
    progress.end();
    await writeFile(rejectFile, `row,code,reason\n${rejects.map(rejectLine).join('')}`);
    const rejected =
      rejects.length === 0 ? 'No row was rejected' : `${countText(rejects.length, 'row')} rejected`;
    return {
      text: `${countText(printed, 'label')} in ${output.path}. ${rejected}: ${rejectFile}`,
      data: { labels: printed, rejected: rejects.length, out: output.path, rejects: rejectFile },
    };
  },
};
