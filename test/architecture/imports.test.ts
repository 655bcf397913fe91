import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parseSync } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import { ROOM_OF_EXPORT, ROOMS } from './rooms.ts';

const ROOT = new URL('../../', import.meta.url).pathname;

interface Import {
  readonly from: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** Every import, re-export and dynamic import of a file. */
const importsOf = (file: string): readonly Import[] => {
  const { module, errors } = parseSync(file, readFileSync(join(ROOT, file), 'utf8'));
  if (errors.length > 0) throw new Error(`${file} does not parse`);
  const statics = module.staticImports.map(({ moduleRequest, entries }) => ({
    from: file,
    specifier: moduleRequest.value,
    typeOnly: entries.length > 0 && entries.every((entry) => entry.isType),
  }));
  const exports = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, isType }) =>
      moduleRequest === null ? [] : [{ from: file, specifier: moduleRequest.value, typeOnly: isType }],
    ),
  );
  if (module.dynamicImports.length > 0)
    throw new Error(`${file} imports dynamically, which nobody can check`);
  return [...statics, ...exports];
};

/** Everything that runs, but for what is installed. */
const everything = ['packages', 'lambdas', 'cdk']
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
  )
  .filter((file) => !file.includes('/node_modules/'))
  .toSorted();

const files = everything.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));

const manifests = everything.filter((file) => file.endsWith('/package.json'));

const imports = files.flatMap(importsOf);

const roomOf = (file: string): (typeof ROOMS)[number] => {
  const room = ROOMS.find(({ files: pattern }) => pattern.test(file));
  if (room === undefined) throw new Error(`${file} is in no room`);
  return room;
};

const resolved = ({ from, specifier }: Import): string | undefined =>
  specifier.startsWith('.') ? normalize(join(dirname(from), specifier)) : undefined;

/** Its folder: three levels down in `packages`, one elsewhere. */
const workspaceOf = (file: string): string =>
  file
    .split('/')
    .slice(0, file.startsWith('packages/') ? 3 : 1)
    .join('/');

const packageOf = (specifier: string): string =>
  specifier.startsWith('node:')
    ? 'node:'
    : specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/');

/** What an import of a file breaks, in a sentence; undefined where it breaks nothing. */
const breach = (found: Import): string | undefined => {
  const { from, specifier } = found;
  const room = roomOf(from);
  const target = resolved(found);
  if (target !== undefined) {
    if (workspaceOf(target) !== workspaceOf(from))
      return `${from} reaches into another package: ${specifier}`;
    const other = roomOf(target).name;
    return other === room.name || room.rooms.includes(other)
      ? undefined
      : `${from} (${room.name}) imports ${other}`;
  }
  if (specifier.startsWith('@temkin/')) {
    const other = ROOM_OF_EXPORT[specifier];
    if (other === undefined) return `${from} imports ${specifier}, which no package exports`;
    return room.rooms.includes(other) ? undefined : `${from} (${room.name}) imports ${other}`;
  }
  return room.packages.includes(packageOf(specifier))
    ? undefined
    : `${from} (${room.name}) imports ${specifier}`;
};

/** Cycles among files of one package, and among packages. */
const cycles = (edges: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] => {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (node: string, path: readonly string[]): void => {
    if (path.includes(node)) {
      found.push([...path.slice(path.indexOf(node)), node].join(' -> '));
      return;
    }
    if (done.has(node)) return;
    for (const next of edges.get(node) ?? []) visit(next, [...path, node]);
    done.add(node);
  };
  for (const node of edges.keys()) visit(node, []);
  return found;
};

const graph = (pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const edges = new Map<string, Set<string>>();
  for (const [from, to] of pairs) edges.set(from, (edges.get(from) ?? new Set()).add(to));
  return edges;
};

const importers = (specifier: string): readonly string[] =>
  [
    ...new Set(
      imports.filter((found) => packageOf(found.specifier) === specifier || found.specifier === specifier),
    ),
  ].map(({ from }) => from);

