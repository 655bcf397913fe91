import { parseArgs } from 'node:util';
import { auditExport } from './commands/audit-export.ts';
import { auditQuery } from './commands/audit-query.ts';
import { auditVerify } from './commands/audit-verify.ts';
import { auditWatch } from './commands/audit-watch.ts';
import { auditWitness } from './commands/audit-witness.ts';
import { backupList } from './commands/backup-list.ts';
import { backupPrune } from './commands/backup-prune.ts';
import { backup } from './commands/backup.ts';
import { label } from './commands/label.ts';
import { provision } from './commands/provision.ts';
import { registryExport } from './commands/registry-export.ts';
import { registryImages } from './commands/registry-images.ts';
import { registryImport } from './commands/registry-import.ts';
import { registryIndexes } from './commands/registry-indexes.ts';
import { registryKey } from './commands/registry-key.ts';
import { registryOpen } from './commands/registry-open.ts';
import { registryParity } from './commands/registry-parity.ts';
import { registryRejects } from './commands/registry-rejects.ts';
import { registrySweep } from './commands/registry-sweep.ts';
import { restore } from './commands/restore.ts';
import { UsageError, type Command, type ExitCode, type Surroundings, type Values } from './command.ts';
import { errorSentence } from './error-sentence.ts';
import { printable } from './printable.ts';
import { groupUsage, USAGE } from './usage.ts';

/** Every command by its words. */
const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['audit export', auditExport],
  ['audit query', auditQuery],
  ['audit verify', auditVerify],
  ['audit watch', auditWatch],
  ['audit witness', auditWitness],
  ['backup list', backupList],
  ['backup prune', backupPrune],
  ['backup', backup],
  ['label', label],
  ['provision', provision],
  ['registry export', registryExport],
  ['registry images', registryImages],
  ['registry import', registryImport],
  ['registry indexes', registryIndexes],
  ['registry key', registryKey],
  ['registry open', registryOpen],
  ['registry parity', registryParity],
  ['registry rejects', registryRejects],
  ['registry sweep', registrySweep],
  ['restore', restore],
]);

/** What a command leaves behind. */
export interface CommandOutcome {
  readonly exitCode: ExitCode;
  /** For standard output. */
  readonly output: string;
  /** For standard error. */
  readonly complaint: string;
}

const said = (output: string, exitCode: ExitCode = 0): CommandOutcome => ({
  exitCode,
  output: printable(output),
  complaint: '',
});

const complained = (exitCode: 1 | 2, complaint: string): CommandOutcome => ({
  exitCode,
  output: '',
  complaint: printable(complaint),
});

const parse = (args: readonly string[], command: Command): Values => {
  try {
    const { values, positionals, tokens } = parseArgs({
      args: [...args],
      allowPositionals: command.operand !== undefined,
      options: { ...command.options, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
      tokens: true,
    });
    const named = tokens.flatMap((token) => (token.kind === 'option' ? token.name : []));
    const twice = named.find(
      (name, at) => named.indexOf(name) < at && command.options[name]?.multiple !== true,
    );
    if (twice !== undefined) throw new Error(`--${twice} is given twice`);
    if (command.operand === undefined) return values;
    if (positionals.length > 1) throw new Error(`There is more than one ${command.operand}`);
    return { ...values, [command.operand]: positionals[0] };
  } catch (error) {
    throw new UsageError(errorSentence(error), { cause: error });
  }
};

/** What is said where the arguments name no command: of a group of them, which it has. */
const withoutCommand = ([group = '', ...rest]: readonly string[]): CommandOutcome => {
  const isGroup = [...COMMANDS.keys()].some((name) => name.startsWith(`${group} `));
  if (isGroup && rest.length === 0) return complained(2, groupUsage(group));
  if (isGroup && (rest[0] === '--help' || rest[0] === '-h')) return said(groupUsage(group));
  const which = isGroup ? `${group} ` : '';
  return complained(2, `There is no such command. See: npm run -s temkin -- ${which}--help\n`);
};

/** Runs the command that the arguments name. Throws nothing: what is wrong is its outcome. */
export const runCommand = async (
  args: readonly string[],
  surroundings: Surroundings,
): Promise<CommandOutcome> => {
  if (args.length === 0) return complained(2, USAGE);
  if (args[0] === '--help' || args[0] === '-h') return said(USAGE);
  const words = [args.slice(0, 2).join(' '), args[0] ?? ''].find((name) => COMMANDS.has(name));
  const command = words === undefined ? undefined : COMMANDS.get(words);
  if (words === undefined || command === undefined) return withoutCommand(args);
  try {
    const values = parse(args.slice(words.split(' ').length), command);
    if (values.help === true) return said(command.usage);
    const { serving } = surroundings;
    const { text, data, exitCode } = await command.run(values, {
      ...surroundings,
      serving: { ...serving, announce: (line) => serving.announce(printable(line)) },
    });
    return said(`${values.json === true ? JSON.stringify(data, undefined, 2) : text}\n`, exitCode);
  } catch (error) {
    return error instanceof UsageError
      ? complained(2, `${error.message}.\nSee: npm run -s temkin -- ${words} --help\n`)
      : complained(1, `${errorSentence(error)}\n`);
  }
};
