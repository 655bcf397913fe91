import type { temkin } from './command-line.ts';
import { loopbackServer } from './loopback-server.ts';
import type { SmallLog } from './small-log.ts';

/** Serves a log to a command, and lets something happen before its first tile is read. */
export const servedWhile = async (
  { files }: Pick<SmallLog, 'files'>,
  happening: () => Promise<unknown>,
  run: (where: string) => ReturnType<typeof temkin>,
): ReturnType<typeof temkin> => {
  let happened: Promise<unknown> | undefined;
  const server = await loopbackServer(async (request, response) => {
    const path = request.url?.replace('/log/', '') ?? '';
    if (path.startsWith('tile/')) await (happened ??= happening());
    const found = files.get(path);
    response.writeHead(found === undefined ? 404 : 200).end(found);
  });
  const outcome = await run(`${server.endpoint}/log`);
  await server.stop();
  return outcome;
};