describe('the import table', () => {
  it('reads the whole house', () => {
    expect(files.length).toBeGreaterThan(150);
    expect(imports.length).toBeGreaterThan(400);
  });

  it('is kept by every file', () => {
    expect(imports.map(breach).filter((sentence) => sentence !== undefined)).toEqual([]);
  });

  it('has no room without files, no export without a room and none without its file', () => {
    for (const { name, files: pattern } of ROOMS)
      expect(
        files.some((file) => pattern.test(file)),
        name,
      ).toBe(true);
    const declared = manifests.flatMap((file) => {
      const { name, exports = {} } = JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as {
        name: string;
        exports?: Record<string, string>;
      };
      return Object.entries(exports).map(([path, target]) => {
        expect(existsSync(join(ROOT, dirname(file), target)), `${target} of ${name}`).toBe(true);
        return name + path.slice(1);
      });
    });
    expect(declared.toSorted()).toEqual(Object.keys(ROOM_OF_EXPORT).toSorted());
  });

  it('lets no value import run in a circle', () => {
    const values = imports.filter(({ typeOnly }) => !typeOnly);
    const pairs = values.flatMap((found) => {
      const target = resolved(found);
      return target === undefined ? [] : [[found.from, target] as const];
    });
    expect(cycles(graph(pairs))).toEqual([]);
  });

  it('lets no package depend on itself by way of others', () => {
    const pairs = imports.flatMap(({ from, specifier }) =>
      specifier.startsWith('@temkin/') ? [[workspaceOf(from), packageOf(specifier)] as const] : [],
    );
    const nameOf = new Map(
      manifests.map((file) => [
        workspaceOf(file),
        (JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as { name: string }).name,
      ]),
    );
    expect(cycles(graph(pairs.map(([from, to]) => [nameOf.get(from) ?? from, to] as const)))).toEqual([]);
  });

  it('declares what it imports', () => {
    for (const file of manifests) {
      const {
        dependencies = {},
        devDependencies = {},
        optionalDependencies = {},
      } = JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as {
        dependencies?: Record<string, string>;
        devDependencies?: Record<string, string>;
        optionalDependencies?: Record<string, string>;
      };
      const used = new Set(
        imports
          .filter(
            ({ from, specifier }) => workspaceOf(from) === workspaceOf(file) && !specifier.startsWith('.'),
          )
          // What has types and nothing else is of use before anything runs.
          .filter(
            ({ specifier, typeOnly }) => !typeOnly || !(`@types/${packageOf(specifier)}` in devDependencies),
          )
          .map(({ specifier }) => packageOf(specifier))
          .filter((name) => name !== 'node:'),
      );
      expect([...used].toSorted(), file).toEqual(Object.keys(dependencies).toSorted());
      expect(
        Object.keys(optionalDependencies).every((name) => name.startsWith('@dynoxide/')),
        file,
      ).toBe(true);
    }
  });
});

const functionOf = (file: string): string | undefined => /^lambdas\/([a-z-]+)\//.exec(file)?.[1];

describe('what only some may touch', () => {
  it('keeps single-use sealing to the label codec', () => {
    const outside = importers('@temkin/crypto/seal-once').filter(
      (file) => !file.startsWith('packages/capabilities/parcel/src/domain/label/'),
    );
    expect(outside).toEqual([]);
  });

  it('keeps the DynamoDB client to its runtime', () => {
    expect(
      importers('@aws-sdk/client-dynamodb').every((file) => file.startsWith('packages/runtimes/dynamodb/')),
    ).toBe(true);
  });

  it('keeps the other AWS clients to theirs', () => {
    const clients = imports.filter(
      ({ specifier }) => specifier.startsWith('@aws-sdk/client-') && !specifier.endsWith('-dynamodb'),
    );
    expect(clients.filter(({ from }) => !from.startsWith('packages/runtimes/aws/'))).toEqual([]);
  });

  it('lets no function import another, nor anything of the demo', () => {
    const breaches = imports.filter((found) => {
      const target = functionOf(resolved(found) ?? '');
      return target !== undefined && target !== functionOf(found.from);
    });
    expect(breaches).toEqual([]);
    expect(
      imports.filter(({ from, specifier }) => from.startsWith('lambdas/') && specifier.includes('local')),
    ).toEqual([]);
  });

  it('keeps the OpenAPI generator out of everything that runs', () => {
    const values = imports.filter(
      ({ specifier, typeOnly }) => specifier === '@temkin/http/openapi' && !typeOnly,
    );
    expect(values).toEqual([]);
  });

  it('lets only the entry points of the demo stage import the demo', () => {
    const demo = imports
      .filter((found) => resolved(found)?.startsWith('packages/runtimes/local/src/demo/') === true)
      .map(({ from }) => from)
      .filter((file) => !file.startsWith('packages/runtimes/local/src/demo/'));
    expect([...new Set(demo)].toSorted()).toEqual([
      'packages/runtimes/local/src/docs/curl-example.ts',
      'packages/runtimes/local/src/start.ts',
      'packages/runtimes/local/src/token-command.ts',
    ]);
  });

  it('keeps foundation and domains free of what only Node has', () => {
    const portable = files.filter(
      (file) =>
        file.startsWith('packages/foundation/') ||
        /^packages\/capabilities\/[a-z-]+\/src\/domain\//.test(file),
    );
    const offenders = portable.filter((file) =>
      /\bBuffer\b|\bprocess\.[a-z]|\brequire\(/.test(readFileSync(join(ROOT, file), 'utf8')),
    );
    expect(offenders).toEqual([]);
  });
});
