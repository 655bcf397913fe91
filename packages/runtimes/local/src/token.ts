import { tokenCommand } from './token-command.ts';

const { exitCode, output, complaint } = await tokenCommand(process.argv.slice(2), process.env);
process.stdout.write(output);
process.stderr.write(complaint);
process.exitCode = exitCode;
