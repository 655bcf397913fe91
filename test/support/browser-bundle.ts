import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

/** A module and all that it imports as one script, as a browser is given it. */
export const browserBundle = async (entry: URL): Promise<Uint8Array> => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(entry)],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
};
