import { EXIT, JSON_LINE } from './usage.ts';

export const REGISTRY_IMPORT_USAGE = `Imports a file of records into the registry: seals it in parts, sends them, and watches until every row is done with.

  temkin registry import <file> --api <url> [--format csv | ndjson] [--mode strict | legacy]
                         [--delta] [--rejects <file>] [--json]

  <file>      in UTF-8: a record in each row. Of CSV the first row names the columns, each by the way to its field:
              holder.name, holder.identity.number, subscription.msisdn; docs/subscriber-registry.md has all of them.
  --api       where the API is; the access token stands in $TEMKIN_TOKEN, which no other server gets to see
  --format    by the name of the file where absent: csv, or else ndjson
  --mode      strict (where absent) keeps every row out that lacks what the law wants. legacy takes the records of an old
              system as they are, with all that is wrong graded.
  --delta     the file has what changed: a number that its holder has is amended by what its row has otherwise, and others come in. The
              same file again changes nothing, and a number that is not in it stays as it is.
  --rejects   where rows that did not come in are told by number, code and pointer, if there are any; <file>.rejects.csv where absent
${JSON_LINE}

How far it is stands in <file>.import.json, with the key of the parts, until the import is over: said again, the command goes on
where it was cut off, whether it was sending or watching. It refuses to where it is said otherwise than it was begun (--mode, --format, --delta,
--api), or where the file has changed since. One that failed for no-progress, which says where it stood, it begins again within a week, and goes on
there. The reject file holds nothing of what stands in the rows.

Examples
  npm run -s temkin -- registry import subscribers.csv --api https://api.example --mode legacy
  npm run -s temkin -- registry import changed.ndjson --api https://api.example --delta --json

Exit codes: 0 done, whether rows were rejected or not; 1 failed, or cancelled meanwhile; 2 the command line is at fault.
`;

export const REGISTRY_IMAGES_USAGE = `Brings the images of a directory, which rows of an import are to name, and writes by which id and hash.

  temkin registry images <directory> --api <url> --out <file.csv> [--json]

  <directory> has the images, a file each: JPEG or PNG, two million bytes at most. Directories in it are passed over.
  --api       where the API is; the access token, of who may import, stands in $TEMKIN_TOKEN
  --out       gets a line for each image: file,imageId,sha256,endsAt
${JSON_LINE}

A row names an image by its imageId and sha256: holder.documentImages.0.imageId, holder.documentImages.0.sha256. It waits for thirty days; what no
row names by endsAt dies. Said again with the same --out, the command goes on where it was cut off, and brings an image anew once its endsAt is over.

Example
  npm run -s temkin -- registry images scans --api https://api.example --out images.csv

Exit codes: 0 done; 1 it failed, or some files are no such images; 2 the command line is at fault.
`;

export const REGISTRY_PARITY_USAGE = `Compares a file of records with the registry, and writes which rows differ and in what. Nothing of the registry is changed.

  temkin registry parity <file> --api <url> [--format csv | ndjson] [--report <file>] [--json]

  <file>      as registry import reads it; of each row the fields are compared that it has
  --api       where the API is; the access token stands in $TEMKIN_TOKEN, which no other server gets to see
  --format    by the name of the file where absent: csv, or else ndjson
  --report    gets a line for each difference: row,code,pointer,subscription; <file>.parity.csv where absent. No value stands in it.
${JSON_LINE}

parity-differs names a field, parity-only-in-file a number that nobody has in the registry, parity-other-holder one that somebody else
has, number-repeated one that a row of the same part names before. parity-only-in-registry is a number that somebody has and no row names: it
has no row, and the id of its subscription. Said again, the command goes on where it was cut off.

Example
  npm run -s temkin -- registry parity subscribers.csv --api https://api.example

Exit codes: 0 every row is as in the registry, and every number is in a row; 1 some are not, or it failed; 2 the command line is at fault.
`;

export const REGISTRY_REJECTS_USAGE = `Writes which rows of an import did not come in, and why.

  temkin registry rejects --api <url> --import <id> --out <file.csv> [--json]

  --api       where the API is; the access token stands in $TEMKIN_TOKEN
  --import    the id of the import
  --out       gets a line for each fault: row,code,pointer. Nothing of any row stands in it.
${JSON_LINE}

${EXIT}
`;

export const REGISTRY_INDEXES_USAGE = `Shows the indexes that people are found by, or makes one anew under another key.

  temkin registry indexes [list] --api <url> [--json]
  temkin registry indexes rebuild --index <name> --api <url> [--people <number>] [--json]

  --api       where the API is; the access token stands in $TEMKIN_TOKEN
  --index     msisdn, identityNumber, nameBirthDate, nameBirthYearCommune, lastFourBirthDate or lastFourIdentityNumber
  --people    for how many people, where more are about to come than there are
${JSON_LINE}

Searches go on while an index is made. The command watches until it is searched; cut off and said again, it goes on watching. Ten
minutes later the entries of the former key are deleted, and the key with them; list says how far.

Example
  npm run -s temkin -- registry indexes rebuild --index nameBirthDate --api https://api.example --people 2000000

${EXIT}
`;

export const REGISTRY_EXPORT_USAGE = `Asks for an export of the registry, has it released, waits until it is written, and fetches it, sealed to its recipient.

  temkin registry export --api <url> --out <directory> --recipient <name> --recipient-key <key> --reference <number>
                         --purpose inspection | migration | takeover | reconciliation
                         --ground legal-duty | order-of-authority | processing-agreement | company-decision
                         [--fields <names>] [--numbers live | all] [--json]

  --api            where the API is; the access token of a privacy officer stands in $TEMKIN_TOKEN
  --out            gets the sealed parts, and export.json with their hashes
  --recipient      for whom it is, as whoever agrees reads it
  --recipient-key  the public key of whoever is to open it: what registry key said
  --reference      number of the order, agreement or decision
  --fields         names with commas between them; all fields where absent: name,birthDate,identity,msisdn,state
  --numbers        live (where absent): numbers that somebody has; all: those that have ended too
${JSON_LINE}

Nothing is written before a second person has agreed to these words: until then the command says for which approval it waits. Said again it goes on
where it was, whether it was waiting, watching or fetching. What it fetches nobody can open but who has the other half of the key. Of an export that
expired, failed or was cancelled before all of it was fetched it says how many parts are there, all of them sealed: remove the directory to ask anew.

Exit codes: 0 done; 1 failed, cancelled or expired; 2 the command line is at fault; 3 somebody else has to agree first.
`;

export const REGISTRY_OPEN_USAGE = `Opens a fetched export: records as NDJSON, as registry import reads them. Every part is held against its hash first.
(The registry itself is opened by POST /v1/registry/open, once, by a security officer; no command does that.)

  temkin registry open <directory> --key <file> --out <file.ndjson> [--json]

  <directory>  what registry export filled
  --key        the private key that registry key made
  --out        gets the records in clear, for its owner's eyes alone
${JSON_LINE}

${EXIT}
`;

export const REGISTRY_KEY_USAGE = `Makes the key pair of whoever is to open an export. Run it where the export is to be opened: the private half never leaves.

  temkin registry key --out <file> [--json]

  --out       gets the private half (JWK, X25519); nothing that is there is written over. The public half is said.
${JSON_LINE}

${EXIT}
`;
