import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundledFunctions } from '../support/function-process.ts';
import { FUNCTION_CONTENTS } from './function-contents.ts';

const ROOT = new URL('../../', import.meta.url).pathname;

/** The most that a bundle may weigh. */
const BYTES_LIMIT = 1_200_000;

const directory = await bundledFunctions();

interface Metafile {
  readonly outputs: Readonly<
    Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>
  >;
}

/** The files of which anything is in a function's bundle, relative to the root. */
const filesIn = (name: string): readonly string[] => {
  const { outputs } = JSON.parse(readFileSync(join(directory, `${name}.json`), 'utf8')) as Metafile;
  const [, bundle] = Object.entries(outputs).find(([file]) => file.endsWith('/index.mjs')) ?? [];
  return Object.entries(bundle?.inputs ?? {}).flatMap(([file, { bytesInOutput }]) =>
    bytesInOutput > 0 ? [file] : [],
  );
};

const packageOf = (file: string): string | undefined =>
  /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/.exec(file)?.[1];

/** What stands below `packages/capabilities`. */
const inCapabilities = (files: readonly string[]): readonly string[] =>
  files.flatMap((file) => /^packages\/capabilities\/(.+)$/.exec(file)?.[1] ?? []);

/** Names of the packages that tests, bench and build use and nothing that runs declares. */
const developmentOnly = (): readonly string[] => {
  const manifest = (path: string) =>
    JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as {
      readonly dependencies?: Record<string, string>;
      readonly devDependencies?: Record<string, string>;
    };
  const running = readdirSync(join(ROOT, 'packages'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /^[a-z-]+\/[a-z-]+\/package\.json$/.test(file))
    .map((file) => manifest(`packages/${file}`))
    .concat(manifest('lambdas/package.json'));
  const used = new Set(running.flatMap(({ dependencies = {} }) => Object.keys(dependencies)));
  const development = [
    'package.json',
    'test/package.json',
    'test/bench/package.json',
    'lambdas/package.json',
  ];
  return development
    .flatMap((path) => Object.keys(manifest(path).devDependencies ?? {}))
    .filter((name) => !used.has(name));
};

const names = Object.keys(FUNCTION_CONTENTS);

describe('the bundles', () => {
  it('are those of the functions that are described, and no others', () => {
    const folders = readdirSync(directory).filter((name) => statSync(join(directory, name)).isDirectory());
    expect(folders.toSorted()).toEqual(names.toSorted());
  });

  it.each(names)('%s is one module beside nothing else', (name) => {
    expect(readdirSync(join(directory, name))).toEqual(['index.mjs']);
  });

  it.each(names)(`%s weighs at most ${BYTES_LIMIT / 1_000} kB`, (name) => {
    expect(statSync(join(directory, name, 'index.mjs')).size).toBeLessThanOrEqual(BYTES_LIMIT);
  });

  it.each(names)('%s contains of other capabilities only what satisfies a port', (name) => {
    const { capability, ports } = FUNCTION_CONTENTS[name] ?? { ports: [] };
    const foreign = inCapabilities(filesIn(name)).filter((file) => !file.startsWith(`${capability}/`));
    expect(foreign.filter((file) => !ports.some((port) => port.test(file)))).toEqual([]);
    expect(ports.filter((port) => !foreign.some((file) => port.test(file)))).toEqual([]);
  });

  it.each(names)('%s contains nothing of its own capability that it must be without', (name) => {
    const { never = [] } = FUNCTION_CONTENTS[name] ?? {};
    const found = inCapabilities(filesIn(name)).filter((file) => never.some((one) => one.test(file)));
    expect(found).toEqual([]);
  });

  it('are without what others have: nothing is forbidden that is in no function', () => {
    const everything = names.flatMap((name) => inCapabilities(filesIn(name)));
    for (const { never = [] } of Object.values(FUNCTION_CONTENTS))
      for (const one of never) expect(everything.filter((file) => one.test(file)).length).toBeGreaterThan(3);
  });

  it.each(names)('%s contains the SDK clients it uses and no other', (name) => {
    const packages = new Set(filesIn(name).flatMap((file) => packageOf(file) ?? []));
    const clients = [...packages].filter((found) =>
      /^@aws-sdk\/(client-|nested-clients|credential-provider-(?!env$))/.test(found),
    );
    expect(new Set(clients)).toEqual(
      new Set(FUNCTION_CONTENTS[name]?.clients.map((client) => `@aws-sdk/${client}`)),
    );
  });

  it.each(names)('%s contains the packages it names and no other', (name) => {
    const packages = filesIn(name).flatMap((file) => packageOf(file) ?? []);
    const beyondSdk = new Set(packages.filter((found) => !/^@(aws|aws-sdk|smithy)\//.test(found)));
    // What the DynamoDB client keeps its endpoints in.
    for (const found of ['mnemonist', 'obliterator']) beyondSdk.delete(found);
    expect([...beyondSdk].toSorted()).toEqual(FUNCTION_CONTENTS[name]?.packages.toSorted());
  });

  it.each(names)(
    '%s contains nothing that only development needs, and nothing of the demo or of tests',
    (name) => {
      const files = filesIn(name);
      const development = new Set(developmentOnly());
      expect(files.filter((file) => development.has(packageOf(file) ?? ''))).toEqual([]);
      expect(files.filter((file) => /^(test|scripts|packages\/runtimes\/local)\//.test(file))).toEqual([]);
    },
  );

  it.each(names)('%s contains no other function', (name) => {
    const others = filesIn(name).filter((file) => /^lambdas\/[^/]+\//.test(file));
    expect(others.filter((file) => !file.startsWith(`lambdas/${name}/`))).toEqual([]);
  });

  it.each(names)('%s carries the communes of before July 2025 only if subscribers are its matter', (name) => {
    const former = filesIn(name).filter((file) =>
      file.startsWith('packages/foundation/administrative-units/src/former/'),
    );
    expect(FUNCTION_CONTENTS[name]?.capability === 'subscriber' ? [] : former).toEqual([]);
  });

  it('notice a package of development where there is one', () => {
    expect(developmentOnly()).toEqual(expect.arrayContaining(['vitest', 'fast-check', '@auth0/cose']));
  });
});
