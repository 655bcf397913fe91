import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

/** A bundle on disk. */
export interface Bundle {
  readonly file: string;
  readonly byteLength: number;
}

/** CommonJS in an ES module asks for `require`. */
const REQUIRE = `import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);`;

/** Bundles an entry of this folder as a function is bundled: one minified ES module, nothing left outside but Node. */
export const bundle = async (entry: string, directory: string): Promise<Bundle> => {
  const file = `${directory}/${entry}.mjs`;
  const { metafile } = await build({
    entryPoints: [fileURLToPath(new URL(`${entry}.ts`, import.meta.url))],
    outfile: file,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // Vietnamese words as they are, not as escapes.
    charset: 'utf8',
    mainFields: ['module', 'main'],
    banner: { js: REQUIRE },
    metafile: true,
    logLevel: 'error',
  });
  const [output] = Object.values(metafile.outputs);
  if (output === undefined) throw new Error(`${entry} makes no bundle`);
  return { file, byteLength: output.bytes };
};

/** Runs in the fresh process: the time from before the import to the first answer, Node's own start left out. */
const PROBE = `const began = performance.now();
const { firstStatus } = await import(process.argv[1]);
const status = await firstStatus();
console.log(JSON.stringify({ status, milliseconds: performance.now() - began }));`;

const run = promisify(execFile);

/** Milliseconds a fresh process takes to load a bundle and answer its first request with 401. */
export const coldStart = async ({ file }: Bundle): Promise<number> => {
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', PROBE, file]);
  const { status, milliseconds } = JSON.parse(stdout) as {
    readonly status: number;
    readonly milliseconds: number;
  };
  if (status !== 401) throw new Error(`a bundle answered ${status}`);
  return milliseconds;
};
