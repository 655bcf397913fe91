/** moto (PyPI), the server that speaks the AWS protocols: run as a child process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SERVER = fileURLToPath(new URL('aws/serve.py', import.meta.url));

/** Starts moto by way of a Python that has it; answers its address and how to end it. */
export const startMoto = async (python) => {
  const server = spawn(python, ['-B', SERVER], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(server, 'exit');
  const said = [];
  const address = await new Promise((resolve, reject) => {
    for (const stream of [server.stdout, server.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
        if (found === undefined) said.push(line);
        else resolve(found);
      });
    ended.then(
      () => reject(new Error(`moto ended before it served: ${said.at(-1) ?? 'without a word'}`)),
      reject,
    );
  });
  return {
    address,
    stop: async () => {
      server.kill();
      await ended;
    },
  };
};
