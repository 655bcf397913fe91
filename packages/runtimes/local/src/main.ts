import { readConfiguration } from './configuration.ts';
import { start } from './start.ts';

const banner = (origin: string, labelsDirectory: string): string => `
Temkin is running at ${origin}

  ${origin}/docs          what the API can do
  ${labelsDirectory}/    20 demo labels, out for delivery with An; their tokens in tokens.tsv

Try it: open a label as the shipper who holds the parcel, then as one who does not.

  TOKEN=$(head -n 1 ${labelsDirectory}/tokens.tsv | cut -f 2)
  curl -s ${origin}/v1/parcels/resolve -H 'content-type: application/json' \\
    -H "authorization: Bearer $(npm run -s token -- --as shipper-an)" \\
    -d "{\\"token\\":\\"$TOKEN\\",\\"purpose\\":\\"delivery\\"}"

  npm run demo     the whole story, told in the terminal
  Ctrl-C stops; everything is kept for the next start.
`;

const main = async (): Promise<void> => {
  const configuration = readConfiguration(process.env);
  const system = await start(configuration);

  let stopping = false;
  const end = (exitCode: number): void => {
    if (stopping) return;
    stopping = true;
    system.stop().then(
      () => process.exit(exitCode),
      (error: unknown) => {
        process.stderr.write(
          `The system did not stop cleanly: ${error instanceof Error ? error.message : ''}\n`,
        );
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', () => end(0));
  process.on('SIGTERM', () => end(0));
  void system.storeEnded.then(() => {
    if (stopping) return;
    process.stderr.write(
      'The store has ended by itself. Start again; nothing that was acknowledged is lost.\n',
    );
    end(1);
  });
  process.stdout.write(banner(system.origin, configuration.labelsDirectory));
};

main().catch((error: unknown) => {
  process.stderr.write(`Temkin did not start. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
