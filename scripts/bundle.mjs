// Bundles every function of `lambdas/` into `dist/<function>/index.mjs` (`--out` for another directory): the one artifact
// that CDK deploys, the tests invoke and the bench times. Beside it, outside what is deployed: `<function>.json`, what the
// bundle contains (esbuild's metafile), and `<function>.map`, its source map. `name=entry.ts …` bundles those instead.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** CommonJS in an ES module asks for `require`. */
const REQUIRE = `import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);`;

/**
 * The SDK's clients describe every operation as a list with computed keys, of which a bundler cannot tell that making it
 * does nothing; so it keeps all that S3 can do, 60 kB. Said to be pure, they stay where something asks for them.
 */
const pureSchemas = {
  name: 'pure-schemas',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\/@aws-sdk\/client-[a-z0-9-]+\/dist-es\/schemas\/schemas_0\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(
        /^((?:export )?(?:const|var) [\w$]+ = )(\[[^;]*\]);$/gm,
        '$1/* @__PURE__ */ (() => $2)();',
      ),
    })),
};

/** How every function is bundled: one minified ES module, with nothing left outside but Node itself. */
const OPTIONS = {
  bundle: true,
  minify: true,
  platform: 'node',
  // The oldest Node that must run the bundles: tests and bench do so on the developer's own.
  target: 'node20',
  format: 'esm',
  // Letters beyond ASCII as escapes: a file of one byte a character is read and compiled faster than it is larger.
  charset: 'ascii',
  alias: {
    '@aws-sdk/credential-provider-node': join(ROOT, 'lambdas/function-credentials.ts'),
    '@smithy/core/event-streams': join(ROOT, 'lambdas/no-event-streams.ts'),
  },
  mainFields: ['module', 'main'],
  // No comment at the end that points to a map which is not deployed.
  sourcemap: 'external',
  banner: { js: REQUIRE },
  metafile: true,
  plugins: [pureSchemas],
  logLevel: 'error',
};

/** The functions: folders of `lambdas/` that have a handler. */
const functions = () =>
  readdirSync(join(ROOT, 'lambdas'))
    .map((name) => ({ name, entry: join(ROOT, 'lambdas', name, 'handler.ts') }))
    .filter(({ entry }) => existsSync(entry));

/** Bundles one function into a directory and answers its size in bytes. */
const bundleFunction = async ({ name, entry }, directory) => {
  const folder = join(directory, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, 'index.mjs');
  const { metafile } = await build({ ...OPTIONS, entryPoints: [entry], outfile, absWorkingDir: ROOT });
  renameSync(`${outfile}.map`, join(directory, `${name}.map`));
  writeFileSync(join(directory, `${name}.json`), JSON.stringify(metafile));
  return { name, bytes: statSync(outfile).size };
};

const { values, positionals } = parseArgs({
  options: { out: { type: 'string', default: join(ROOT, 'dist') } },
  allowPositionals: true,
});
const chosen = positionals.map((given) => {
  const [name, entry] = given.split('=');
  return { name, entry: resolve(entry) };
});
const sizes = await Promise.all(
  (chosen.length > 0 ? chosen : functions()).map((one) => bundleFunction(one, resolve(values.out))),
);
for (const { name, bytes } of sizes) console.log(`${name.padEnd(20)} ${Math.round(bytes / 1_000)} kB`);
