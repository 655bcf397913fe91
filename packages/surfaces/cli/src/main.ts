import { systemClock, systemRandom, systemWait } from '@temkin/kernel';
import { openPlace } from './open-place.ts';
import { streamProgress } from './progress.ts';
import { runCommand } from './run-command.ts';

// A store of our own ends with this process, which a signal alone would not tell it.
let onSignal = (): void => process.exit(1);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => onSignal());

const { exitCode, output, complaint } = await runCommand(process.argv.slice(2), {
  environment: process.env,
  clock: systemClock,
  random: systemRandom,
  wait: systemWait,
  openPlace,
  progress: streamProgress(process.stderr, () => performance.now()),
  serving: {
    announce: (line) => void process.stderr.write(`${line}\n`),
    untilTold: () =>
      new Promise((resolve) => {
        onSignal = resolve;
      }),
  },
});
process.stdout.write(output);
process.stderr.write(complaint);
process.exitCode = exitCode;
