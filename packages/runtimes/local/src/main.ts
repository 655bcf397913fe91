import { banner } from './banner.ts';
import { readConfiguration } from './configuration.ts';
import { start } from './start.ts';

const main = async (): Promise<void> => {
  const configuration = readConfiguration(process.env);
  const starting = start(configuration);

  let stopping = false;
  /** Also ends a start that is under way, once it has come so far that nothing of it is left behind. */
  const end = async (exitCode: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    const system = await starting;
    try {
      await system.stop();
      process.exit(exitCode);
    } catch (error) {
      process.stderr.write(
        `The system did not stop cleanly: ${error instanceof Error ? error.message : ''}\n`,
      );
      process.exit(1);
    }
  };
  // A start that fails is reported below.
  const onSignal = (): void => void end(0).catch(() => undefined);
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);

  const system = await starting;
  void system.storeEnded.then(() => {
    if (stopping) return;
    process.stderr.write(
      'The store has ended by itself. Start again; nothing that was acknowledged is lost.\n',
    );
    return end(1);
  });
  process.stdout.write(banner(system, configuration));
};

main().catch((error: unknown) => {
  process.stderr.write(`Temkin did not start. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
