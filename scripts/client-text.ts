import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openApiText } from './openapi-text.ts';

/** A workspace's own, beside the TypeScript 5 whose compiler interface it needs; the root's TypeScript 7 has none. */
const GENERATOR = fileURLToPath(
  new URL('../packages/surfaces/client/node_modules/openapi-typescript/bin/cli.js', import.meta.url),
);

const FLAGS = [
  '--immutable',
  '--alphabetize',
  '--root-types',
  '--root-types-no-schema-prefix',
  '--default-non-nullable=false',
];

interface Operation {
  readonly parameters?: readonly { readonly $ref?: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Every other answer is a `Problem`: listing its codes under each route anew would make two thirds of the types. */
const withoutProblems = (document: Document): Document => ({
  ...document,
  paths: Object.fromEntries(
    Object.entries(document.paths).map(([path, operations]) => [
      path,
      Object.fromEntries(
        Object.entries(operations).map(([method, operation]) => [
          method,
          {
            ...operation,
            responses: Object.fromEntries(
              Object.entries(operation.responses).filter(([status]) => status.startsWith('2')),
            ),
          },
        ]),
      ),
    ]),
  ),
});

const takesKey = ({ parameters = [] }: Operation): boolean =>
  parameters.some(({ $ref }) => $ref === '#/components/parameters/IdempotencyKey');

const creatingPaths = ({ paths }: Document): readonly string[] =>
  Object.entries(paths)
    .filter(([, { post }]) => post !== undefined && takesKey(post))
    .map(([path]) => path)
    .toSorted();

/** The generated half of the client: types of every route, and which routes take an `Idempotency-Key`. */
export const clientText = (): string => {
  const document = JSON.parse(openApiText()) as Document;
  const types = execFileSync(process.execPath, [GENERATOR, ...FLAGS], {
    input: JSON.stringify(withoutProblems(document)),
    encoding: 'utf8',
  });
  const paths = creatingPaths(document).map((path) => `  '${path}',\n`);
  return (
    `// Generated from docs/openapi.json by \`npm run client\`.\n${types}\n` +
    `/** Where a POST creates something, and so takes an \`Idempotency-Key\`. */\n` +
    `export const CREATING_PATHS: ReadonlySet<string> = new Set([\n${paths.join('')}]);\n`
  );
};
