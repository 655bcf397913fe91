import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

/** CommonJS in an ES module asks for `require`. */
const REQUIRE = `import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);`;

/**
 * Makes of a program of the local runtime one file that Node runs as it is, and answers where it lies: tests that start it
 * dozens of times need not translate hundreds of sources each time. What it finds beside its own source (the API's
 * document, the store's binary) it still finds there.
 */
export const builtProgram = async (entry: URL, outfile: string): Promise<string> => {
  await build({
    entryPoints: [fileURLToPath(entry)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    define: { 'import.meta.url': JSON.stringify(entry.href) },
    banner: { js: REQUIRE },
    logLevel: 'error',
  });
  return outfile;
};
